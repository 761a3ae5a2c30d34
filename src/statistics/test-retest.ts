import { UserError } from '../errors.ts';
import { chiSquareDeviates } from './coefficient-intervals.ts';
import { mean, quantile } from './describe.ts';
import { fQuantile } from './distributions.ts';
import type { Source } from './expected-mean-squares.ts';
import { fitReml } from './reml.ts';

/** A text that a model wrote on an item, and its rating by each rater; what is not a finite number is missing. */
export type Occasion = { model: number; item: number; ratings: ArrayLike<number> };

type Share = { value: number; low: number; high: number };

export interface TestRetest {
  /** Cells of model × item with several texts that every rater rated, and these texts. */
  cells: number;
  texts: number;
  /** Texts a cell: their harmonic mean. */
  repeats: number;
  /** Variances of the mean over the raters of one text. */
  variance: {
    model: number;
    item: number;
    /** Model × item that comes back when the item is asked again. */
    modelItem: number;
    /** What changes when it is asked again: sampling, with what raters make of one text and not of another. */
    occasion: number;
  };
  /** Of `occasion`: what raters do not agree on, and sampling alone; null with one rater, which cannot tell them apart. */
  raterNoise: number | null;
  method: 'expected mean squares' | 'REML';
  /** Of model × item as one text shows it: how much is sampling noise; with a 95 % interval. */
  noise: Share;
  /** Reliability of a single text: how far it tells, of models on one item, what each writes there again and again. */
  single: Share;
}

/**
 * Test–retest: texts are occasions, nested in model × item (Brennan 2001, "Generalizability Theory", ch. 3: o:(m × i)).
 * Mean squares where every cell has as many texts, else REML. Intervals by F, where cells differ in size with their
 * harmonic mean (Thomas and Hultquist 1978); that of a single text is a generalised confidence interval of the mean
 * squares (Weerahandi 1993).
 *
 * @throws UserError where no cell has two texts, or fewer than two models or items have
 */
export function testRetest(occasions: readonly Occasion[]): TestRetest {
  const whole = occasions.filter(
    ({ ratings }) => ratings.length > 0 && Array.from(ratings).every(Number.isFinite),
  );
  const all = [...Map.groupBy(whole, ({ model, item }) => `${model} ${item}`).values()];
  const cells = all.filter((texts) => texts.length > 1);
  const [models, items] = (['model', 'item'] as const).map(
    (facet) => new Set(cells.map(([first]) => first![facet])).size,
  );
  if (models! < 2 || items! < 2)
    throw new UserError(
      'it needs at least 2 items that at least 2 models were asked several times',
      { hint: 'Ask models the same several times, at a temperature above 0.' },
    );
  const texts = cells.flat();
  const raters = texts[0]!.ratings.length;
  const y = texts.map(({ ratings }) => mean(ratings));
  const within = cells.reduce(
    (sum, cell) => sum + squaresOf(cell.map(({ ratings }) => mean(ratings))),
    0,
  );
  const df = texts.length - cells.length;
  const occasion = within / df;
  const repeats = cells.length / cells.reduce((sum, cell) => sum + 1 / cell.length, 0);
  const isComplete =
    cells.length === models! * items! && cells.every((cell) => cell.length === cells[0]!.length);
  const found = isComplete
    ? byMeanSquares(cells, models!, items!, repeats, occasion)
    : byReml(texts, y, repeats, items!);
  const { variance, squares, ...how } = found;
  const share = (of: number) => (of + variance.occasion > 0 ? of / (of + variance.occasion) : 0);
  const cellDf = (models! - 1) * (items! - 1);
  return {
    ...{ cells: cells.length, texts: texts.length, repeats, variance, ...how },
    raterNoise: raters > 1 ? raterNoiseOf(cells, raters, df) : null,
    noise: {
      value: 1 - share(variance.modelItem),
      ...swapped(byF(squares.modelItem, variance.occasion, cellDf, df, repeats)),
    },
    single: {
      value: share(variance.model + variance.modelItem),
      ...singleBounds(squares, { occasion, models: models!, items: items!, df, repeats }),
    },
  };
}

type Found = Pick<TestRetest, 'variance' | 'method'> & {
  /** Mean squares of models and of model × item; of REML as complete data would have them. */
  squares: { model: number; modelItem: number };
};

function byMeanSquares(
  cells: readonly (readonly Occasion[])[],
  models: number,
  items: number,
  repeats: number,
  occasion: number,
): Found {
  const means = cells.map((cell) => ({
    ...{ model: cell[0]!.model, item: cell[0]!.item },
    level: mean(cell.map(({ ratings }) => mean(ratings))),
  }));
  const margin = (facet: 'model' | 'item') =>
    [...Map.groupBy(means, (one) => one[facet]).values()].map((one) =>
      mean(one.map(({ level }) => level)),
    );
  const ofModels = repeats * items * squaresOf(margin('model'));
  const ofItems = repeats * models * squaresOf(margin('item'));
  const ofCells = repeats * squaresOf(means.map(({ level }) => level)) - ofModels - ofItems;
  const modelItem = ofCells / ((models - 1) * (items - 1));
  const least = (x: number) => Math.max(0, x);
  const model = ofModels / (models - 1);
  return {
    method: 'expected mean squares',
    squares: { model, modelItem },
    variance: {
      model: least((model - modelItem) / (repeats * items)),
      item: least((ofItems / (items - 1) - modelItem) / (repeats * models)),
      modelItem: least((modelItem - occasion) / repeats),
      occasion,
    },
  };
}

function byReml(
  texts: readonly Occasion[],
  y: readonly number[],
  repeats: number,
  items: number,
): Found {
  const fit = fitReml(y, [
    { name: 'model', labels: texts.map(({ model }) => model) },
    { name: 'item', labels: texts.map(({ item }) => item) },
    { name: 'modelItem', labels: texts.map(({ model, item }) => `${model} ${item}`) },
  ]);
  const of = (name: string) => fit.components.find((one) => one.name === name)?.variance ?? 0;
  const occasion = fit.residual.variance;
  const modelItem = occasion + repeats * of('modelItem');
  return {
    method: 'REML',
    squares: { model: modelItem + repeats * items * of('model'), modelItem },
    variance: {
      ...{ model: of('model'), item: of('item'), modelItem: of('modelItem'), occasion },
    },
  };
}

/** Text × rater within cells, as it stands in the mean over the raters. */
function raterNoiseOf(cells: readonly (readonly Occasion[])[], raters: number, df: number): number {
  let sum = 0;
  for (const cell of cells) {
    const ofRaters = Array.from({ length: raters }, (_, r) =>
      mean(cell.map(({ ratings }) => ratings[r]!)),
    );
    const all = mean(ofRaters);
    for (const { ratings } of cell) {
      const own = mean(ratings);
      for (let r = 0; r < raters; r++) sum += (ratings[r]! - own - ofRaters[r]! + all) ** 2;
    }
  }
  return sum / (df * (raters - 1)) / raters;
}

/**
 * 95 % interval of σ²(between) / (σ²(between) + σ²(within)) with so many values a group, in 0 … 1. A mean square between
 * groups below that within, which no variance could bring about, counts as equal to it: else the interval would shrink to
 * 0 where the data fit least.
 */
function byF(
  between: number,
  within: number,
  df1: number,
  df2: number,
  size: number,
): Pick<Share, 'low' | 'high'> {
  const end = (p: number) => {
    const f = Math.max(1, between / within) / fQuantile(p, df1, df2);
    return Math.max(0, Math.min(1, (f - 1) / (f - 1 + size)));
  };
  return within > 0 ? { low: end(0.975), high: end(0.025) } : { low: 1, high: 1 };
}

/** 95 % interval of the reliability of a single text. */
function singleBounds(
  squares: Found['squares'],
  {
    occasion,
    models,
    items,
    df,
    repeats,
  }: { occasion: number; models: number; items: number; df: number; repeats: number },
): Pick<Share, 'low' | 'high'> {
  const cellDf = (models - 1) * (items - 1);
  const drawn = (source: Source, square: number, own: number) =>
    chiSquareDeviates(source, own).map((one) => (square * own) / one);
  // Mean squares below the one within cells count as equal to it, as for the noise.
  const ofModels = drawn('model', Math.max(squares.model, occasion), models - 1);
  const ofCells = drawn('modelItem', Math.max(squares.modelItem, occasion), cellDf);
  const noise = drawn('residual', occasion, df);
  const told = ofModels.map((model, k) => {
    // Models within items: what both mean squares say together.
    const onItem = (model + (items - 1) * ofCells[k]!) / items;
    const signal = Math.max(0, (onItem - noise[k]!) / repeats);
    return signal + noise[k]! > 0 ? signal / (signal + noise[k]!) : 0;
  });
  return { low: quantile(told, 0.025), high: quantile(told, 0.975) };
}

function swapped({ low, high }: Pick<Share, 'low' | 'high'>): Pick<Share, 'low' | 'high'> {
  return { low: 1 - high, high: 1 - low };
}

function squaresOf(values: readonly number[]): number {
  const middle = mean(values);
  return values.reduce((sum, x) => sum + (x - middle) ** 2, 0);
}
