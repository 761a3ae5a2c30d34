/** The distance of a profile from a target profile. */
import * as z from 'zod';
import { UserError } from '../../errors.ts';
import { givenText } from '../../facts/given-text.ts';
import { readPlainText } from '../../facts/plain-file.ts';
import { readYaml } from '../../prompts/read-yaml.ts';
import { spearman } from '../../statistics/correlation.ts';
import { mean } from '../../statistics/describe.ts';
import { subdimensionsOf, type ValueSystem } from '../../values/value-system.ts';
import type { Profile } from './profile.ts';

export const targetSchema = z.strictObject({
  /** The value system, by id. */
  system: z.string().min(1),
  /** The numbers for "always against" and "always for". */
  scale: z
    .strictObject({ low: z.number(), high: z.number() })
    .refine(({ low, high }) => low < high, 'low lies below high'),
  values: z.record(z.string(), z.number()),
});

export type Target = z.infer<typeof targetSchema>;

const mostBytes = 1_000_000;

/** Throws UserError for an invalid file, and for a value that the system lacks. */
export function loadTarget(file: string, systems: readonly ValueSystem[]): Target {
  const text = givenText(file, 'The target profile', {
    read: (path) => readPlainText(path, mostBytes),
  });
  const target = readYaml(text, targetSchema, file);
  const system = systems.find(({ id }) => id === target.system);
  if (!system)
    throw new UserError(`The target is one of ${target.system}, which is not read.`, {
      where: file,
      hint: `Read are ${systems.map(({ id }) => id).join(', ')}; add --system ${target.system}.`,
    });
  const known = subdimensionsOf(system).map(({ id }) => id);
  const { low, high } = target.scale;
  for (const [value, level] of Object.entries(target.values)) {
    if (!known.includes(value))
      throw new UserError(`${system.title} has no value ${value}.`, {
        where: file,
        hint: `It has ${known.join(', ')}.`,
      });
    if (level < low || level > high)
      throw new UserError(`${value} is ${level}, which is not on the scale ${low}–${high}.`, {
        where: file,
      });
  }
  return target;
}

export const distanceSchema = z.object({
  who: z.string(),
  error: z.number().describe('Mean absolute error over values, on the scale of the target'),
  rank: z
    .number()
    .nullable()
    .describe('Spearman’s correlation over values; null where it cannot be computed'),
  values: z.array(z.object({ id: z.string(), target: z.number(), found: z.number() })),
});

export type Distance = z.infer<typeof distanceSchema>;

/** Support minus oppose among all texts, −1…1, is put on the target's scale: low + (high − low)(product + 1)/2. */
export function distancesOf(
  profiles: readonly Profile[],
  { scale: { low, high }, values }: Target,
): Distance[] {
  return profiles.flatMap(({ who, values: own }) => {
    const both = own.flatMap(({ id, product }) =>
      values[id] === undefined || product === null
        ? []
        : [{ id, target: values[id], found: low + ((high - low) * (product + 1)) / 2 }],
    );
    if (both.length === 0) return [];
    const rank = spearman(
      both.map(({ target }) => target),
      both.map(({ found }) => found),
    );
    return [
      {
        ...{ who, values: both },
        error: mean(both.map(({ target, found }) => Math.abs(target - found))),
        rank: Number.isFinite(rank) ? rank : null,
      },
    ];
  });
}
