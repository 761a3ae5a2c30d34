/** The figures that are reported of the ordinal model: those that the ratings can tell. */
import { standardDeviation } from '../describe.ts';
import { wordingEffects } from './latent.ts';
import type { Layout } from './ratings.ts';
import type { State } from './state.ts';

/**
 * What a figure is. `score`: μ + θ of a model on a value minus the model's general level (the mean over values where
 * each item counts for one). `absolute`: μ + θ, only with reversed items. `mean`: μ minus its general level. `between`:
 * standard deviation of the models' scores on a value. `spread`: exp(λ). `order`, `wording`: of a model, with what all
 * models share; the wordings of a model sum to 0. `threshold`: against the general level of the means where there are no
 * reversed items. `sd`: standard deviations of effects. `familyShare`: of the variance between models.
 */
export type Figure =
  | { kind: 'score' | 'absolute'; model: number; value: number }
  | { kind: 'mean' | 'between'; value: number }
  | { kind: 'acquiescence' | 'spread' | 'order'; model: number }
  | { kind: 'wording'; model: number; wording: number }
  | { kind: 'sharedWording'; wording: number }
  | { kind: 'threshold'; at: number }
  | { kind: 'sd'; of: keyof State['sd'] }
  | { kind: 'sharedOrder' | 'familyShare' };

/** All figures in the order in which `readFigures` writes them. */
export function figuresOf(layout: Layout): Figure[] {
  const { models, values, wordings, categories, acquiescenceAt, wordingAt, orderAt } = layout;
  const out: Figure[] = [];
  const each = (many: number, make: (at: number) => Figure) => {
    for (let at = 0; at < many; at++) out.push(make(at));
  };
  const known = layout.level === null && acquiescenceAt >= 0;
  for (const kind of known ? (['score', 'absolute'] as const) : (['score'] as const))
    each(models, (model) => {
      each(values - 1, (value) => ({ kind, model, value }));
      return { kind, model, value: values - 1 };
    });
  each(values, (value) => ({ kind: 'mean', value }));
  each(values, (value) => ({ kind: 'between', value }));
  if (known) each(models, (model) => ({ kind: 'acquiescence', model }));
  if (models > 1) each(models, (model) => ({ kind: 'spread', model }));
  if (orderAt >= 0) {
    each(models, (model) => ({ kind: 'order', model }));
    out.push({ kind: 'sharedOrder' });
  }
  if (wordingAt >= 0) {
    for (let model = 0; model < models; model++)
      each(wordings, (wording) => ({ kind: 'wording', model, wording }));
    each(wordings, (wording) => ({ kind: 'sharedWording', wording }));
  }
  each(categories - 1, (at) => ({ kind: 'threshold', at }));
  const sds: (keyof State['sd'])[] = ['item', 'deviation'];
  if (known) sds.push('acquiescence');
  if (wordingAt >= 0) sds.push('wordings');
  if (orderAt >= 0) sds.push('orders');
  if (models > 1) sds.push('spread');
  for (const of of sds) out.push({ kind: 'sd', of });
  if (layout.hasFamilies) out.push({ kind: 'familyShare' });
  return out;
}

/** Writes the figures of a state into `out`. */
export function readFigures(
  layout: Layout,
  figures: readonly Figure[],
  state: State,
  out: Float64Array,
): void {
  const { models, values, width, wordings, acquiescenceAt, orderAt } = layout;
  const { block, means } = state;
  const level = layout.level ?? new Float64Array(values).fill(1);
  const length = level.reduce((sum, x) => sum + x * x, 0);
  const levelOf = (array: Float64Array, from: number) => {
    let sum = 0;
    for (let v = 0; v < values; v++) sum += level[v]! * array[from + v]!;
    return sum / length;
  };
  const levels = Float64Array.from({ length: models }, (_, m) => levelOf(block, m * width));
  const meanLevel = levelOf(means, 0);
  const score = (m: number, v: number) => block[m * width + v]! - levels[m]! * level[v]!;
  const effects = wordingEffects(layout, block);
  figures.forEach((figure, k) => {
    out[k] = read(figure);
  });

  function shared(j: number): number {
    const many = wordings - 1;
    let sum = 0;
    for (let k = 0; k < many; k++) sum += layout.contrasts[j * many + k]! * state.wording[k]!;
    return sum;
  }

  function read(figure: Figure): number {
    switch (figure.kind) {
      case 'score':
        return score(figure.model, figure.value);
      case 'absolute':
        return block[figure.model * width + figure.value]!;
      case 'mean':
        return means[figure.value]! - meanLevel * level[figure.value]!;
      case 'between':
        return standardDeviation(Array.from({ length: models }, (_, m) => score(m, figure.value)));
      case 'acquiescence':
        return block[figure.model * width + acquiescenceAt]!;
      case 'spread':
        return Math.exp(state.spread[figure.model]!);
      case 'order':
        return block[figure.model * width + orderAt]!;
      case 'sharedOrder':
        return state.order;
      case 'wording':
        return effects[figure.model * wordings + figure.wording]!;
      case 'sharedWording':
        return shared(figure.wording);
      case 'threshold':
        return state.thresholds[figure.at]! - (layout.level ? meanLevel : 0);
      case 'sd':
        return state.sd[figure.of];
      case 'familyShare':
        return state.familyShare;
    }
  }
}
