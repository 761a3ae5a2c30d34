/** Errors in a file of items, item by item, so that each kind of file can name the place. */
import { nearest } from '../../models/nearest.ts';
import { lettersOf } from '../../safe-text/letters.ts';
import { listOf } from '../../tables/numbers.ts';
import { shippedSystems } from '../../values/load-systems.ts';
import { subdimensionsOf } from '../../values/value-system.ts';

export type Value = { id: string; name: string };

/** An item as read from a file, before it is checked. */
export type RawItem = {
  id: string;
  value?: string | undefined;
  key?: string | undefined;
  /** By language; undefined where the file has no texts at all. */
  text?: Readonly<Record<string, string>> | undefined;
  situation?: Readonly<Record<string, string>> | undefined;
  /** By the file's name of the value. */
  correlations?: Readonly<Record<string, number>> | undefined;
};

export type Problem = { index: number; field: keyof RawItem; message: string };

/** The values of a system that ships; undefined for another. */
export function valuesOf(system: string): Value[] | undefined {
  const found = shippedSystems.find(({ id }) => id === system);
  return found && subdimensionsOf(found).map(({ id, name }) => ({ id, name }));
}

/** The value by its id or name, ignoring case and punctuation ("Self_Direction"). */
export function valueNamed(name: string, values: readonly Value[]): Value | undefined {
  const letters = lettersOf(name);
  return values.find((one) => [one.id, one.name].some((own) => lettersOf(own) === letters));
}

/** `undefined` for a word that is neither. */
export function keyNamed(word: string): 'for' | 'against' | undefined {
  const told = word.trim().toLowerCase().replace('−', '-');
  if (['for', '+', '1', '+1', 'positive', 'direct'].includes(told)) return 'for';
  if (['against', '-', '-1', 'negative', 'reverse', 'reversed', 'r'].includes(told))
    return 'against';
  return undefined;
}

/** All errors, in the order of the items. `oneKey`: the file says that its items are keyed one way. */
export function problemsOf(
  items: readonly RawItem[],
  values: readonly Value[],
  { oneKey }: { oneKey: boolean },
): Problem[] {
  const problems: Problem[] = [];
  const ids = new Map<string, number>();
  const texts = new Map<string, string>();
  items.forEach((item, index) => {
    const say = (field: Problem['field'], message: string) =>
      problems.push({ index, field, message });
    const before = ids.get(item.id);
    if (item.id === '') say('id', `item ${index + 1} has no id; give each an id of its own`);
    else if (before !== undefined)
      say('id', `item ${before + 1} has the id ${item.id} too; give each an id of its own`);
    else ids.set(item.id, index);
    for (const field of ['text', 'situation'] as const)
      for (const text of Object.values(item[field] ?? {}))
        if (text.trim() === '')
          say(field, `the ${field} of ${item.id} is empty; write what the model is to rate`);
    for (const [language, text] of Object.entries(item.text ?? {})) {
      const own = [language, item.situation?.[language] ?? '', text].join('\n').toLowerCase();
      const twin = texts.get(own);
      if (twin !== undefined && twin !== item.id && text.trim() !== '')
        say('text', `${item.id} says the same as ${twin}; leave one of them out`);
      texts.set(own, item.id);
    }
    if (item.value === undefined && item.correlations === undefined)
      say('value', `${item.id} needs a value, or its correlations with values`);
    for (const name of item.value === undefined ? [] : [item.value])
      if (!valueNamed(name, values)) say('value', unknownValue(name, values));
    for (const name of Object.keys(item.correlations ?? {}))
      if (!valueNamed(name, values)) say('correlations', unknownValue(name, values));
    for (const [name, r] of Object.entries(item.correlations ?? {}))
      if (!(Math.abs(r) <= 1))
        say('correlations', `${r} is not a correlation with ${name}; it lies between −1 and 1`);
    if (item.key !== undefined && !keyNamed(item.key))
      say('key', `"${item.key}" is not a key; write for or against`);
  });
  return oneKey || problems.length > 0 ? problems : oneKeyProblems(items, values);
}

/** Values with all items keyed one way; items keyed by correlations do not count. */
function oneKeyProblems(items: readonly RawItem[], values: readonly Value[]): Problem[] {
  const keyedItems = items.flatMap((item, index) =>
    item.value === undefined
      ? []
      : [{ index, value: valueNamed(item.value, values)!, key: keyNamed(item.key ?? 'for')! }],
  );
  return [...Map.groupBy(keyedItems, ({ value }) => value.id)].flatMap(([, own]) => {
    const [first] = own;
    if (new Set(own.map(({ key }) => key)).size !== 1) return [];
    const missing = first!.key === 'for' ? 'against' : 'for';
    return [
      {
        index: own.at(-1)!.index,
        field: 'key' as const,
        message: `all items of ${first!.value.name} are keyed ${first!.key}, so agreeing with everything cannot be told from the value; add one keyed ${missing}, or, if this is meant, say keys: one in a .yaml file`,
      },
    ];
  });
}

function unknownValue(name: string, values: readonly Value[]): string {
  const near = nearest(
    name,
    values.map(({ id }) => id),
  );
  return `there is no value ${name}; ${near.length > 0 ? `nearest: ${listOf(near)}` : `the values are ${listOf(values.map(({ id }) => id))}`}`;
}

/** The error in custom options, from the least to the most; null without one. */
export function optionsProblem(options: readonly string[]): string | null {
  const plain = options.map((one) => one.trim().toLowerCase());
  const twice = plain.findIndex((one, i) => plain.indexOf(one) !== i);
  if (twice >= 0) return `the option "${options[twice]}" appears twice; each is another step`;
  const numbers = plain.map((one) => /^[-−+]?\d+(?:[.,]\d+)?/.exec(one)?.[0]);
  const known = numbers.flatMap((text) =>
    text === undefined ? [] : [Number(text.replace('−', '-').replace(',', '.'))],
  );
  if (known.length > 0 && known.length < options.length)
    return 'some options begin with a number and some do not; number all of them or none';
  const falls = known.findIndex((number, i) => i > 0 && number <= known[i - 1]!);
  if (falls > 0)
    return `the options do not rise: ${known[falls]} comes after ${known[falls - 1]}; list them from the least to the most`;
  const steps = plain.map(stepOf);
  if (steps.every((step) => step !== null)) {
    const down = steps.findIndex((step, i) => i > 0 && step! < steps[i - 1]!);
    if (down > 0)
      return `the options do not rise: "${options[down]}" comes after "${options[down - 1]}"; list them from the least to the most`;
  }
  return null;
}

/** The rank of a usual option by its words; null where they do not say. */
function stepOf(option: string): number | null {
  const found = usualWords.findIndex((words) => words.test(option));
  return found < 0 ? null : usualSteps[found]!;
}

// In the order of matching: "strongly disagree" contains "disagree", which contains "agree".
const usualWords = [
  /\bnot\b.*\bat all\b|\b(?:strongly|completely|totally) disagree|\bnever\b|\bvery low\b/,
  /\b(?:somewhat|slightly|rather) disagree|\b(?:rarely|seldom)\b/,
  /\bdisagree\b|\bnot (?:much )?like me\b|\blow\b/,
  /\bneither\b|\bneutral\b|\bundecided\b|\bsometimes\b|\b(?:medium|moderate)\b/,
  /\ba little\b|\b(?:somewhat|slightly|rather) (?:agree|like)/,
  /\b(?:strongly|completely|totally|very much) ?(?:agree|like)?|\balways\b|\bvery high\b/,
  /\bagree\b|\blike me\b|\boften\b|\bhigh\b/,
];
const usualSteps = [0, 2, 1, 3, 4, 6, 5];
