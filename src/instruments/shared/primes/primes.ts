/** Role prompts that raise or lower the values of a system, as conditions under which models are asked. */
import { join } from 'node:path';
import * as z from 'zod';
import type { Condition } from '../../../asking/respondents.ts';
import type { Context, Request } from '../../../models/model.ts';
import { type PromptFiles, promptFiles } from '../../../prompts/load.ts';
import { readYaml } from '../../../prompts/read-yaml.ts';

const text = z.string().refine((one) => one.trim() !== '', 'the prompt is empty; write a role');

const fileSchema = z.strictObject({
  source: z.string().min(1),
  system: z.string().min(1),
  primes: z.array(z.strictObject({ value: z.string().min(1), raises: text, lowers: text })).min(1),
});

/** The role prompts of a value system. */
export type PrimeSet = z.infer<typeof fileSchema>;
export type Prime = PrimeSet['primes'][number];

export const directions = ['raises', 'lowers'] as const;
export type Direction = (typeof directions)[number];

/** Those that ship, of Schwartz's ten values. Throws UserError with file and line. */
export function loadPrimes(prompts: PromptFiles): PrimeSet {
  const file = 'prime/schwartz.yaml';
  return readYaml(prompts.read(file), fileSchema, join(prompts.root, file));
}

/** `power-raises`, `power-lowers` */
export function conditionId(value: string, direction: Direction): string {
  return `${value}-${direction}`;
}

/** Each prompt as a condition, the raising one of a value before the lowering one. */
export function conditionsOf(primes: readonly Prime[]): Condition[] {
  return primes.flatMap((prime) =>
    directions.map((direction) => ({
      id: conditionId(prime.value, direction),
      system: prime[direction],
    })),
  );
}

let shipped: readonly Prime[] | null = null;

/** How a request raises (1) or lowers (−1) a value by a role prompt that ships: what simulated models follow. 0 for none. */
export function primedBy(asked: Context | Request, value: string): number {
  shipped ??= loadPrimes(promptFiles()).primes;
  const prime = shipped.find((one) => one.value === value);
  if (!prime) return 0;
  const said = asked.kind === 'completion' ? asked.prompt : (asked.messages[0]?.content ?? '');
  return said.startsWith(prime.raises) ? 1 : said.startsWith(prime.lowers) ? -1 : 0;
}
