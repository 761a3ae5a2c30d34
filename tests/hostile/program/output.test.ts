/** Plain output of the real program, on a run folder in which every text is hostile. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { command, makePlace, onlyRun } from '../../support/program.ts';
import { writeSmallStudy } from '../../support/small-study.ts';
import { startTerminal } from '../../support/terminal.ts';
import { poison, poisonNames } from '../hostile-folder.ts';
import { acting } from '../payloads.ts';

const place = makePlace();
let run: string;
beforeAll(async () => {
  writeSmallStudy(place.folder);
  expect((await command(['run', 'study.yaml'], place)).code).toBe(0);
  run = onlyRun(place);
  const found = JSON.parse(readFileSync(join(run, 'run.json'), 'utf8')) as {
    clusters: { clusters: { words: { word: string }[] }[] };
  };
  poison(run, ['sim:beta-8b', 'sim:delta-7b-base', 'sim:judge-b', 'sim:alpha-7b']);
  poisonNames(
    run,
    found.clusters.clusters.slice(0, 12).map((cluster) => cluster.words[0]!.word),
  );
}, 120_000);
afterAll(place.leave);

const tables = ['lexicon', 'clusters', 'factors', 'judge exam', 'compare', 'report', 'runs'];
const argsOf = (name: string): string[] => {
  const words = name.split(' ');
  if (name === 'runs') return words;
  if (name === 'compare') return [...words, run, run];
  return [...words, run];
};

it.each(tables)(
  '%s shows hostile text and obeys none',
  async (name) => {
    const { out, err } = await command(argsOf(name), place);
    expect(out + err).not.toBe('');
    // Tables are drawn without tabs; the report's lines may hold none either.
    expect(acting(out)).toEqual([]);
    expect(acting(err)).toEqual([]);
    expect(err).not.toContain('This is a bug');
  },
  60_000,
);

it.each(tables)(
  '%s --json holds it so that a terminal obeys none, and reads back',
  async (name) => {
    const { out } = await command([...argsOf(name), '--json'], place);
    expect(out).not.toMatch(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/);
    for (const text of name === 'report' ? [] : [out]) JSON.parse(text);
  },
  60_000,
);

it('says what is wrong with a hostile name, and obeys none of it', async () => {
  for (const args of [
    ['lexicon', '\u001b]52;c;UFdORUQ=\u0007'],
    ['run', 'study-\u009b2J.yaml'],
    ['import', 'an\u001b[2Jswers.csv', '--as', 'responses'],
    ['models', 'pull', 'hf:../../\u001b]0;x\u0007'],
    ['\u001b[31mrun'],
  ]) {
    const { code, out, err } = await command(args, place);
    expect(code).not.toBe(0);
    expect(err).not.toBe('');
    expect(acting(out + err)).toEqual([]);
    expect(err).not.toContain('This is a bug');
  }
}, 60_000);

it('gives a terminal nothing else than a pipe', async () => {
  const terminal = startTerminal(['clusters', run], place, { columns: 100, rows: 40 });
  await terminal.exitCode;
  expect(acting(terminal.raw())).toEqual([]);
}, 60_000);
