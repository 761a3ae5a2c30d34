/** The figures that are reported of the many-facet model. */
import { mean as meanOf } from '../describe.ts';
import { normalCdf } from '../distributions.ts';
import type { FacetLayout } from './ratings.ts';
import { type EffectKind, effectKinds, hasEffect, type State } from './state.ts';

/**
 * What a figure is. `level`: the rating expected of a model’s text on a further item, as the mean over the raters,
 * 0 … categories − 1; `group`: the mean of the levels of several values. `measure`: the model on the latent scale minus
 * the mean of the models. `severity`: how much lower than the mean of the raters a rater rates, on the latent scale,
 * over these models and items. `slope`: exp(−λ). `item`: how much lower than the mean of the items an item is rated.
 * `threshold`: against the mean of the models. `sd`: standard deviations of effects; `model` and `family` together are
 * what models differ by. `itemFamily`, `raterFamily`: how much higher a family is rated on an item, or by a rater, than
 * the other families, beyond its level. `halo`, `general`: standard deviations of what a rater, or all raters, make of a
 * text in all values at once.
 */
export type FacetFigure =
  | { kind: 'level' | 'measure'; value: number; model: number }
  | { kind: 'group'; group: number; model: number }
  | { kind: 'severity' | 'slope' | 'halo'; value: number; rater: number }
  | { kind: 'item'; value: number; item: number }
  | { kind: 'threshold'; value: number; at: number }
  | { kind: 'sd'; value: number; of: EffectKind | 'deviation' }
  | { kind: 'general'; value: number }
  | { kind: 'itemFamily'; value: number; item: number; family: number }
  | { kind: 'raterFamily'; value: number; rater: number; family: number };

/** `groups`: values whose mean level is reported too. */
export function facetFiguresOf(
  layout: FacetLayout,
  groups: readonly (readonly number[])[],
): FacetFigure[] {
  const out: FacetFigure[] = [];
  const each = (many: number, make: (at: number) => FacetFigure) => {
    for (let at = 0; at < many; at++) out.push(make(at));
  };
  const { models, items, raters, families, familySizes } = layout;
  layout.values.forEach(({ hasDeviations, categories }, value) => {
    each(models, (model) => ({ kind: 'level', value, model }));
    each(models, (model) => ({ kind: 'measure', value, model }));
    each(items, (item) => ({ kind: 'item', value, item }));
    each(categories - 1, (at) => ({ kind: 'threshold', value, at }));
    for (const of of effectKinds) if (hasEffect(layout, of)) out.push({ kind: 'sd', value, of });
    if (hasDeviations) out.push({ kind: 'sd', value, of: 'deviation' });
    if (layout.hasRaters)
      for (const kind of ['severity', 'slope'] as const)
        each(raters, (rater) => ({ kind, value, rater }));
    if (layout.hasHalo) {
      out.push({ kind: 'general', value });
      each(raters, (rater) => ({ kind: 'halo', value, rater }));
    }
    for (let family = 0; family < families; family++) {
      if (!layout.hasFamilies || familySizes[family]! < 2) continue;
      each(items, (item) => ({ kind: 'itemFamily', value, item, family }));
      if (layout.hasRaters)
        each(raters, (rater) => ({ kind: 'raterFamily', value, rater, family }));
    }
  });
  groups.forEach((_, group) => {
    each(models, (model) => ({ kind: 'group', group, model }));
  });
  return out;
}

/** The figures that must converge: all but the interactions, of which there may be a thousand. */
export function isAwaited({ kind }: FacetFigure): boolean {
  return kind !== 'itemFamily' && kind !== 'raterFamily';
}

/** Writes the figures of a state into `out`. */
export function readFacetFigures(
  layout: FacetLayout,
  groups: readonly (readonly number[])[],
  figures: readonly FacetFigure[],
  state: State,
  out: Float64Array,
): void {
  const told = state.values.map((_, v) => readValue(layout, state, v));
  figures.forEach((figure, k) => {
    out[k] =
      figure.kind === 'group'
        ? meanOf(groups[figure.group]!.map((v) => told[v]!.level[figure.model]!))
        : told[figure.value]!.read(figure);
  });
}

function readValue(layout: FacetLayout, state: State, v: number) {
  const { models, items, raters, families, family, familySizes } = layout;
  const { effects, sd, rater, spread, thresholds, general, halo } = state.values[v]!;
  const ofModel = (m: number, r: number) =>
    effects.modelRater[m * raters + r]! + effects.raterFamily[family[m]! * raters + r]!;
  const across = Array.from({ length: raters }, (_, r) => r);
  const place = Float64Array.from({ length: models }, (_, m) => {
    const shared = effects.family[family[m]!]! + effects.model[m]!;
    // These raters alone: what a model is to each of them belongs to its level.
    return layout.ratersAreSample ? shared : shared + meanOf(across.map((r) => ofModel(m, r)));
  });
  const middle = meanOf(place);
  // Of a rating of a further item, around what models and raters bring.
  const wide = across.map((r) =>
    Math.sqrt(
      Math.exp(2 * spread[r]!) +
        sd.item ** 2 +
        sd.itemRater ** 2 +
        sd.itemFamily ** 2 +
        sd.deviation ** 2 +
        general ** 2 +
        halo[r]! ** 2,
    ),
  );
  const level = Float64Array.from({ length: models }, (_, m) =>
    meanOf(
      across.map((r) => {
        const shared = effects.family[family[m]!]! + effects.model[m]!;
        const mean = rater[r]! + shared + (layout.ratersAreSample ? 0 : ofModel(m, r));
        return thresholds.reduce((sum, one) => sum + normalCdf((mean - one) / wide[r]!), 0);
      }),
    ),
  );
  const severity = across.map((r) => {
    let sum = rater[r]!;
    for (let m = 0; m < models; m++) sum += ofModel(m, r) / models;
    for (let i = 0; i < items; i++) sum += effects.itemRater[i * raters + r]! / items;
    return -sum;
  });
  const meanSeverity = meanOf(severity);
  const difficulty = Array.from({ length: items }, (_, i) => {
    let sum = effects.item[i]!;
    for (const r of across) sum += effects.itemRater[i * raters + r]! / raters;
    for (let f = 0; f < families; f++)
      sum += (effects.itemFamily[i * families + f]! * familySizes[f]!) / models;
    return -sum;
  });
  const meanDifficulty = meanOf(difficulty);
  /** Of a family against the others, by the models in these; and over all items or raters, so that it is not a level. */
  const against = (all: Float64Array, many: number, read: (k: number, f: number) => number) => {
    const beside = (k: number, f: number) => {
      let sum = 0;
      for (let g = 0; g < families; g++) if (g !== f) sum += all[read(k, g)]! * familySizes[g]!;
      return all[read(k, f)]! - sum / (models - familySizes[f]!);
    };
    return (k: number, f: number) =>
      beside(k, f) - meanOf(Array.from({ length: many }, (_, other) => beside(other, f)));
  };
  const ofItems = against(effects.itemFamily, items, (i, f) => i * families + f);
  const ofRaters = against(effects.raterFamily, raters, (r, f) => f * raters + r);

  function read(figure: Exclude<FacetFigure, { kind: 'group' }>): number {
    switch (figure.kind) {
      case 'level':
        return level[figure.model]!;
      case 'measure':
        return place[figure.model]! - middle;
      case 'severity':
        return severity[figure.rater]! - meanSeverity;
      case 'slope':
        return Math.exp(-spread[figure.rater]!);
      case 'item':
        return difficulty[figure.item]! - meanDifficulty;
      case 'threshold':
        return thresholds[figure.at]! - middle + meanSeverity + meanDifficulty;
      case 'sd':
        return sd[figure.of];
      case 'general':
        return Math.abs(general);
      case 'halo':
        return Math.abs(halo[figure.rater]!);
      case 'itemFamily':
        return ofItems(figure.item, figure.family);
      case 'raterFamily':
        return ofRaters(figure.rater, figure.family);
    }
  }
  return { level, read };
}
