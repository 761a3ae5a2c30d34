/** The picture of one value: what is drawn is what the rule says. */
import { describe, expect, it } from 'vitest';
import { compareModels } from '../../src/instruments/shared/compare-models.ts';
import { scoreModels } from '../../src/instruments/shared/score-models.ts';
import {
  familyMeans,
  familyPlots,
  familyRule,
} from '../../src/instruments/shared/tell/family-means.ts';
import {
  cannotTell,
  differencesPlot,
  differencesPlots,
} from '../../src/instruments/shared/tell/tell-differences.ts';
import { scoreTables } from '../../src/instruments/shared/tell/tell-scores.ts';
import { createRandom } from '../../src/statistics/random.ts';
import { placeOf, pointOf, referenceOf } from '../../src/tables/differences.ts';
import { isEstimate } from '../../src/tables/table.ts';
import { plantStudy } from './simulate.ts';

const planted = { model: 0.7, stem: 0.8, modelStem: 0.7, rest: 0.4, judges: 2 };
const { input } = plantStudy(createRandom('picture'), 7, 16, planted);
const scores = scoreModels(input);
const warmth = scores.columns.findIndex(({ id }) => id === 'warmth');
const names = scores.models.map(({ model }) => model);

/** Warmth of one model on these stems alone. */
function withGaps(model: string, kept: number) {
  const missing = new Set(input.items.slice(kept).map((stem) => stem.id));
  return scoreModels({
    ...input,
    ratings: input.ratings.map((one) =>
      one.model === model && missing.has(one.item) ? { ...one, raw: null } : one,
    ),
  });
}

/** What every row must be, whichever the reference. */
function expectTheRule(of: typeof scores, c: number): { filled: number; hollow: number } {
  const counts = { filled: 0, hollow: 0 };
  for (const name of names) {
    const plot = differencesPlot(of, c, name);
    const reference = referenceOf(plot)!;
    expect(reference.id).toBe(name);
    for (const row of plot.rows) {
      const { at, low, high } = placeOf(row, reference);
      if (row.reference) {
        expect(pointOf(row)).toBe('reference');
        expect([low, high]).toEqual([null, null]);
        continue;
      }
      const crosses = low === null || (low <= reference.value && high! >= reference.value);
      expect(pointOf(row)).toBe(crosses ? 'same' : 'differs');
      counts[crosses ? 'hollow' : 'filled']++;
      if (low !== null) expect(at).toBeGreaterThan(low);
    }
  }
  return counts;
}

describe('the means of families', () => {
  const families = ['f', 'g', 'f', 'f', 'g', 'h', 'h'];
  const grouped = {
    ...scores,
    models: scores.models.map((one, m) => ({ ...one, family: families[m]! })),
  };
  const pair = (m: string, r: string) =>
    differencesPlot(grouped, warmth, r).rows.find(({ id }) => id === m)!;

  it('are those of their models, with the mean of their bars', () => {
    const means = familyMeans(grouped, warmth, names[1]!);
    expect([...means.keys()].sort()).toEqual(['f', 'g', 'h']);
    const values = [...means.values()].map(({ value }) => value);
    expect(values).toEqual(values.toSorted((a, b) => b - a));
    const own = [0, 2, 3].map((m) => pair(names[m]!, names[1]!));
    const over = (of: (row: (typeof own)[number]) => number) =>
      own.reduce((sum, row) => sum + of(row), 0) / 3;
    const found = means.get('f')!;
    expect(found.value).toBeCloseTo(
      over((row) => row.value),
      9,
    );
    expect(found.difference).toBeCloseTo(
      over((row) => row.difference!),
      9,
    );
    expect(found.low).toBeCloseTo(
      over((row) => row.low!),
      9,
    );
    expect(found.high).toBeCloseTo(
      over((row) => row.high!),
      9,
    );
    expect(found.differs).toBe(found.low! > 0 || found.high! < 0);
    // The reference differs from itself by nothing.
    const self = pair(names[4]!, names[1]!);
    expect(means.get('g')!.low).toBeCloseTo(self.low! / 2, 9);
  });

  it('have no bars where those of the models are withheld, and are none in one family', () => {
    const few = scoreModels(plantStudy(createRandom('few'), 7, 4, planted).input);
    for (const row of familyMeans(few, warmth, few.models[0]!.model).values())
      expect(row).toMatchObject({ low: null, high: null, differs: false });
    const models = scores.models.map((one) => ({ ...one, family: 'f' }));
    expect(familyMeans({ ...scores, models }, warmth, names[0]!).size).toBe(0);
  });

  it('stand in a report where a family has two models', () => {
    const plots = familyPlots(grouped, 'scores');
    expect(plots.length).toBeGreaterThan(0);
    for (const { rows, notes } of plots) {
      expect(rows.filter(({ reference }) => reference)).toHaveLength(1);
      expect(rows).toHaveLength(4);
      expect(notes).toContain(familyRule);
    }
    expect(familyPlots(scores, 'scores')).toEqual([]);
  });
});

describe('the picture of a value', () => {
  it('fills a dot exactly where the bar does not cross the line, and there two models compared differ', () => {
    const { filled, hollow } = expectTheRule(scores, warmth);
    expect(filled).toBeGreaterThan(5);
    expect(hollow).toBeGreaterThan(5);
    for (const b of names.slice(1)) {
      const compared = compareModels(input, names[0]!, b).columns[warmth]!;
      const row = differencesPlot(scores, warmth, b).rows.find(({ id }) => id === names[0])!;
      expect(row.differs).toBe(compared.differs);
      expect(row.difference).toBeCloseTo(compared.difference.value, 9);
      expect(row.low).toBeCloseTo(compared.difference.low!, 9);
      expect(row.high).toBeCloseTo(compared.difference.high!, 9);
    }
  });

  it('is sorted by the value, centred on the scores, and names top, bottom, and pairs', () => {
    const plot = differencesPlot(scores, warmth, names[2]!);
    const values = plot.rows.map(({ value }) => value);
    expect(values).toEqual([...values].sort((a, b) => b - a));
    const reference = referenceOf(plot);
    for (const row of plot.rows) expect(placeOf(row, reference).at).toBeCloseTo(row.value, 9);
    const apart = scores.differences[warmth]!.filter(
      ({ low, high }) => low! > 0 || high! < 0,
    ).length;
    const [top, bottom] = [plot.rows[0]!, plot.rows.at(-1)!];
    expect(plot.so).toBe(
      `${scores.columns[warmth]!.name}: ${apart} of 21 pairs differ; ${top.label} ${Math.round(top.value)} … ${bottom.label} ${Math.round(bottom.value)}`,
    );
    expect(plot.notes[0]).toBe(
      'Paired over 16 stems, simultaneous over 21 pairs (max-T), these 2 judges.',
    );
  });

  it('says how often a value comes up where the judges tell no direction', () => {
    const { so } = differencesPlot({ ...scores, mark: 'subject only' }, warmth, null);
    expect(so).toMatch(/^How often \S+ comes up: /);
  });

  it('keeps its scale whichever the reference is, and takes the model in the middle where none is named', () => {
    const scales = names.map((name) => differencesPlot(scores, warmth, name).scale);
    expect(new Set(scales.map((scale) => JSON.stringify(scale))).size).toBe(1);
    for (const name of names) {
      const plot = differencesPlot(scores, warmth, name);
      for (const row of plot.rows) {
        const { low, high } = placeOf(row, referenceOf(plot));
        if (low === null) continue;
        expect(Math.max(0, low)).toBeGreaterThanOrEqual(plot.scale.low);
        expect(Math.min(100, high!)).toBeLessThanOrEqual(plot.scale.high);
      }
    }
    const { rows } = differencesPlot(scores, warmth, null);
    expect(rows.findIndex(({ reference }) => reference)).toBe(3);
  });

  it('draws no bars of too few stems, and says so', () => {
    const few = scoreModels(plantStudy(createRandom('few'), 7, 4, planted).input);
    const plot = differencesPlot(few, warmth, few.models[0]!.model);
    for (const row of plot.rows)
      expect(row).toMatchObject({ low: null, high: null, differs: false });
    expect(plot.so).toMatch(/^▲ .*too few stems to say which models differ/);
    expect(plot.notes.join(' ')).toMatch(/▲ No bars: .* with 7 models they need 6 stems/);
  });

  it('says where one model has nothing to be compared with', () => {
    const one = scoreModels(plantStudy(createRandom('one'), 1, 16, planted).input);
    const plot = differencesPlot(one, warmth, null);
    expect(plot.rows).toHaveLength(1);
    expect(plot.so).toContain('no other model');
  });

  it('keeps to the rule where ratings are missing, and names who is compared with none', () => {
    const gappy = withGaps('sim:m2', 9);
    expectTheRule(gappy, warmth);
    expect(differencesPlot(gappy, warmth, null).notes.join(' ')).toContain('Ratings are missing');
    const apart = differencesPlot(withGaps('sim:m2', 4), warmth, 'sim:m0');
    expect(apart.notes.join(' ')).toContain('Compared with none, for want of rated stems: m2');
    expect(apart.rows.find(({ id }) => id === 'sim:m2')).toMatchObject({
      difference: null,
      differs: false,
    });
  });

  it('draws one picture a dimension for the report, in tables of at most eight models letters', () => {
    const dimensions = scores.columns.filter(({ kind }) => kind === 'dimension');
    expect(differencesPlots(scores, 'scores').map(({ id }) => id)).toEqual(
      dimensions.map(({ id }) => `differences-${scores.system}-${id}`),
    );
    const letters = (of: typeof scores) =>
      scoreTables(of, 'scores')[0]!.rows.flatMap(({ cells }) =>
        cells.flatMap((cell) => (isEstimate(cell) ? (cell.mark ?? []) : [])),
      );
    expect(letters(scores).length).toBeGreaterThan(0);
    const nine = scoreModels(plantStudy(createRandom('nine'), 9, 16, planted).input);
    expect(letters(nine)).toEqual([]);
  });

  it('knows whom it cannot tell from a model', () => {
    const near = cannotTell(scores, warmth, names[0]!);
    const { rows } = differencesPlot(scores, warmth, names[0]!);
    const hollow = rows.filter((row) => pointOf(row) === 'same').map(({ id }) => id);
    expect([...near].sort()).toEqual(hollow.sort());
  });
});
