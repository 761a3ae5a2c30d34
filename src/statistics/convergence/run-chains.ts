/** Runs chains in parts until every figure is precise enough or the time is over. */
import { joined } from './chains.ts';
import { type FigureSummary, summarise } from './summary.ts';

/** A part of a chain: where it continues from, and for how long. */
export type Stretch<State> = {
  seed: number | string;
  chain: number;
  /** Which part of the chain it is: each draws from a stream of its own. */
  part: number;
  /** Null at the beginning of a chain. */
  state: State | null;
  sweeps: number;
  /** A draw is kept after this many sweeps; 0 keeps none and tunes the steps instead. */
  keepEvery: number;
};

export type Stretched<State> = {
  state: State;
  /** Kept draws × figures. */
  draws: Float64Array;
  /**
   * For each check: the number of kept draws in which newly drawn ratings lie at least as far off as the observed
   * ones.
   */
  beyond: Float64Array;
};

/**
 * Goes through a part: `sweep` moves `state` on; `read` writes the figures of a draw that is kept, and adds to `beyond`.
 * @param state what the part begins with, changed in place
 */
export function runPart<State>(
  { sweeps, keepEvery }: Pick<Stretch<State>, 'sweeps' | 'keepEvery'>,
  state: State,
  size: { figures: number; checks: number },
  sweep: (tune: boolean) => void,
  read: (figures: Float64Array, beyond: Float64Array) => void,
): Stretched<State> {
  const kept = keepEvery > 0 ? Math.floor(sweeps / keepEvery) : 0;
  const draws = new Float64Array(kept * size.figures);
  const beyond = new Float64Array(size.checks);
  for (let s = 0; s < sweeps; s++) {
    sweep(keepEvery === 0);
    if (keepEvery === 0 || (s + 1) % keepEvery > 0) continue;
    const at = ((s + 1) / keepEvery - 1) * size.figures;
    read(draws.subarray(at, at + size.figures), beyond);
  }
  return { state, draws, beyond };
}

export type ChainOptions = {
  seed: number | string;
  /** Sweeps of each chain that are thrown away while steps are tuned, default 500. */
  tuning?: number;
  /** Sweeps of each chain after that, at most; default 8000. */
  most?: number;
  /** Default 4. */
  chains?: number;
  /** Rejects with its reason at the next part's end. */
  signal?: AbortSignal | undefined;
  /** Sweeps done of those that may come; chains mostly end before. */
  progress?: (done: number, total: number) => void;
};

export type ChainsRun<Figure> = {
  figures: FigureSummary<Figure>[];
  chains: number;
  /** Of each chain, after tuning. */
  sweeps: number;
  /** Every figure that was waited for has R̂ < 1.01 and at least 400 effective draws. */
  converged: boolean;
  /** For each check: the share of kept draws that lie at least as far off. */
  beyond: number[];
};

/** Draws of each chain that are kept, at most. */
const mostKept = 2000;
/** Ratings times sweeps in one part: a second or two. */
const partSize = 3e6;

/** `run` goes through parts of all chains, in threads or one after another; a part gives the same draws wherever it runs. */
export async function runChains<Figure, State>(
  {
    figures,
    ratings,
    awaited = () => true,
    run,
  }: {
    figures: readonly Figure[];
    /** How many, for the length of a part. */
    ratings: number;
    /** Figures that chains continue for; all by default. */
    awaited?: (figure: Figure) => boolean;
    run: (stretches: readonly Stretch<State>[]) => Promise<readonly Stretched<State>[]>;
  },
  { seed, tuning = 500, most = 8000, chains = 4, signal, progress }: ChainOptions,
): Promise<ChainsRun<Figure>> {
  const keepEvery = Math.ceil(most / mostKept);
  const each = Math.max(50, Math.min(1000, Math.round(partSize / Math.max(1, ratings))));
  let beyond: number[] = [];
  const draws: Float64Array[][] = Array.from({ length: chains }, () => []);
  let states: (State | null)[] = new Array(chains).fill(null);
  let [part, done] = [0, 0];

  async function go(sweeps: number, keep: number): Promise<void> {
    for (let left = sweeps; left > 0; ) {
      // Whole multiples of what is kept, so that no sweep is lost between parts.
      const now = Math.min(left, Math.max(1, Math.round(each / keepEvery)) * keepEvery);
      signal?.throwIfAborted();
      const ended = await run(
        states.map((state, chain) => ({
          ...{ seed, chain, part, state },
          sweeps: now,
          keepEvery: keep,
        })),
      );
      states = ended.map(({ state }) => state);
      ended.forEach((one, chain) => {
        if (keep > 0) draws[chain]!.push(one.draws);
        beyond = Array.from(one.beyond, (count, k) => (beyond[k] ?? 0) + count);
      });
      part++;
      left -= now;
      done += now;
      progress?.(done, tuning + most);
    }
  }

  await go(tuning, 0);
  let sweeps = 0;
  let summaries: FigureSummary<Figure>[] = [];
  const settled = () => summaries.every(({ figure, converged }) => converged || !awaited(figure));
  // Looked at rarely: who looks after every part stops on a lucky one.
  for (let next = most / 8; sweeps < most; next = Math.min(2 * next, most)) {
    await go(next - sweeps, keepEvery);
    sweeps = next;
    summaries = summarise(figures, draws.map(joined));
    if (settled()) break;
  }
  const kept = (chains * sweeps) / keepEvery;
  return {
    ...{ figures: summaries, chains, sweeps, converged: settled() },
    beyond: beyond.map((count) => count / kept),
  };
}
