/** `valuelex methods` on tables as others write them: gaps, other headings, criteria. */
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createRandom } from '../../src/statistics/random.ts';
import { type TestTerminal, testTerminal } from './test-context.ts';

let terminal: TestTerminal;
beforeEach(() => {
  terminal = testTerminal();
});
afterEach(() => rmSync(terminal.folder, { recursive: true, force: true }));

const models = Array.from({ length: 20 }, (_, m) => `lab${m}-7b`);
const values = ['power', 'security', 'benevolence', 'hedonism', 'tradition'];
const random = createRandom('method files');
const score = () => Math.round(1000 * random.normal()) / 1000;
const scores = models.map(() => values.map(score));

type Keeps = (m: number, v: number) => boolean;

function put(name: string, heading: string, keeps: Keeps = () => true): string {
  const file = join(terminal.folder, name);
  const rows = models.flatMap((model, m) =>
    values.flatMap((value, v) => (keeps(m, v) ? [`${model},${value},${scores[m]![v]}`] : [])),
  );
  writeFileSync(file, `${[heading, ...rows].join('\n')}\n`);
  return file;
}

function putText(name: string, lines: readonly string[]): string {
  const file = join(terminal.folder, name);
  writeFileSync(file, `${lines.join('\n')}\n`);
  return file;
}

async function compared(...more: string[]) {
  const { code, out } = await terminal.run('methods', ...more, '--json');
  expect(code).toBe(0);
  return JSON.parse(out);
}

const plain = 'model,value,score';

it('leaves a value out that most models lack, and keeps the models', async () => {
  const gaps = put('b.csv', plain, (m, v) => values[v] !== 'power' || m < 4);
  const { comparisons, notes } = await compared(put('a.csv', plain), gaps);
  expect(comparisons[0].models).toEqual(models);
  expect(comparisons[0].values).toEqual(values.slice(1));
  expect(notes).toEqual([
    'a and b: left out, since too many models lack it: power (scored in both for 4 of 20)',
  ]);
});

it('leaves a few models out that lack one value each, and keeps the values', async () => {
  const gaps = put('b.csv', plain, (m, v) => m > 2 || v !== m);
  const { comparisons, notes } = await compared(put('a.csv', plain), gaps);
  expect(comparisons[0].models).toEqual(models.slice(3));
  expect(comparisons[0].values).toEqual(values);
  expect(notes[0]).toContain('lab0-7b (power), lab1-7b (security), and lab2-7b (benevolence)');
});

it('keeps more than half of the models where gaps are everywhere, at the cost of values', async () => {
  const gaps = put('b.csv', plain, (m, v) => v < 3 || m % 2 === v % 2);
  const { comparisons } = await compared(put('a.csv', plain), gaps);
  expect(comparisons[0].models).toEqual(models);
  expect(comparisons[0].values).toEqual(values.slice(0, 3));
});

it.each([
  [
    'LLM,Dimension,Rating',
    ['LLM is taken for model', 'Dimension is taken for value', 'Rating is taken for score'],
  ],
  ['Model Name,trait,Score', ['Model Name is taken for model', 'trait is taken for value']],
])('reads the headings %s, and tells it', async (heading, told) => {
  const { comparisons, notes } = await compared(put('a.csv', plain), put('b.csv', heading));
  expect(comparisons[0].models).toEqual(models);
  expect(notes).toEqual(told.map((note) => `b.csv: the column ${note}`));
});

it.each([
  ['an unknown name', plain, ['--score', 'mean']],
  ['no name', 'model,value,mean', []],
])('names the columns where the scores are asked for by %s', async (_, heading, options) => {
  const { code, notes: err } = await terminal.run(
    'methods',
    put('a.csv', heading),
    put('b.csv', heading),
    ...options,
  );
  expect(code).toBe(3);
  expect(err).toContain(
    `The columns are ${heading.replace(/,(?=[^,]*$)/, ', and ').replace(/,(?! )/, ', ')}.`,
  );
  expect(err).toContain('--score <column>');
  expect(err).not.toContain('Rename');
});

const power = (m: number) => scores[m]![0]!;

it.each([
  [
    'one without a name',
    ['model,score', ...models.map((model, m) => `${model},${power(m)}`)],
    'known',
  ],
  ['a column', ['model,mmlu', ...models.map((model, m) => `${model},${power(m)}`)], 'mmlu'],
  [
    'columns',
    ['LLM,mmlu,refusals', ...models.map((model, m) => `${model},${power(m)},${m}`)],
    'mmlu',
  ],
  [
    'rows',
    ['model,benchmark,score', ...models.map((model, m) => `${model},mmlu,${power(m)}`)],
    'mmlu',
  ],
])('takes a criterion as %s', async (_, lines, name) => {
  const { criteria } = await compared(
    put('a.csv', plain),
    put('b.csv', plain),
    '--criterion',
    putText('known.csv', lines),
  );
  const own = criteria.find(
    (one: { value: string; criterion: string }) => one.value === 'power' && one.criterion === name,
  );
  expect(own.r).toBeCloseTo(1, 12);
  expect(own.models).toBe(20);
});

it('names models of a criterion that no table has, and refuses one with none of them', async () => {
  const files = [put('a.csv', plain), put('b.csv', plain), '--criterion'];
  const rows = models.map((model, m) => `${model},${power(m)}`);
  const { notes } = await compared(
    ...files,
    putText('known.csv', ['model,score', ...rows, 'strange-1,3', 'strange-2,4']),
  );
  expect(notes).toEqual([
    'known.csv: left out, since no two tables have them: strange-1 and strange-2',
  ]);
  const { code, notes: err } = await terminal.run(
    'methods',
    ...files,
    putText('none.csv', ['model,score', 'strange-1,3', 'strange-2,4', 'strange-3,5']),
  );
  expect(code).toBe(3);
  expect(err).toContain('none of the models of this criterion');
  expect(err).toContain('lab0-7b, lab1-7b, lab2-7b');
});

it('refuses two scores of a model on one criterion', async () => {
  const { code, notes: err } = await terminal.run(
    'methods',
    put('a.csv', plain),
    put('b.csv', plain),
    '--criterion',
    putText('known.csv', ['model,score', 'lab0-7b,3', 'lab1-7b,4', 'lab0-7b,5']),
  );
  expect(code).toBe(3);
  expect(err).toContain('lab0-7b has a second score on known');
  expect(err).toContain('known.csv:4');
});
