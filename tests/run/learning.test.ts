import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { realOutside } from '../../src/environment.ts';
import { openSession } from '../../src/run/open-session.ts';
import { copyFinishedRun } from '../support/finished-run.ts';
import { withSharedVectors } from '../support/shared-vectors.ts';

const place = mkdtempSync(join(tmpdir(), 'valuelex-learning-'));
afterAll(() => rmSync(place, { recursive: true, force: true, maxRetries: 5 }));

it('decisions teach from the fifteenth on, until the researcher turns that off, also after opening again', async () => {
  const outside = {
    ...withSharedVectors(realOutside({ endpoints: () => ({}) })),
    examFolder: join(place, 'exams'),
    resultsFolder: join(place, 'results'),
  };
  const folder = await copyFinishedRun(join(place, 'runs'), outside, { models: 2 });
  const session = await openSession(folder, outside);
  await session.computed;
  const { clusters } = session.getState().results.curated!;
  const words = clusters.flatMap((cluster) => cluster.words).slice(0, 16);
  expect(words).toHaveLength(16);
  const learned = () => session.getState().results.decisions!.learned;
  await session.edit({ edit: 'confirm', word: words[0]! });
  await session.computed;
  for (const word of words.slice(1, 14)) await session.edit({ edit: 'confirm', word });
  expect(learned()).toBeNull();
  for (const word of words.slice(14)) await session.edit({ edit: 'confirm', word });
  expect(learned()).toMatchObject({ decisions: 2 });
  const places = session.getState().results.curated!.clusters;
  expect(places).toEqual(clusters);
  await session.edit({ edit: 'learning', on: false });
  expect(learned()).toBeNull();
  await session.edit({ edit: 'undo' });
  expect(learned()).toMatchObject({ decisions: 2 });
  await session.close();

  const again = await openSession(folder, outside, { readOnly: true });
  await again.computed;
  expect(again.getState().results.decisions!.learned).toMatchObject({ decisions: 2 });
  await again.close();
});
