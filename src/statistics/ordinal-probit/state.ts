/** Where a chain is: one value of every unknown of the ordinal model. */
import { identity } from '../dense.ts';
import { normalQuantile } from '../distributions.ts';
import { geometricMean, type Held, heldBy, type Measured } from '../latent-ratings/unit.ts';
import type { Random } from '../random.ts';
import type { Layout } from './ratings.ts';

/**
 * What is known beforehand, in units of the typical rating's noise. Standard deviations are half-normal with these
 * scales; thresholds, effects of all models, and means are normal around 0.
 */
export const prior = {
  threshold: 3,
  mean: 2,
  wording: 1,
  order: 1,
  /** Of the standard deviations. */
  item: 2,
  deviation: 2,
  acquiescence: 1,
  wordings: 1,
  orders: 1,
  spread: 0.5,
  /** Of the scale of each value's differences between models. */
  values: 1,
  /** Degrees of freedom of the inverse Wishart matrix above the number of values; its mean is the identity. */
  freedom: 4,
} as const;

export type State = {
  /** Ascending, categories − 1. */
  thresholds: Float64Array;
  /** λ of each model; they sum to 0. */
  spread: Float64Array;
  items: Float64Array;
  /** Model × item, by cell. */
  deviations: Float64Array;
  /** models × width: values (μ + θ), acquiescence, contrasts of wordings (with what all models share), order (likewise). */
  block: Float64Array;
  /** μ. */
  means: Float64Array;
  /** families × values, in units of `scales`. */
  families: Float64Array;
  /** Part of the variance between models that lies between families. */
  familyShare: number;
  /** Σ = diag(scales) W diag(scales); W, values × values. */
  shape: Float64Array;
  scales: Float64Array;
  /** What all models share, by contrast of wordings. */
  wording: Float64Array;
  order: number;
  sd: {
    item: number;
    deviation: number;
    acquiescence: number;
    wordings: number;
    orders: number;
    spread: number;
  };
  /** Steps of the Metropolis moves, and how many sweeps have tuned them. */
  steps: { thresholds: Float64Array; spread: Float64Array; tuned: number };
};

/** A start of its own for each chain, wider than what is to be found. */
export function startOf(layout: Layout, random: Random): State {
  const { models, items, values, cells, categories, families, wordings, width, n } = layout;
  const wide = 0.7 + 1.2 * random.next();
  const thresholds = new Float64Array(categories - 1);
  for (let c = 0; c < categories - 1; c++) {
    const below = (layout.categoryStart[c + 1]! + 0.5) / (n + 1);
    thresholds[c] = wide * normalQuantile(below) + 1e-3 * c;
  }
  const some = (length: number, sd: number) =>
    Float64Array.from({ length }, () => sd * random.normal());
  const half = () => 0.2 + 0.8 * random.next();
  return {
    thresholds,
    spread: new Float64Array(models),
    items: some(items, 0.3),
    deviations: some(cells, 0.3),
    block: some(models * width, 0.2),
    means: some(values, 0.3),
    families: new Float64Array(families * values),
    familyShare: layout.hasFamilies ? 0.2 + 0.6 * random.next() : 0,
    shape: identity(values),
    scales: Float64Array.from({ length: values }, half),
    wording: new Float64Array(wordings - 1),
    order: 0.2 * random.normal(),
    sd: {
      item: half(),
      deviation: half(),
      acquiescence: half(),
      wordings: half(),
      orders: half(),
      spread: 0.3 * half(),
    },
    steps: {
      thresholds: new Float64Array(categories - 1).fill(0.1),
      spread: new Float64Array(models).fill(0.1),
      tuned: 0,
    },
  };
}

/** What the scale of all effects is held by. */
function heldIn(layout: Layout, state: State): Held {
  const { sd } = state;
  const [hasAcquiescence, hasWording, hasOrder] = [
    layout.acquiescenceAt >= 0,
    layout.wordingAt >= 0,
    layout.orderAt >= 0,
  ];
  return heldBy([
    [state.thresholds, prior.threshold],
    [state.means, prior.mean],
    [state.scales, prior.values],
    [[sd.item], prior.item],
    [[sd.deviation], prior.deviation],
    [hasAcquiescence ? [sd.acquiescence] : [], prior.acquiescence],
    [hasWording ? state.wording : [], prior.wording],
    [hasWording ? [sd.wordings] : [], prior.wordings],
    [hasOrder ? [state.order] : [], prior.order],
    [hasOrder ? [sd.orders] : [], prior.orders],
  ]);
}

/** All that is measured in units of the ratings' noise. */
export function measured(layout: Layout, state: State): Measured {
  return {
    unitOf: geometricMean,
    held: () => heldIn(layout, state),
    rescale: (factor) => rescale(state, factor),
  };
}

function rescale(state: State, factor: number): void {
  const each = [
    state.thresholds,
    state.items,
    state.deviations,
    state.block,
    state.means,
    state.scales,
    state.wording,
  ];
  for (const array of each) for (let i = 0; i < array.length; i++) array[i]! *= factor;
  state.order *= factor;
  const { sd } = state;
  sd.item *= factor;
  sd.deviation *= factor;
  sd.acquiescence *= factor;
  sd.wordings *= factor;
  sd.orders *= factor;
}
