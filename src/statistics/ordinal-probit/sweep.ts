/** One sweep of the Gibbs sampler over all unknowns. */
import { drawLatent } from '../latent-ratings/latent.ts';
import { drawSpreads, drawThresholds } from '../latent-ratings/scale-of-ratings.ts';
import { stretch } from '../latent-ratings/unit.ts';
import type { Random } from '../random.ts';
import { drawItems, shiftItems } from './items.ts';
import { fillMeans, type Workspace } from './latent.ts';
import { gatherEvidence } from './model-effects.ts';
import { drawPopulation } from './population.ts';
import type { Layout } from './ratings.ts';
import { measured, prior, type State } from './state.ts';

/**
 * Moves a chain on by one sweep, in place. The order matters: what is integrated out in a step is drawn before anything
 * is drawn given it (van Dyk and Park 2008).
 */
export function sweep(
  layout: Layout,
  state: State,
  work: Workspace,
  random: Random,
  tune: boolean,
): void {
  fillMeans(layout, state, work.mean);
  const squares = drawLatent(layout, state, work, random);
  stretch(work.latent, squares, measured(layout, state), random);
  gatherEvidence(layout, state, work);
  drawPopulation(layout, state, work, random);
  drawItems(layout, state, work, random);
  shiftItems(layout, state, random);
  fillMeans(layout, state, work.mean);
  const tuned = tune ? state.steps.tuned : null;
  const moving = { ratings: layout, state, room: work, prior, random, tuned };
  drawThresholds(moving);
  drawSpreads(moving, measured(layout, state));
  if (tune) state.steps.tuned += 1;
}
