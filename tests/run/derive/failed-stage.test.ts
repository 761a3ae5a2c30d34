import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { realOutside } from '../../../src/environment.ts';
import { EndpointError } from '../../../src/errors.ts';
import { openSession } from '../../../src/run/open-session.ts';
import { ratedIn } from '../../../src/run/rated-results.ts';
import { readStudy } from '../../../src/run/study-file.ts';
import { copyFinishedRun } from '../../support/finished-run.ts';
import { embedderWithSharedVectors } from '../../support/shared-vectors.ts';

it('what could not be computed once is computed the next time, with all that follows from it', async () => {
  const place = mkdtempSync(join(tmpdir(), 'valuelex-failed-'));
  const env = { VALUELEX_CACHE: join(place, 'cache') };
  const outside = realOutside({ endpoints: () => ({}), env });
  const folder = await copyFinishedRun(join(place, 'runs'), outside, { models: 3 });
  const openEmbedder = embedderWithSharedVectors(outside, readStudy(join(folder, 'study.yaml')));
  let opened = 0;
  outside.openEmbedder = (...asked) => {
    opened += 1;
    return opened === 1 ? Promise.reject(new Error('no memory')) : openEmbedder(...asked);
  };
  const session = await openSession(folder, outside, { listen: false });
  await expect(session.computed).rejects.toThrow('no memory');
  expect(session.getState().results).toMatchObject({ clustering: null, factors: null });
  await session.work();
  const { status, results } = session.getState();
  expect(status).toBe('finished');
  expect(opened).toBe(2);
  expect(results.clustering).toHaveProperty('words');
  expect(results.factors).toHaveProperty('loadings');
  expect(ratedIn(results).scores).toHaveLength(1);
  await session.close();
  rmSync(place, { recursive: true });
});

it('a run whose embedding model is missing says how to get it, and has all else', async () => {
  const place = mkdtempSync(join(tmpdir(), 'valuelex-missing-'));
  const env = { VALUELEX_CACHE: join(place, 'cache') };
  const outside = realOutside({ endpoints: () => ({}), env });
  const folder = await copyFinishedRun(join(place, 'runs'), outside, { models: 3 });
  const openEmbedder = embedderWithSharedVectors(outside, readStudy(join(folder, 'study.yaml')));
  const hint = 'Fetch it with: valuelex models pull embedding';
  outside.openEmbedder = () =>
    Promise.reject(new EndpointError('missing', 'The model has not been fetched yet', { hint }));
  const without = await openSession(folder, outside, { listen: false });
  await without.computed;
  const { results } = without.getState();
  expect(results.clustering).toMatchObject({ unavailable: 'The model has not been fetched yet' });
  expect(results.clustering).toHaveProperty('hint', expect.stringContaining('pull embedding'));
  expect(results.lexicon).toHaveProperty('descriptors');
  expect(ratedIn(results).scores).toHaveLength(1);
  await without.close();
  outside.openEmbedder = openEmbedder;
  const session = await openSession(folder, outside, { listen: false });
  await session.clustered();
  expect(session.getState().results.clustering).toHaveProperty('words');
  await session.close();
  rmSync(place, { recursive: true });
});
