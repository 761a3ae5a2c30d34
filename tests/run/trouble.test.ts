/** A run folder that is moved, deleted, or made read-only while the run is open. */

import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Edit } from '../../src/clustering/edits.ts';
import { type Outside, realOutside } from '../../src/environment.ts';
import { type OpenedSession, openSession } from '../../src/run/open-session.ts';
import { ratedIn } from '../../src/run/rated-results.ts';
import { openRunFolder } from '../../src/run/run-folder.ts';
import { shippedExample } from '../../src/run/shipped-example.ts';
import type { Results } from '../../src/run/state.ts';
import { until } from '../support/program.ts';

let place: string;
let run: string;
let outside: Outside;
let session: OpenedSession;
/** The results of the example, as a reader finds them. */
let results: Results;
beforeAll(async () => {
  const cache = mkdtempSync(join(tmpdir(), 'valuelex-'));
  const read = realOutside({ endpoints: () => ({}), env: { VALUELEX_CACHE: cache } });
  const reader = await openSession(shippedExample(read.prompts), read, { readOnly: true });
  results = reader.getState().results;
  await reader.close();
  rmSync(cache, { recursive: true, force: true });
});
beforeEach(async () => {
  place = mkdtempSync(join(tmpdir(), 'valuelex-'));
  run = join(place, 'run');
  outside = realOutside({
    endpoints: () => ({}),
    env: { VALUELEX_CACHE: join(place, 'cache') },
  });
  cpSync(shippedExample(outside.prompts), run, { recursive: true });
  session = await openSession(run, outside, { listen: false, known: { results, current: true } });
});
afterEach(async () => {
  await session.close();
  rmSync(place, { recursive: true, force: true, maxRetries: 5 });
});

const rename = (name: string): Edit => ({
  edit: 'rename',
  cluster: session.getState().results.curated!.clusters[0]!.words,
  name,
});

const logs = ['responses', 'completions', 'ratings', 'curation', 'exams', 'events'];
const bytes = (folder: string) =>
  logs.map((log) => {
    const file = join(folder, `${log}.jsonl`);
    return existsSync(file) ? readFileSync(file, 'utf8') : '';
  });

describe('a run folder that is gone', () => {
  it.each([
    ['deleted', () => rmSync(run, { recursive: true })],
    ['moved', () => renameSync(run, join(place, 'elsewhere'))],
    [
      'replaced',
      () => {
        renameSync(run, join(place, 'elsewhere'));
        mkdirSync(run);
      },
    ],
  ])('%s: takes no edit and says so, and all of it can be written elsewhere', async (_, remove) => {
    await session.edit(rename('Before'));
    const before = bytes(run);
    remove();
    // Nobody has to press a key to be told.
    await until(() => session.getState().trouble?.kind === 'gone', 'the trouble');
    await expect(session.edit(rename('After'))).rejects.toMatchObject({ exit: 'disk' });
    await expect(session.setRaters(['local:x'])).rejects.toMatchObject({ exit: 'disk' });
    await expect(session.pause()).rejects.toMatchObject({
      message: expect.stringContaining('moved or deleted'),
    });
    expect(session.getState().results.curated!.clusters[0]!.name).toBe('Before');
    // Nothing of the run is made again where it stood.
    expect(existsSync(join(run, 'derived'))).toBe(false);

    const saved = await session.saveTo(join(place, 'runs'));
    expect(saved).toMatch(/-saved$/);
    expect(bytes(saved)).toEqual(before);
    const opened = openRunFolder(saved, false, outside.now);
    expect(opened.study).toEqual({
      ...session.getState().study,
      name: `${session.getState().name}-saved`,
    });
    await opened.close();
  });

  it('is told of where it is only read, and a folder that comes back is taken up again', async () => {
    const reader = await openSession(run, outside, { readOnly: true });
    try {
      renameSync(run, join(place, 'elsewhere'));
      await until(() => reader.getState().trouble?.kind === 'gone', 'the trouble');
      const saved = await reader.saveTo(join(place, 'runs'));
      expect(bytes(saved)).toEqual(bytes(join(place, 'elsewhere')));
      renameSync(join(place, 'elsewhere'), run);
      await until(() => session.getState().trouble === null, 'the end of the trouble');
      await session.edit(rename('Again'));
      expect(readFileSync(join(run, 'curation.jsonl'), 'utf8')).toContain('Again');
    } finally {
      await reader.close();
    }
  });

  it('leaves no results behind that belong to no facts', async () => {
    await session.computed;
    expect(ratedIn(session.getState().results).scores.length).toBeGreaterThan(0);
    rmSync(run, { recursive: true });
    await until(() => session.getState().trouble !== null, 'the trouble');
    await session.close();
    // The same study without a fact has none of these results.
    cpSync(shippedExample(outside.prompts), run, {
      recursive: true,
      filter: (file) => !/\.jsonl$|derived/.test(file),
    });
    session = await openSession(run, outside, { listen: false });
    expect(ratedIn(session.getState().results).scores).toEqual([]);
  });
});

describe('a run folder that becomes read-only', () => {
  it('takes no edit until it is writable again', async () => {
    chmodSync(run, 0o555);
    await until(() => session.getState().trouble?.kind === 'read-only', 'the trouble');
    await expect(session.edit(rename('Never'))).rejects.toMatchObject({ exit: 'disk' });
    expect(readFileSync(join(run, 'curation.jsonl'), 'utf8')).not.toContain('Never');
    chmodSync(run, 0o755);
    await session.edit(rename('Now'));
    expect(readFileSync(join(run, 'curation.jsonl'), 'utf8')).toContain('Now');
    expect(session.getState().trouble).toBeNull();
  });
});
