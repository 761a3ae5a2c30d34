/** Workbooks and SPSS files that openpyxl and ReadStat wrote (files/make-files.py). */
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { readNumericTable } from '../../src/table-files/numeric-table.ts';
import { readTable } from '../../src/table-files/read-table.ts';
import { fileOf, numbersOf, textOf } from './base-table.ts';

const path = (name: string) => fileURLToPath(new URL(`files/${name}`, import.meta.url));
const longText = 'Grüße, ordentlich lang – '.repeat(24).trimEnd();

describe.each(['plain.sav', 'coded.sav', 'packed.zsav'])('%s', (name) => {
  it('holds what was written: names, numbers, long texts, dates, and gaps', async () => {
    const table = await readTable(path(name));
    expect(table.columns).toEqual(['id', 'größe', 'q2', 'q3_with_a_long_name', 'text', 'answered']);
    expect(table.counts).toBe('case');
    const column = (of: string) => table.rows.map(({ cells }) => cells[of]);
    expect(column('id').map(Number)).toEqual(Array.from({ length: 12 }, (_, i) => 101 + i));
    expect(column('größe').join()).toBe('3,1,4,1,5,2,2,4,3,5,1,');
    expect(column('q2').join()).toBe('2,1,,2,4,2,1,4,3,,2,3');
    expect(
      column('q3_with_a_long_name').map((cell) => (cell === '' ? null : Number(cell))),
    ).toEqual([3.25, 1.5, 4.75, -1, 5e5, 2, 2.5, null, 3, 1e-7, 1, 3]);
    expect(column('text')).toEqual([
      '',
      'a',
      'naïve',
      longText,
      'x y',
      '1,5',
      '=2',
      '日本',
      'e',
      'f',
      'g',
      'h',
    ]);
    expect(column('answered')[1]).toBe('2026-03-02T10:30:00.000Z');
    expect(table.notes).toEqual([
      'q2: 5 is declared missing in the file and is a gap',
      'q3_with_a_long_name: 99 is declared missing in the file and is a gap',
    ]);
    const notes: string[] = [];
    const found = readNumericTable(table, { flag: '--columns' }, (text) => notes.push(text));
    expect(found.names).toEqual(['größe', 'q2', 'q3_with_a_long_name']);
    expect(notes.join('\n')).toMatch(/id counts the rows/);
    expect(notes.join('\n')).not.toMatch(/may be/);
  });

  it('says so where it is cut off, at any place', async () => {
    const bytes = readFileSync(path(name));
    const folder = mkdtempSync(join(tmpdir(), 'valuelex-sav-'));
    for (let length = 70; length < bytes.length - 8; length += 97) {
      const file = join(folder, 'cut.sav');
      writeFileSync(file, bytes.subarray(0, length));
      await expect(readTable(file)).rejects.toMatchObject({
        message: 'This SPSS file is damaged or cut off.',
        where: file,
      });
    }
  });
});

describe('what an SPSS file says beside its cells', () => {
  async function told(file: string) {
    const notes: string[] = [];
    const found = readNumericTable(await readTable(file), { flag: '--columns' }, (text) =>
      notes.push(text),
    );
    return { names: found.names, notes: notes.join('\n') };
  }

  it('the weight of cases is no measure, and told', async () => {
    const bytes = Buffer.from(readFileSync(path('plain.sav')));
    // The header holds the place of the weight in the dictionary: größe follows id.
    bytes.writeInt32LE(2, 76);
    const { names, notes } = await told(fileOf(bytes, 'weighted.sav'));
    expect(names).toEqual(['q2', 'q3_with_a_long_name']);
    expect(notes).toMatch(/größe is the weight of the cases.*left out/);
  });

  it('texts that are missing are gaps; times of day and the filter are no measures', async () => {
    const table = await readTable(path('aside.sav'));
    expect(table.rows.map(({ cells }) => cells.word)).toEqual([
      'care',
      '',
      '',
      'truth',
      'care',
      '',
    ]);
    expect(table.rows[1]!.cells.clock).toBe('03:01:30');
    expect(table.notes).toEqual([
      expect.stringMatching(/^word: (n\/a, none|none, n\/a) are declared missing/),
    ]);
    const { names, notes } = await told(path('aside.sav'));
    expect(names).toEqual(['q1', 'q2']);
    expect(notes).toMatch(/filter_\$ is a filter of SPSS.*left out/);
  });
});

describe('book.xlsx', () => {
  it('gives the first sheet with cells, typed numbers as they are, and names the others', async () => {
    const table = await readTable(path('book.xlsx'));
    expect(table.columns).toEqual(['id', 'größe', 'q2', 'mark', 'ok', 'when']);
    expect(table.rows.map(({ line }) => line)).toEqual([4, 5, 6, 7, 8, 9, 10, 11, 12, 13]);
    expect(table.rows[0]!.cells.when).toBe('2026-03-01T10:30:00.000Z');
    expect(table.notes[0]).toMatch(/has 2 sheets; Wave 1 was read \(--sheet/);
    expect(table.notes[1]).toMatch(/^row 1 \("Exported on 3 March"\)/);
    const notes: string[] = [];
    const found = readNumericTable(table, { flag: '--columns' }, (text) => notes.push(text));
    expect(found.names).toEqual(['größe', 'q2', 'mark', 'ok']);
    expect(found.rows.map((row) => row[0])).toEqual([3, 1, Number.NaN, 1, 5, 2, 2, 4, 3, 5]);
    // Numbers of a sheet are numbers: 1.635 beside 812 is 1.635.
    expect(found.rows.map((row) => row[1])).toEqual([1.635, 812, 2.5, 3, 4, 5, 6, 7, 8, 9]);
    // Text of a sheet may have decimal commas.
    expect(found.rows.map((row) => row[2])).toEqual([
      0.5,
      1.25,
      -2.5,
      3,
      Number.NaN,
      1.1,
      2.2,
      0.75,
      4,
      5.5,
    ]);
    expect(found.rows.map((row) => row[3])).toEqual([1, 0, 1, 0, 1, 0, 1, 0, 1, 0]);
  });

  it('gives the sheet that is asked for, whatever the file is called', async () => {
    const copy = fileOf(readFileSync(path('book.xlsx')), 'book.csv');
    expect((await readTable(copy, { sheet: 'Wave 2' })).columns).toEqual(['a', 'b']);
    await expect(readTable(copy, { sheet: 'wave' })).rejects.toMatchObject({
      message: 'There is no sheet wave.',
      hint: expect.stringContaining('Wave 1'),
    });
  });

  it('names row and cell in errors, and says when it is damaged', async () => {
    const table = await readTable(path('book.xlsx'));
    expect(() =>
      readNumericTable(table, { columns: ['when'], flag: '--columns' }, () => {}),
    ).toThrow(expect.objectContaining({ where: expect.stringMatching(/book\.xlsx, row 4$/) }));
    const bytes = readFileSync(path('book.xlsx'));
    await expect(readTable(fileOf(bytes.subarray(0, 3000), 'cut.xlsx'))).rejects.toMatchObject({
      message: 'This Excel file cannot be read.',
    });
  });
});

describe('JSON', () => {
  const rows = numbersOf('steps', 12);
  const objects = rows.map((row) => ({ a: row[0], b: row[1], c: `${row[2]},5`, d: row[3]! > 3 }));
  const lines = objects.map((one) => JSON.stringify(one));
  it.each([
    ['lines', 'jsonl', lines.join('\n')],
    ['lines under any name', 'txt', `${lines.join('\r\n')}\n`],
    ['a list', 'json', `\uFEFF${JSON.stringify(objects, null, 2)}`],
    [
      'lines with the NaN of Python',
      'jsonl',
      `${lines.join('\n')}\n{"a": NaN, "b": 1, "c": "1,5", "d": null}`,
    ],
  ])('as %s', async (_, ending, text) => {
    const table = await readTable(fileOf(text, `t.${ending}`));
    const found = readNumericTable(table, { flag: '--columns' }, () => {});
    expect(found.names).toEqual(['a', 'b', 'c', 'd']);
    expect(found.rows.slice(0, 12)).toEqual(
      rows.map((row) => [row[0], row[1], row[2]! + 0.5, row[3]! > 3 ? 1 : 0]),
    );
    expect(found.rows.slice(12)).toEqual(
      found.rows.length > 12 ? [[Number.NaN, 1, 1.5, Number.NaN]] : [],
    );
  });

  it('is not what looks like it', async () => {
    const table = await readTable(fileOf(textOf(rows), 't.tsv'));
    expect(table.rows).toHaveLength(12);
  });
});
