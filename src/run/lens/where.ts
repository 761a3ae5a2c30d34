/** Conditions that name a part of a run: "training=base", "family=llama,qwen", "size<10", "prompt!=03". */
import { UserError } from '../../errors.ts';
import type { AnswerColumns } from '../../lexicon/lexicon.ts';
import { nearest } from '../../models/nearest.ts';
import { plural, shortName } from '../../tables/numbers.ts';
import {
  countsOf,
  type Trait,
  type Traited,
  type TraitLevel,
  type TraitValue,
  traitCounts,
  traitsOf,
} from './traits.ts';

const operators = ['<=', '>=', '!=', '=', '<', '>'] as const;
type Operator = (typeof operators)[number];

export type Condition = { name: string; operator: Operator; values: string[] };

/** Throws UserError (exit `usage`) for a text that is not a condition. */
export function parseCondition(text: string): Condition {
  const [, name = '', operator, rest = ''] =
    /^\s*([\w-]+?)\s*(<=|>=|!=|=|<|>)\s*(.*?)\s*$/.exec(text) ?? [];
  const values = rest
    .split(',')
    .map((value) => value.trim())
    .filter((value) => value !== '');
  if (operator === undefined || values.length === 0)
    throw new UserError(`"${text}" is not a condition.`, {
      hint: 'Write one as training=base, family=llama,qwen, size<10, or prompt!=03; several --where hold together.',
      exit: 'usage',
    });
  if (/[<>]/.test(operator) && (values.length > 1 || !Number.isFinite(Number(values[0]))))
    throw new UserError(`"${text}" compares with ${rest}, which is not a number.`, {
      hint: 'Write it as size<10 or temperature>=0.5.',
      exit: 'usage',
    });
  return { name: name.toLowerCase(), operator: operator as Operator, values };
}

/** A condition as it can be typed. */
export function conditionText({ name, operator, values }: Condition): string {
  return `${name}${operator}${values.join(',')}`;
}

/** All conditions in a line. */
export function whereText(where: readonly Condition[]): string {
  return where.map(conditionText).join(' and ');
}

/** The answers in the part, and the traits it was chosen by. */
export type Selection = {
  /** By answer: 1 if it is in the part. */
  inPart: Uint8Array;
  /** The number of these. */
  answers: number;
  /** Models whose answers can be in the part, by the conditions on models alone. */
  models: Set<string>;
  levels: TraitLevel[];
};

/**
 * The answers for which all conditions hold; an answer whose trait is unknown is in no part chosen by that trait. Throws
 * UserError (exit `usage`) for an unknown trait, a value that no answer has, and a part that is empty or the whole.
 */
export function selectPart(traited: Traited, where: readonly Condition[]): Selection {
  const { columns } = traited;
  const traits = traitsOf(traited);
  const chosen = where.map((condition) => {
    const trait = traits.find(({ name }) => name === condition.name);
    if (!trait) throw unknownTrait(traited, condition);
    return { ...trait, holds: testOf(trait, columns, condition) };
  });
  const inPart = new Uint8Array(columns.count);
  let answers = 0;
  for (let place = 0; place < columns.count; place++)
    if (chosen.every(({ at, holds }) => holds(at(place)))) {
      inPart[place] = 1;
      answers += 1;
    }
  if (answers === 0 || answers === columns.count)
    throw new UserError(
      `${answers === 0 ? 'No answer has' : 'Every answer has'} ${whereText(where)}: there is no part to look at.`,
      { hint: traitsText(traited), exit: 'usage' },
    );
  const ofModels = chosen.filter(({ level }) => level === 'model');
  return {
    inPart,
    answers,
    models: new Set(
      columns.models.filter((model) =>
        ofModels.every(({ ofModel, holds }) => holds(ofModel(model))),
      ),
    ),
    levels: [...new Set(chosen.map(({ level }) => level))],
  };
}

/** Whether a value meets the condition. */
function testOf(
  trait: Trait,
  columns: AnswerColumns,
  condition: Condition,
): (value: TraitValue | null) => boolean {
  const { name, operator, values } = condition;
  const { values: found } = countsOf(trait, columns);
  if (/[<>]/.test(operator)) {
    if (found.some(({ value }) => typeof value !== 'number'))
      throw new UserError(
        `${name} is not a number: ${conditionText(condition)} cannot be compared.`,
        {
          hint: `${name} is ${valuesText(found)}.`,
          exit: 'usage',
        },
      );
    const bound = Number(values[0]);
    const compare = comparisons[operator as keyof typeof comparisons];
    return (value) => typeof value === 'number' && compare(value, bound);
  }
  const meant = new Set(
    values.flatMap((text) => {
      const own = found.filter(({ value }) => isMeant(value, text));
      if (own.length === 0)
        throw new UserError(`No answer has ${name} ${text}.`, {
          hint:
            found.length > 0 ? `${name} is ${valuesText(found)}.` : `${name} is not known of any.`,
          exit: 'usage',
        });
      return own.map(({ value }) => value);
    }),
  );
  return (value) => value !== null && meant.has(value) === (operator === '=');
}

const comparisons = {
  '<': (a: number, b: number) => a < b,
  '<=': (a: number, b: number) => a <= b,
  '>': (a: number, b: number) => a > b,
  '>=': (a: number, b: number) => a >= b,
};

/** Case does not matter; a model may be named by its short name, a prompt by its number. */
function isMeant(value: TraitValue, text: string): boolean {
  if (typeof value === 'number') return value === Number(text);
  const [own, wanted] = [value.toLowerCase(), text.toLowerCase()];
  return (
    own === wanted ||
    shortName(own) === wanted ||
    (own.startsWith(`${wanted}-`) && /^\d+$/.test(wanted))
  );
}

function unknownTrait(traited: Traited, { name }: Condition): UserError {
  const near = nearest(
    name,
    traitsOf(traited).map((trait) => trait.name),
  );
  return new UserError(`Nothing here is called ${name}.`, {
    hint: `${near.length > 0 ? `Nearest: ${near.join(', ')}. ` : ''}${traitsText(traited)}`,
    exit: 'usage',
  });
}

/** "family: alpha (5 models), beta (5); …": everything that conditions can name. */
export function traitsText(traited: Traited): string {
  return traitCounts(traited)
    .filter(({ values }) => values.length > 0)
    .map(
      ({ name, values, unknown }) =>
        `${name}: ${valuesText(values)}${unknown > 0 ? `, not known of ${plural(unknown, 'answer')}` : ''}`,
    )
    .join('; ');
}

const mostValues = 8;

function valuesText(values: readonly { value: TraitValue; models: number }[]): string {
  const listed = values
    .slice(0, mostValues)
    .map(({ value, models }) => `${value} (${models})`)
    .join(', ');
  return values.length > mostValues ? `${listed}, and ${values.length - mostValues} more` : listed;
}
