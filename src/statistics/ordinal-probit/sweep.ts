/** One sweep of the Gibbs sampler over all unknowns. */
import type { Random } from '../random.ts';
import { drawItems, shiftItems } from './items.ts';
import { drawLatent, fillMeans, type Workspace } from './latent.ts';
import { gatherEvidence } from './model-effects.ts';
import { drawPopulation } from './population.ts';
import type { Layout } from './ratings.ts';
import { drawSpreads, drawThresholds, fillProbabilities } from './scale-of-ratings.ts';
import { rescale, type State, scaled } from './state.ts';
import { drawGamma } from './variates.ts';

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
  stretch(layout, state, work, squares, random);
  gatherEvidence(layout, state, work);
  drawPopulation(layout, state, work, random);
  drawItems(layout, state, work, random);
  shiftItems(layout, state, random);
  fillMeans(layout, state, work.mean);
  fillProbabilities(layout, state, work);
  drawThresholds(layout, state, work, random, tune);
  drawSpreads(layout, state, work, random, tune);
  if (tune) state.steps.tuned += 1;
}

/**
 * Stretches latent ratings, thresholds, and effects by a common factor, drawn exactly (Liu and Sabatti 2000, scale
 * group): its square is a gamma variable, since all priors on it are normal.
 */
function stretch(
  layout: Layout,
  state: State,
  { latent }: Workspace,
  squares: number,
  random: Random,
): void {
  const held = scaled(layout, state);
  const shape = (layout.n + held.count) / 2;
  const factor = Math.sqrt(drawGamma(shape, random) / ((squares + held.squares) / 2));
  for (let i = 0; i < latent.length; i++) latent[i]! *= factor;
  rescale(state, factor);
}
