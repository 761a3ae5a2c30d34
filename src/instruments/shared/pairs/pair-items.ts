import { join } from 'node:path';
import * as z from 'zod';
import { UserError } from '../../../errors.ts';
import { givenText } from '../../../facts/given-text.ts';
import { nearest } from '../../../models/nearest.ts';
import type { PromptFiles } from '../../../prompts/load.ts';
import { readYaml } from '../../../prompts/read-yaml.ts';
import { listOf } from '../../../tables/numbers.ts';
import { shippedSystems } from '../../../values/load-systems.ts';
import { subdimensionsOf } from '../../../values/value-system.ts';

/** The value systems whose pairs ship (`prompts/opposing/<system>.yaml`). */
const shippedPairs = ['schwartz', 'valuelex'] as const;

/** The settings of a study for pairs. */
export const pairSettings = {
  /** `quick`: two items a value, one wording; `default`: all items, one wording; `thorough`: both wordings. */
  extent: z.enum(['quick', 'default', 'thorough']).default('default'),
  /** Shipped value systems to ask; all if no items of one's own are named, else none. */
  systems: z.array(z.enum(shippedPairs)).optional(),
  /** The researcher's own items: the path of a YAML file in the form of those that ship. */
  items: z.string().min(1).optional(),
};

export type PairSettings = z.infer<z.ZodObject<typeof pairSettings>>;

const text = z
  .string()
  .refine((one) => one.trim() !== '', 'the text is empty; write what is asked or replied');

const pairSchema = z.strictObject({
  id: z.string().regex(/^[a-z0-9][a-z0-9-]*$/, 'small letters, digits, and hyphens'),
  /** The value that one reply serves. */
  value: z.string().min(1),
  /** The field of life that the request is from. */
  field: text.optional(),
  /** What the request is about, in a few words. */
  scene: text.optional(),
  /** The value that the other reply serves; absent if it serves none. */
  against: z.string().min(1).optional(),
  request: text,
  /** One to three wordings of each reply, in the same order. */
  serving: z.array(text).min(1).max(3),
  opposing: z.array(text).min(1).max(3),
  /** How acceptable raters who do not know the value found the replies, their mean on 1–7. */
  acceptability: z
    .strictObject({ serving: z.number().min(1).max(7), opposing: z.number().min(1).max(7) })
    .optional(),
});

export type Pair = z.infer<typeof pairSchema>;

const valueSchema = z.strictObject({ id: z.string().min(1), name: z.string().min(1) });

const fileSchema = z
  .strictObject({
    source: z.string().min(1).default('items of the researcher'),
    /** One that ships, or the name of one's own with its `values`. */
    system: z.string().min(1).default('schwartz'),
    values: z.array(valueSchema).min(1).optional(),
    items: z.array(pairSchema).min(1, 'a file of items needs at least one'),
  })
  .superRefine(({ system, values, items }, check) => {
    const say = (path: (string | number)[], message: string) =>
      check.addIssue({ code: 'custom', path, message });
    const known = values ?? valuesOf(system);
    if (!known) {
      const named = shippedSystems.map(({ id }) => id);
      return say(['system'], `${system} needs its values; those of ${listOf(named)} are known`);
    }
    const firsts = new Map<string, number>();
    items.forEach((item, at) => {
      const before = firsts.get(item.id);
      if (before !== undefined)
        say(
          ['items', at, 'id'],
          `item ${before + 1} has the id ${item.id} too; give each an id of its own`,
        );
      firsts.set(item.id, at);
      for (const field of ['value', 'against'] as const)
        if (item[field] !== undefined && !known.some(({ id }) => id === item[field]))
          say(['items', at, field], unknownValue(item[field], known));
      if (item.against === item.value)
        say(['items', at, 'against'], `${item.id} sets ${item.value} against itself`);
      if (item.serving.length !== item.opposing.length)
        say(
          ['items', at, 'opposing'],
          `${item.id} has ${item.serving.length} wordings that serve and ${item.opposing.length} that oppose; write one for each`,
        );
      item.serving.forEach((reply, wording) => {
        if (reply.trim() === item.opposing[wording]?.trim())
          say(['items', at, 'opposing', wording], `both replies of ${item.id} are the same`);
      });
    });
  });

/** Pairs of one file. */
export type PairSet = {
  source: string;
  system: string;
  values: { id: string; name: string }[];
  items: Pair[];
};

/** The values of a system that ships; undefined for another. */
function valuesOf(system: string): PairSet['values'] | undefined {
  const found = shippedSystems.find(({ id }) => id === system);
  return found && subdimensionsOf(found).map(({ id, name }) => ({ id, name }));
}

function unknownValue(name: string, values: PairSet['values']): string {
  const ids = values.map(({ id }) => id);
  const near = nearest(name, ids);
  return `there is no value ${name}; ${near.length > 0 ? `nearest: ${listOf(near)}` : `the values are ${listOf(ids)}`}`;
}

/**
 * The pairs for these settings, by file. Pairs stored in the run (`before`) keep their text. Throws UserError with
 * file and line.
 */
export function loadPairs(
  settings: PairSettings,
  prompts: PromptFiles,
  before: readonly PairSet[] | null,
): PairSet[] {
  const ships = settings.systems ?? (settings.items === undefined ? shippedPairs : []);
  const sets = ships.map((system) => {
    const path = `opposing/${system}.yaml`;
    return readPairs(prompts.read(path), join(prompts.root, path));
  });
  if (settings.items !== undefined) {
    const own = readPairs(givenText(settings.items, 'The file of items'), settings.items);
    refuseKnownIds(own, sets, settings.items);
    sets.push(own);
  }
  if (sets.length === 0)
    throw new UserError('There are no items to ask.', {
      hint: `Name systems (${listOf([...shippedPairs])}), or a file of your own as items.`,
    });
  const asked = new Map(before?.flatMap(({ items }) => items.map((item) => [item.id, item])));
  return sets.map((set) => ({
    ...set,
    items: chosenOf(set.items, settings.extent).map((item) => asked.get(item.id) ?? item),
  }));
}

/**
 * Reads what an instrument asks of pairs: its frame (what stands around them) and the pairs themselves. What stands in
 * the run (`before`) is taken as it was asked. `file` is that of the frame, in prompts/. Throws as `loadPairs` does.
 */
export function framedPairs<Frame extends object>(file: string, schema: z.ZodType<Frame>) {
  return (
    settings: PairSettings,
    prompts: PromptFiles,
    before: (Frame & { sets: PairSet[] }) | null,
  ): Frame & { sets: PairSet[] } => ({
    ...(before ?? readYaml(prompts.read(file), schema, join(prompts.root, file))),
    sets: loadPairs(settings, prompts, before?.sets ?? null),
  });
}

/** Pairs of a YAML file. Throws UserError with field and line for what does not fit. */
export function readPairs(yaml: string, file: string): PairSet {
  const { values, ...set } = readYaml(yaml, fileSchema, file);
  return { ...set, values: values ?? valuesOf(set.system)! };
}

function refuseKnownIds(own: PairSet, sets: readonly PairSet[], file: string): void {
  const known = new Set(sets.flatMap(({ items }) => items.map(({ id }) => id)));
  const twice = own.items.find(({ id }) => known.has(id));
  if (twice)
    throw new UserError(`An item that ships has the id ${twice.id} too.`, {
      where: file,
      hint: 'Give each an id of its own.',
    });
}

/**
 * The items of an extent. `quick` takes two of each value: the first that is set against another value, and the
 * first that is not, so that all values have the same weight.
 */
function chosenOf(items: readonly Pair[], extent: PairSettings['extent']): Pair[] {
  if (extent !== 'quick') return [...items];
  return [...Map.groupBy(items, ({ value }) => value).values()].flatMap((own) => {
    const first = own.find(({ against }) => against !== undefined);
    const second = own.find(({ against }) => against === undefined);
    return first && second ? [first, second] : own.slice(0, 2);
  });
}

/** How many of an item's wordings an extent asks. */
export function wordingsOf(
  { serving }: Pick<Pair, 'serving'>,
  extent: PairSettings['extent'],
): number {
  return extent === 'thorough' ? serving.length : 1;
}

/** The item of a row of answers that were collected elsewhere. Throws UserError where there is none of that name. */
export function pairNamed(sets: readonly PairSet[], id: string, where: string): Pair {
  const items = sets.flatMap((set) => set.items);
  const found = items.find((one) => one.id === id);
  if (found) return found;
  const near = nearest(
    id,
    items.map((one) => one.id),
  );
  throw new UserError(`There is no item ${id}.`, {
    where,
    hint:
      near.length > 0
        ? `Nearest: ${listOf(near)}.`
        : 'Items are named <value>-<number>, like benevolence-2.',
  });
}
