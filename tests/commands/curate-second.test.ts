import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parse } from 'csv-parse/sync';
import { stringify } from 'csv-stringify/sync';
import { describe, expect, it } from 'vitest';
import { readStudy, writeStudy } from '../../src/run/study-file.ts';
import { testTerminal } from './test-context.ts';

type Row = Record<string, string>;

const terminal = testTerminal();
const { run } = terminal;
const place = (name: string) => join(terminal.folder, name);
const read = (name: string): Row[] =>
  parse(readFileSync(place(name), 'utf8'), { columns: true }) as Row[];
const fill = (name: string, rows: Row[]) =>
  writeFileSync(place(name), stringify(rows, { header: true }));
const linesOf = (file: string) => readFileSync(file, 'utf8').trimEnd().split('\n').filter(Boolean);

describe('curate --second', () => {
  it('writes a blind sheet of the automatic clusters, takes it in, and tells the agreement', async () => {
    const folder = await terminal.addFinishedRun({ models: 2, judges: 1 });
    const name = basename(folder);
    const first = join(folder, 'curation.jsonl');
    // What the first curator did shows nowhere.
    const automatic = JSON.parse((await run('clusters', name, '--json')).out).clusters as {
      name: string;
      words: string[];
    }[];
    const [one, two] = automatic;
    expect((await run('curate', name, 'rename', one!.words[0]!, 'Secretname')).code).toBe(0);
    expect((await run('curate', name, 'merge', one!.words[0]!, two!.words[0]!)).code).toBe(0);
    const before = readFileSync(first, 'utf8');
    expect((await run('curate', name, '--agreement')).notes).toContain(
      'This run has no second curator',
    );

    const second = ['curate', name, '--second', '--as', 'ann'];
    const wrote = await run(...second, '--sheet', place('words.csv'));
    expect(wrote.code, wrote.notes).toBe(0);
    const sheet = readFileSync(place('words.csv'), 'utf8');
    expect(sheet).not.toContain('Secretname');
    expect(sheet).not.toContain('sim:');
    const rows = read('words.csv');
    expect(new Set(rows.map(({ cluster }) => cluster))).toEqual(
      new Set(automatic.map(({ name: known }) => known)),
    );

    // One word is discarded, one stands with others, the rest is left as it is.
    const [thrown, moved] = [one!.words.at(-1)!, automatic[2]!.words.at(-1)!];
    fill(
      'filled.csv',
      rows.map((row) =>
        row.word === thrown
          ? { ...row, cluster: 'discarded' }
          : row.word === moved
            ? { ...row, cluster: automatic[3]!.name }
            : row,
      ),
    );
    expect((await run(...second, '--take', place('filled.csv'))).out).toMatch(
      /^\d+ edits taken in/,
    );
    expect((await run(...second, '--take', place('filled.csv'))).out).toContain(
      'was there already',
    );
    expect(readFileSync(first, 'utf8')).toBe(before);

    const json = await run('curate', name, '--agreement', '--json');
    expect(json.code, json.notes).toBe(0);
    const found = JSON.parse(json.out);
    expect(found.pairs).toHaveLength(1);
    expect(found.pairs[0]).toMatchObject({ a: 'first', b: 'ann', words: rows.length });
    expect(found.pairs[0].kept).toBe(rows.length - 1);
    const disputed = found.seconds[0].disputes.map(({ word }: { word: string }) => word);
    expect(disputed).toContain(thrown);
    expect(disputed).toContain(moved);
    const told = (await run('curate', name, '--agreement')).out;
    expect(told).toMatch(/first and ann: adjusted Rand index \.\d\d/);
    expect(told).toContain('Words disputed with ann');
    expect((await run('curate', name, '--settle')).notes).toContain(
      'Words are settled in a terminal',
    );
    expect((await run('curate', name, '--settle', '--with', 'bo')).notes).toContain(
      'bo has not curated this run',
    );

    // The report holds it, in each of its files.
    const reported = await run('report', name);
    expect(reported.code, reported.notes).toBe(0);
    const report = (file: string) => readFileSync(join(folder, file), 'utf8');
    expect(JSON.parse(report('run.json')).curators.headline).toContain('first and ann');
    for (const file of ['report.md', 'report.html']) {
      expect(report(file)).toContain('Agreement of curators');
      expect(report(file)).toContain('first and ann');
    }
    expect(report('curators-disputed-ann.csv')).toContain(thrown);
  });

  it('refuses what it cannot do, says what to do, and leaves nothing behind', async () => {
    const folder = await terminal.addFinishedRun({ models: 2, judges: 1 });
    const name = basename(folder);
    const second = (...more: string[]) => run('curate', name, '--second', ...more);
    const taken = await second('--as', 'first', '--sheet', place('x.csv'));
    expect(taken).toMatchObject({ code: 2 });
    expect(taken.notes).toContain('first is the name of who curated the run itself');
    for (const odd of ['Ann', '../ann', 'a b', '', '-a'])
      expect((await second(`--as=${odd}`, '--sheet', place('x.csv'))).notes).toContain(
        'cannot be the name of a curator',
      );
    expect((await second()).notes).toContain('A run is curated in a terminal; this is not one.');
    expect((await run('curate', name)).notes).toContain('Name an edit, or --second');
    expect((await run('curate', name, 'undo', '--second')).notes).toContain('takes no edit');
    expect((await run('curate', name, 'undo', '--as', 'ann')).notes).toContain(
      '--as goes with --second and --settle',
    );

    const sheet = ['--as', 'bo', '--sheet', place('bo.csv')];
    const example = fileURLToPath(new URL('../../runs/example', import.meta.url));
    const readOnly = await run('curate', example, '--second', ...sheet);
    expect(readOnly).toMatchObject({ code: 6 });
    expect(readOnly.notes).toContain('This run is read-only');

    const file = join(folder, 'curation-bo.jsonl');
    const study = readStudy(join(folder, 'study.yaml'));
    writeStudy(join(folder, 'study.yaml'), {
      ...study,
      clusters: { ...study.clusters, minCount: 1_000_000 },
    });
    const none = await second('--as', 'cy', '--sheet', place('cy.csv'));
    expect(none.notes).toContain('clusters need 4');
    expect(existsSync(join(folder, 'curation-cy.jsonl'))).toBe(false);
    writeStudy(join(folder, 'study.yaml'), study);

    expect((await second(...sheet)).code).toBe(0);
    const rows = read('bo.csv');
    fill('odd.csv', [...rows, { ...rows[0]!, word: 'unheard-of' }]);
    const odd = await second('--as', 'bo', '--take', place('odd.csv'));
    expect(odd.notes).toMatch(/unheard-of is not a word.*odd\.csv:\d+/s);
    fill('twice.csv', [...rows, rows[0]!]);
    expect((await second('--as', 'bo', '--take', place('twice.csv'))).notes).toContain(
      'is also in line 2',
    );
    // The line that says what bo began with, and nothing of the sheets.
    expect(linesOf(file)).toHaveLength(1);

    writeStudy(join(folder, 'study.yaml'), {
      ...study,
      clusters: { ...study.clusters, recipe: 2 },
    });
    const other = await second(...sheet);
    expect(other.notes).toContain('computed in another way since bo began (recipe 1, now 2)');
    expect(other.notes).toContain(`--recipe 1 --embedding ${study.clusters.embedding}`);
    expect(other.notes).toContain('--second --as bo-2');
    const apart = await run('curate', name, '--agreement');
    expect(apart.out).toContain(
      '▲ bo is not compared: began with other clusters (recipe 1, now 2)',
    );
  });
});
