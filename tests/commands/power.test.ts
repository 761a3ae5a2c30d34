import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { createRandom } from '../../src/statistics/random.ts';
import { testTerminal } from './test-context.ts';

const terminal = testTerminal();
const { run } = terminal;
const attitude = fileURLToPath(new URL('../reference/attitude.csv', import.meta.url));

/** Two factors over six 0/1 columns; 20 models of 10 rows. */
function nestedFile(): string {
  const random = createRandom('power');
  const lines = ['model,a,b,c,d,e,f'];
  for (let model = 0; model < 20; model++) {
    const level = [random.normal(), random.normal()];
    for (let row = 0; row < 10; row++) {
      const f = level.map((x) => 0.6 * x + 0.8 * random.normal());
      const cells = Array.from({ length: 6 }, (_, j) =>
        0.8 * f[j % 2]! + 0.6 * random.normal() > 0.5 ? 1 : 0,
      );
      lines.push([`m${model}`, ...cells].join(','));
    }
  }
  const path = join(terminal.folder, 'nested.csv');
  writeFileSync(path, `${lines.join('\n')}\n`);
  return path;
}

test('a file with groups: a row a size, and a plain last line', async () => {
  const args = ['--groups', 'model', '--factors', '2', '--models', '8,40', '--draws', '20'];
  const { code, out } = await run('power', nestedFile(), ...args);
  expect(code).toBe(0);
  expect(out).toMatch(/Simulated from 2 factors of 200 rows of 20 models/);
  expect(out).toMatch(/^ +40 +400 +1?\.\d\d \(/m);
  expect(out).toContain('The loadings come from 20 models');
  expect(out.split('\n').at(-1)).toMatch(
    /^(About \d+ models are needed|8 models are enough|More than 40 models are needed) for 80 % of studies to recover every factor \(congruence \.95\)/,
  );
});

test('JSON holds the population and the sizes, and the same seed gives the same', async () => {
  const args = ['--groups', 'model', '--factors', '2', '--models', '12', '--draws', '12', '--json'];
  const { out } = await run('power', nestedFile(), ...args, '--rows', '6');
  const found = JSON.parse(out);
  expect(found.sizes).toHaveLength(1);
  expect(found.sizes[0]).toMatchObject({ models: 12, rowsEach: 6, rows: 72, foundNumber: null });
  expect(found.from).toMatchObject({ models: 20, rows: 200, shapes: 'data' });
  expect(found.from.icc).toHaveLength(6);
  expect(found.from.factorIcc).toBeGreaterThan(0.05);
  expect((await run('power', nestedFile(), ...args, '--rows', '6')).out).toBe(out);
});

test('without groups rows are independent, and a matrix will do', async () => {
  const raw = JSON.parse(
    (await run('power', attitude, '--factors', '2', '--models', '60', '--draws', '10', '--json'))
      .out,
  );
  expect(raw.from.models).toBeNull();
  expect(raw.sizes[0].rows).toBe(60);
  const matrix = join(terminal.folder, 'matrix.csv');
  writeFileSync(matrix, 'a,b,c,d\n1,.6,.5,.4\n.6,1,.5,.4\n.5,.5,1,.4\n.4,.4,.4,1\n');
  const args = ['--input', 'correlation', '--n', '100', '--factors', '1', '--models', '300'];
  const { code, out } = await run('power', matrix, ...args, '--draws', '10');
  expect(code).toBe(0);
  expect(out.split('\n').at(-1)).toMatch(/^300 rows are enough/);
});

test('parallel analysis is counted on request', async () => {
  const args = ['--groups', 'model', '--factors', '2', '--models', '30', '--draws', '10'];
  const { out } = await run('power', nestedFile(), ...args, '--parallel', '--json');
  expect(JSON.parse(out).sizes[0].foundNumber).toBeGreaterThanOrEqual(0);
  expect((await run('power', nestedFile(), ...args, '--parallel')).out).toContain('2 found');
});

test('a run: its own factors and rows', async () => {
  await terminal.addFinishedRun();
  const { code, out, notes } = await run(
    'power',
    'done',
    '--models',
    '20',
    '--draws',
    '10',
    '--json',
  );
  expect(notes).not.toContain('bug');
  expect(code).toBe(0);
  const view = JSON.parse((await run('factors', 'done', '--json')).out);
  const found = JSON.parse(out);
  expect(found.factors).toBe(view.k);
  // Six models of four families.
  expect(found.from).toMatchObject({ models: 4, unit: 'families' });
  expect(found.from.rotation).toBe(view.rotation);
});

test('mistakes are told with their mending', async () => {
  const groups = await run('power', attitude, '--groups', 'ratng');
  expect(groups.code).toBe(3);
  expect(groups.notes).toContain('rating');
  expect((await run('power', attitude, '--models', '10,one')).notes).toContain('whole number');
  expect((await run('power', 'nothing.csv')).notes).toContain('There is no file nothing.csv.');
});
