/**
 * Fits the ordinal model: chains run until every figure is told surely enough, or for as long as they may.
 * docs/ordinal-model.md has the equations.
 */
import type { Stretch, Stretched } from './chain.ts';
import { type Figure, figuresOf } from './figures.ts';
import { layOut } from './layout.ts';
import type { Layout, OrdinalRatings } from './ratings.ts';
import { type FigureSummary, summarise } from './summary.ts';

/** Runs parts of chains, in threads or one after another: `runStretch` for each. */
export type RunStretches = (input: {
  layout: Layout;
  figures: readonly Figure[];
  stretches: readonly Stretch[];
}) => Promise<readonly Stretched[]>;

export type OrdinalOptions = {
  seed: number | string;
  runStretches: RunStretches;
  /** Sweeps of each chain that are thrown away while steps are tuned, default 500. */
  tuning?: number;
  /** Sweeps of each chain after that, at most; default 8000. */
  most?: number;
  /** Default 4. */
  chains?: number;
  /** Rejects with its reason at the next part's end. */
  signal?: AbortSignal;
  /** Sweeps done of those that may come; fits mostly end before. */
  progress?: (done: number, total: number) => void;
};

export type OrdinalFit = {
  figures: FigureSummary[];
  chains: number;
  /** Of each chain, after tuning. */
  sweeps: number;
  /** Every figure has R̂ < 1.01 and at least 400 effective draws. */
  converged: boolean;
  /**
   * Of each model: the share of draws in which ratings drawn anew lie at least as far from the common thresholds as its
   * own. Near 0 the model uses the categories in a way of its own.
   */
  thresholdsFit: number[];
};

/** Draws of each chain that are kept, at most. */
const mostKept = 2000;
/** Ratings times sweeps in one part: a second or two. */
const partSize = 3e6;

/**
 * @throws RangeError for ratings that name what is not there
 */
export async function fitOrdinal(
  ratings: OrdinalRatings,
  { seed, runStretches, tuning = 500, most = 8000, chains = 4, signal, progress }: OrdinalOptions,
): Promise<OrdinalFit> {
  const layout = layOut(ratings);
  const figures = figuresOf(layout);
  const keepEvery = Math.ceil(most / mostKept);
  const each = Math.max(50, Math.min(1000, Math.round(partSize / Math.max(1, layout.n))));
  const beyond = new Float64Array(layout.models);
  const draws: Float64Array[][] = Array.from({ length: chains }, () => []);
  let states: (Stretched['state'] | null)[] = new Array(chains).fill(null);
  let [part, done] = [0, 0];

  async function run(sweeps: number, keep: number): Promise<void> {
    for (let left = sweeps; left > 0; ) {
      // Whole multiples of what is kept, so that no sweep is lost between parts.
      const now = Math.min(left, Math.max(1, Math.round(each / keepEvery)) * keepEvery);
      signal?.throwIfAborted();
      const stretches = states.map((state, chain) => ({
        ...{ seed, chain, part, state },
        sweeps: now,
        keepEvery: keep,
      }));
      const ended = await runStretches({ layout, figures, stretches });
      states = ended.map(({ state }) => state);
      ended.forEach((one, chain) => {
        if (keep > 0) draws[chain]!.push(one.draws);
        for (let m = 0; m < layout.models; m++) beyond[m]! += one.beyond[m]!;
      });
      part++;
      left -= now;
      done += now;
      progress?.(done, tuning + most);
    }
  }

  await run(tuning, 0);
  let sweeps = 0;
  let summaries: FigureSummary[] = [];
  // Looked at rarely: who looks after every part stops on a lucky one.
  for (let next = most / 8; sweeps < most; next = Math.min(2 * next, most)) {
    await run(next - sweeps, keepEvery);
    sweeps = next;
    summaries = summarise(figures, draws.map(joinedDraws));
    if (summaries.every(({ converged }) => converged)) break;
  }
  const kept = (chains * sweeps) / keepEvery;
  return {
    figures: summaries,
    chains,
    sweeps,
    converged: summaries.every(({ converged }) => converged),
    thresholdsFit: Array.from(beyond, (count) => count / kept),
  };
}

function joinedDraws(parts: readonly Float64Array[]): Float64Array {
  const all = new Float64Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const one of parts) {
    all.set(one, at);
    at += one.length;
  }
  return all;
}
