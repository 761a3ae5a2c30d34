/** Columns of numbers that measure nothing. */
import { describe, expect, it } from 'vitest';
import { names, numbersIn, numbersOf } from './base-table.ts';

const steps = numbersOf('steps');

/** The table with a column in front. */
function withFirst(name: string, value: (row: number) => number | string, rows = steps): string {
  const lines = rows.map((row, i) => [value(i), ...row].join(','));
  return [[name, ...names].join(','), ...lines].join('\n');
}

/** A permutation of 0…39. */
const shuffled = (i: number) => (i * 17 + 5) % 40;

describe('left out, and told', () => {
  const cases: [string, string, (row: number) => number | string][] = [
    ['a first column without a name', '', (i) => i],
    ['one in quotation marks', '""', (i) => `"${i + 1}"`],
    ['one of words', '', (i) => `case ${i}`],
    ['one without order', '', (i) => shuffled(i)],
    ['what pandas calls it', 'Unnamed: 0', (i) => i],
    ['what readr calls it', '...1', (i) => i + 1],
    ['what R makes of it', 'X', (i) => i + 1],
    ['rows that were filtered', 'X', (i) => 3 * i + (i % 2)],
    ['an index', 'index', (i) => shuffled(i)],
    ['an id that counts', 'id', (i) => 1000 + i],
    ['an id without order', 'ID', (i) => 5000 + 3 * shuffled(i)],
    ['an id that repeats', 'subject_id', (i) => i % 8],
    ['an id in capitals', 'respondentId', (i) => 70_000 + 13 * shuffled(i)],
    ['ids of which some look like numbers', 'PROLIFIC_PID', (i) => (i % 3 ? `${i}e241` : `a${i}f`)],
    ['participants', 'participant', (i) => 1000 + shuffled(i)],
    ['a number that says so', 'Nr.', (i) => shuffled(i) + 1],
    ['a count under any name', 'whatever', (i) => i + 1],
    ['a count downward', 'wave', (i) => 400 - i],
    ['seconds since 1970', 'q0', (i) => 1_767_225_600 + 977 * shuffled(i)],
    ['milliseconds since 1970', 'q0', (i) => 1_767_225_600_123 + 977_001 * shuffled(i)],
    ['days of a spreadsheet', 'StartDate', (i) => 45_992.25 + shuffled(i) / 7],
    ['days as numbers', 'date', (i) => 20_260_101 + (shuffled(i) % 28)],
    ['days as text', 'submitted', (i) => `2026-01-${10 + (i % 20)} 10:00`],
  ];
  it.each(cases)('%s', async (_, name, value) => {
    const found = await numbersIn(withFirst(name, value));
    expect(found).toMatchObject({ rows: steps, names });
    expect(found.notes).toHaveLength(1);
    expect(found.notes[0]).toMatch(/left out/);
  });

  it('but used when it is named', async () => {
    const columns = ['id', ...names];
    const found = await numbersIn(
      withFirst('id', (i) => i),
      { columns },
    );
    expect(found).toMatchObject({ names: columns, notes: [] });
    expect(found.rows[3]![0]).toBe(3);
  });

  it('and no group of rows, where it is that', async () => {
    const found = await numbersIn(
      withFirst('model_id', (i) => i % 8),
      { groups: 'model_id' },
    );
    expect(found).toMatchObject({ names, rows: steps, notes: [] });
  });
});

describe('groups of rows', () => {
  const grouped = (cell: (row: number) => string) =>
    `model,${names.join()}\n${steps.map((row, i) => `${cell(i)},${row.join()}`).join('\n')}\n`;

  it('are the same in any case and with any spaces, told', async () => {
    const { notes } = await numbersIn(
      grouped((i) => ['GPT-4', 'gpt-4', 'GPT-4 '][i % 3]!),
      {
        groups: 'model',
      },
    );
    expect(notes).toEqual(['taken as one group: GPT-4 (gpt-4)']);
  });

  it('are not empty: the line is named', async () => {
    const text = grouped((i) => (i % 3 === 0 ? `m${i}` : ''));
    await expect(numbersIn(text, { groups: 'model' })).rejects.toMatchObject({
      message: 'model is empty.',
      where: expect.stringMatching(/:3$/),
    });
  });
});

describe('kept', () => {
  it.each<[string, string, (row: number) => number]>([
    ['a scale', 'idea', (i) => (i % 5) + 1],
    ['a measure without order', 'income', (i) => 20_000 + 137 * shuffled(i)],
    ['years', 'year', (i) => 1990 + (i % 30)],
    ['decimals that go up', 'dose', (i) => i / 7],
    ['a word that ends like an id', 'paid', (i) => shuffled(i)],
    ['few steps under the name of cases', 'response', (i) => (i % 4) + 1],
  ])('%s', async (_, name, value) => {
    const found = await numbersIn(withFirst(name, value));
    expect(found).toMatchObject({ names: [name, ...names], notes: [] });
  });

  it('with a word, numbers that go up as an id does', async () => {
    const found = await numbersIn(withFirst('pupilnumber', (i) => i * i + 10));
    expect(found.names).toEqual(['pupilnumber', ...names]);
    expect(found.notes).toEqual([expect.stringMatching(/goes up .* used all the same; --columns/)]);
  });

  it('with a word, what counts its rows within the reach of the others', async () => {
    const nine = Array.from({ length: 9 }, (_, i) => [i + 1, ((i * 4) % 9) + 1, ((i * 7) % 9) + 1]);
    const text = `r1,r2,r3\n${nine.map((row) => row.join(',')).join('\n')}\n`;
    const found = await numbersIn(text);
    expect(found.rows).toEqual(nine);
    expect(found.notes).toEqual([
      expect.stringMatching(/^r1 counts the rows and is used all the same/),
    ]);
  });
});
