/** `valuelex prime`: forecast, asking, growing, parts, and what it tells of simulated models whose values follow the prompts. */
import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { realOutside } from '../../../src/environment.ts';
import { openSession } from '../../../src/run/open-session.ts';
import { type TestTerminal, testTerminal } from '../../commands/test-context.ts';
import { writeSmallStudy } from '../../support/small-study.ts';

let terminal: TestTerminal;
beforeEach(() => {
  terminal = testTerminal();
});
afterEach(() => rmSync(terminal.folder, { recursive: true, force: true }));

const models = ['sim:alpha-7b', 'sim:beta-8b'];
const study = (instruments: object = { opposing: { extent: 'quick' } }) =>
  writeSmallStudy(terminal.folder, {
    models,
    settings: [{ id: 't0.7', temperature: 0.7 }],
    prompts: ['01-describe'],
    stems: ['do-not-know', 'sad-person'],
    more: { clusters: { minCount: 1000 }, instruments },
  });

type StoredLine = { id: string; key: string; model: string; condition: string; item: string };
const linesOf = (log: string, run = readdirSync(terminal.runs)[0]!): StoredLine[] =>
  readFileSync(join(terminal.runs, run, `${log}.jsonl`), 'utf8')
    .split('\n')
    .slice(0, -1)
    .map((line) => JSON.parse(line));

type Estimate = { value: number; low: number; high: number };
type Told = {
  id: string;
  found: {
    result: {
      primed: { id: string }[];
      instruments: {
        id: string;
        values: { id: string }[];
        figures: {
          id: string;
          shifts: {
            models: { missing: number }[];
            matrix: { sd: Estimate; raw: Estimate }[][];
            overall: { verdict: string };
          };
        }[];
      }[];
    };
  };
};
async function resultOf(run: string) {
  const told = JSON.parse((await terminal.run('report', run, '--json')).out) as {
    instruments: Told[];
  };
  return told.instruments.find(({ id }) => id === 'prime')!.found.result;
}

it('finds how far simulated models follow, and what else moves', async () => {
  await terminal.run(
    'run',
    study({
      opposing: { extent: 'quick' },
      choice: { extent: 'quick', read: 'text' },
      questionnaire: { extent: 'quick', read: 'text' },
    }),
  );
  const { code, out, notes } = await terminal.run('prime', 'small', '--items', '2', '--yes');
  expect(notes).not.toContain('bug');
  expect(code).toBe(0);
  expect(out).toContain('Questionnaire: does not move (0 of 10 values)');
  expect(out).toContain('The likelier of two answers: moves with the values (10 of 10 values)');
  // The results of other instruments are not told again.
  expect(out).not.toContain('Share of items won');

  const { primed, instruments } = await resultOf('small');
  expect(primed).toHaveLength(10);
  const opposing = instruments.find(({ id }) => id === 'opposing')!;
  expect(opposing.values.map(({ id }) => id)).toEqual(primed.map(({ id }) => id));
  const { matrix } = opposing.figures[0]!.shifts;
  // Simulated models move by 1 up and by 1 down, at .05 nats a byte; half of the items on the opposite value are set
  // against the primed one.
  const opposite = new Map(
    [
      ['self-direction', 'conformity'],
      ['stimulation', 'security'],
      ['hedonism', 'tradition'],
      ['achievement', 'benevolence'],
      ['power', 'universalism'],
    ].flatMap(([a, b]) => [
      [a!, b!],
      [b!, a!],
    ]),
  );
  for (const [v, { id: row }] of primed.entries())
    for (const [w, { id: column }] of primed.entries()) {
      const planted = row === column ? 0.1 : opposite.get(row) === column ? -0.05 : 0;
      const { value } = matrix[v]![w]!.raw;
      expect([row, column, value]).toEqual([row, column, expect.closeTo(planted, 2)]);
    }
  // What stands after a neutral request does not move here, so that both ways to take it away come to the same.
  expect(opposing.figures.map(({ id }) => id)).toEqual(['preference', 'minus-prior', 'residual']);
  const choice = instruments.find(({ id }) => id === 'choice')!;
  expect(choice.figures.map(({ id }) => id)).toEqual(['text']);
  expect(choice.figures[0]!.shifts.overall.verdict).toBe('moves');

  const run = join(terminal.runs, readdirSync(terminal.runs)[0]!);
  const csv = readFileSync(join(run, 'primed-opposing.csv'), 'utf8').trim().split('\n');
  expect(csv[0]).toMatch(
    /^figure,primed,value,shift,low,high,unit,raw,raw_low,raw_high,items,models/,
  );
  expect(csv).toHaveLength(1 + 3 * 100);
  const page = readFileSync(join(run, 'report.html'), 'utf8');
  expect(page).toContain('<section id="prime">');
  expect(readFileSync(join(run, 'report.md'), 'utf8')).toContain(
    'Does an instrument move when the value moves?',
  );
});

it('asks what stands in the run no second time, continues, and grows', async () => {
  await terminal.run('run', study());
  const some = ['prime', 'small', '--values', 'power,security', '--models', 'sim:alpha-7b'];
  const stopped = await terminal.run(...some, '--yes', '--max-requests', '300');
  expect(stopped.code).toBe(130);
  expect(stopped.notes).toContain('the budget of 300 requests');
  await terminal.run(...some, '--yes', '--max-requests', '100000');
  const first = linesOf('prime/opposing-likelihoods');
  expect(first).toHaveLength(40 * 5);
  expect(new Set(first.map(({ model }) => model))).toEqual(new Set(['sim:alpha-7b']));
  // What was answered without a prompt is taken over: the request is the same.
  const known = new Set(linesOf('opposing/likelihoods').map(({ key }) => key));
  const plain = first.filter(({ condition }) => condition === 'none');
  expect(plain).toHaveLength(40);
  expect(plain.filter(({ key }) => !known.has(key))).toEqual([]);
  const spent = JSON.parse((await terminal.run('runs', '--json')).out)[0];
  expect(spent.models).toBe(2);

  const again = await terminal.run(...some, '--yes');
  expect(again.notes).toContain('Everything has been asked');
  expect(linesOf('prime/opposing-likelihoods')).toEqual(first);

  const more = await terminal.run('prime', 'small', '--values', 'power,hedonism', '--yes');
  expect([more.code, more.notes.slice(-900)]).toEqual([0, expect.anything()]);
  const grown = linesOf('prime/opposing-likelihoods');
  expect(grown.slice(0, first.length)).toEqual(first);
  expect(new Set(grown.map(({ id }) => id)).size).toBe(grown.length);
  expect((await resultOf('small')).primed.map(({ id }) => id)).toEqual([
    'hedonism',
    'power',
    'security',
  ]);
});

it('asks a value’s own items alone where that is wanted, and the others later', async () => {
  await terminal.run('run', study({}));
  const some = ['prime', 'small', '--instrument', 'opposing,choice', '--models', 'sim:alpha-7b'];
  const own = [...some, '--values', 'power,hedonism', '--own', '--yes'];
  expect((await terminal.run(...own)).code).toBe(0);
  // Forty items without a prompt; of each value four, after two requests, under two prompts.
  const first = linesOf('prime/opposing-likelihoods');
  expect(first).toHaveLength(80 + 2 * 2 * 8);
  const primed = first.filter(({ condition }) => condition !== 'none');
  expect(
    primed.filter(({ condition, item }) => !item.startsWith(condition.split('-')[0]!)),
  ).toEqual([]);
  const { instruments } = await resultOf('small');
  for (const { id, values, figures } of instruments)
    for (const { shifts } of figures) {
      const told = shifts.matrix.map((row) =>
        row.flatMap(({ raw }, w) => (raw ? [values[w]!.id] : [])),
      );
      expect([id, told]).toEqual([id, [['hedonism'], ['power']]]);
      expect(shifts.models.map(({ missing }) => missing)).toEqual([0]);
    }
  // The slope on what stands after a neutral request is that of the plain items: four under a prompt tell none.
  expect(instruments[0]!.figures.map(({ id }) => id)).toContain('residual');

  await terminal.run(...some, '--values', 'power', '--yes');
  const grown = linesOf('prime/opposing-likelihoods');
  expect(grown.slice(0, first.length)).toEqual(first);
  expect(grown).toHaveLength(80 * 5);
});

it('is cut into parts and merged', async () => {
  const settings = { of: { opposing: { extent: 'quick' } }, values: ['power'], items: 2 };
  const file = study({ prime: settings });
  for (const part of ['1/2', '2/2'])
    expect((await terminal.run('run', file, '--shard', part)).code).toBe(0);
  const parts = readdirSync(terminal.runs);
  const counts = parts.map((run) => linesOf('prime/opposing-likelihoods', run).length);
  expect(counts[0]! + counts[1]!).toBe(2 * 40 * 3);
  expect(Math.min(...counts)).toBeGreaterThan(0);
  const paths = parts.map((run) => join(terminal.runs, run));
  const merged = await terminal.run('merge', ...paths, '--name', 'whole', '--json');
  expect(JSON.parse(merged.out).lines['prime/opposing-likelihoods']).toBe(2 * 40 * 3);
  const { instruments } = await resultOf('whole');
  expect(instruments[0]!.figures[0]!.shifts.matrix[0]).toHaveLength(10);
});

it('leads from a cell to the answers behind it', async () => {
  const own = { extent: 'quick', read: 'text' };
  const of = { questionnaire: own, opposing: { extent: 'quick' }, choice: own, ladder: own };
  await terminal.run('run', study({ prime: { of, values: ['power'], items: 2 } }));
  const run = join(terminal.runs, readdirSync(terminal.runs)[0]!);
  const outside = realOutside({
    endpoints: () => ({}),
    env: { VALUELEX_CACHE: join(terminal.folder, 'cache') },
  });
  const session = await openSession(run, outside, { readOnly: true });
  try {
    await session.computed;
    for (const id of Object.keys(of)) {
      const log = id === 'opposing' ? 'likelihoods' : 'answers';
      for (const column of ['power', 'benevolence']) {
        const behind = session.evidenceOf('prime', { table: `matrix-${id}`, row: 'power', column });
        expect([id, column, behind.length > 0]).toEqual([id, column, true]);
        const notes = behind.flatMap((one) => one.notes);
        expect(notes).toContain('without a role prompt');
        expect(notes.filter((note) => note.includes('hungers for status')).length).toBe(
          behind.length / 3,
        );
        expect(new Set(behind.map((one) => one.log))).toEqual(new Set([`${id}-${log}`]));
        expect(session.placeOf(behind.at(-1)!.id)?.file).toMatch(`prime/${id}-${log}.jsonl`);
      }
      const one = session.evidenceOf('prime', {
        table: `models-${id}`,
        row: models[0]!,
        column: 'power',
      });
      expect([id, new Set(one.map(({ by }) => by))]).toEqual([id, new Set([models[0]])]);
    }
  } finally {
    await session.close();
  }
});

/** Of a run that none of these changes. */
describe('before anything is asked', () => {
  let shared: TestTerminal;
  beforeAll(async () => {
    terminal = testTerminal();
    shared = terminal;
    await shared.run('run', study());
  });
  afterAll(() => rmSync(shared.folder, { recursive: true, force: true }));

  it('tells what it takes and asks nothing until it is agreed to', async () => {
    const before = readdirSync(join(shared.runs, readdirSync(shared.runs)[0]!)).sort();
    const { code, out, notes } = await shared.run('prime', 'small');
    expect(code).toBe(0);
    expect(out).toBe('');
    // Twenty items after their request and after one neutral one, plain and under twenty prompts.
    expect(notes).toMatch(/sim:alpha-7b +840 +840 +\d+ +\d+:\d\d +\$0\.00/);
    expect(notes).toContain('Nothing was asked. Add --yes to ask.');
    const { out: json } = await shared.run('prime', 'small', '--json');
    expect(JSON.parse(json)).toMatchObject({
      event: 'forecast',
      models: [{ model: 'sim:alpha-7b', requests: 840, left: 840, dollars: 0 }, {}],
    });
    expect(readdirSync(join(shared.runs, readdirSync(shared.runs)[0]!)).sort()).toEqual(before);
  });

  it.each([
    [['--instrument', 'oposing'], 'oposing cannot be asked under role prompts', 2],
    [['--values', 'powr'], 'There is no value powr here', 2],
    [['--models', 'sim:omega'], 'This run has no model sim:omega', 2],
  ] as const)('what cannot be is told: %s', async (options, told, exit) => {
    const { code, notes } = await shared.run('prime', 'small', ...options);
    expect(notes).toContain(told);
    expect(code).toBe(exit);
  });
});

it('asks nothing of a run without such an instrument, unless one is named', async () => {
  await terminal.run('run', study({}));
  const { code, notes } = await terminal.run('prime', 'small');
  expect(code).not.toBe(0);
  expect(notes).toContain('--instrument: questionnaire, opposing, choice, and ladder');
  const mistyped = await terminal.run('prime', 'small', '--values', 'powr');
  expect(mistyped.notes).toContain('There is no value powr here');
  const named = await terminal.run('prime', 'small', '--instrument', 'opposing', '--items', '2');
  expect(named.notes).toMatch(/sim:alpha-7b +840/);
  // Shifts are means over items: one item would be asked for nothing.
  const one = await terminal.run('prime', 'small', '--instrument', 'opposing', '--items', '1');
  expect(one.code).toBe(2);
  expect(one.notes).toContain('from 2 up');
});
