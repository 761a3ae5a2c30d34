/** Runs chains in parts, so that threads can share them, progress can be told, and a fit can be stopped. */
import { runPart, type Stretch, type Stretched } from '../convergence/run-chains.ts';
import { checkThresholds } from '../latent-ratings/predictive.ts';
import { createRandom } from '../random.ts';
import { type Figure, readFigures } from './figures.ts';
import { fillMeans, workspaceOf } from './latent.ts';
import type { Layout } from './ratings.ts';
import { type State, startOf } from './state.ts';
import { sweep } from './sweep.ts';

/** Runs one part. The same part gives the same draws wherever it runs. */
export function runStretch(
  layout: Layout,
  figures: readonly Figure[],
  stretch: Stretch<State>,
): Stretched<State> {
  const { seed, chain, part, state: from } = stretch;
  const random = createRandom(`${seed}|ordinal|${chain}|${part}`);
  const state = from ? structuredClone(from) : startOf(layout, random);
  const work = workspaceOf(layout);
  return runPart(
    stretch,
    state,
    { figures: figures.length, checks: layout.models },
    (tune) => sweep(layout, state, work, random, tune),
    (out, beyond) => {
      readFigures(layout, figures, state, out);
      fillMeans(layout, state, work.mean);
      checkThresholds(layout, state, work.mean, beyond, random);
    },
  );
}
