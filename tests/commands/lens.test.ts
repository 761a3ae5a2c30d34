import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { testTerminal } from './test-context.ts';

describe('a part of a run that is done', () => {
  const terminal = testTerminal();
  const { run } = terminal;
  let folder: string;
  beforeAll(async () => {
    folder = await terminal.addFinishedRun();
  });

  it('is looked at beside the whole', async () => {
    const { code, out, notes } = await run('lens', 'done', '--where', 'family=alpha', '--json');
    expect(notes.replace(/comparing the part.*/g, '').trim()).toBe('');
    expect(code).toBe(0);
    const found = JSON.parse(out);
    expect(found.where).toEqual(['family=alpha']);
    expect(found.part.models).toBe(3);
    expect(found.whole).toMatchObject({ models: 6, families: 4 });
    expect(found.clusters.clusters.length).toBe(found.part.clusters);
    expect(found.loadings.withheld).toContain('at least 5 models');
    const told = await run('lens', 'done', '--where', 'family=alpha');
    expect(told.out).toContain('family=alpha: 3 of 6 models (1 of 4 families)');
    expect(told.out).toContain('▲ Own words cannot be told: the part has 1 family');
    expect(told.out).toContain('Words of the part and of the rest');
  });

  it('is printed stage by stage', async () => {
    const keys = async (...stage: string[]) =>
      Object.keys(JSON.parse((await run(...stage, '--where', 'training=base', '--json')).out));
    const common = ['where', 'part', 'whole', 'unit'];
    expect(await keys('lexicon', 'done')).toEqual([...common, 'words']);
    expect(await keys('clusters', 'done')).toEqual([...common, 'clusters']);
    expect(await keys('factors', 'done')).toEqual([...common, 'loadings', 'factors']);
    expect(await keys('scores', 'done')).toEqual([...common, 'scores']);
  });

  it('says what it can be chosen by', async () => {
    const { out } = await run('lens', 'done');
    expect(out).toMatch(/training +base +1 /);
    const wrong = await run('lens', 'done', '--where', 'family=lama');
    expect(wrong.code).toBe(2);
    expect(wrong.notes).toContain('family is alpha (3), beta (1), delta (1), gamma (1).');
    expect((await run('factors', 'done', '--where', 'tone=warm')).notes).toContain('training: ');
  });

  it('is not part of a table', async () => {
    const table = join(terminal.folder, 'table.csv');
    writeFileSync(table, 'id,answer\n1,honesty and care\n');
    const { code, notes } = await run('lexicon', table, '--where', 'family=alpha');
    expect(code).toBe(2);
    expect(notes).toContain('--where is for a run');
  });

  it('is a section of the report', async () => {
    const { code } = await run('report', 'done', '--where', 'model!=alpha-7b-base');
    expect(code).toBe(0);
    const page = readFileSync(join(folder, 'report.html'), 'utf8');
    expect(page).toContain('A part of the run');
    expect(page).toContain('model!=alpha-7b-base: 5 of 6 models');
    expect(readFileSync(join(folder, 'report.md'), 'utf8')).toContain('## A part of the run');
    await run('report', 'done');
    expect(readFileSync(join(folder, 'report.html'), 'utf8')).not.toContain('A part of the run');
  });

  it('keeps to the edits by hand', async () => {
    // What follows from an edit is computed again: of few models in a moment.
    const terminal = testTerminal();
    await terminal.addFinishedRun({ models: 3, judges: 1 });
    const { run } = terminal;
    const before = JSON.parse(
      (await run('clusters', 'done', '--where', 'model!=alpha-7b-base', '--json')).out,
    );
    const [one, other] = before.clusters.clusters as { words: string[] }[];
    await run('curate', 'done', 'merge', one!.words[0]!, other!.words[0]!, '--name', 'Both');
    const { clusters } = JSON.parse(
      (await run('clusters', 'done', '--where', 'model!=alpha-7b-base', '--json')).out,
    );
    const both = clusters.clusters.find(({ name }: { name: string }) => name === 'Both');
    expect(both.words).toEqual(expect.arrayContaining([...one!.words, ...other!.words]));
    expect(both.nearest).toBe('Both');
  });
});
