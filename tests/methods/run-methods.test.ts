/** The ways of asking of a run compared: pairs, models, and what is said of them. */
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Profile } from '../../src/methods/profiles.ts';
import { methodsOfRun, type WayOfAsking } from '../../src/methods/run-methods.ts';
import { tellMethods } from '../../src/methods/tell-methods.ts';
import { createRandom } from '../../src/statistics/random.ts';
import { testTerminal } from '../commands/test-context.ts';
import { writeSmallStudy } from '../support/small-study.ts';

type Scores = Readonly<Record<string, readonly (number | null)[]>>;

/** Scores by model, in the order of the values; null: the model has none. */
function way(id: string, values: readonly string[], scores: Scores, more = {}): WayOfAsking {
  const profile: Profile = {
    system: 'schwartz',
    method: 'self-report',
    scores: Object.entries(scores).flatMap(([model, own]) =>
      own.flatMap((estimate, v) =>
        estimate === null ? [] : [{ model, value: values[v]!, estimate, se: 0.1, n: 4 }],
      ),
    ),
  };
  return { id, title: id, rated: false, profile, ...more };
}

const four = ['self-direction', 'power', 'security', 'benevolence'];
const familyOf = (model: string) => model.split('-')[0]!;

describe('the ways of asking of a run', () => {
  it('are compared pair by pair, values by their letters, those without raters first', () => {
    const a = way('a', four, { m: [1, 2, 3, 4], n: [4, 3, 2, 1] }, { rated: true });
    const b = way('b', four, { m: [1, 2, 3, 4], n: [1, 2, 3, 4] }, { rated: true });
    const renamed = ['Self_Direction', 'POWER', 'Security', 'benevolence'];
    const c = way('c', renamed, { m: [2, 4, 6, 9], n: [8, 6, 4, 2] });
    const { ways, pairs } = methodsOfRun([a, b, c], familyOf);
    expect(ways).toBe(3);
    expect(pairs.map((pair) => [pair.ways.join(), pair.rated])).toEqual([
      ['a,c', 1],
      ['b,c', 1],
      ['a,b', 2],
    ]);
    const [ac, , ab] = pairs;
    expect(ac!.values).toEqual(four);
    expect(ac!.models.map((one) => one.spearman)).toEqual([1, 1]);
    expect(ab!.models.map((one) => one.spearman)).toEqual([1, -1]);
    expect(ab!.comparison).toBeNull();
  });

  it('leave out models that one of the two does not score on all values, by name', () => {
    const a = way('a', four, { m: [1, 2, 3, 4], n: [4, null, null, 1], o: [1, 2, 4, 3] });
    const b = way('b', four, { m: [1, 2, 3, 4], n: [1, 2, 3, 4], p: [1, 2, 3, 4] });
    const [pair] = methodsOfRun([a, b], familyOf).pairs;
    expect(pair!.models.map(({ model }) => model)).toEqual(['m']);
    expect(pair!.leftOut).toEqual(['n', 'o', 'p']);
    const notes = tellMethods({ ways: 2, pairs: [pair!] }).tables.flatMap((table) => table.notes);
    expect(notes.join(' ')).toContain('Left out, since only one of the two scores them');
    expect(notes.join(' ')).toContain('n, o, p.');
  });

  it('tell no correlation of a model that scores all values alike', () => {
    const a = way('a', four, { m: [1, 2, 3, 4], n: [0.5, 0.5, 0.5, 0.5] });
    const b = way('b', four, { m: [1, 2, 3, 4], n: [1, 2, 3, 4] });
    const { tables, plots } = tellMethods(methodsOfRun([a, b], familyOf));
    const cells = tables.find(({ id }) => id === 'pair-1-models')!.rows.map((row) => row.cells[1]);
    expect(cells).toMatchObject([{ value: 1 }, null]);
    expect(plots.map(({ id }) => id)).toEqual(['pair-1-m']);
  });

  it('are no pair on other value systems, on one set of answers, or on two values', () => {
    const a = way('a', four, { m: [1, 2, 3, 4] });
    const other = { ...way('b', four, { m: [1, 2, 3, 4] }) };
    const foundations = { ...other, profile: { ...other.profile, system: 'moral-foundations' } };
    const two = way('c', four.slice(0, 2), { m: [1, 2] });
    expect(methodsOfRun([a, foundations, two, { ...a }], familyOf).pairs).toEqual([]);
  });

  it('put the uncertainty of the scores into the interval of a model', () => {
    const sure = way('a', four, { m: [1, 2, 3, 4] });
    const unsure = {
      ...sure,
      id: 'b',
      profile: { ...sure.profile, scores: sure.profile.scores.map((one) => ({ ...one, se: 3 })) },
    };
    const known = { ...sure, id: 'c' };
    const unknown = {
      ...sure,
      id: 'd',
      profile: {
        ...sure.profile,
        scores: sure.profile.scores.map((one) => ({ ...one, se: null })),
      },
    };
    const width = (b: WayOfAsking) => {
      const { low, high } = methodsOfRun([sure, b], familyOf).pairs[0]!.models[0]!;
      return low === null ? null : high! - low;
    };
    expect(width(known)).toBe(0);
    expect(width(unsure)).toBeGreaterThan(1);
    expect(width(unknown)).toBeNull();
  });

  it('say the same in whatever order the models come, also of models of one family', () => {
    const scores = { 'f-1': [1, 2, 3, 4], 'f-2': [2, 1, 4, 3], 'f-3': [4, 3, 2, 1] };
    const turned = Object.fromEntries(Object.entries(scores).reverse());
    const found = (a: Scores) =>
      methodsOfRun([way('a', four, a), way('b', four, scores)], familyOf);
    expect(found(turned)).toEqual(found(scores));
    const [pair] = found(scores).pairs;
    expect(pair!.comparison!.withheld).toContain('1 family is too few');
    expect(tellMethods(found(scores)).tables).toHaveLength(1);
  });

  it('agree over models where traits are shared, and say so by rule from eight families on', () => {
    const random = createRandom('ways of a run');
    const values = ['a', 'b', 'c', 'd', 'e', 'f'];
    const traits = Object.fromEntries(
      Array.from({ length: 24 }, (_, m) => [`f${m % 12}-${m}`, values.map(() => random.normal())]),
    );
    const seen = (noise: number) =>
      Object.fromEntries(
        Object.entries(traits).map(([model, own]) => [
          model,
          own.map((x, v) => 2 * v + x + noise * random.normal()),
        ]),
      );
    const found = methodsOfRun(
      [way('a', values, seen(0.3)), way('b', values, seen(0.3))],
      familyOf,
    );
    const comparison = found.pairs[0]!.comparison!;
    expect(comparison.onValues.raw.convergent.low).toBeGreaterThan(0.5);
    const told = tellMethods(found);
    expect(told.headline).toContain('2 ways of asking are compared.');
    expect(told.headline).toContain('They agree on the order of values.');
    expect(told.tables.map(({ id }) => id)).toEqual(['pair-1', 'pair-1-values', 'pair-1-models']);
    const verdicts = told.tables[1]!.rows.map(({ cells }) => cells.at(-1));
    expect(verdicts.filter((one) => one === 'agrees').length).toBeGreaterThan(3);
    // 24 models are a table; a picture of each is for a few.
    expect(told.plots).toEqual([]);
  });
});

it('a run tells how far its instruments agree, in the terminal, as JSON, and in its report', async () => {
  const terminal = testTerminal();
  try {
    const study = writeSmallStudy(terminal.folder, {
      models: ['sim:alpha-7b', 'sim:beta-8b', 'sim:gamma-6b'],
      settings: [{ id: 't0.7', temperature: 0.7 }],
      prompts: ['09-ten-nouns', '15-fifteen-nouns'],
      more: {
        clusters: { minCount: 1000 },
        test: {
          systems: ['schwartz'],
          stems: ['do-not-know', 'sad-person', 'own-faults', 'saying-no'],
          judges: ['sim:judge'],
        },
        instruments: { questionnaire: { sets: ['schwartz'] } },
      },
    });
    expect((await terminal.run('run', study)).code).toBe(0);
    const { out } = await terminal.run('methods', 'small');
    const said = out.replaceAll(/\s+/g, ' ');
    expect(said).toContain(
      '3 ways of asking are compared. Words named and Questionnaire (schwartz):',
    );
    expect(said).toContain('Correlations over models are withheld: 3 families are too few');
    expect(said).toContain('Sentence completion · Questionnaire (schwartz)');
    expect(said).not.toContain('which model has more of a value');
    const { pairs } = JSON.parse((await terminal.run('methods', 'small', '--json')).out);
    expect(pairs.map((pair: { ways: string[] }) => pair.ways.join())).toEqual([
      'words,questionnaire',
      'words,sentence-completion',
      'sentence-completion,questionnaire',
    ]);
    expect(pairs[2].models).toHaveLength(3);
    expect(pairs[2].values).toHaveLength(10);
    const told = JSON.parse((await terminal.run('report', 'small', '--json')).out);
    expect(told.methods.tables.map(({ id }: { id: string }) => id)).toEqual([
      'pair-1-models',
      'pair-2-models',
      'pair-3-models',
    ]);
    const folder = join(terminal.folder, told.folder);
    expect(readFileSync(join(folder, 'report.html'), 'utf8')).toContain('<section id="methods">');
    expect(readFileSync(join(folder, 'report.md'), 'utf8')).toContain('## Methods compared');
    expect(readFileSync(join(folder, 'methods-pair-1-models.csv'), 'utf8')).toContain('alpha-7b');
    const wrong = await terminal.run('methods', 'small', '--score', 'mean');
    expect(wrong.code).not.toBe(0);
    expect(wrong.notes).toContain('--score is for tables; small is a run');
  } finally {
    rmSync(terminal.folder, { recursive: true, force: true });
  }
});
