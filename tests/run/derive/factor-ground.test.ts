import { expect, test } from 'vitest';
import { parallelOf, parallelOfInWorkers } from '../../../src/run/derive/factor-ground.ts';
import { buildMatrix } from '../../../src/run/derive/matrix.ts';
import type { Computing } from '../../../src/run/state.ts';
import { plantedAnswers, plantedClusters, plantedStudy } from '../lens/planted.ts';

test('each step is told, and counted to its end where it can be', async () => {
  const columns = plantedAnswers();
  const { clusters } = plantedClusters(columns);
  const matrix = buildMatrix({ columns, idAt: String }, clusters, plantedStudy.factors);
  const steps: Computing[] = [];
  const found = await parallelOfInWorkers(matrix, plantedStudy, {
    threads: 2,
    onProgress: (step) => steps.push(step),
  });

  expect([...new Set(steps.map(({ what }) => what))]).toEqual([
    'parallel analysis',
    'networks',
    'ESEM and bifactor solutions',
  ]);
  const last = (what: string) => steps.findLast((step) => step.what === what);
  // Three analyses and two kinds of networks, of 40 draws each.
  expect(last('parallel analysis')).toMatchObject({ done: 120, total: 120 });
  expect(last('networks')).toMatchObject({ done: 80, total: 80 });

  const alone = parallelOf(matrix, plantedStudy);
  expect(found.plain).toEqual(alone.plain);
  expect(found.number.rules.slice(0, alone.number.rules.length)).toEqual(alone.number.rules);
  expect(found.number.rules.length).toBeGreaterThan(alone.number.rules.length);
});
