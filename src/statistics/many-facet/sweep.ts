/** One sweep of the Gibbs sampler over all unknowns of the many-facet model. */
import { drawGamma } from '../ordinal-probit/variates.ts';
import type { Random } from '../random.ts';
import { gatherEvidence } from './evidence.ts';
import { drawLatent, fillMeans, type Workspace } from './latent.ts';
import type { FacetLayout, ValueLayout } from './ratings.ts';
import { drawSlopes, drawThresholds, shiftThresholds } from './scale-of-ratings.ts';
import { drawItems, drawModels } from './sides.ts';
import { drawCells, drawDeviations, drawScales } from './sizes.ts';
import { rescale, type State, scaled, type ValueState } from './state.ts';
import { drawTexts } from './texts.ts';

/**
 * Moves a chain on by one sweep, in place. The order matters: what is integrated out in a step is drawn before anything
 * is drawn given it (van Dyk and Park 2008).
 */
export function sweep(
  layout: FacetLayout,
  state: State,
  work: readonly Workspace[],
  random: Random,
  tune: boolean,
): void {
  layout.values.forEach((value, v) => {
    const own = state.values[v]!;
    const room = work[v]!;
    fillMeans(layout, value, state, v, room.mean);
    const squares = drawLatent(layout, value, own, room, random);
    stretch(layout, value, own, room, squares, random);
    gatherEvidence(value, layout.raters, own, room);
    drawModels(layout, value, state, v, room, random);
    drawItems(layout, value, state, v, room, random);
    drawDeviations(layout, own, random);
    drawScales(layout, value, state, v, room, random);
    drawCells(layout, value, state, v, room, random);
  });
  drawTexts(layout, state, work, random);
  const tuned = tune ? state.tuned : null;
  layout.values.forEach((value, v) => {
    const moving = { layout, value, state: state.values[v]!, work: work[v]!, random, tuned };
    drawThresholds(moving);
    drawSlopes(moving);
    shiftThresholds(moving.state, random);
  });
  if (tune) state.tuned += 1;
}

/**
 * Stretches latent ratings, thresholds, and effects of a value by a common factor, drawn exactly (Liu and Sabatti 2000,
 * scale group): its square is a gamma variable, since all priors on it are normal.
 */
function stretch(
  layout: FacetLayout,
  value: ValueLayout,
  state: ValueState,
  { latent }: Workspace,
  squares: number,
  random: Random,
): void {
  const held = scaled(layout, value, state);
  const shape = (value.n + held.count) / 2;
  const factor = Math.sqrt(drawGamma(shape, random) / ((squares + held.squares) / 2));
  for (let i = 0; i < latent.length; i++) latent[i]! *= factor;
  rescale(state, factor);
}
