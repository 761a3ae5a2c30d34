import { expect, test } from 'vitest';
import { UserError } from '../../../src/errors.ts';
import { parallelAnalysis } from '../../../src/factor-analysis/parallel-analysis.ts';
import { parallelAnalysisInWorkers } from '../../../src/run/derive/parallel-in-workers.ts';
import { createRandom } from '../../../src/statistics/random.ts';

function table(n: number, p: number): { rows: number[][]; groups: string[] } {
  const random = createRandom('table');
  return {
    rows: Array.from({ length: n }, () => {
      const shared = random.normal();
      return Array.from({ length: p }, () => 0.5 * shared + random.normal());
    }),
    groups: Array.from({ length: n }, (_, i) => `model ${i % 6}`),
  };
}

test.each([1, 2, 3])('%i threads: the same as in one go', async (threads) => {
  const { rows, groups } = table(60, 9);
  const options = { iterations: 25, groups, seed: 'x', lines: ['pc', 'smc', 'fa'] as const };
  const expected = parallelAnalysis({ rows }, options);
  const seen: number[] = [];
  const actual = await parallelAnalysisInWorkers({ rows }, options, {
    threads,
    onProgress: (done, total) => {
      expect(total).toBe(25);
      seen.push(done);
    },
  });
  expect(actual).toEqual(expected);
  expect(seen).toEqual([...seen].sort((a, b) => a - b));
  expect(seen.at(-1)).toBe(25);
});

test('ends when told to, and works again afterwards', async () => {
  const { rows } = table(300, 40);
  const stop = new AbortController();
  const reason = new Error('enough');
  const endless = parallelAnalysisInWorkers(
    { rows },
    { iterations: 1e6 },
    { threads: 2, signal: stop.signal, onProgress: () => stop.abort(reason) },
  );
  await expect(endless).rejects.toBe(reason);
  await expect(
    parallelAnalysisInWorkers({ rows }, { iterations: 3 }, { signal: stop.signal }),
  ).rejects.toBe(reason);
  const again = await parallelAnalysisInWorkers({ rows }, { iterations: 3 }, { threads: 2 });
  expect(again).toEqual(parallelAnalysis({ rows }, { iterations: 3 }));
});

test('what is given up while its threads load leaves them to the next job', async () => {
  const { rows } = table(30, 5);
  const threads = { threads: 3 };
  for (let round = 0; round < 3; round++) {
    const stop = new AbortController();
    const given = parallelAnalysisInWorkers(
      { rows },
      { iterations: 50, seed: 'other' },
      { ...threads, signal: stop.signal },
    );
    stop.abort();
    await expect(given).rejects.toBe(stop.signal.reason);
  }
  const next = await parallelAnalysisInWorkers({ rows }, { iterations: 3 }, threads);
  expect(next).toEqual(parallelAnalysis({ rows }, { iterations: 3 }));
});

test('a mistake in the input is told as one', async () => {
  const { rows } = table(10, 3);
  await expect(parallelAnalysisInWorkers({ rows }, { method: 'blocks' })).rejects.toThrow(
    UserError,
  );
});
