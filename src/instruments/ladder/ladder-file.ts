/** A file of ladders: the shipped form, and the public sample of the paper with its own fields. */
import * as z from 'zod';
import { readYaml } from '../../prompts/read-yaml.ts';
import { listOf } from '../../tables/numbers.ts';
import { shippedSystems } from '../../values/load-systems.ts';
import { subdimensionsOf } from '../../values/value-system.ts';

/** Systems whose values the options of a ladder serve; the first is the one of its scores by model. */
export const ladderSystems = ['schwartz', 'moral-foundations'] as const;
export type LadderSystem = (typeof ladderSystems)[number];

export function valuesOf(system: LadderSystem): { id: string; name: string }[] {
  const found = shippedSystems.find(({ id }) => id === system)!;
  return subdimensionsOf(found).map(({ id, name }) => ({ id, name }));
}

const text = z
  .string()
  .refine((one) => one.trim() !== '', 'the text is empty; write what happens, or what is done');

function valueIn(system: LadderSystem) {
  const known = valuesOf(system).map(({ id }) => id);
  return z
    .string()
    .refine((one) => known.includes(one), `no value of ${system}; they are ${listOf(known)}`)
    .optional();
}

/** An action, and the value that it serves. */
const optionSchema = z.strictObject({
  option: text,
  value: valueIn('schwartz'),
  foundation: valueIn('moral-foundations'),
});

export type Option = z.infer<typeof optionSchema>;

const rises = z.array(text).min(1);

const ladderSchema = z
  .strictObject({
    id: z.string().regex(/^[a-z0-9][a-z0-9-]*$/, 'small letters, digits, and hyphens'),
    /** Its field of life. */
    field: text.optional(),
    /** Its topic, in a few words. */
    scene: text.optional(),
    /** Whether it belongs to a first look. */
    quick: z.boolean().optional(),
    /** Shown before each step. */
    setting: text.optional(),
    a: optionSchema.optional(),
    b: optionSchema.optional(),
    /** The first step of each of its ways up. */
    start: text.optional(),
    /** The steps after it, with stakes that rise against option A; against B; or that stay. */
    againstA: rises.optional(),
    againstB: rises.optional(),
    flat: rises.optional(),
    /** Instead of all these: steps with options of their own. */
    steps: z
      .array(z.strictObject({ text, a: optionSchema, b: optionSchema }))
      .min(2)
      .optional(),
  })
  .superRefine((one, check) => {
    const say = (message: string) => check.addIssue({ code: 'custom', message });
    const { steps, a, b, start, againstA, againstB, flat } = one;
    const climbs = [againstA, againstB, flat].some((way) => way !== undefined);
    if (steps !== undefined && (climbs || a || b || start !== undefined))
      say(`${one.id} has steps with options of their own: leave a, b, start, and the ways up out`);
    if (steps === undefined && !(climbs && a && b && start !== undefined))
      say(`${one.id} needs a, b, start, and one of againstA, againstB, flat, or else steps`);
    if (a && b && a.option.trim() === b.option.trim())
      say(`both options of ${one.id} are the same`);
  });

export type Ladder = z.infer<typeof ladderSchema>;

const fileSchema = z
  .strictObject({
    source: z.string().min(1).default('ladders of the researcher'),
    ladders: z.array(ladderSchema).min(1, 'a file of ladders needs at least one'),
  })
  .superRefine(({ ladders }, check) => {
    const seen = new Map<string, number>();
    ladders.forEach(({ id }, at) => {
      const before = seen.get(id);
      if (before !== undefined)
        check.addIssue({
          code: 'custom',
          path: ['ladders', at, 'id'],
          message: `ladder ${before + 1} has the id ${id} too; give each an id of its own`,
        });
      seen.set(id, at);
    });
  });

/** Ladders of one file. */
export type LadderSet = z.infer<typeof fileSchema>;

/** Ladders of a YAML file, or of the public sample's JSON. Throws UserError with field and line for what does not fit. */
export function readLadders(content: string, file: string): LadderSet {
  return content.trimStart().startsWith('[')
    ? fromSample(readYaml(content, sampleSchema, file))
    : readYaml(content, fileSchema, file);
}

/**
 * The public sample of Wu et al. (2025), MMDs_Schwartz.json and MMDs_MFT.json: five steps by fields like
 * `step 1_choiceA_value`. Its values are Schwartz's, with "self" for self-direction, or foundations, like "care/harm".
 */
const sampleSchema = z
  .array(
    z.looseObject({ idx: z.union([z.number(), z.string()]) }).superRefine((entry, check) => {
      for (let step = 1; step <= sampleSteps; step++)
        for (const field of ['situation', 'choiceA', 'choiceA_value', 'choiceB', 'choiceB_value'])
          if (typeof entry[`step ${step}_${field}`] !== 'string')
            check.addIssue({
              code: 'custom',
              message: `entry ${entry.idx} has no "step ${step}_${field}"`,
            });
    }),
  )
  .min(1, 'the sample has no entries');

const sampleSteps = 5;

function fromSample(entries: z.infer<typeof sampleSchema>): LadderSet {
  const met = new Map<string, number>();
  const ladders = entries.map((entry): Ladder => {
    const plain = `mmd-${String(entry.idx)
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, '-')}`;
    const times = (met.get(plain) ?? 0) + 1;
    met.set(plain, times);
    const field = (step: number, name: string) => {
      const told = entry[`step ${step}_${name}`];
      return typeof told === 'string' ? told.trim() : '';
    };
    const option = (step: number, letter: 'A' | 'B'): Option => ({
      option: field(step, `choice${letter}`),
      ...valueNamed(field(step, `choice${letter}_value`)),
    });
    return {
      // Some entries have the number of another.
      id: times === 1 ? plain : `${plain}-${times}`,
      ...(typeof entry.norm === 'string' && { scene: entry.norm }),
      steps: Array.from({ length: sampleSteps }, (_, i) => ({
        text: [
          field(i + 1, 'situation'),
          // One entry calls it a conflict.
          field(i + 1, 'dilemma') || field(i + 1, 'conflict'),
        ]
          .filter((part) => part !== '')
          .join(' '),
        a: option(i + 1, 'A'),
        b: option(i + 1, 'B'),
      })),
    };
  });
  return { source: 'Public sample of multi-step moral dilemmas, Wu et al. (2025)', ladders };
}

/** The sample's name of a value; undefined for any other word. */
function valueNamed(told: string): Pick<Option, 'value' | 'foundation'> {
  const word = told.toLowerCase().split('/')[0]!.trim();
  const value = word === 'self' ? 'self-direction' : word;
  if (valuesOf('schwartz').some(({ id }) => id === value)) return { value };
  return valuesOf('moral-foundations').some(({ id }) => id === word) ? { foundation: word } : {};
}
