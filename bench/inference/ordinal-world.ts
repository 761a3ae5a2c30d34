/** Ratings by the equations of docs/ordinal-model.md, from values that are known; nothing here comes from `src/`. */
import type { Draw } from './independent.ts';

export type Design = {
  models: number;
  families: number;
  values: number;
  itemsEach: number;
  /** Items of each value that are keyed against it. */
  against: number;
  categories: number;
  wordings: number;
};

export type World = {
  ratings: {
    models: number;
    items: number;
    values: number;
    categories: number;
    wordings: number;
    family: number[];
    keys: number[];
    model: number[];
    item: number[];
    wording: number[];
    order: number[];
    rating: number[];
  };
  /** What was planted, as the program names it. */
  truth: {
    /** μ + θ. */
    level: number[][];
    mean: number[];
    acquiescence: number[];
    spread: number[];
    order: number[];
    wording: number[][];
    sharedWording: number[];
    sharedOrder: number;
    threshold: number[];
    sd: Record<'item' | 'deviation' | 'acquiescence' | 'wordings' | 'orders' | 'spread', number>;
    familyShare: number;
  };
};

/** Scales of what is known beforehand, as the page has them. */
const scales = {
  threshold: 3,
  mean: 2,
  item: 2,
  deviation: 2,
  acquiescence: 1,
  wordings: 1,
  orders: 1,
  spread: 0.5,
};

/** All unknowns from what is known beforehand, then ratings. */
export function drawWorld(design: Design, draw: Draw): World {
  const { models, families, values, itemsEach, against, categories, wordings } = design;
  const items = values * itemsEach;
  const normals = (n: number, sd: number) => Array.from({ length: n }, () => sd * draw.normal());
  const half = (scale: number) => Math.abs(scale * draw.normal());
  const centred = (x: number[]) => {
    const middle = x.reduce((sum, one) => sum + one, 0) / x.length;
    return x.map((one) => one - middle);
  };
  const sd = {
    item: half(scales.item),
    deviation: half(scales.deviation),
    acquiescence: half(scales.acquiescence),
    wordings: half(scales.wordings),
    orders: half(scales.orders),
    spread: half(scales.spread),
  };
  const threshold = normals(categories - 1, scales.threshold).sort((a, b) => a - b);
  const mean = normals(values, scales.mean);
  const shape = inverseWishart(values + 4, 3, values, draw);
  const valueScales = normals(values, 1);
  const familyShare = families < models ? draw.uniform() : 0;
  const root = choleskyOf(shape);
  const correlated = () => {
    const z = normals(values, 1);
    return root.map((row) => row.reduce((sum, x, k) => sum + x * z[k]!, 0));
  };
  const family = Array.from({ length: models }, (_, m) => m % families);
  const ofFamily = Array.from({ length: families }, correlated);
  const level = family.map((f) => {
    const own = correlated();
    return mean.map(
      (mu, v) =>
        mu +
        valueScales[v]! *
          (Math.sqrt(familyShare) * ofFamily[f]![v]! + Math.sqrt(1 - familyShare) * own[v]!),
    );
  });
  const acquiescence = centred(normals(models, sd.acquiescence));
  const lambda = centred(normals(models, sd.spread));
  const sharedWording = centred(normals(wordings, 1));
  const sharedOrder = draw.normal();
  const wording = level.map(() => {
    const own = centred(normals(wordings, sd.wordings));
    return sharedWording.map((one, j) => one + own[j]!);
  });
  const order = level.map(() => sharedOrder + sd.orders * draw.normal());
  const item = normals(items, sd.item);
  const keys: number[] = [];
  for (let i = 0; i < items; i++)
    for (let v = 0; v < values; v++)
      keys.push(i % values !== v ? 0 : Math.floor(i / values) < against ? -1 : 1);

  const rated = { model: [], item: [], wording: [], order: [], rating: [] } as Record<
    'model' | 'item' | 'wording' | 'order' | 'rating',
    number[]
  >;
  for (let m = 0; m < models; m++)
    for (let i = 0; i < items; i++) {
      const deviation = sd.deviation * draw.normal();
      for (let j = 0; j < wordings; j++)
        for (const k of [0.5, -0.5]) {
          const latent =
            keys[i * values + (i % values)]! * level[m]![i % values]! +
            acquiescence[m]! +
            item[i]! +
            deviation +
            wording[m]![j]! +
            k * order[m]! +
            Math.exp(lambda[m]!) * draw.normal();
          rated.model.push(m);
          rated.item.push(i);
          rated.wording.push(j);
          rated.order.push(k);
          rated.rating.push(threshold.filter((one) => latent > one).length);
        }
    }
  return {
    ratings: { models, items, values, categories, wordings, family, keys, ...rated },
    truth: {
      ...{ level, mean, acquiescence, order, wording, sharedWording, sharedOrder },
      ...{ threshold, sd, familyShare },
      spread: lambda.map(Math.exp),
    },
  };
}

/** The inverse of a sum of `df` outer products of normal vectors with variance 1 / `scale`. */
function inverseWishart(df: number, scale: number, p: number, draw: Draw): number[][] {
  const sum = Array.from({ length: p }, () => new Array<number>(p).fill(0));
  for (let k = 0; k < df; k++) {
    const x = Array.from({ length: p }, () => draw.normal() / Math.sqrt(scale));
    for (let i = 0; i < p; i++) for (let j = 0; j < p; j++) sum[i]![j]! += x[i]! * x[j]!;
  }
  return inverseOf(sum);
}

/** Gauss and Jordan. */
function inverseOf(matrix: number[][]): number[][] {
  const p = matrix.length;
  const rows = matrix.map((row, i) => [...row, ...row.map((_, j) => (i === j ? 1 : 0))]);
  for (let c = 0; c < p; c++) {
    const pivot = rows[c]![c]!;
    rows[c] = rows[c]!.map((x) => x / pivot);
    for (let r = 0; r < p; r++) {
      if (r === c) continue;
      const factor = rows[r]![c]!;
      rows[r] = rows[r]!.map((x, k) => x - factor * rows[c]![k]!);
    }
  }
  return rows.map((row) => row.slice(p));
}

function choleskyOf(a: number[][]): number[][] {
  const p = a.length;
  const l = Array.from({ length: p }, () => new Array<number>(p).fill(0));
  for (let i = 0; i < p; i++)
    for (let j = 0; j <= i; j++) {
      let sum = a[i]![j]!;
      for (let k = 0; k < j; k++) sum -= l[i]![k]! * l[j]![k]!;
      l[i]![j] = i === j ? Math.sqrt(sum) : sum / l[j]![j]!;
    }
  return l;
}
