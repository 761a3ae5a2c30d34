/** The level that a text has in all values, and halo: a rater's deviation on a text in all values. */
import { drawNormal } from '../latent-ratings/variates.ts';
import type { Random } from '../random.ts';
import { fillMeans, type Workspace } from './latent.ts';
import type { FacetLayout } from './ratings.ts';
import type { State } from './state.ts';

/** Draws both given all else, halo first. Fills the means of the latent ratings. */
export function drawTexts(
  layout: FacetLayout,
  state: State,
  work: readonly Workspace[],
  random: Random,
): void {
  const { raters, texts } = layout;
  layout.values.forEach((value, v) => {
    fillMeans(layout, value, state, v, work[v]!.mean);
  });
  if (!layout.hasHalo) return;
  /** By text × rater: precision, and what is left of the latent ratings in units of the halo. */
  const halo = {
    whole: new Float64Array(texts * raters),
    told: new Float64Array(texts * raters),
  };
  const general = { whole: new Float64Array(texts), told: new Float64Array(texts) };
  visit((at, r, { precision, residual, own }) => {
    const loading = own.halo[r]!;
    halo.whole[at * raters + r]! += precision * loading ** 2;
    halo.told[at * raters + r]! += precision * loading * residual;
  });
  const before = state.halo.slice();
  draw(state.halo, halo);
  visit((at, r, { precision, residual, own }) => {
    const moved = own.halo[r]! * (state.halo[at * raters + r]! - before[at * raters + r]!);
    general.whole[at]! += precision * own.general ** 2;
    general.told[at]! += precision * own.general * (residual - moved);
  });
  draw(state.general, general);
  layout.values.forEach((value, v) => {
    fillMeans(layout, value, state, v, work[v]!.mean);
  });

  function visit(
    add: (
      at: number,
      r: number,
      told: { precision: number; residual: number; own: State['values'][number] },
    ) => void,
  ): void {
    layout.values.forEach((value, v) => {
      const own = state.values[v]!;
      const { mean, latent } = work[v]!;
      const precision = own.spread.map((one) => Math.exp(-2 * one));
      for (let c = 0; c < value.cells; c++)
        for (let i = value.cellStart[c]!; i < value.cellStart[c + 1]!; i++) {
          const r = value.group[i]!;
          const residual = latent[i]! - mean[i]!;
          add(value.cellText[c]!, r, { precision: precision[r]!, residual, own });
        }
    });
  }

  /** Around what they are now: the residuals lack it. */
  function draw(of: Float64Array, { whole, told }: { whole: Float64Array; told: Float64Array }) {
    for (let k = 0; k < of.length; k++)
      of[k] = drawNormal(told[k]! + whole[k]! * of[k]!, 1 + whole[k]!, random);
  }
}
