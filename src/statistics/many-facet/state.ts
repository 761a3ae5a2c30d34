/** Where a chain is: one value of every unknown of the many-facet model. docs/many-facet-model.md has the equations. */
import { normalQuantile } from '../distributions.ts';
import { type Held, heldBy, type Measured, rootMeanSquare } from '../latent-ratings/unit.ts';
import type { Random } from '../random.ts';
import type { FacetLayout, ValueLayout } from './ratings.ts';

/**
 * What is known beforehand, in units of the raters' noise (root mean square). Standard deviations are half-normal with these
 * scales; thresholds, raters, and loadings are normal around 0.
 */
export const prior = {
  threshold: 4,
  rater: 2,
  /** Of the loadings of what a text has in all values, and of halo. */
  general: 1,
  halo: 1,
  /** Of the standard deviations. */
  model: 2,
  family: 2,
  item: 2,
  deviation: 2,
  modelRater: 1,
  itemRater: 1,
  itemFamily: 1,
  raterFamily: 1,
  spread: 0.5,
} as const;

/** Effects that are normal around 0, each kind with a standard deviation of its own. */
export const effectKinds = [
  'model',
  'family',
  'modelRater',
  'raterFamily',
  'item',
  'itemRater',
  'itemFamily',
] as const;
export type EffectKind = (typeof effectKinds)[number];

export type ValueState = {
  /** Ascending, categories − 1. */
  thresholds: Float64Array;
  /** λ of each rater: the logarithm of its noise; the mean of exp(2 λ) is 1. Its slope is exp(−λ). */
  spread: Float64Array;
  /** Of each rater; higher rates higher. */
  rater: Float64Array;
  /**
   * family (f), model within its family (m), raterFamily (f, r), modelRater (m, r), item (i), itemRater (i, r),
   * itemFamily (i, f); all 0 where the design has none.
   */
  effects: Record<EffectKind, Float64Array>;
  /** Model × item, by cell. */
  deviations: Float64Array;
  /** Loading of the level that a text has in all values. */
  general: number;
  /** Loading of each rater's halo. */
  halo: Float64Array;
  /** 0 if the design has none. */
  sd: Record<EffectKind | 'deviation' | 'spread', number>;
  /** Steps of the Metropolis moves. */
  steps: { thresholds: Float64Array; spread: Float64Array };
};

export type State = {
  values: ValueState[];
  /** What a text has in all values, in units of `general`; by text. */
  general: Float64Array;
  /** What a rater makes of a text in all values, in units of `halo`; texts × raters. */
  halo: Float64Array;
  /** Sweeps that have tuned the steps. */
  tuned: number;
};

/** Whether the design has a kind of effect. */
export function hasEffect(
  { hasRaters, hasFamilies }: Pick<FacetLayout, 'hasRaters' | 'hasFamilies'>,
  kind: EffectKind,
): boolean {
  const family = kind === 'family' || kind === 'itemFamily' || kind === 'raterFamily';
  const rater = kind === 'modelRater' || kind === 'itemRater' || kind === 'raterFamily';
  return (!family || hasFamilies) && (!rater || hasRaters);
}

/** A different start for each chain, spread wider than the posterior. */
export function startOf(layout: FacetLayout, random: Random): State {
  const { raters, texts, hasHalo } = layout;
  const some = (length: number) => Float64Array.from({ length }, () => random.normal());
  return {
    values: layout.values.map((value) => startOfValue(layout, value, random)),
    general: hasHalo ? some(texts) : new Float64Array(0),
    halo: hasHalo ? some(texts * raters) : new Float64Array(0),
    tuned: 0,
  };
}

function startOfValue(layout: FacetLayout, value: ValueLayout, random: Random): ValueState {
  const { models, items, raters, families, hasHalo } = layout;
  const { categories } = value;
  const wide = 0.7 + 1.2 * random.next();
  const some = (length: number, sd: number) =>
    Float64Array.from({ length }, () => sd * random.normal());
  const half = () => 0.2 + 0.8 * random.next();
  const sdOf = (kind: EffectKind) => (hasEffect(layout, kind) ? half() : 0);
  const lengths: Record<EffectKind, number> = {
    ...{ model: models, family: families, modelRater: models * raters },
    ...{ raterFamily: families * raters, item: items, itemRater: items * raters },
    itemFamily: items * families,
  };
  return {
    thresholds: Float64Array.from({ length: categories - 1 }, (_, c) => {
      const below = (value.categoryStart[c + 1]! + 0.5) / (value.n + 1);
      return wide * normalQuantile(below) + 1e-3 * c;
    }),
    spread: new Float64Array(raters),
    rater: some(raters, 0.2),
    effects: Object.fromEntries(
      effectKinds.map((kind) => [
        kind,
        hasEffect(layout, kind) ? some(lengths[kind], 0.2) : new Float64Array(lengths[kind]),
      ]),
    ) as ValueState['effects'],
    deviations: value.hasDeviations ? some(value.cells, 0.3) : new Float64Array(value.cells),
    general: hasHalo ? 0.2 * random.normal() : 0,
    halo: hasHalo ? some(raters, 0.2) : new Float64Array(raters),
    sd: {
      ...(Object.fromEntries(effectKinds.map((kind) => [kind, sdOf(kind)])) as Record<
        EffectKind,
        number
      >),
      deviation: value.hasDeviations ? half() : 0,
      spread: 0.3 * half(),
    },
    steps: {
      thresholds: new Float64Array(categories - 1).fill(0.1),
      spread: new Float64Array(raters).fill(0.1),
    },
  };
}

/** What the scale of all effects of a value is held by. */
function heldIn(layout: FacetLayout, value: ValueLayout, state: ValueState): Held {
  const { sd } = state;
  const kinds = effectKinds.filter((kind) => hasEffect(layout, kind));
  return heldBy([
    [state.thresholds, prior.threshold],
    [state.rater, prior.rater],
    ...kinds.map((kind) => [[sd[kind]], prior[kind]] as const),
    [value.hasDeviations ? [sd.deviation] : [], prior.deviation],
    [layout.hasHalo ? [state.general] : [], prior.general],
    [layout.hasHalo ? state.halo : [], prior.halo],
  ]);
}

/** All of a value that is measured in units of the ratings' noise. */
export function measured(layout: FacetLayout, value: ValueLayout, state: ValueState): Measured {
  return {
    unitOf: rootMeanSquare,
    held: () => heldIn(layout, value, state),
    rescale: (factor) => rescale(state, factor),
  };
}

function rescale(state: ValueState, factor: number): void {
  const arrays = [
    ...[state.thresholds, state.rater, state.deviations, state.halo],
    ...effectKinds.map((kind) => state.effects[kind]),
  ];
  for (const array of arrays) for (let i = 0; i < array.length; i++) array[i]! *= factor;
  state.general *= factor;
  for (const kind of effectKinds) state.sd[kind] *= factor;
  state.sd.deviation *= factor;
}
