import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { stringify } from 'csv-stringify/sync';
import { describe, expect, it } from 'vitest';
import { testTerminal } from './test-context.ts';

type SheetRow = Record<string, string>;

const terminal = testTerminal();
const { run } = terminal;
const place = (name: string) => join(terminal.folder, name);
const read = (name: string): SheetRow[] =>
  parse(readFileSync(place(name), 'utf8'), { columns: true }) as SheetRow[];
const fill = (name: string, rows: SheetRow[]) =>
  writeFileSync(place(name), stringify(rows, { header: true }));

describe('annotate', () => {
  it('writes a blind sheet, takes it in once, and the scores tell the agreement', async () => {
    const folder = await terminal.addFinishedRun();
    const wrote = await run('annotate', 'done', '--sheet', place('sheet.csv'), '--count', '40');
    expect(wrote.code, wrote.notes).toBe(0);
    const rows = read('sheet.csv');
    expect(rows).toHaveLength(40);
    expect(readFileSync(place('sheet.csv'), 'utf8')).not.toContain('sim:');
    fill(
      'filled.csv',
      rows.map((row, i) => ({ ...row, rating: i < 38 ? String(i % 7) : '' })),
    );
    const take = ['annotate', 'done', '--as', 'ann', '--count', '40', '--take'];
    expect((await run(...take, place('filled.csv'))).out).toContain('38 ratings taken in; 0 were');
    expect((await run(...take, place('filled.csv'))).out).toContain('0 ratings taken in; 38 were');
    const lines = readFileSync(join(folder, 'annotations.jsonl'), 'utf8').trimEnd().split('\n');
    expect(lines).toHaveLength(38);
    const { out } = await run('scores', 'done');
    expect(out.replace(/\s+/g, ' ')).toMatch(
      /1 person rated 38 completions on valuelex blind; rank correlation with them: judge [−.\d]+ \[/,
    );
    const calibrated = await run('annotate', 'done', '--calibrate', 'people');
    expect(calibrated.code, calibrated.notes).toBe(0);
    const after = await run('scores', 'done');
    expect(after.out).toContain('people’s ratings');
    await run('annotate', 'done', '--calibrate', 'anchors');
    expect((await run('scores', 'done')).out).toBe(out);
  });

  it('names what is wrong with a sheet, and stores none of it', async () => {
    const folder = await terminal.addFinishedRun({ models: 3 });
    const name = folder.split('/').at(-1)!;
    await run('annotate', name, '--sheet', place('s.csv'), '--count', '10');
    const rows = read('s.csv').map((row): SheetRow => ({ ...row, rating: '3' }));
    const take = (file: string) =>
      run('annotate', name, '--as', 'bo', '--count', '10', '--take', place(file));
    fill('high.csv', rows.with(4, { ...rows[4]!, rating: '9' }));
    const high = await take('high.csv');
    expect(high.code).toBe(3);
    expect(high.notes).toMatch(/The rating 9 is not one of 0, 1, 2, 3, 4, 5, 6.*high\.csv:6/s);
    fill('other.csv', rows.with(2, { ...rows[2]!, id: 'nothing' }));
    expect((await take('other.csv')).notes).toContain('nothing is not a text of');
    expect(readFileSync(join(folder, 'annotations.jsonl'), 'utf8')).toBe('');
    const system = await run('annotate', name, '--sheet', place('x.csv'), '--system', 'none');
    expect(system).toMatchObject({ code: 2 });
    expect((await run('annotate', name)).notes).toContain('Texts are rated in a terminal');
  });
});
