/** One sweep of the Gibbs sampler over all unknowns of the many-facet model. */
import { drawLatent } from '../latent-ratings/latent.ts';
import { drawSpreads, drawThresholds } from '../latent-ratings/scale-of-ratings.ts';
import { stretch } from '../latent-ratings/unit.ts';
import type { Random } from '../random.ts';
import { gatherEvidence } from './evidence.ts';
import { fillMeans, type Workspace } from './latent.ts';
import type { FacetLayout } from './ratings.ts';
import { shiftThresholds } from './shifts.ts';
import { drawItems, drawModels } from './sides.ts';
import { drawCells, drawDeviations, drawScales } from './sizes.ts';
import { measured, prior, type State } from './state.ts';
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
    const squares = drawLatent(value, own, room, random);
    stretch(room.latent, squares, measured(layout, value, own), random);
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
    const own = state.values[v]!;
    const moving = { ratings: value, state: own, room: work[v]!, prior, random, tuned };
    drawThresholds(moving);
    drawSpreads(moving, measured(layout, value, own));
    shiftThresholds(own, random);
  });
  if (tune) state.tuned += 1;
}
