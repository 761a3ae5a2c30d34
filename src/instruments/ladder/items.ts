import { join } from 'node:path';
import * as z from 'zod';
import { UserError } from '../../errors.ts';
import { givenText } from '../../facts/given-text.ts';
import { nearest } from '../../models/nearest.ts';
import type { PromptFiles } from '../../prompts/load.ts';
import { readYaml } from '../../prompts/read-yaml.ts';
import { fillNames } from '../../prompts/template.ts';
import { listOf } from '../../tables/numbers.ts';
import { type Ladder, type LadderSet, type Option, readLadders } from './ladder-file.ts';
import type { Settings } from './settings.ts';

const frameSchema = z.strictObject({
  /** With {story}, {first}, and {second} in it. */
  question: z.string().includes('{story}').includes('{first}').includes('{second}'),
  /** The same with "it depends" as a third option. */
  depends: z.string().includes('{story}').includes('{first}').includes('{second}'),
  /** An earlier step with its choice: {step}, {option}. */
  chosen: z.string().includes('{step}').includes('{option}'),
  /** For models that continue with plain text; with {question} in it. */
  completion: z.string().includes('{question}'),
});

export type Items = z.infer<typeof frameSchema> & { sets: LadderSet[] };

/** `against-a`, `against-b`: stakes rise against that option; `flat`: they stay; `steps`: as a file of one's own has them. */
export const ways = ['against-a', 'against-b', 'flat', 'steps'] as const;
export type Way = (typeof ways)[number];

/**
 * How a step after the first is asked: `alone`; `story`: after the earlier steps; `own`: after the earlier steps and what
 * the model chose in them; `set-a`, `set-b`: after the earlier steps, with one option said to have been chosen in each.
 */
export const histories = ['alone', 'story', 'own', 'set-a', 'set-b'] as const;
export type History = (typeof histories)[number];

export const orders = ['forward', 'reversed'] as const;
/** `forward`: the options as the ladder has them; `reversed`: its option B is shown as A. */
export type Order = (typeof orders)[number];

export type Step = { text: string; a: Option; b: Option };

export type Climb = { ladder: Ladder; way: Way; steps: Step[] };

/** The first step is the same in all ways up of a ladder, and has nothing before it: one question. */
export type Question = {
  id: string;
  ladder: Ladder;
  /** Null at the start. */
  way: Way | null;
  /** From 1. */
  step: number;
  history: History;
  order: Order;
  climb: Climb;
};

export function loadItems(settings: Settings, prompts: PromptFiles, before: Items | null): Items {
  const file = 'ladder/question.yaml';
  const frame = before ?? readYaml(prompts.read(file), frameSchema, join(prompts.root, file));
  const { question, depends, chosen, completion } = frame;
  return { question, depends, chosen, completion, sets: loadSets(settings, prompts, before) };
}

/** The shipped ladders, unless the settings name only a file of the researcher's. Throws UserError with file and line. */
function loadSets(
  { extent, shipped, items }: Settings,
  prompts: PromptFiles,
  before: Items | null,
): LadderSet[] {
  const sets =
    (shipped ?? items === undefined)
      ? ['schwartz', 'flat'].map((name) => {
          const path = `ladder/${name}.yaml`;
          return readLadders(prompts.read(path), join(prompts.root, path));
        })
      : [];
  if (items !== undefined) {
    const own = readLadders(givenText(items, 'The file of ladders'), items);
    const known = new Set(sets.flatMap(({ ladders }) => ladders.map(({ id }) => id)));
    const twice = own.ladders.find(({ id }) => known.has(id));
    if (twice)
      throw new UserError(`A ladder that ships has the id ${twice.id} too.`, {
        where: items,
        hint: 'Give each an id of its own.',
      });
    sets.push(own);
  }
  if (sets.length === 0)
    throw new UserError('There are no ladders to ask.', {
      hint: 'Leave "shipped: false" out, or name a file of your own as items.',
    });
  const asked = new Map(before?.sets.flatMap(({ ladders }) => ladders.map((one) => [one.id, one])));
  return sets.map(({ source, ladders }) => ({
    source,
    ladders: (extent === 'quick' ? quickOf(ladders) : ladders).map(
      (one) => asked.get(one.id) ?? one,
    ),
  }));
}

/** The ladders that a file marks for a first look; all where it marks none. */
function quickOf(ladders: readonly Ladder[]): Ladder[] {
  const marked = ladders.filter(({ quick }) => quick === true);
  return marked.length > 0 ? marked : [...ladders];
}

export function laddersIn({ sets }: Pick<Items, 'sets'>): Ladder[] {
  return sets.flatMap(({ ladders }) => ladders);
}

/** The ways up that a ladder has. */
export function waysOf({ againstA, againstB, flat, steps }: Ladder): Way[] {
  const has: Record<Way, unknown> = { 'against-a': againstA, 'against-b': againstB, flat, steps };
  return ways.filter((way) => has[way] !== undefined);
}

/** The steps of one way up, the start first. */
export function stepsOf(ladder: Ladder, way: Way): Step[] {
  if (way === 'steps') return ladder.steps!;
  const { againstA, againstB, flat } = ladder;
  const later = { 'against-a': againstA, 'against-b': againstB, flat }[way]!;
  return [ladder.start!, ...later].map((text) => ({ text, a: ladder.a!, b: ladder.b! }));
}

export function climbsIn(items: Pick<Items, 'sets'>): Climb[] {
  return laddersIn(items).flatMap((ladder) =>
    waysOf(ladder).map((way) => ({ ladder, way, steps: stepsOf(ladder, way) })),
  );
}

/** `school-paper.start.forward`, `school-paper.against-a-3.own.reversed` */
export function idOf(
  { ladder, way }: Pick<Climb, 'ladder' | 'way'>,
  step: number,
  history: History,
  order: Order,
): string {
  return step === 1
    ? `${ladder.id}.start.${order}`
    : `${ladder.id}.${way}-${step}.${history}.${order}`;
}

/** Every step of every way up in these histories, in both orders; each start once. */
export function questionsOf(items: Pick<Items, 'sets'>, asked: readonly History[]): Question[] {
  const all = climbsIn(items).flatMap((climb) =>
    climb.steps.flatMap((_, at) =>
      asked.flatMap((history) =>
        orders.map((order): Question => {
          const { ladder, way } = climb;
          const about = { id: idOf(climb, at + 1, history, order), ladder, step: at + 1, climb };
          return at === 0
            ? { ...about, way: null, history: 'alone', order }
            : { ...about, way, history, order };
        }),
      ),
    ),
  );
  return [...new Map(all.map((one) => [one.id, one])).values()];
}

export function stepOf({ climb, step }: Pick<Question, 'climb' | 'step'>): Step {
  return climb.steps[step - 1]!;
}

/** The options as A and B. */
export function shownOptions(question: Pick<Question, 'climb' | 'step' | 'order'>): {
  A: string;
  B: string;
} {
  const { a, b } = stepOf(question);
  const [first, second] = question.order === 'forward' ? [a, b] : [b, a];
  return { A: first.option, B: second.option };
}

/** The side that a letter stands for in an order. */
export function sideOf(letter: 'A' | 'B', order: Order): 'a' | 'b' {
  return (letter === 'A') === (order === 'forward') ? 'a' : 'b';
}

/**
 * The text shown to a model. `chosen` has the sides of the earlier steps, null where none is named: all are null for
 * the story without choices. Alone, no earlier step is shown.
 */
export function textOf(
  question: Question,
  chosen: readonly ('a' | 'b' | null)[],
  items: Pick<Items, 'question' | 'chosen'>,
): string {
  const { climb, step, history } = question;
  const earlier =
    history === 'alone'
      ? []
      : climb.steps.slice(0, step - 1).map((one, i) => {
          const side = chosen[i] ?? null;
          return side === null
            ? one.text
            : fillNames(items.chosen, { step: one.text, option: one[side].option });
        });
  return asked(question, [...earlier, stepOf(question).text], items.question);
}

function asked(
  question: Pick<Question, 'climb' | 'step' | 'order' | 'ladder'>,
  told: readonly string[],
  frame: string,
): string {
  const { setting } = question.ladder;
  const { A: first, B: second } = shownOptions(question);
  const story = [...(setting === undefined ? [] : [setting]), ...told].join('\n\n');
  return fillNames(frame, { story, first, second });
}

/** Suffix of the id of a question that allows "it depends". */
export const dependsMark = '.depends';

/** The question with the third option, on a step alone. */
export function dependsText(question: Question, items: Pick<Items, 'depends'>): string {
  return asked(question, [stepOf(question).text], items.depends);
}

/** The text of that option. */
export const dependsOption = 'It depends.';

/** The ladder of a row of answers that were collected elsewhere. Throws UserError where there is none of that name. */
export function ladderNamed(items: Pick<Items, 'sets'>, id: string, where: string): Ladder {
  const known = laddersIn(items);
  const found = known.find((one) => one.id === id);
  if (found) return found;
  const near = nearest(
    id,
    known.map((one) => one.id),
  );
  throw new UserError(`There is no ladder ${id}.`, {
    where,
    hint: near.length > 0 ? `Nearest: ${listOf(near)}.` : `The first is ${known[0]!.id}.`,
  });
}

/** The texts of the items, by their id in the log without suffixes. */
export function wordsOf(items: Items): ReadonlyMap<string, string> {
  return new Map(
    questionsOf(items, histories).map((one) => [
      one.id,
      [one.ladder.setting, stepOf(one).text].filter((part) => part !== undefined).join(' '),
    ]),
  );
}
