/**
 * The effects of models and families given those of items, and the other way round, the raters' own levels with each:
 * crossed effects mix fast where what they have in common is drawn with every side (Papaspiliopoulos, Roberts, and
 * Zanella 2020).
 */
import { drawFromPrecision } from '../latent-ratings/variates.ts';
import type { Random } from '../random.ts';
import {
  addCell,
  addEvidence,
  type Evidence,
  type Integrated,
  integrateCommon,
  integrateOwn,
  noEvidence,
} from './evidence.ts';
import { readEffects, type Workspace } from './latent.ts';
import type { FacetLayout, ValueLayout } from './ratings.ts';
import { shiftFamilies } from './shifts.ts';
import { prior, type State } from './state.ts';

/** An effect on all raters and one on each, integrated out one after the other. */
type Level = {
  rest: Evidence;
  draw(y: Float64Array, random: Random): { common: number; own: Float64Array | null };
};

function integrateLevel(evidence: Evidence, common: number, own: number): Level {
  const each: Integrated<Float64Array> | null = own > 0 ? integrateOwn(evidence, own) : null;
  const all: Integrated<number> | null =
    common > 0 ? integrateCommon(each?.rest ?? evidence, common) : null;
  return {
    rest: all?.rest ?? each?.rest ?? evidence,
    draw(y, random) {
      const shared = all?.draw(y, random) ?? 0;
      return {
        common: shared,
        own:
          each?.draw(
            y.map((one) => one + shared),
            random,
          ) ?? null,
      };
    },
  };
}

function plus(y: Float64Array, { common, own }: ReturnType<Level['draw']>): Float64Array {
  return y.map((one, r) => one + common + (own?.[r] ?? 0));
}

function drawRaters({ a, b }: Evidence, random: Random): Float64Array {
  const raters = b.length;
  const held = a.slice();
  for (let r = 0; r < raters; r++) held[r * (raters + 1)]! += prior.rater ** -2;
  return drawFromPrecision(held, b.slice(), raters, random);
}

/** Raters, families, and models given items, with the deviations integrated out. */
export function drawModels(
  layout: FacetLayout,
  value: ValueLayout,
  state: State,
  v: number,
  work: Workspace,
  random: Random,
): void {
  const { models, raters, families, family } = layout;
  const own = state.values[v]!;
  const { effects, sd } = own;
  const read = readEffects(layout, value, state, v);
  const ofModels = Array.from({ length: models }, () => noEvidence(raters));
  const other = new Float64Array(raters);
  for (let c = 0; c < value.cells; c++) {
    for (let r = 0; r < raters; r++) other[r] = read.ofItem(c, r) + read.ofText(c, r);
    addCell(ofModels[value.cellModel[c]!]!, work, c, other);
  }
  const modelLevels = ofModels.map((one) => integrateLevel(one, sd.model, sd.modelRater));
  const ofFamilies = Array.from({ length: families }, () => noEvidence(raters));
  for (const [m, { rest }] of modelLevels.entries()) addEvidence(ofFamilies[family[m]!]!, rest);
  const familyLevels = ofFamilies.map((one) => integrateLevel(one, sd.family, sd.raterFamily));
  const all = noEvidence(raters);
  for (const { rest } of familyLevels) addEvidence(all, rest);

  own.rater.set(drawRaters(all, random));
  const levels = familyLevels.map((one, f) => {
    const drawn = one.draw(own.rater, random);
    effects.family[f] = drawn.common;
    if (drawn.own) effects.raterFamily.set(drawn.own, f * raters);
    return plus(own.rater, drawn);
  });
  modelLevels.forEach((one, m) => {
    const drawn = one.draw(levels[family[m]!]!, random);
    effects.model[m] = drawn.common;
    if (drawn.own) effects.modelRater.set(drawn.own, m * raters);
  });
}

/** Raters and items given models, with the deviations integrated out. */
export function drawItems(
  layout: FacetLayout,
  value: ValueLayout,
  state: State,
  v: number,
  work: Workspace,
  random: Random,
): void {
  const { items, raters, families, family } = layout;
  const own = state.values[v]!;
  const { effects, sd } = own;
  const read = readEffects(layout, value, state, v);
  const groups = Array.from({ length: items * families }, () => noEvidence(raters));
  const other = new Float64Array(raters);
  for (let c = 0; c < value.cells; c++) {
    for (let r = 0; r < raters; r++) other[r] = read.ofModel(c, r) + read.ofText(c, r);
    addCell(groups[value.cellItem[c]! * families + family[value.cellModel[c]!]!]!, work, c, other);
  }
  const inFamilies = groups.map((one) => integrateLevel(one, sd.itemFamily, 0));
  const ofItems = Array.from({ length: items }, () => noEvidence(raters));
  for (const [at, { rest }] of inFamilies.entries())
    addEvidence(ofItems[Math.floor(at / families)]!, rest);
  const itemLevels = ofItems.map((one) => integrateLevel(one, sd.item, sd.itemRater));
  const all = noEvidence(raters);
  for (const { rest } of itemLevels) addEvidence(all, rest);

  own.rater.set(drawRaters(all, random));
  itemLevels.forEach((one, i) => {
    const drawn = one.draw(own.rater, random);
    effects.item[i] = drawn.common;
    if (drawn.own) effects.itemRater.set(drawn.own, i * raters);
    if (!layout.hasFamilies) return;
    const level = plus(own.rater, drawn);
    for (let f = 0; f < families; f++)
      effects.itemFamily[i * families + f] = inFamilies[i * families + f]!.draw(
        level,
        random,
      ).common;
  });
  if (layout.hasFamilies) shiftFamilies(layout, own, random);
}
