import { expect, test } from 'vitest';
import { factorAnalysis } from '../../src/factor-analysis/factor-analysis.ts';
import {
  factorsWithAndWithoutTotal,
  withoutRowTotal,
  wordyFactors,
} from '../../src/factor-analysis/wordiness.ts';
import { pearson } from '../../src/statistics/correlation.ts';
import { createRandom } from '../../src/statistics/random.ts';

/** Twelve columns, eight of them in two true groups, all raised together by how much a respondent says. */
function wordyStudy(seed: number) {
  const random = createRandom(seed);
  const elsewhere: number[] = [];
  const rows = Array.from({ length: 300 }, () => {
    const much = random.normal();
    const f = [random.normal(), random.normal()];
    elsewhere.push(20 * Math.exp(0.3 * much));
    return Array.from(
      { length: 12 },
      (_, j) => 6 + 1.2 * much + (j < 8 ? f[j % 2]! : 0) + 0.7 * random.normal(),
    );
  });
  return { rows, elsewhere };
}

test('the factor that follows the words outside it is labelled, others are not', () => {
  const { rows, elsewhere } = wordyStudy(4);
  const solution = factorAnalysis({ rows }, { factors: 3, rotation: 'none' });
  const found = wordyFactors(rows, solution, { columns: rows, elsewhere });
  expect(found.map((one) => one.wordiness)).toEqual(['follows', 'apart', 'apart']);
  expect(Math.abs(found[0]!.correlation!)).toBeGreaterThan(0.7);
});

test('words of its own columns are no sign of a wordy factor', () => {
  const random = createRandom(8);
  const rows = Array.from({ length: 300 }, () => {
    const f = [random.normal(), random.normal()];
    return Array.from({ length: 12 }, (_, j) => 6 + f[j % 2]! + 0.7 * random.normal());
  });
  const none = rows.map(() => 0);
  const two = factorAnalysis({ rows }, { factors: 2 });
  const sums = rows.map((row) => row.reduce((sum, x) => sum + x, 0));
  const byTotal = wordyFactors(rows, two, { columns: rows.map(() => none), elsewhere: sums });
  expect(byTotal.some((one) => one.wordiness === 'follows')).toBe(true);
  const found = wordyFactors(rows, two, { columns: rows, elsewhere: none });
  expect(found.map((one) => one.wordiness)).toEqual(['apart', 'apart']);
  for (const one of found) expect(Math.abs(one.correlation!)).toBeLessThan(0.3);
});

test('where every column is of the factor, wordiness cannot be told from it', () => {
  const { rows } = wordyStudy(5);
  const general = factorAnalysis({ rows }, { factors: 1 });
  const elsewhere = rows.map(() => 0);
  expect(wordyFactors(rows, general, { columns: rows, elsewhere })).toEqual([
    { factor: 1, correlation: null, wordiness: 'untold' },
  ]);
});

test('residuals have nothing left of the total', () => {
  const { rows } = wordyStudy(9);
  const residuals = withoutRowTotal(rows);
  const total = rows.map((row) => row.reduce((sum, x) => sum + x, 0));
  for (let j = 0; j < 12; j++) {
    expect(
      Math.abs(
        pearson(
          residuals.map((row) => row[j]!),
          total,
        ),
      ),
    ).toBeLessThan(1e-10);
  }
});

test('the false factor goes once the total is taken out', () => {
  const random = createRandom('talkative');
  const rows = Array.from({ length: 300 }, () => {
    const much = random.normal();
    return Array.from({ length: 12 }, () => 0.6 * much + random.normal());
  });
  const seen: number[] = [];
  const { plain, partialled, fixedTotals } = factorsWithAndWithoutTotal(rows, {
    iterations: 40,
    onProgress: (done, total) => seen.push(done / total),
  });
  expect(plain.pc.suggestedByQuantile).toBe(1);
  expect(partialled.pc.suggestedByQuantile).toBe(0);
  expect(fixedTotals).toBe(false);
  expect(seen.at(-1)).toBe(1);
  expect(seen).toEqual([...seen].sort((a, b) => a - b));
});

test('lists of fixed length are noticed and left alone', () => {
  const random = createRandom(1);
  const rows = Array.from({ length: 30 }, () => {
    const a = random.next();
    const b = random.next();
    return [a, b, 2 - a - b];
  });
  const residuals = withoutRowTotal(rows);
  expect(residuals).toEqual(rows);
  expect(factorsWithAndWithoutTotal(rows, { iterations: 5 }).fixedTotals).toBe(true);
});
