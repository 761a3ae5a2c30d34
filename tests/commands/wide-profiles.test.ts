/** `valuelex methods` on tables with a column for each value, or for each model. */
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createRandom } from '../../src/statistics/random.ts';
import { type TestTerminal, testTerminal } from './test-context.ts';

let terminal: TestTerminal;
beforeEach(() => {
  terminal = testTerminal();
});

const models = Array.from({ length: 12 }, (_, m) => `lab${m}-7b`);
const values = ['power', 'security', 'benevolence', 'hedonism'];
const random = createRandom('wide profiles');
const scores = models.map(() => values.map(() => Math.round(1000 * random.normal()) / 100));
/** Another way of asking, which sees the same with noise. */
const noisy = scores.map((row) => row.map((x) => Math.round(100 * (x + random.normal())) / 100));

const lines = (rows: readonly (readonly (string | number)[])[], separator = ',') =>
  `${rows.map((row) => row.join(separator)).join('\n')}\n`;
const long = (of: number[][]) =>
  lines([
    ['model', 'value', 'score'],
    ...models.flatMap((model, m) => values.map((value, v) => [model, value, of[m]![v]!])),
  ]);
const wide = (of: number[][]) =>
  lines([['Model', ...values], ...models.map((model, m) => [model, ...of[m]!])]);
const byModel = (of: number[][]) =>
  lines([['value', ...models], ...values.map((value, v) => [value, ...of.map((row) => row[v]!)])]);
/** As data frames are written, with what a public board has beside the scores. */
const framed = (of: number[][]) =>
  lines([
    ['', 'model', 'license', ...values, 'average'],
    ...models.map((model, m) => {
      const mean = of[m]!.reduce((sum, x) => sum + x, 0) / values.length;
      return [m, model, 'MIT', ...of[m]!, mean];
    }),
  ]);
const withCommas = (of: number[][]) =>
  lines(
    [
      ['model', ...values],
      ...models.map((model, m) => [model, ...of[m]!.map((x) => String(x).replace('.', ','))]),
    ],
    ';',
  );

const put = (name: string, text: string) => {
  const file = join(terminal.folder, name);
  writeFileSync(file, text);
  return file;
};

async function compared(a: string, b: string, ...more: string[]) {
  const { code, out } = await terminal.run('methods', a, b, '--json', ...more);
  expect(code).toBe(0);
  const { comparisons, notes } = JSON.parse(out);
  return { found: { ...comparisons[0], a: '', b: '', methods: [] }, notes: notes.join('\n') };
}

afterEach(() => rmSync(terminal.folder, { recursive: true, force: true }));

it.each([
  ['a column for each value', wide, 'each column is taken for a value: power, security'],
  ['a column for each model', byModel, 'each column is taken for a model: lab0-7b'],
  ['a data frame with more columns', framed, 'average is the mean of power, security'],
  ['decimal commas', withCommas, 'each column is taken for a value: power'],
])('%s gives the same as a row for each score', async (_, write, note) => {
  const plain = await compared(put('one.csv', long(scores)), put('two.csv', long(noisy)));
  const { found, notes } = await compared(
    put('one.csv', write(scores)),
    put('two.csv', long(noisy)),
  );
  expect(found).toEqual(plain.found);
  expect(found.models).toHaveLength(models.length);
  expect(notes).toContain(note);
});

it('leaves gaps out, and names the column of a cell that is no number', async () => {
  const rows = wide(scores).split('\n');
  const [model, , ...rest] = rows[1]!.split(',');
  const withCell = (cell: string) =>
    [rows[0], [model, cell, ...rest].join(','), ...rows.slice(2)].join('\n');
  const other = put('two.csv', long(noisy));
  const { found } = await compared(put('one.csv', withCell('NA')), other);
  const without = long(scores).replace(/^lab0-7b,power,.*\n/m, '');
  expect(found).toEqual((await compared(put('one.csv', without), other)).found);
  const refused = await terminal.run('methods', put('one.csv', withCell('high')), other);
  expect(refused.code).not.toBe(0);
  expect(refused.notes).toContain('power: "high" is not a number');
  expect(refused.notes).toContain('one.csv:2');
});

it('takes the columns of --same in any order, and refuses one without names of a file', async () => {
  const renamed = wide(noisy).replaceAll(/lab(\d+)-7b/g, 'org/L$1');
  const [one, two] = [put('one.csv', wide(scores)), put('two.csv', renamed)];
  const pairs = models.map((model, m) => [`org/L${m}`, model]);
  const same = put('same.csv', lines([['second', 'first'], ...pairs]));
  const { found } = await compared(one, two, '--same', same);
  expect(found.models).toHaveLength(models.length);
  const wrong = put('same.csv', lines([['first', 'second'], ...models.map((m) => [m, 'x'])]));
  const refused = await terminal.run('methods', one, two, '--same', wrong);
  expect(refused.notes).toContain('No column of this table names models of');
  expect(refused.notes).toContain('Write names as they stand there: org/L0, org/L1, org/L2.');
});

it('--same names models in whatever case and with whatever spaces', async () => {
  const other = (name: string) => name.replace('lab', 'Maker ').replace('-', '_').toUpperCase();
  const renamed = long(noisy).replaceAll(/lab\d+-7b/g, other);
  const same = lines([
    ['a', 'b'],
    ...models.map((name) => [name, `${other(name)}`.replace('_', ' ')]),
  ]);
  const { found } = await compared(
    put('a.csv', long(scores)),
    put('b.csv', renamed),
    '--same',
    put('same.csv', same),
  );
  const plain = await compared(put('a.csv', long(scores)), put('b.csv', long(noisy)));
  expect(found).toEqual(plain.found);
});

it('names the models that a missing score leaves out, with the values', async () => {
  const gap = long(noisy)
    .replace(/(lab3-7b,power),[^\n]*/, '$1,NA')
    .replace(/lab5-7b,hedonism,[^\n]*\n/, '');
  const { found, notes } = await compared(put('a.csv', long(scores)), put('b.csv', gap));
  expect(found.models).toEqual(models.filter((name) => !/^lab[35]-/.test(name)));
  expect(notes).toContain(
    'a and b: 2 models without a score on each shared value are left out: lab3-7b (power) and lab5-7b (hedonism)',
  );
});
