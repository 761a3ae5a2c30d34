/** The first edit of a read-only run makes one copy of it; all edits land there. */

import {
  cpSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { realOutside } from '../../src/environment.ts';
import { editInCopy } from '../../src/run/edit-in-copy.ts';
import { openSession } from '../../src/run/open-session.ts';
import { ratedIn } from '../../src/run/rated-results.ts';
import type { Session } from '../../src/run/session.ts';
import { shippedExample } from '../../src/run/shipped-example.ts';

let place: string;
let runs: string;
let session: Session;
beforeEach(async () => {
  place = mkdtempSync(join(tmpdir(), 'valuelex-'));
  runs = join(place, 'runs');
  const outside = realOutside({
    endpoints: () => ({}),
    env: { VALUELEX_CACHE: join(place, 'cache') },
  });
  const example = await openSession(shippedExample(outside.prompts), outside, { readOnly: true });
  session = editInCopy(example, runs, outside);
});
afterEach(async () => {
  await session.close();
  rmSync(place, { recursive: true, force: true, maxRetries: 5 });
});

const edits = (run: string) =>
  readFileSync(join(runs, run, 'curation.jsonl'), 'utf8')
    .split('\n')
    .slice(0, -1)
    .map((line) => JSON.parse(line));

const clusters = () => session.getState().results.curated!.clusters;

describe('a read-only run', () => {
  it('takes ten edits at once into one copy, in their order', async () => {
    const before = readFileSync(join(session.getState().folder, 'curation.jsonl'), 'utf8');
    const original = session.getState();
    const words = clusters()
      .slice(0, 10)
      .map((cluster) => cluster.words);
    const said = await Promise.all(
      words.map((cluster, at) => session.edit({ edit: 'rename', cluster, name: `Name ${at}` })),
    );
    const made = readdirSync(runs);
    expect(made).toHaveLength(1);
    expect(made[0]).toMatch(/-example-copy$/);
    expect(edits(made[0]!).slice(-10)).toEqual(
      words.map((cluster, at) => ({ edit: 'rename', cluster, name: `Name ${at}` })),
    );
    // The last reply is the one that a quick typist reads.
    expect(said).toEqual(
      words.map((_, at) =>
        expect.stringMatching(`Name ${at} \\(u undoes\\) · in a copy: ${made[0]}$`),
      ),
    );
    expect(session.getState()).toMatchObject({ folder: join(runs, made[0]!), readOnly: false });
    expect(session.getState().name).toBe(`${original.name}-copy`);
    expect(readFileSync(join(original.folder, 'curation.jsonl'), 'utf8')).toBe(before);
    expect(clusters().filter((one) => one.name.startsWith('Name '))).toHaveLength(10);
    // The results of the original are shown on: nothing goes blank.
    expect(ratedIn(session.getState().results).scores.length).toBe(
      ratedIn(original.results).scores.length,
    );
  });

  it('says why no copy can be made, leaves nothing behind, and makes it later', async () => {
    writeFileSync(runs, 'a file where the folder should be');
    const edit = { edit: 'rename', cluster: clusters()[0]!.words, name: 'Mine' } as const;
    await expect(session.edit(edit)).rejects.toMatchObject({
      message: expect.stringContaining('cannot be'),
      exit: 'disk',
    });
    expect(session.getState().readOnly).toBe(true);
    rmSync(runs);
    await session.edit(edit);
    expect(readdirSync(runs)).toHaveLength(1);
  });

  it('that another process works on is not copied: the edit says who holds it', async () => {
    const folder = join(place, 'held');
    cpSync(session.getState().folder, folder, { recursive: true });
    const owner = { pid: process.ppid, host: hostname(), since: '2026-11-21T10:00:00Z' };
    writeFileSync(join(folder, 'lock'), JSON.stringify(owner));
    const outside = realOutside({ endpoints: () => ({}), env: { VALUELEX_CACHE: place } });
    const held = editInCopy(await openSession(folder, outside, { readOnly: true }), runs, outside);
    const edit = { edit: 'rename', cluster: clusters()[0]!.words, name: 'Mine' } as const;
    await expect(held.edit(edit)).rejects.toThrow(`process ${process.ppid} on ${hostname()}`);
    expect(existsSync(runs)).toBe(false);
    await held.close();
  });
});
