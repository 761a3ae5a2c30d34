/** What holds for all models: means and covariance of the values, families, wordings, order, and how far models differ. */
import { cholesky, invertPositiveDefinite } from '../dense.ts';
import {
  drawDeviation,
  drawFromPrecision,
  drawInverseWishart,
  drawNormal,
  sliceStep,
} from '../latent-ratings/variates.ts';
import type { Random } from '../random.ts';
import type { Workspace } from './latent.ts';
import { drawModelEffects } from './model-effects.ts';
import type { Layout } from './ratings.ts';
import { prior, type State } from './state.ts';

/** Cheap beside a draw of the latent ratings, hence several times for each of these. */
const rounds = 3;

/** Draws the models' effects and all that they are drawn around, several times. */
export function drawPopulation(
  layout: Layout,
  state: State,
  work: Workspace,
  random: Random,
): void {
  for (let round = 0; round < rounds; round++) {
    drawModelEffects(layout, state, work, withinFamilies(layout, state), random);
    drawMeans(layout, state, random);
    drawCovariance(layout, state, random);
    drawShared(layout, state, random);
    drawScales(layout, state, work, random);
  }
}

/** Inverse of Σ = diag(scales) W diag(scales). */
function inverseCovariance({ values }: Layout, { shape, scales }: State): Float64Array {
  const inverse = invertPositiveDefinite(shape, values);
  if (!inverse) throw new RangeError('the covariance of the values is not positive definite');
  for (let v = 0; v < values; v++)
    for (let w = 0; w < values; w++) inverse[v * values + w]! /= scales[v]! * scales[w]!;
  return inverse;
}

function withinFamilies(layout: Layout, state: State): Float64Array {
  return inverseCovariance(layout, state).map((x) => x / (1 - state.familyShare));
}

/** Values of model m in units of their scales, as distances from the means. */
function standardised(layout: Layout, state: State): Float64Array {
  const { models, values, width } = layout;
  const out = new Float64Array(models * values);
  for (let m = 0; m < models; m++)
    for (let v = 0; v < values; v++)
      out[m * values + v] = (state.block[m * width + v]! - state.means[v]!) / state.scales[v]!;
  return out;
}

/** μ given the models' values, with the families integrated out: generalised least squares. */
function drawMeans(layout: Layout, state: State, random: Random): void {
  const { models, values, width, family, familySizes } = layout;
  const inverse = inverseCovariance(layout, state);
  const share = state.familyShare;
  const sum = new Float64Array(values);
  let all = 0;
  for (let m = 0; m < models; m++) {
    const weight = 1 / (1 - share + familySizes[family[m]!]! * share);
    all += weight;
    for (let v = 0; v < values; v++) sum[v]! += weight * state.block[m * width + v]!;
  }
  const a = inverse.map((x) => all * x);
  const b = new Float64Array(values);
  for (let v = 0; v < values; v++) {
    a[v * (values + 1)]! += prior.mean ** -2;
    for (let w = 0; w < values; w++) b[v]! += inverse[v * values + w]! * sum[w]!;
  }
  state.means.set(drawFromPrecision(a, b, values, random));
}

/** ρ with W and the families integrated out, W with the families integrated out, then the families. */
function drawCovariance(layout: Layout, state: State, random: Random): void {
  const { models, values, family, families, familySizes } = layout;
  const eta = standardised(layout, state);
  const square = values * values;
  const sums = new Float64Array(families * values);
  const all = new Float64Array(square);
  for (let m = 0; m < models; m++)
    for (let v = 0; v < values; v++) {
      sums[family[m]! * values + v]! += eta[m * values + v]!;
      for (let w = 0; w < values; w++)
        all[v * values + w]! += eta[m * values + v]! * eta[m * values + w]!;
    }
  const df = values + prior.freedom;
  // So that W is the identity on average.
  const start = prior.freedom - 1;

  /** The scale of W given ρ: I s + ηᵀ R⁻¹ η, where R has 1 in its diagonal and ρ within families. */
  const scaleAt = (share: number): Float64Array => {
    const out = all.map((x) => x / (1 - share));
    for (let f = 0; f < families; f++) {
      const less = share / ((1 - share) * (1 - share + familySizes[f]! * share));
      for (let v = 0; v < values; v++)
        for (let w = 0; w < values; w++)
          out[v * values + w]! -= less * sums[f * values + v]! * sums[f * values + w]!;
    }
    for (let v = 0; v < values; v++) out[v * (values + 1)]! += start;
    return out;
  };
  if (layout.hasFamilies) {
    const logDensity = (share: number) => {
      if (!(share > 0 && share < 1)) return Number.NEGATIVE_INFINITY;
      const l = cholesky(scaleAt(share), values);
      if (!l) return Number.NEGATIVE_INFINITY;
      let log = 0;
      for (let v = 0; v < values; v++) log -= (df + models) * Math.log(l[v * (values + 1)]!);
      for (const size of familySizes)
        log -=
          (values / 2) * ((size - 1) * Math.log(1 - share) + Math.log(1 - share + size * share));
      return log;
    };
    state.familyShare = sliceStep(state.familyShare, 0.3, logDensity, random);
  }
  const share = state.familyShare;
  state.shape = drawInverseWishart(df + models, scaleAt(share), values, random);
  if (!layout.hasFamilies) return;
  const root = cholesky(state.shape, values)!;
  const z = new Float64Array(values);
  for (let f = 0; f < families; f++) {
    const precision = 1 / share + familySizes[f]! / (1 - share);
    for (let v = 0; v < values; v++) z[v] = random.normal();
    for (let v = 0; v < values; v++) {
      let noise = 0;
      for (let w = 0; w <= v; w++) noise += root[v * values + w]! * z[w]!;
      state.families[f * values + v] =
        sums[f * values + v]! / (1 - share) / precision + noise / Math.sqrt(precision);
    }
  }
}

/** Wordings, order, and the standard deviations of the models' effects, given these effects. */
function drawShared(layout: Layout, state: State, random: Random): void {
  const { models, width, acquiescenceAt, wordingAt, orderAt } = layout;
  const { block, sd, wording } = state;
  const many = wording.length;
  const squaresAround = (at: number, centre: number) => {
    let sum = 0;
    for (let m = 0; m < models; m++) sum += (block[m * width + at]! - centre) ** 2;
    return sum;
  };
  const normal = (at: number, own: number, before: number) => {
    let sum = 0;
    for (let m = 0; m < models; m++) sum += block[m * width + at]!;
    const precision = models / own ** 2 + 1 / before ** 2;
    return drawNormal(sum / own ** 2, precision, random);
  };
  if (acquiescenceAt >= 0)
    sd.acquiescence = drawDeviation(
      sd.acquiescence,
      {
        // They sum to 0.
        count: models - 1,
        squares: squaresAround(acquiescenceAt, 0),
        scale: prior.acquiescence,
      },
      random,
    );
  if (wordingAt >= 0) {
    let squares = 0;
    for (let k = 0; k < many; k++) {
      wording[k] = normal(wordingAt + k, sd.wordings, prior.wording);
      squares += squaresAround(wordingAt + k, wording[k]!);
    }
    sd.wordings = drawDeviation(
      sd.wordings,
      { count: models * many, squares, scale: prior.wordings },
      random,
    );
  }
  if (orderAt >= 0) {
    state.order = normal(orderAt, sd.orders, prior.order);
    sd.orders = drawDeviation(
      sd.orders,
      { count: models, squares: squaresAround(orderAt, state.order), scale: prior.orders },
      random,
    );
  }
}

/**
 * Means and scales given the models' effects in units of these scales, all at once: the same unknowns as above in
 * another parametrisation, which moves where differences between models are small (interweaving: Yu and Meng 2011).
 * The scales are normal around 0 here; their signs mean nothing.
 */
function drawScales(layout: Layout, state: State, work: Workspace, random: Random): void {
  const { models, values, width, acquiescenceAt, wordingAt, orderAt } = layout;
  const { block, sd, wording } = state;
  const many = wording.length;
  const eta = standardised(layout, state);
  let size = 2 * values;
  const take = (columns: number, wanted: boolean) => {
    const at = size;
    if (wanted) size += columns;
    return at;
  };
  const ofAcquiescence = take(1, acquiescenceAt >= 0);
  const ofWording = take(many + 1, wordingAt >= 0);
  const ofOrder = take(2, orderAt >= 0);

  /** Column of what an effect is made of beside its mean (−1 without one), and by how much: own[row]. */
  const mean = new Int32Array(width).fill(-1);
  const scale = new Int32Array(width);
  for (let v = 0; v < values; v++) {
    mean[v] = v;
    scale[v] = values + v;
  }
  if (acquiescenceAt >= 0) scale[acquiescenceAt] = ofAcquiescence;
  if (wordingAt >= 0)
    for (let j = 0; j < many; j++) {
      mean[wordingAt + j] = ofWording + j;
      scale[wordingAt + j] = ofWording + many;
    }
  if (orderAt >= 0) {
    mean[orderAt] = ofOrder;
    scale[orderAt] = ofOrder + 1;
  }

  const a = new Float64Array(size * size);
  const b = new Float64Array(size);
  const own = new Float64Array(models * width);
  for (let m = 0; m < models; m++) {
    const at = m * width;
    for (let v = 0; v < values; v++) own[at + v] = eta[m * values + v]!;
    if (acquiescenceAt >= 0)
      own[at + acquiescenceAt] = block[at + acquiescenceAt]! / sd.acquiescence;
    if (wordingAt >= 0)
      for (let j = 0; j < many; j++)
        own[at + wordingAt + j] = (block[at + wordingAt + j]! - wording[j]!) / sd.wordings;
    if (orderAt >= 0) own[at + orderAt] = (block[at + orderAt]! - state.order) / sd.orders;
    for (let r = 0; r < width; r++) {
      const h = work.right[at + r]!;
      if (mean[r]! >= 0) b[mean[r]!]! += h;
      b[scale[r]!]! += own[at + r]! * h;
      for (let c = 0; c < width; c++) {
        const p = work.precision[(at + r) * width + c]!;
        if (p === 0) continue;
        if (mean[r]! >= 0) {
          if (mean[c]! >= 0) a[mean[r]! * size + mean[c]!]! += p;
          a[mean[r]! * size + scale[c]!]! += p * own[at + c]!;
        }
        if (mean[c]! >= 0) a[scale[r]! * size + mean[c]!]! += p * own[at + r]!;
        a[scale[r]! * size + scale[c]!]! += p * own[at + r]! * own[at + c]!;
      }
    }
  }
  const hold = (at: number, before: number) => {
    a[at * (size + 1)]! += before ** -2;
  };
  for (let v = 0; v < values; v++) {
    hold(v, prior.mean);
    hold(values + v, prior.values);
  }
  if (acquiescenceAt >= 0) hold(ofAcquiescence, prior.acquiescence);
  if (wordingAt >= 0) {
    for (let j = 0; j < many; j++) hold(ofWording + j, prior.wording);
    hold(ofWording + many, prior.wordings);
  }
  if (orderAt >= 0) {
    hold(ofOrder, prior.order);
    hold(ofOrder + 1, prior.orders);
  }
  drawFromPrecision(a, b, size, random);

  for (let v = 0; v < values; v++) {
    state.means[v] = b[v]!;
    state.scales[v] = b[values + v]!;
  }
  if (wordingAt >= 0) wording.set(b.subarray(ofWording, ofWording + many));
  if (orderAt >= 0) state.order = b[ofOrder]!;
  for (let m = 0; m < models; m++)
    for (let r = 0; r < width; r++)
      block[m * width + r] =
        (mean[r]! >= 0 ? b[mean[r]!]! : 0) + b[scale[r]!]! * own[m * width + r]!;
  if (acquiescenceAt >= 0) sd.acquiescence = Math.abs(b[ofAcquiescence]!);
  if (wordingAt >= 0) sd.wordings = Math.abs(b[ofWording + many]!);
  if (orderAt >= 0) sd.orders = Math.abs(b[ofOrder + 1]!);
}
