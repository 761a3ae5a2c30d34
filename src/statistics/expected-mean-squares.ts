/** Variance components of fully crossed, complete designs by expected mean squares (Brennan 2001, ch. 3). */

/** Sources of variance: model (p), item (i), rater (r), and their interactions; `residual` is the rest. */
export type Source =
  | 'model'
  | 'item'
  | 'rater'
  | 'modelItem'
  | 'modelRater'
  | 'itemRater'
  | 'residual';

export interface Component {
  source: Source;
  /** Degrees of freedom and mean square; `null` where the component was not found by mean squares. */
  df: number | null;
  meanSquare: number | null;
  /** As estimated; by mean squares it may be negative. */
  raw: number;
  /** Negative estimates count as 0 (Brennan 2001, §3.4). */
  variance: number;
  /**
   * Of `raw`. By mean squares √Σ 2c²MS²/(df + 2) (Brennan 2001, eq. 6.1); by REML from the average
   * information, and `null` at the boundary 0.
   */
  standardError: number | null;
}

/** One observation of each cell. */
export type Cell = (model: number, item: number, rater: number) => number;

/** Model × item: np × ni cells. */
export function twoWay(at: Cell, np: number, ni: number): Component[] {
  const sums = crossedSums(at, np, ni, 1);
  const msp = sums.p / (np - 1);
  const msi = sums.i / (ni - 1);
  const rest = sums.pi / ((np - 1) * (ni - 1));
  const p = { df: np - 1, ms: msp };
  const i = { df: ni - 1, ms: msi };
  const pi = { df: (np - 1) * (ni - 1), ms: rest };
  return [
    component('model', p, [p], [pi], ni),
    component('item', i, [i], [pi], np),
    component('residual', pi, [pi], [], 1),
  ];
}

/** Model × item × rater: np × ni × nr cells. */
export function threeWay(at: Cell, np: number, ni: number, nr: number): Component[] {
  const sums = crossedSums(at, np, ni, nr);
  const square = (sum: number, df: number): MeanSquare => ({ df, ms: sum / df });
  const p = square(sums.p, np - 1);
  const i = square(sums.i, ni - 1);
  const r = square(sums.r, nr - 1);
  const pi = square(sums.pi, p.df * i.df);
  const pr = square(sums.pr, p.df * r.df);
  const ir = square(sums.ir, i.df * r.df);
  const pir = square(sums.pir, p.df * i.df * r.df);
  return [
    component('model', p, [p, pir], [pi, pr], ni * nr),
    component('item', i, [i, pir], [pi, ir], np * nr),
    component('rater', r, [r, pir], [pr, ir], np * ni),
    component('modelItem', pi, [pi], [pir], nr),
    component('modelRater', pr, [pr], [pir], ni),
    component('itemRater', ir, [ir], [pir], np),
    component('residual', pir, [pir], [], 1),
  ];
}

interface MeanSquare {
  df: number;
  ms: number;
}

/** (Σ plus − Σ minus) / times. */
function component(
  source: Source,
  own: MeanSquare,
  plus: readonly MeanSquare[],
  minus: readonly MeanSquare[],
  times: number,
): Component {
  const sum = (parts: readonly MeanSquare[]) => parts.reduce((total, one) => total + one.ms, 0);
  const raw = (sum(plus) - sum(minus)) / times;
  const errors = [...plus, ...minus].reduce(
    (total, one) => total + (2 * one.ms ** 2) / (one.df + 2),
    0,
  );
  return {
    source,
    df: own.df,
    meanSquare: own.ms,
    raw,
    variance: Math.max(0, raw),
    standardError: Math.sqrt(errors) / times,
  };
}

/** Sums of squares of a fully crossed design with one observation a cell, from effects (not totals). */
function crossedSums(at: Cell, np: number, ni: number, nr: number) {
  const p = new Float64Array(np);
  const i = new Float64Array(ni);
  const r = new Float64Array(nr);
  const pi = new Float64Array(np * ni);
  const pr = new Float64Array(np * nr);
  const ir = new Float64Array(ni * nr);
  let grand = 0;
  const add = (array: Float64Array, index: number, value: number) => {
    array[index] = array[index]! + value;
  };
  for (let a = 0; a < np; a++) {
    for (let b = 0; b < ni; b++) {
      for (let c = 0; c < nr; c++) {
        const x = at(a, b, c);
        grand += x / (np * ni * nr);
        add(p, a, x / (ni * nr));
        add(i, b, x / (np * nr));
        add(r, c, x / (np * ni));
        add(pi, a * ni + b, x / nr);
        add(pr, a * nr + c, x / ni);
        add(ir, b * nr + c, x / np);
      }
    }
  }
  const out = { p: 0, i: 0, r: 0, pi: 0, pr: 0, ir: 0, pir: 0 };
  for (let a = 0; a < np; a++) out.p += ni * nr * (p[a]! - grand) ** 2;
  for (let b = 0; b < ni; b++) out.i += np * nr * (i[b]! - grand) ** 2;
  for (let c = 0; c < nr; c++) out.r += np * ni * (r[c]! - grand) ** 2;
  for (let a = 0; a < np; a++) {
    for (let b = 0; b < ni; b++) {
      out.pi += nr * (pi[a * ni + b]! - p[a]! - i[b]! + grand) ** 2;
      for (let c = 0; c < nr; c++) {
        const effect =
          at(a, b, c) -
          pi[a * ni + b]! -
          pr[a * nr + c]! -
          ir[b * nr + c]! +
          p[a]! +
          i[b]! +
          r[c]! -
          grand;
        out.pir += effect ** 2;
      }
    }
    for (let c = 0; c < nr; c++) out.pr += ni * (pr[a * nr + c]! - p[a]! - r[c]! + grand) ** 2;
  }
  for (let b = 0; b < ni; b++) {
    for (let c = 0; c < nr; c++) out.ir += np * (ir[b * nr + c]! - i[b]! - r[c]! + grand) ** 2;
  }
  return out;
}
