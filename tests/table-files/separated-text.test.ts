/** Separated text as other programs write it: every dialect gives the table that was written. */
import { describe, expect, it } from 'vitest';
import { readTable } from '../../src/table-files/read-table.ts';
import { fileOf, names, numbersIn, numbersOf, textOf } from './base-table.ts';

const rows = numbersOf('steps');
const plain = textOf(rows);

describe('a table of numbers is the same', () => {
  const quoted = ['I am honest, open, and fair', 'a; b', 'c|d', 'I like order, rules', 'say "so"'];
  const header = quoted.map((name) => `"${name.replaceAll('"', '""')}"`);
  const cases: [string, string, (string | readonly string[])?][] = [
    ['with commas', plain],
    ['with semicolons', textOf(rows, { separator: ';' })],
    ['with tabs', textOf(rows, { separator: '\t' })],
    ['with bars', textOf(rows, { separator: '|' })],
    ['with carets', textOf(rows, { separator: '^' })],
    [
      'in single quotation marks',
      textOf(rows, { header: names.map((name) => `'${name}'`), cell: (x) => `'${x}'` }),
    ],
    ['with single spaces', textOf(rows, { separator: ' ' })],
    ['with columns of spaces', textOf(rows, { separator: '   ' }).replace(/^/gm, ' ')],
    ['with the line ends of Windows', textOf(rows, { end: '\r\n' })],
    ['with the line ends of old Macs', textOf(rows, { end: '\r' })],
    ['without a line end at the end', plain.trimEnd()],
    [
      'with names that hold commas, between semicolons',
      textOf(rows, { header, separator: ';' }),
      quoted,
    ],
    ['with names that hold semicolons, between commas', textOf(rows, { header }), quoted],
    ['with names that hold both, between tabs', textOf(rows, { header, separator: '\t' }), quoted],
    ['after sep=;', `sep=;\n${textOf(rows, { separator: ';' })}`],
    ['after sep=, in quotation marks', `"sep=,"\r\n${textOf(rows, { end: '\r\n' })}`],
    ['after sep=; that the lines contradict nowhere', `SEP=;\n${textOf(rows, { separator: ';' })}`],
    ['with a separator at the end of each line', textOf(rows, { end: ',\n' })],
    ['with two of them', textOf(rows, { separator: ';', end: ';;\r\n' })],
    [
      'with one at the end of the rows alone',
      plain
        .replace(/\n(?=.)/g, ',\n')
        .replace(',', ',')
        .replace(/^(.*),\n/, '$1\n'),
    ],
    ['with one at the end of the heading alone', plain.replace('\n', ',\n')],
    ['with empty lines within and behind', plain.replace(/\n/g, '\n\n')],
    ['with rows of separators behind', `${plain},,,,\n,,,,\n`],
    [
      'with a space before the quotation marks',
      textOf(rows, { separator: ', ', cell: (value) => `"${value}"` }),
    ],
    ['with cells in quotation marks', textOf(rows, { cell: (value) => `"${value}"` })],
  ];
  it.each(cases)('%s', async (_, text, expected = names) => {
    const found = await numbersIn(text);
    expect(found.rows).toEqual(rows);
    expect(found.names).toEqual(expected);
    expect(found.notes).toEqual([]);
  });

  const told: [string, string, RegExp][] = [
    ['a comment above', `# exported by a tool, 2026\n${plain}`, /^line 1 \("# exported/],
    ['two comments, and one below', `# a\n#b,c\n${plain}# 40 rows\n`, /and 2 more are not part/],
    ['a title above', `My survey\n\n${plain}`, /^line 1 \("My survey"\)/],
    ['a title and a subtitle', `My survey\nWave 2\n\n${plain}`, /and 1 more are not part/],
    ['a title with a comma', `My survey, wave 2\n${plain}`, /^line 1 \("My survey wave 2"\)/],
    ['a remark in another sign', `// by a tool, 2026\n${plain}`, /^line 1 \("\/\/ by a tool/],
    ['a comment of as many cells', `# a,b,c,d,e\n${plain}`, /^line 1 \("# a b c d e"\)/],
    ['a title in a sheet', `My survey,,,,\n,,,,\n${plain}`, /^line 1 \("My survey/],
    [
      'questions and ids below the names',
      plain.replace(
        '\n',
        `\n${names.map((name) => `"How, ${name}?"`).join(',')}\n${names.map((name) => `"{""ImportId"":""${name}""}"`).join(',')}\n`,
      ),
      /ImportId/,
    ],
  ];
  it.each(told)('without %s, which is told', async (_, text, note) => {
    const found = await numbersIn(text);
    expect(found).toMatchObject({ rows, names });
    expect(found.notes).toEqual([expect.stringMatching(note)]);
  });

  it('with an empty row among the others, which stays a row of gaps', async () => {
    const lines = plain.split('\n');
    const found = await numbersIn(lines.toSpliced(2, 0, ',,,,').join('\n'));
    expect(found.rows).toEqual(
      rows.toSpliced(
        1,
        0,
        names.map(() => Number.NaN),
      ),
    );
    expect(found.notes).toEqual([]);
  });

  it('where the heading leaves out the names of rows, as R writes it', async () => {
    const named = rows.map((row, i) => [`"r${i + 1}"`, ...row].join(' '));
    const text = `"${names.join('" "')}"\n${named.join('\n')}\n`;
    const found = await numbersIn(text);
    expect(found).toMatchObject({ rows, names });
    expect(found.notes.join()).toContain('the first column names the rows');
    const counted = plain
      .split('\n')
      .map((line, i) => (i === 0 || line === '' ? line : `${i},${line}`));
    expect(await numbersIn(counted.join('\n'))).toMatchObject({ rows, names });
  });
});

describe('a heading', () => {
  it('that begins with # is one', async () => {
    const found = await numbersIn(textOf(rows, { header: ['#q1', ...names.slice(1)] }));
    expect(found).toMatchObject({ rows, names: ['#q1', 'q2', 'q3', 'q4', 'q5'], notes: [] });
  });

  it('of numbers is warned of; --no-header makes it data', async () => {
    const decimals = numbersOf('decimals');
    const text = textOf(decimals, { header: null });
    const found = await numbersIn(text);
    expect(found.rows).toEqual(decimals.slice(1));
    expect(found.notes).toEqual([expect.stringMatching(/first line holds numbers .*--no-header/)]);
    const all = await numbersIn(text, { header: false });
    expect(all).toMatchObject({ rows: decimals, names: ['v1', 'v2', 'v3', 'v4', 'v5'], notes: [] });
    const years = await numbersIn(
      textOf(rows, { header: ['2021', '2022', '2023', '2024', '2025'] }),
    );
    expect(years).toMatchObject({ rows, names: ['2021', '2022', '2023', '2024', '2025'] });
    expect(years.notes).toHaveLength(1);
  });

  it('of numbers that stand twice can only be data', async () => {
    const found = await numbersIn(textOf([[3, 3, 4, 2, 1], ...rows], { header: null }));
    expect(found.rows).toEqual([[3, 3, 4, 2, 1], ...rows]);
    expect(found.notes).toEqual([
      expect.stringContaining('some of them twice: it was read as data'),
    ]);
  });

  it('with a name twice is refused', async () => {
    await expect(numbersIn('a,b,a\n1,2,3\n')).rejects.toMatchObject({
      message: 'The column a appears twice.',
      where: expect.stringMatching(/table\.csv:1$/),
    });
  });
});

describe('texts', () => {
  it('in one column keep their commas and spaces', async () => {
    const text = 'answer\nI am honest, open, and fair\nkind, always\nyes; and no\n';
    const { columns, rows: found } = await readTable(fileOf(text));
    expect(columns).toEqual(['answer']);
    expect(found.map(({ cells }) => cells.answer)).toEqual([
      'I am honest, open, and fair',
      'kind, always',
      'yes; and no',
    ]);
    const words = await readTable(fileOf('word\nbe honest\nstay calm\nhelp people\n'));
    expect(words.columns).toEqual(['word']);
  });

  it('keep quotation marks and line breaks, however they are written', async () => {
    const expected = ['say "so"', 'two\nlines', 'a, b'];
    const doubled = 'id,answer\n1,"say ""so"""\n2,"two\nlines"\n3,"a, b"\n';
    const slashed = 'id,answer\n1,"say \\"so\\""\n2,"two\nlines"\n3,"a, b"\n';
    for (const text of [doubled, slashed]) {
      const { rows: found } = await readTable(fileOf(text));
      expect(found.map(({ cells }) => cells.answer)).toEqual(expected);
      expect(found.map(({ line }) => line)).toEqual([2, 3, 5]);
    }
    const stray = await readTable(fileOf('id,answer\n1,a 5" disk\n2,b\n'));
    expect(stray.rows[0]!.cells.answer).toBe('a 5" disk');
    expect(stray.notes).toEqual([expect.stringContaining('stray quotation mark')]);
  });
});

describe('lines that do not fit', () => {
  it.each([
    ['too few cells', 'a,b,c\n1,2,3\n4,5\n', /This line has 2 cells, the heading 3 names/, 3],
    ['too many cells', 'a,b,c\n1,2,3\n4,5,6,7\n8,9,1\n', /This line has 4 cells/, 3],
    ['decimal commas between commas', 'a,b,c\n0,1,0,2,0,3\n0,4,0,5,0,6\n', /6 cells.*3 names/, 2],
    [
      'a quotation mark that does not close',
      'a,b,c\n1,2,3\n"4,5,6\n7,8,9\n',
      /do not close|cell/,
      3,
    ],
  ])('are named: %s', async (_, text, message, line) => {
    await expect(numbersIn(text)).rejects.toMatchObject({
      message: expect.stringMatching(message),
      where: expect.stringMatching(new RegExp(`table\\.csv:${line}$`)),
    });
  });

  it('with a single decimal comma are no rows with names', async () => {
    await expect(numbersIn('a,b,c\n0,1,2,3\n0,4,5,6\n1,5,2,1\n')).rejects.toMatchObject({
      message: 'This line has 4 cells, the heading 3 names.',
      hint: expect.stringContaining('decimal'),
    });
  });

  it('with decimal commas get the hint that mends them', async () => {
    await expect(numbersIn('a,b,c\n0,1,0,2,0,3\n0,4,0,5,0,6\n')).rejects.toMatchObject({
      hint: expect.stringContaining('semicolon'),
    });
  });
});
