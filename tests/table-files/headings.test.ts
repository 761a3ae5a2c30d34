/** Headings of two lines, and sheets of remarks before the table. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { readNumericTable } from '../../src/table-files/numeric-table.ts';
import { readTable } from '../../src/table-files/read-table.ts';
import { writeZip } from '../support/zip.ts';

const place = mkdtempSync(join(tmpdir(), 'valuelex-headings-'));
afterAll(() => rmSync(place, { recursive: true, force: true }));

type Cell = string | number | null | { formula: string };

/** A workbook as small as one can be, with texts in their cells. */
async function book(
  name: string,
  sheets: readonly [string, readonly (readonly Cell[])[]][],
  { hidden = '', merged = '', chart = '' } = {},
) {
  const relation = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
  const main = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
  const packaged = 'http://schemas.openxmlformats.org/package/2006';
  const cellOf = (cell: Cell, row: number, column: number) => {
    const at = `${String.fromCharCode(65 + column)}${row + 1}`;
    if (cell === null) return '';
    if (typeof cell === 'object') return `<c r="${at}"><f>${cell.formula}</f><v/></c>`;
    return typeof cell === 'number'
      ? `<c r="${at}"><v>${cell}</v></c>`
      : `<c r="${at}" t="inlineStr"><is><t>${cell}</t></is></c>`;
  };
  const parts: [string, string][] = [
    [
      '[Content_Types].xml',
      `<Types xmlns="${packaged}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/></Types>`,
    ],
    [
      '_rels/.rels',
      `<Relationships xmlns="${packaged}/relationships"><Relationship Id="rId1" Type="${relation}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
    ],
    [
      'xl/workbook.xml',
      `<workbook xmlns="${main}" xmlns:r="${relation}"><sheets>${sheets.map(([title], i) => `<sheet name="${title}" sheetId="${i + 1}"${title === hidden ? ' state="hidden"' : ''} r:id="rId${i + 1}"/>`).join('')}</sheets></workbook>`,
    ],
    [
      'xl/_rels/workbook.xml.rels',
      `<Relationships xmlns="${packaged}/relationships">${sheets.map(([title], i) => `<Relationship Id="rId${i + 1}" Type="${relation}/${title === chart ? 'chartsheet' : 'worksheet'}" Target="worksheets/sheet${i + 1}.xml"/>`).join('')}</Relationships>`,
    ],
    ...sheets.map(([, rows], i): [string, string] => [
      `xl/worksheets/sheet${i + 1}.xml`,
      `<worksheet xmlns="${main}"><sheetData>${rows.map((row, r) => `<row r="${r + 1}">${row.map((cell, c) => cellOf(cell, r, c)).join('')}</row>`).join('')}</sheetData>${merged === '' ? '' : `<mergeCells><mergeCell ref="${merged}"/></mergeCells>`}</worksheet>`,
    ]),
  ];
  const path = join(place, name);
  await writeZip(
    path,
    parts.map(([file, xml]) => [file, Buffer.from(xml)]),
  );
  return path;
}

function text(name: string, lines: string): string {
  const path = join(place, name);
  writeFileSync(path, lines);
  return path;
}

const data = [
  [1, 2, 3, 4],
  [4, 3, 2, 1],
  [2, 2, 5, 4],
];

describe('a heading of two lines', () => {
  it('gives the names below the groups where each stands once', async () => {
    const table = await readTable(
      await book('groups.xlsx', [
        ['Data', [['Scale A', null, 'Scale B', null], ['q1', 'q2', 'q3', 'q4'], ...data]],
      ]),
    );
    expect(table.columns).toEqual(['q1', 'q2', 'q3', 'q4']);
    expect(table.rows.map(({ line }) => line)).toEqual([3, 4, 5]);
    expect(table.notes.join()).toContain('groups the columns of row 2 and is left out');
  });

  it('puts the group before names that stand twice', async () => {
    const table = await readTable(
      text('groups.csv', 'Scale A,,Scale B,\nitem 1,item 2,item 1,item 2\n1,2,3,4\n4,3,2,1\n'),
    );
    expect(table.columns).toEqual([
      'Scale A item 1',
      'Scale A item 2',
      'Scale B item 1',
      'Scale B item 2',
    ]);
    expect(table.rows[0]!.cells['Scale B item 1']).toBe('3');
  });

  it('is none where the second line is data', async () => {
    const gaps = await readTable(text('gaps.csv', ',q1,q2\nanna,NA,NA\nben,1,2\ncleo,2,3\n'));
    expect(gaps.columns).toEqual(['', 'q1', 'q2']);
    expect(gaps.rows).toHaveLength(3);
    const labels = await readTable(text('labels.csv', 'rater1,rater2,note\nyes,no,a\nno,no,b\n'));
    expect(labels.columns).toEqual(['rater1', 'rater2', 'note']);
    expect(labels.rows).toHaveLength(2);
  });
});

describe('a workbook', () => {
  it('is read at its first sheet that holds a table', async () => {
    const path = await book('remarks.xlsx', [
      ['Read me', [['This file holds study 1.'], ['Ask Anna.']]],
      ['Data', [['q1', 'q2', 'q3', 'q4'], ...data]],
    ]);
    const table = await readTable(path);
    expect(table.columns).toEqual(['q1', 'q2', 'q3', 'q4']);
    expect(table.notes).toEqual([
      'the workbook has 2 sheets; Data was read (--sheet names another)',
    ]);
    expect((await readTable(path, { sheet: 'Read me' })).columns).toEqual([
      'This file holds study 1.',
    ]);
  });

  it('of one column of words is read as it is', async () => {
    const table = await readTable(await book('words.xlsx', [['Words', [['word'], ['honesty']]]]));
    expect(table.rows.map(({ cells }) => cells.word)).toEqual(['honesty']);
  });
});

describe('a workbook of several sheets', () => {
  it('may have a sheet that is a chart', async () => {
    const sheets: [string, Cell[][]][] = [
      ['Picture', []],
      ['Data', [['q1', 'q2', 'q3', 'q4'], ...data]],
    ];
    const table = await readTable(await book('chart.xlsx', sheets, { chart: 'Picture' }));
    expect(table.columns).toEqual(['q1', 'q2', 'q3', 'q4']);
  });

  it('may hold numbers with a decimal comma as text among others', async () => {
    const rows: Cell[][] = [
      ['a', 'b'],
      [0.25, 1200],
      ['-1,607', '1,300'],
      [1.5, 900],
      [-1.607, 40],
    ];
    const table = await readTable(await book('commas.xlsx', [['Data', rows]]));
    const notes: string[] = [];
    const read = readNumericTable(table, { flag: '--columns' }, (text) => notes.push(text));
    expect(read.rows).toEqual([
      [0.25, 1200],
      [-1.607, 1300],
      [1.5, 900],
      [-1.607, 40],
    ]);
    expect(notes).toEqual(['a: some numbers are text, with a decimal comma']);
  });

  it('is read from the first table that is no list beside a larger one', async () => {
    const rows = Array.from({ length: 30 }, (_, i) => [i % 5, (i * 3) % 5, (i * 7) % 4]);
    const lists: Cell[][] = [
      ['yes', 'no'],
      ['male', 'female'],
    ];
    const table = await readTable(
      await book('menus.xlsx', [
        ['Lists', lists],
        ['Answers', [['a', 'b', 'c'], ...rows]],
        ['Wave 2', [['a', 'b', 'c'], ...rows, ...rows]],
      ]),
    );
    expect(table.columns).toEqual(['a', 'b', 'c']);
    expect(table.rows).toHaveLength(30);
    expect(table.notes[0]).toContain('has 3 sheets; Answers was read');
  });

  const heading = ['q1', 'q2', 'q3', 'q4'];

  it('is read from one that is not hidden', async () => {
    const old = [heading, ...data.map((row) => row.map(() => 9))];
    const sheets: [string, Cell[][]][] = [
      ['Old &amp; done', old],
      ['Data', [heading, ...data]],
    ];
    const path = await book('hidden.xlsx', sheets, { hidden: 'Old &amp; done' });
    expect((await readTable(path)).rows.map(({ cells }) => cells.q1)).toEqual(['1', '4', '2']);
  });

  it.each(['Codebook', 'Sheet 1'])(
    'is not read from one that tells about the columns: %s',
    async (name) => {
      const about = heading.map((one) => [one, `Question ${one}`, '1 to 5']);
      const path = await book('about.xlsx', [
        [name, [['Variable', 'Meaning', 'Scale'], ...about]],
        ['Answers', [heading, ...data]],
      ]);
      expect((await readTable(path)).notes[0]).toContain('Answers was read');
    },
  );

  it('gives a cell over several rows to each of them', async () => {
    const rows = [
      ['m1', 1],
      [null, 2],
      [null, 3],
      ['m2', 4],
    ];
    const path = await book('tall.xlsx', [['Data', [['model', 'q1'], ...rows]]], {
      merged: 'A2:A4',
    });
    expect((await readTable(path)).rows.map(({ cells }) => cells.model)).toEqual([
      'm1',
      'm1',
      'm1',
      'm2',
    ]);
  });

  it('names columns of formulas whose values were never saved', async () => {
    const rows = data.map((row, i) => [...row, { formula: `A${i + 2}*2` }]);
    const path = await book('unsaved.xlsx', [['Data', [[...heading, 'twice'], ...rows]]]);
    expect((await readTable(path)).notes.join()).toMatch(
      /^twice: formulas whose values were never saved/,
    );
  });

  it('has a title further right, and empty columns before the table', async () => {
    const rows = [
      [null, null, 'Values 2024'],
      [null, null, ...heading],
      ...data.map((row) => [null, null, ...row]),
    ];
    const table = await readTable(await book('right.xlsx', [['Data', rows]]));
    expect(table.columns).toEqual(heading);
  });

  it('says what to do where nothing stands below its heading', async () => {
    const path = await book('formulas.xlsx', [['Data', [['a', 'b']]]]);
    await expect(readTable(path)).rejects.toMatchObject({
      message: 'This table has no rows.',
      hint: expect.stringContaining('formulas'),
    });
  });
});
