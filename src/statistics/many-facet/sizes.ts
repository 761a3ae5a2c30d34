/** Standard deviations and loadings of the effects. */
import { variance } from '../describe.ts';
import { logHeld } from '../latent-ratings/unit.ts';
import {
  drawDeviation,
  drawFromPrecision,
  drawNormal,
  sliceStep,
} from '../latent-ratings/variates.ts';
import type { Random } from '../random.ts';
import { readEffects, type Workspace } from './latent.ts';
import type { FacetLayout, ValueLayout } from './ratings.ts';
import { type EffectKind, effectKinds, hasEffect, measured, prior, type State } from './state.ts';

/** Standard deviations given the effects. */
export function drawDeviations(
  layout: FacetLayout,
  { effects, sd }: State['values'][number],
  random: Random,
): void {
  for (const kind of effectKinds) {
    if (!hasEffect(layout, kind)) continue;
    const squares = effects[kind].reduce((sum, x) => sum + x * x, 0);
    const about = { count: effects[kind].length, squares, scale: prior[kind] };
    sd[kind] = Math.max(1e-4, drawDeviation(sd[kind], about, random));
  }
}

/**
 * All of them at once given the effects in units of them, and the loadings of what texts have in all values, with
 * the deviations of models on items integrated out: moves where effects are small (interweaving: Yu and Meng 2011). They
 * are normal around 0 here; the sign of a standard deviation means nothing.
 */
export function drawScales(
  layout: FacetLayout,
  value: ValueLayout,
  state: State,
  v: number,
  { weight, shrunk, right }: Workspace,
  random: Random,
): void {
  const { raters, families, family, hasHalo } = layout;
  const own = state.values[v]!;
  const { effects, sd } = own;
  const kinds = effectKinds.filter((kind) => hasEffect(layout, kind));
  const width = kinds.length + (hasHalo ? 1 + raters : 0);
  const units = kinds.map((kind) => effects[kind].map((x) => x / sd[kind]));
  const placeOf: Record<EffectKind, (m: number, f: number, i: number, r: number) => number> = {
    model: (m) => m,
    family: (_, f) => f,
    modelRater: (m, _f, _i, r) => m * raters + r,
    raterFamily: (_, f, _i, r) => f * raters + r,
    item: (_m, _f, i) => i,
    itemRater: (_m, _f, i, r) => i * raters + r,
    itemFamily: (_m, f, i) => i * families + f,
  };
  const places = kinds.map((kind) => placeOf[kind]);
  const a = new Float64Array(width * width);
  const b = new Float64Array(width);
  /** Of a cell: width × raters, what each effect is for each rater; and W times it. */
  const z = new Float64Array(width * raters);
  const wz = new Float64Array(width * raters);
  for (let c = 0; c < value.cells; c++) {
    const [m, i] = [value.cellModel[c]!, value.cellItem[c]!];
    const f = family[m]!;
    for (let r = 0; r < raters; r++) {
      for (let k = 0; k < kinds.length; k++) z[k * raters + r] = units[k]![places[k]!(m, f, i, r)]!;
      if (!hasHalo) continue;
      const at = value.cellText[c]!;
      z[kinds.length * raters + r] = state.general[at]!;
      z[(kinds.length + 1 + r) * raters + r] = state.halo[at * raters + r]!;
    }
    const at = c * raters;
    const k = shrunk[c]!;
    for (let e = 0; e < width; e++) {
      let sum = 0;
      for (let r = 0; r < raters; r++) sum += weight[at + r]! * z[e * raters + r]!;
      let level = 0;
      for (let r = 0; r < raters; r++) {
        wz[e * raters + r] = weight[at + r]! * (z[e * raters + r]! - k * sum);
        level += wz[e * raters + r]! * own.rater[r]!;
        b[e]! += z[e * raters + r]! * right[at + r]!;
      }
      b[e]! -= level;
    }
    for (let e = 0; e < width; e++)
      for (let g = 0; g <= e; g++) {
        let sum = 0;
        for (let r = 0; r < raters; r++) sum += wz[e * raters + r]! * z[g * raters + r]!;
        a[e * width + g]! += sum;
        if (g < e) a[g * width + e]! += sum;
      }
  }
  kinds.forEach((kind, k) => {
    a[k * (width + 1)]! += prior[kind] ** -2;
  });
  for (let e = kinds.length; e < width; e++)
    a[e * (width + 1)]! += (e === kinds.length ? prior.general : prior.halo) ** -2;
  drawFromPrecision(a, b, width, random);
  kinds.forEach((kind, k) => {
    effects[kind].set(units[k]!.map((x) => x * b[k]!));
    sd[kind] = Math.max(1e-4, Math.abs(b[k]!));
  });
  if (!hasHalo) return;
  own.general = b[kinds.length]!;
  own.halo.set(b.subarray(kinds.length + 1));
}

/**
 * Raters' noises, and in their unit all else; then the size of model × item, both with the deviations of models on items
 * integrated out; then these deviations.
 */
export function drawCells(
  layout: FacetLayout,
  value: ValueLayout,
  state: State,
  v: number,
  { latent }: Workspace,
  random: Random,
): void {
  if (!value.hasDeviations) return;
  const { raters } = layout;
  const own = state.values[v]!;
  const { spread, sd } = own;
  const read = readEffects(layout, value, state, v);
  /** Sum of what each rater's latent ratings in a cell are beside the effects: cells × raters; of squares: by rater. */
  const sums = new Float64Array(value.cells * raters);
  const squares = new Float64Array(raters);
  for (let c = 0; c < value.cells; c++)
    for (let i = value.cellStart[c]!; i < value.cellStart[c + 1]!; i++) {
      const r = value.group[i]!;
      const mean = own.rater[r]! + read.ofItem(c, r) + read.ofModel(c, r) + read.ofText(c, r);
      sums[c * raters + r]! += latent[i]! - mean;
      squares[r]! += (latent[i]! - mean) ** 2;
    }
  const whole = new Float64Array(value.cells);
  const told = new Float64Array(value.cells);
  const weigh = (at: Float64Array) => {
    const precision = at.map((one) => Math.exp(-2 * one));
    for (let c = 0; c < value.cells; c++) {
      let [all, sum] = [0, 0];
      for (let r = 0; r < raters; r++) {
        all += precision[r]! * value.counts[c * raters + r]!;
        sum += precision[r]! * sums[c * raters + r]!;
      }
      whole[c] = all;
      told[c] = sum;
    }
  };
  const logCells = (variance: number) => {
    let sum = 0;
    for (let c = 0; c < value.cells; c++) {
      const grown = 1 + variance * whole[c]!;
      sum += (told[c]! ** 2 * variance) / (2 * grown) - 0.5 * Math.log(grown);
    }
    return sum;
  };

  const { unitOf, held, rescale } = measured(layout, value, own);
  const before = held();
  // Where one rater's noise grows by a step, all shrink by a share of it: their size moves elsewhere.
  const moved = (r: number, step: number) =>
    spread.map((one, s) => one - step / raters + (s === r ? step : 0));
  for (let r = 0; r + 1 < raters; r++) {
    const step = sliceStep(
      0,
      0.3,
      (by) => {
        const at = moved(r, by);
        weigh(at);
        let sum = logCells(sd.deviation ** 2) + logHeld(before, unitOf(at));
        sum -= ((raters - 1) * variance(at)) / (2 * sd.spread ** 2);
        for (let s = 0; s < raters; s++) {
          const many = value.groupStart[s + 1]! - value.groupStart[s]!;
          sum -= many * at[s]! + (squares[s]! * Math.exp(-2 * at[s]!)) / 2;
        }
        return sum;
      },
      random,
    );
    spread.set(moved(r, step));
  }
  const unit = unitOf(spread);
  const factor = Math.exp(-unit);
  for (let r = 0; r < raters; r++) spread[r]! -= unit;
  rescale(factor);
  for (const array of [latent, sums]) for (let i = 0; i < array.length; i++) array[i]! *= factor;
  weigh(spread);
  const logDensity = (log: number) =>
    log - Math.exp(2 * log) / (2 * prior.deviation ** 2) + logCells(Math.exp(2 * log));
  sd.deviation = Math.exp(sliceStep(Math.log(sd.deviation), 0.5, logDensity, random));
  const ofCells = sd.deviation ** -2;
  for (let c = 0; c < value.cells; c++)
    own.deviations[c] = drawNormal(told[c]!, ofCells + whole[c]!, random);
}
