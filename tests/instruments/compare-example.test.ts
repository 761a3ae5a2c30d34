/**
 * The figures of the shipped example's two models stay what they are, to the last digit. They change
 * only with the example, or with the method.
 */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { afterAll, expect, it } from 'vitest';
import type { ModelComparison } from '../../src/instruments/shared/compare-models.ts';
import { promptFiles } from '../../src/prompts/load.ts';
import { factsOf } from '../../src/run/instruments/instrument-facts.ts';
import { openRunFolder } from '../../src/run/run-folder.ts';
import { shippedExample } from '../../src/run/shipped-example.ts';

const prompts = promptFiles();
const run = openRunFolder(shippedExample(prompts), false, Date.now);
afterAll(() => run.close());

type Kept = Pick<ModelComparison, 'system' | 'a' | 'b' | 'headline' | 'firm'> & {
  columns: object[];
  /** Of the whole comparison as JSON. */
  sha256: string;
};
const reference = JSON.parse(
  readFileSync(new URL('example-comparisons.json', import.meta.url), 'utf8'),
) as Kept[];

function keptOf(comparison: ModelComparison): Kept {
  const { system, a, b, headline, firm, columns } = comparison;
  return {
    ...{ system, a, b, headline, firm },
    columns: columns.map(({ column: { id, kind }, a, b, difference, profileDifference }) => ({
      ...{ id, kind, a, b, difference, profileDifference },
    })),
    sha256: createHash('sha256').update(JSON.stringify(comparison)).digest('hex'),
  };
}

it.each(reference)('compares the models of the example on $system as before', (kept) => {
  const one = run.instruments().find(({ instrument }) => instrument.compare)!;
  const facts = factsOf(one, run, prompts)!;
  const comparison = one.instrument.compare!(facts, one.settings, kept, null);
  expect(keptOf(comparison)).toEqual(kept);
});
