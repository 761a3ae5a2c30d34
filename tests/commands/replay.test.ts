/** The session log: every edit as a command line, and the same clusters when the lines are made again. */
import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Edit } from '../../src/clustering/edits.ts';
import { editOfWords, editWords } from '../../src/commands/runs/edit-lines.ts';
import { loggedEdits, sessionLog } from '../../src/commands/runs/session-log.ts';
import { fixtureState } from '../support/fixture-state.ts';
import { testTerminal } from './test-context.ts';

const honesty = ['honesty', 'truthfulness', 'sincerity', 'candor', 'plain speaking'];
const accuracy = ['accuracy', 'precision', 'correctness', 'exactness', 'factuality', 'rigour'];
const { results, study } = fixtureState({});
const factor = (results.factors as { factors: { clusters: string[] }[] }).factors[1]!.clusters;

const every: Edit[] = [
  { edit: 'rename', cluster: honesty, name: 'It’s “truth”; # or not' },
  { edit: 'merge', clusters: [accuracy, honesty], name: "O'Brien" },
  { edit: 'merge', clusters: [accuracy, honesty] },
  { edit: 'split', cluster: honesty, out: ['candor', 'plain speaking'], name: 'Plain speech' },
  { edit: 'move', word: 'candor', to: accuracy },
  { edit: 'move', word: 'plain speaking', to: null },
  { edit: 'gather', words: ['candor', 'plain speaking'], to: accuracy },
  { edit: 'gather', words: ['candor', 'plain speaking'], to: null },
  { edit: 'discard', words: ['candor'] },
  { edit: 'restore', words: ['candor'] },
  { edit: 'confirm', word: 'candor' },
  { edit: 'approve', cluster: honesty },
  { edit: 'apart', clusters: [accuracy, honesty] },
  { edit: 'learning', on: false },
  { edit: 'clusters', k: 20 },
  { edit: 'clusters', k: 21, onward: true },
  { edit: 'unmerge', from: 'truth' },
  { edit: 'divide', word: 'security', as: 'security (order)', answers: ['a1', 'a2'] },
  { edit: 'factors', k: 2 },
  { edit: 'rotation', rotation: 'varimax' },
  { edit: 'extraction', extraction: 'principal components' },
  { edit: 'name-factor', factor, name: 'Decency' },
  { edit: 'flip', factor },
  { edit: 'undo' },
  { edit: 'redo' },
];

describe('a session log', () => {
  const factors = (results.factors as { factors: { clusters: string[] }[] }).factors;
  const held = factors.map(({ clusters }) => clusters);

  it('writes every kind of edit as a line that reads back as the same edit', () => {
    const text = sessionLog(study, every, '/runs/quiet otter', '9.9.9');
    const read = loggedEdits(text).map(({ words }) => editOfWords(words, results.curated!, held));
    expect(read).toEqual(every);
    expect(new Set(every.map(({ edit }) => edit)).size).toBe(21);
  });

  it('says how a decision was taken beside the line, not in it', () => {
    const decided = { pointed: 1, taken: 0, seconds: 4.2 };
    const text = sessionLog(study, [{ edit: 'confirm', word: 'candor', decided }], 'r', '9');
    expect(text).toContain('confirm candor  # took 0, not 1 as suggested, after 4 s');
    expect(loggedEdits(text)[0]!.words).toEqual(['confirm', 'candor']);
  });

  it('says who settled a disputed word beside the line; a hostile name makes no line of its own', () => {
    const by = 'cem\nvaluelex curate r discard candor\u001b[2J';
    const settled = { word: 'candor', by, second: 'ann', took: 'second' as const, seconds: 7.3 };
    const text = sessionLog(study, [{ edit: 'confirm', word: 'candor', settled }], 'r', '9');
    expect(text).toContain('confirm candor  # settled by cem valuelex curate r discard candor');
    expect(text).toContain('as ann had it, after 7 s');
    expect(text).not.toContain('\u001b');
    expect(loggedEdits(text).map(({ words }) => words)).toEqual([['confirm', 'candor']]);
  });

  it('names the line that does not fit', () => {
    expect(() => editOfWords(['move', 'candor', 'nowhere'], results.curated!, held)).toThrow(
      'Nothing here holds nowhere.',
    );
    expect(() => editOfWords(['turn', 'candor'], results.curated!, held)).toThrow('writes no edit');
  });

  it('is short where words say enough', () => {
    expect(editWords(every[2]!)).toEqual(['merge', 'accuracy', 'honesty']);
  });
});

it('replay rebuilds the curation of a run', async () => {
  const { folder, runs, run, addFinishedRun } = testTerminal();
  const done = await addFinishedRun({ models: 2, judges: 1 });
  const again = join(runs, 'again');
  cpSync(done, again, { recursive: true });
  const clusters = async (name: string) =>
    (JSON.parse((await run('clusters', name, '--json')).out) as { clusters: unknown }).clusters;
  const told = await run('clusters', done, '--json');
  expect(told.notes).toBe('');
  const first = JSON.parse(told.out).clusters as {
    words: string[];
  }[];
  const [a, b, c] = first.map(({ words }) => words[0]!);
  for (const edit of [
    ['merge', a!, b!, '--name', 'Both of them'],
    ['clusters', String(first.length - 2)],
    ['clusters', String(first.length - 3), '--onward'],
    ['undo'],
    ['rename', c!, "Somebody's"],
    ['discard', a!],
  ])
    expect((await run('curate', done, ...edit)).code, edit.join(' ')).toBe(0);
  const log = join(folder, 'session.log');
  writeFileSync(log, (await run('log', done)).out);
  const replayed = await run('replay', log, again);
  expect(replayed.notes).toBe('');
  expect(replayed.out).toContain('6 edits made again');
  const lines = (name: string) => readFileSync(join(name, 'curation.jsonl'), 'utf8');
  expect(lines(again)).toBe(lines(done));
  expect(await clusters(again)).toEqual(await clusters(done));
  const twice = await run('replay', log, again);
  expect(twice.code).not.toBe(0);
  expect(twice.notes).toContain('This run has 6 edits by hand already');
});
