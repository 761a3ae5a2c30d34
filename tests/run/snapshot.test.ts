import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { realOutside } from '../../src/environment.ts';
import { readSnapshot, snapshotKey, writeSnapshot } from '../../src/run/derive/snapshot.ts';
import { openSession } from '../../src/run/open-session.ts';
import { ratedIn } from '../../src/run/rated-results.ts';
import { openRunFolder } from '../../src/run/run-folder.ts';
import { shippedExample } from '../../src/run/shipped-example.ts';
import type { Results } from '../../src/run/state.ts';
import { copyFinishedRun } from '../support/finished-run.ts';
import { withSharedVectors } from '../support/shared-vectors.ts';

const place = mkdtempSync(join(tmpdir(), 'valuelex-snapshot-'));
afterAll(() => rmSync(place, { recursive: true, force: true }));
const outside = {
  ...withSharedVectors(realOutside({ endpoints: () => ({}) })),
  examFolder: join(place, 'exams'),
  resultsFolder: join(place, 'results'),
};
const example = shippedExample(outside.prompts);

async function keyOf(folder: string): Promise<string> {
  const run = openRunFolder(folder, false, outside.now);
  await run.close();
  return snapshotKey(run, outside.version);
}

/** Results as JSON that keeps vectors and sets, numbers to nine digits. */
const plain = (results: Results) =>
  JSON.parse(
    JSON.stringify(results, (_key, value) => {
      if (value instanceof Float32Array) return [...value].map((x) => Number(x.toPrecision(5)));
      if (value instanceof Set) return [...value];
      return typeof value === 'number' ? Number(value.toPrecision(9)) : value;
    }),
  );

describe('the shipped example', () => {
  it('opens with all its results, which are those that follow from its facts', async () => {
    const { vectorsFolder: _, ...alone } = outside;
    const noModel = () => Promise.reject(new Error('a text of the example has no vector'));
    const session = await openSession(
      example,
      { ...alone, openEmbedder: noModel },
      { readOnly: true },
    );
    const first = session.getState();
    expect(first.status).toBe('finished');
    expect(ratedIn(first.results).scores.length).toBeGreaterThan(1);
    expect(first.results.factors).toHaveProperty('loadings');
    await session.computed;
    // `node scripts/make-example-results.ts` makes them again.
    expect(plain(first.results)).toEqual(plain(session.getState().results));
    await session.close();
  });
});

describe('a snapshot', () => {
  /** A finished run whose results nobody has computed. */
  const newRun = () => copyFinishedRun(join(place, 'runs'), outside, { models: 2, judges: 1 });

  it('is written on closing and found again, not under another fact', async () => {
    const folder = await newRun();
    const session = await openSession(folder, outside);
    await session.computed;
    const { results } = session.getState();
    await session.close();
    const key = await keyOf(folder);
    expect(readdirSync(outside.resultsFolder)).toContain(`results.${key}.json.gz`);
    const again = await openSession(folder, outside, { readOnly: true });
    expect(plain(again.getState().results)).toEqual(plain(results));
    await again.close();

    const edited = await openSession(folder, outside);
    await edited.edit({ edit: 'discard', words: ['honesty'] });
    await edited.pause();
    await edited.close();
    expect(await keyOf(folder)).not.toBe(key);
  });

  it('of the same build is what a reader gets; of another it is computed again', async () => {
    const folder = await newRun();
    const built = { ...outside, build: 'a' };
    const session = await openSession(folder, built);
    await session.computed;
    await session.close();
    const again = await openSession(folder, built, { readOnly: true });
    const { results } = again.getState();
    expect(ratedIn(results).scores).toHaveLength(1);
    await again.computed;
    expect(again.getState().results).toBe(results);
    await again.close();
    const other = await openSession(folder, { ...outside, build: 'b' }, { readOnly: true });
    expect(ratedIn(other.getState().results).scores).toEqual([]);
    await other.computed;
    expect(plain(other.getState().results)).toEqual(plain(results));
    await other.close();
  });

  it('that is broken, or of a folder that brings its own, is not used', () => {
    const folder = join(place, 'broken');
    const results = { scores: [Number.NaN], settled: new Set(['a']) } as unknown as Results;
    writeSnapshot(folder, 'k', results);
    expect(readSnapshot(folder, 'k')).toEqual(results);
    expect(readSnapshot(folder, 'other')).toBeNull();
    writeFileSync(join(folder, 'results.k.json.gz'), 'no gzip');
    expect(readSnapshot(folder, 'k')).toBeNull();
  });
});
