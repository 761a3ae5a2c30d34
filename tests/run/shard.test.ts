/** Four parts of a study at once, merged, are the study; and what a merge refuses. */
import { appendFileSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { shardOf } from '../../src/asking/shard.ts';
import { summariseRun } from '../../src/run/list-runs.ts';
import { mergeRuns } from '../../src/run/merge-runs.ts';
import { createRunFolder, openRunFolder } from '../../src/run/run-folder.ts';
import { readStudy } from '../../src/run/study-file.ts';
import { command, makePlace } from '../support/program.ts';
import { writeSmallStudy } from '../support/small-study.ts';

const place = makePlace();
afterAll(place.leave);
const { folder } = place;
const study = writeSmallStudy(folder, {
  settings: [
    { id: 't0.3', temperature: 0.3 },
    { id: 't1', temperature: 1 },
  ],
  prompts: ['01-describe', '09-ten-nouns', '15-fifteen-nouns'],
  stems: ['do-not-know', 'sad-person'],
  judges: ['sim:judge'],
  models: ['sim:alpha-7b', 'sim:beta-8b', 'sim:gamma-27b-chat', 'sim:delta-7b-base'],
});

async function valuelex(...args: string[]): Promise<string> {
  const { code, out, err } = await command(args, place);
  expect(code, err).toBe(0);
  return out;
}

const facts = (run: string, log: string) =>
  readFileSync(join(run, `${log}.jsonl`), 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => {
      const { id, text, raw } = JSON.parse(line);
      return JSON.stringify([id, text, raw]);
    })
    .sort();
const outside = { now: Date.now, chooseEmbedding: async () => ({ embedding: 'use-lite' }) };
const only = (runs: string) => join(runs, readdirSync(runs)[0]!);

describe('parts of a study', () => {
  it('cover every request exactly once, whatever the number of parts and models', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 9 }),
        fc.integer({ min: 1, max: 20 }),
        (modelCount, parts) => {
          const models = Array.from({ length: modelCount }, (_, i) => ({ id: `lab:m${i}` }));
          const shards = Array.from({ length: parts }, (_, i) =>
            shardOf({ models, shard: `${i + 1}/${parts}` }),
          );
          for (const { id: model } of models)
            for (let request = 0; request < 10; request++) {
              const owners = shards.filter((shard) => shard.has(model, `${model}|${request}`));
              expect(owners).toHaveLength(1);
              expect(owners[0]!.hasModel(model)).toBe(true);
            }
          // With at least as many models as parts no model is on two machines.
          if (modelCount >= parts)
            for (const { id } of models)
              expect(shards.filter((shard) => shard.hasModel(id))).toHaveLength(1);
        },
      ),
    );
  });

  it('run at once and merged give the result of the whole study', async () => {
    const whole = join(folder, 'whole');
    const parts = join(folder, 'parts');
    // First, so that the parts find the exam of the judge taken.
    const wholeText = await valuelex('run', study, '--runs', whole);
    await Promise.all(
      [1, 2, 3, 4].map((i) => valuelex('run', study, '--shard', `${i}/4`, '--runs', parts)),
    );
    const names = readdirSync(parts);
    expect(names).toHaveLength(4);
    const folders = names.map((name) => join(parts, name));
    for (const part of folders) expect(summariseRun(part).stage).toMatch(/^part \d\/4 done$/);
    const merged = await mergeRuns(folders, { runs: parts, name: 'together', ...outside });
    expect(merged).toMatchObject({ same: 0, differing: 0 });
    const clusters = (run: string) => readStudy(join(run, 'study.yaml')).clusters;
    expect(clusters(folders[0]!).embedding).toBe('auto');
    expect(clusters(merged.folder)).toMatchObject({ embedding: 'use-lite', recipe: 2 });
    const text = await valuelex('run', merged.folder, '--runs', parts);
    for (const log of ['responses', 'completions', 'ratings'])
      expect(facts(merged.folder, log)).toEqual(facts(only(whole), log));
    expect(text).toBe(wholeText.replaceAll(only(whole), merged.folder));
    // Six processes, four of them at once.
  });

  it('are refused when a study differs, and edits that differ want a choice', async () => {
    const runs = join(folder, 'refused');
    mkdirSync(runs);
    const base = readStudy(study);
    const options = { runs, ...outside };
    const a = createRunFolder(runs, { ...base, name: 'a' }, Date.now);
    const b = createRunFolder(runs, { ...base, name: 'b', seed: 99, repeats: 2 }, Date.now);
    await expect(mergeRuns([a, b], options)).rejects.toThrow(/seed, repeats differ/);
    await expect(mergeRuns([a, a], options)).rejects.toThrow(/at least two/);
    const c = createRunFolder(runs, { ...base, name: 'c' }, Date.now);
    const discard = (word: string) => `${JSON.stringify({ edit: 'discard', words: [word] })}\n`;
    appendFileSync(join(a, 'curation.jsonl'), discard('honesty'));
    appendFileSync(join(c, 'curation.jsonl'), discard('care'));
    await expect(mergeRuns([a, c], options)).rejects.toThrow(/edits of these runs differ/);
    const own = openRunFolder(a, true, Date.now, { curator: 'ann' });
    own.beginCurating();
    own.curation.append({ edit: 'discard', words: ['honesty'] });
    await own.close();
    const other = openRunFolder(c, true, Date.now, { curator: 'ann' });
    other.beginCurating();
    other.curation.append({ edit: 'discard', words: ['care'] });
    await other.close();
    const before = readdirSync(runs).length;
    const { folder: merged, curatorsKept } = await mergeRuns([a, c], { ...options, edits: c });
    expect(curatorsKept).toEqual([{ name: 'ann', from: basename(a) }]);
    expect(readdirSync(runs)).toHaveLength(before + 1);
    expect(readFileSync(join(merged, 'curation.jsonl'), 'utf8')).toBe(discard('care'));
    const second = (folder: string) => readFileSync(join(folder, 'curation-ann.jsonl'), 'utf8');
    expect(second(merged)).toBe(second(a));
  });
});
