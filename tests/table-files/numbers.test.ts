/** Numbers and gaps as other programs write them. */
import { describe, expect, it } from 'vitest';
import { names, numbersIn, numbersOf, textOf } from './base-table.ts';

const steps = numbersOf('steps');
const decimals = numbersOf('decimals');
const comma = (value: number) => String(value).replace('.', ',');
const gap = Number.NaN;

describe('the decimal mark', () => {
  it.each([
    ['semicolons', { separator: ';', cell: comma }],
    ['tabs', { separator: '\t', cell: comma }],
    ['bars', { separator: '|', cell: comma }],
    ['commas, in quotation marks', { cell: (value: number) => `"${comma(value)}"` }],
  ])('is a comma between %s, which is told', async (_, how) => {
    const found = await numbersIn(textOf(decimals, how));
    expect(found).toMatchObject({ rows: decimals, names });
    expect(found.notes).toEqual([expect.stringMatching(/the comma is the decimal mark/)]);
  });

  it('is a comma in a single column, where commas could separate', async () => {
    const text = textOf(
      decimals.map((row) => [row[0]!]),
      { header: ['a'], cell: comma },
    );
    expect((await numbersIn(text)).rows).toEqual(decimals.map((row) => [row[0]]));
  });

  const thousands = decimals.map((row) => row.map((x) => Math.round(Math.abs(x) * 3000)));
  const grouped = (mark: string) => (value: number) =>
    String(value).replace(/(\d)(\d{3})$/, `$1${mark}$2`);

  it('1.635 beside 812 is read as 1635, told, and settled by --decimal', async () => {
    for (const [mark, separator] of [
      ['.', ';'],
      ['.', ','],
      [',', ';'],
      [',', '\t'],
    ] as const) {
      const text = textOf(thousands, { separator, cell: grouped(mark) });
      const found = await numbersIn(text);
      expect(found.rows).toEqual(thousands);
      expect(found.notes).toEqual([
        expect.stringMatching(new RegExp(`beside \\d{3} may be .*--decimal "\\${mark}"`)),
      ]);
      const other = mark === '.' ? ',' : '.';
      expect(await numbersIn(text, { decimal: other })).toMatchObject({
        rows: thousands,
        notes: [],
      });
      const small = await numbersIn(text, { decimal: mark });
      const large = thousands.flat().find((value) => value >= 1000)!;
      expect(small.rows.flat()).toContain(large / 1000);
    }
  });

  it('is a point, without a word, where numbers have three digits behind it throughout', async () => {
    const rows = [[1.635, 2.104, 3.5, 0.25, 1], ...decimals];
    expect(await numbersIn(textOf(rows))).toMatchObject({ rows, notes: [] });
    const three = decimals.map((row) => row.map((x) => Number((Math.abs(x) + 1.001).toFixed(3))));
    const found = await numbersIn(textOf(three, { cell: (value) => value.toFixed(3) }));
    expect(found).toMatchObject({ rows: three, notes: [] });
  });

  it('shows where the other mark stands between thousands', async () => {
    const rows = thousands.map((row) => row.map((x) => x + 0.5));
    const german = textOf(rows, {
      separator: ';',
      cell: (x) => `${grouped('.')(Math.floor(x))},5`,
    });
    const swiss = textOf(rows, { separator: ';', cell: (x) => `${grouped('’')(Math.floor(x))}.5` });
    const french = textOf(rows, {
      separator: ';',
      cell: (x) => `${grouped('\u202f')(Math.floor(x))},5`,
    });
    const english = textOf(rows, { cell: (x) => `"${grouped(',')(Math.floor(x))}.5"` });
    for (const text of [german, swiss, french, english])
      expect((await numbersIn(text)).rows).toEqual(rows);
  });

  it('reads signs, exponents, and points without a digit', async () => {
    const text = 'a,b,c,d\n+1,−2,1e2,.5\n2,-3,1E-2,5.\n3,–4,2.5e+1,-.25\n';
    expect((await numbersIn(text)).rows).toEqual([
      [1, -2, 100, 0.5],
      [2, -3, 0.01, 5],
      [3, -4, 25, -0.25],
    ]);
  });

  it('is told as open where whole numbers of three digits stand in another column', async () => {
    const rows = decimals.map((row, i) => [
      Math.abs(row[0]!) + 1,
      100 + ((i * 37) % 800),
      row[2]! > 0 ? 1 : 0,
    ]);
    const text = textOf(rows, {
      header: ['a', 'b', 'c'],
      separator: ';',
      cell: (x, _, j) => (j === 0 ? x.toFixed(3) : String(x)),
    });
    const found = await numbersIn(text);
    expect(found.notes).toEqual([expect.stringMatching(/beside \d{3} may be .* --decimal ","/)]);
    expect(found.rows[0]![0]).toBeCloseTo(rows[0]![0]!, 3);
  });

  it('that columns write differently is an error, not a column of text', async () => {
    await expect(
      numbersIn('a;b\n1.234.567;1.5\n2.345.678;2.5\n1.000.000;3.5\n'),
    ).rejects.toMatchObject({ message: 'a: "1.234.567" is not a number.' });
  });

  it('that two cells write differently is asked for, with the cell', async () => {
    await expect(numbersIn('a;b\n0.5;1\n0,7;2\n0.9;3\n0.2;4\n')).rejects.toMatchObject({
      message: 'a: "0,7" is not a number.',
      where: expect.stringMatching(/:3$/),
      hint: expect.stringContaining('--decimal'),
    });
  });
});

describe('gaps', () => {
  const signs = [
    ...[
      '',
      ' ',
      'NA',
      'N/A',
      'n/a',
      '#N/A',
      '#N/A N/A',
      '<NA>',
      'NaN',
      'nan',
      '-nan',
      'null',
      'NULL',
    ],
    ...['None', '.', '#NULL!', '-', '--', '–', '1.#QNAN', '-1.#IND'],
    ...['-1.797693e+308', '-1.79769313486232E+308', '-1.7976931348623157e308', '-1.797e308'],
    `-${BigInt(Number.MAX_VALUE)}`,
  ];
  it.each(signs)('"%s" is one', async (sign) => {
    const text = textOf(steps, { cell: (x, i, j) => (i === 7 && j === 2 ? sign : String(x)) });
    const found = await numbersIn(text);
    const expected = steps.map((row, i) => row.map((x, j) => (i === 7 && j === 2 ? gap : x)));
    expect(found).toMatchObject({ rows: expected, notes: [] });
  });

  it('are what --gaps names: numbers however written, and words', async () => {
    const marks = ['-99', '-99.0', '999', 'refused', '−99'];
    const text = textOf(steps, { cell: (x, i, j) => (i === j ? marks[i]! : String(x)) });
    const expected = steps.map((row, i) => row.map((x, j) => (i === j ? gap : x)));
    const found = await numbersIn(text, { gaps: ['-99', '999', 'Refused'] });
    expect(found).toMatchObject({ rows: expected, notes: [] });
    await expect(numbersIn(text, { gaps: ['-99', '999'] })).rejects.toMatchObject({
      message: 'q4: "refused" is not a number.',
      where: expect.stringMatching(/:5$/),
      hint: expect.stringContaining('--gaps'),
    });
  });

  it('are not what a column is full of, nor what a person did not name', async () => {
    expect((await numbersIn(textOf(steps))).rows.flat()).not.toContain(gap);
    const zeros = steps.map((row) => row.map((x) => x - 1));
    expect(await numbersIn(textOf(zeros))).toMatchObject({ rows: zeros, notes: [] });
  });
});

describe('a number far outside of its scale', () => {
  const put = (code: number, every: number, columns = [1, 3]) =>
    steps.map((row, i) =>
      row.map((x, j) => (columns.includes(j) && (i + j) % every === 0 ? code : x)),
    );
  it.each([-99, 99, 999, 9999, -9, -1, 9, -999, 88, 1000])(
    '%d in two columns is warned of by name and count',
    async (code) => {
      const rows = put(code, 8);
      const found = await numbersIn(textOf(rows));
      const count = rows.flat().filter((x) => x === code).length;
      expect(found.rows).toEqual(rows);
      expect(found.notes).toEqual([
        expect.stringMatching(
          new RegExp(`^${code} occurs ${count} times in q2 and q4, .*--gaps ${code}$`),
        ),
      ]);
      expect((await numbersIn(textOf(rows), { gaps: [String(code)] })).notes).toEqual([]);
    },
  );

  it.each([
    ['9 on a scale of seven', [1, 2, 3, 4, 5, 6, 7], [9]],
    ['8 and 9 on a scale of five', [1, 2, 3, 4, 5], [8, 9]],
    ['-1 on a scale from 0', [0, 1, 2, 3], [-1]],
    ['77 and 99', [0, 1, 2, 3, 4, 5, 6], [77, 99]],
  ])('is told: %s', async (_, scale, codes) => {
    const rows = Array.from({ length: 60 }, (_, i) =>
      names.map((_, j) =>
        (i + 2 * j) % 9 === 0
          ? codes[(i + j) % codes.length]!
          : scale[(i * (j + 2) + j) % scale.length]!,
      ),
    );
    const { notes } = await numbersIn(textOf(rows));
    expect(notes.map((note) => Number(note.split(' ')[0])).sort((a, b) => a - b)).toEqual(codes);
  });

  it('is told where most cells hold it', async () => {
    const rows = decimals.map((row, i) => (i % 10 < 7 ? row.with(0, -99).with(2, -99) : row));
    const { notes } = await numbersIn(textOf(rows));
    expect(notes).toEqual([expect.stringMatching(/^-99 occurs 56 times in q1 and q3/)]);
  });

  it('is told of each: -98 and -99 side by side', async () => {
    const rows = put(-99, 8).map((row, i) => (i % 9 === 0 ? row.with(0, -98).with(2, -98) : row));
    const { notes } = await numbersIn(textOf(rows));
    expect(notes.map((note) => note.split(' ')[0]).sort()).toEqual(['-98', '-99']);
  });

  it('in one column where it is a usual code', async () => {
    const { notes } = await numbersIn(textOf(put(999, 8, [2])));
    expect(notes).toEqual([expect.stringMatching(/^999 occurs \d times? in q3,/)]);
  });

  it('in one column each: -8 and -9', async () => {
    const rows = put(-8, 8, [0]).map((row, i) => (i % 8 === 3 ? row.with(2, -9) : row));
    const { notes } = await numbersIn(textOf(rows));
    expect(notes.map((note) => note.split(' ')[0]).sort()).toEqual(['-8', '-9']);
  });

  it('where a usual code stands a single time beside steps', async () => {
    const { notes } = await numbersIn(textOf(steps.with(7, steps[7]!.with(2, 99))));
    expect(notes).toEqual([expect.stringMatching(/^99 occurs 1 time in q3,/)]);
  });

  it('where -1 is seldom among 0 and 1', async () => {
    const rows = steps.map((row, i) =>
      row.map((x, j) => (i % 10 === 0 && j < 2 ? -1 : x > 3 ? 1 : 0)),
    );
    expect((await numbersIn(textOf(rows))).notes).toEqual([expect.stringMatching(/^-1 occurs/)]);
  });

  it('among decimals', async () => {
    const rows = decimals.map((row, i) => (i % 10 === 0 ? row.with(1, -99).with(4, -99) : row));
    const { notes } = await numbersIn(textOf(rows));
    expect(notes).toEqual([expect.stringMatching(/^-99 occurs 8 times in q2 and q5/)]);
  });

  it('is none where the scale reaches it, and a single outlier is none', async () => {
    const around = steps.map((row) => row.map((x) => x - 3));
    expect((await numbersIn(textOf(around))).notes).toEqual([]);
    const hundreds = steps.map((row, i) => row.map((x, j) => 20 * x - ((i + j) % 7)));
    expect((await numbersIn(textOf(hundreds))).notes).toEqual([]);
    const counts = steps.map((row, i) =>
      row.map((x, j) => ((i * 7 + j * 3) % 5 === 0 ? x * x : x % 3)),
    );
    expect((await numbersIn(textOf(counts))).notes).toEqual([]);
    const balanced = steps.map((row) => row.map((x) => Math.sign(x - 3)));
    expect((await numbersIn(textOf(balanced))).notes).toEqual([]);
    const skipped = steps.map((row) => row.map((x) => (x === 4 ? 5 : x)));
    expect((await numbersIn(textOf(skipped))).notes).toEqual([]);
    const outlier = decimals.map((row, i) => (i === 5 ? row.with(1, 41.5) : row));
    expect((await numbersIn(textOf(outlier))).notes).toEqual([]);
  });
});

describe('numbers that cannot be computed with', () => {
  it.each(['1e200', '-3.5E+180', '1e155'])(
    '%s is refused with file, line, and column',
    async (cell) => {
      const text = textOf(steps, { cell: (x, i, j) => (i === 4 && j === 3 ? cell : String(x)) });
      await expect(numbersIn(text)).rejects.toMatchObject({
        message: `q4: "${cell}" is too large to compute with.`,
        where: expect.stringMatching(/table\.csv:6$/),
      });
    },
  );

  it('differences that vanish when squared are refused too', async () => {
    const text = textOf(decimals, { cell: (x, _, j) => (j === 2 ? `${x}e-200` : String(x)) });
    await expect(numbersIn(text)).rejects.toMatchObject({
      message: expect.stringMatching(/^q3: the numbers differ by less/),
    });
  });

  it('1e400 and Infinity are not numbers', async () => {
    for (const cell of ['1e400', 'Infinity', '0x10', '1_000', '12abc'])
      await expect(
        numbersIn(textOf(steps, { cell: (x, i, j) => (i === 0 && j === 0 ? cell : String(x)) })),
      ).rejects.toMatchObject({ message: `q1: "${cell}" is not a number.` });
  });
});

describe('words for numbers', () => {
  it.each([
    ['TRUE', 'FALSE'],
    ['True', 'False'],
    ['true', 'false'],
    ['yes', 'no'],
    ['T', 'F'],
    ['Y', 'N'],
  ])('%s and %s are 1 and 0, which is told', async (yes, no) => {
    const cell = (x: number) => (x > 3 ? yes : no);
    const found = await numbersIn(textOf(steps, { cell }));
    expect(found.rows).toEqual(steps.map((row) => row.map((x) => (x > 3 ? 1 : 0))));
    expect(found.notes).toEqual([expect.stringMatching(/is 1 and FALSE .* is 0$/)]);
  });

  it('steps in words are named, where there is nothing else', async () => {
    await expect(
      numbersIn(
        textOf(steps, { cell: (x) => ['dawn', 'morning', 'noon', 'dusk', 'night'][x - 1]! }),
      ),
    ).rejects.toMatchObject({
      message: 'No column of this table holds numbers.',
      hint: expect.stringMatching(/q1 is "\w+/),
    });
  });
});

describe('numbers with signs and labels', () => {
  const words = ['never', 'rarely', 'sometimes', 'often', 'always'];
  const word = (value: number) => words[value - 1]!;

  it.each<[string, (value: number, row: number) => string]>([
    ['per cent', (x) => `${x}%`],
    ['per cent after a space', (x) => `${x} %`],
    ['per cent beside plain numbers', (x, i) => (i % 2 ? `${x}%` : String(x))],
    ['one per cent', (x, i) => (i === 3 ? `${x}%` : String(x))],
    ['money', (x) => `$${x}`],
    ['parts of five', (x) => `${x}/5`],
    ['parts in words', (x) => `${x} out of 5`],
    ['years', (x) => (x === 1 ? '1 year' : `${x} years`)],
    ['points in Chinese', (x) => `${x}分`],
    ['5 - often', (x) => `${x} - ${word(x)}`],
    ['5 – often', (x) => `${x} – ${word(x)}`],
    ['5 = often', (x) => `${x} = ${word(x)}`],
    ['5: often', (x) => `${x}: ${word(x)}`],
    ['5. often', (x) => `${x}. ${word(x)}`],
    ['5) often', (x) => `${x}) ${word(x)}`],
    ['(5) often', (x) => `(${x}) ${word(x)}`],
    ['[5] often', (x) => `[${x}] ${word(x)}`],
    ['5 often', (x) => `${x} ${word(x)}`],
    ['5 (often)', (x) => `${x} (${word(x)})`],
    ['often (5)', (x) => `${word(x)} (${x})`],
    ['often - 5', (x) => `${word(x)} - ${x}`],
    ['often = 5', (x) => `${word(x)} = ${x}`],
    [
      'labels at the ends of the scale alone',
      (x) => (x === 1 || x === 5 ? `${x} (${word(x)})` : String(x)),
    ],
  ])('%s are read as numbers, and told', async (_, cell) => {
    const found = await numbersIn(textOf(steps, { cell }));
    expect(found).toMatchObject({ names, rows: steps });
    expect(found.notes).toEqual([expect.stringMatching(/^q1, q2, q3, q4, and q5: .* is \d\)$/)]);
  });

  it('have a decimal comma like other numbers', async () => {
    const cell = (x: number) => `${comma(x)} %`;
    const found = await numbersIn(textOf(decimals, { separator: ';', cell }));
    expect(found.rows).toEqual(decimals);
  });

  it('contradict each other: the column and the cell are named', async () => {
    const cell = (x: number, i: number, j: number) =>
      `${x} - ${word(i === 5 && j === 2 ? (x % 5) + 1 : x)}`;
    await expect(numbersIn(textOf(steps, { cell }))).rejects.toMatchObject({
      message: expect.stringMatching(/^q3: the number and the label of "\d - \w+" contradict "/),
      where: expect.stringMatching(/:7$/),
    });
  });

  it('a share of one beside per cent is refused', async () => {
    const cell = (x: number, i: number) => (i % 2 ? `${10 * x}%` : `0.${x}`);
    await expect(numbersIn(textOf(steps, { cell }))).rejects.toMatchObject({
      message: expect.stringMatching(/^q1: "0\.\d" stands beside "\d0%"/),
    });
  });

  it.each<[string, (value: number, row: number) => string]>([
    ['names with numbers', (_, i) => `item ${i}`],
    ['addresses', (_, i) => `${i} ${['Main Street', 'High Road', 'Park Lane'][i % 3]}`],
    ['ids', (_, i) => `P-${i}`],
  ])('%s are text', async (_, other) => {
    const cell = (x: number, i: number, j: number) => (j === 4 ? other(x, i) : String(x));
    const found = await numbersIn(textOf(steps, { cell }));
    expect(found.names).toEqual(names.slice(0, 4));
  });

  it('an odd cell in such a column is an error', async () => {
    const cell = (x: number, i: number, j: number) =>
      i === 2 && j === 0 ? 'well' : `${x} - ${word(x)}`;
    await expect(numbersIn(textOf(steps, { cell }))).rejects.toMatchObject({
      message: 'q1: "well" is not a number.',
    });
  });
});

it.each([
  '#VALUE!',
  '#DIV/0!',
  '#REF!',
  'NaT',
  '\\N',
  '.a',
  '.',
  'undefined',
  'missing',
  '(missing)',
  'SYSMIS',
  'NA_real_',
  '?',
])('%s is a gap', async (cell) => {
  const some = (x: number, i: number) => (i === 3 ? cell : String(x));
  const { rows } = await numbersIn(textOf(steps, { cell: some }));
  expect(rows[3]).toEqual([gap, gap, gap, gap, gap]);
});
