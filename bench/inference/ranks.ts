/**
 * Ranks of planted figures among draws of their posterior, which are uniform where a sampler is right (Talts et al. 2018,
 * simulation-based calibration).
 */
import type { Stretch, Stretched } from '../../src/statistics/convergence/run-chains.ts';
import { chiSquareUpperTail } from '../../src/statistics/distributions.ts';
import { rate } from './independent.ts';

/** Draws of each figure that are kept: a rank is one of 100. */
const kept = 99;
const bins = 10;

/** One chain: tuned, then the draws of each of `figures` figures that are kept, one every `apart` sweeps. */
export function drawsOf<State>(
  run: (stretch: Stretch<State>) => Stretched<State>,
  figures: number,
  { seed, tuning, apart, kept }: { seed: number; tuning: number; apart: number; kept: number },
): number[][] {
  const chain = { seed, chain: 0 };
  const tuned = run({ ...chain, part: 0, state: null, sweeps: tuning, keepEvery: 0 });
  const after = { part: 1, state: tuned.state, sweeps: kept * apart, keepEvery: apart };
  const { draws } = run({ ...chain, ...after });
  return Array.from({ length: figures }, (_, k) =>
    Array.from({ length: kept }, (_, t) => draws[t * figures + k]!),
  );
}

export const rankHead = ['figure', 'sets', 'ranks, in tenths', 'p of uniform', 'held by 94 %'];

type Counts = { held: number; figures: number; bins: number[]; sets: number };

/** Counts ranks by kind of figure, set after set. */
export function countRanks() {
  const found = new Map<string, Counts>();
  return {
    /** One set: figures of the model, and what was planted of each. */
    add<Figure extends { kind: string }, State>(
      figures: readonly Figure[],
      planted: (figure: Figure, k: number) => number,
      run: (stretch: Stretch<State>) => Stretched<State>,
      chain: { seed: number; tuning: number; apart: number },
    ): void {
      const draws = drawsOf(run, figures.length, { ...chain, kept });
      const taken = new Set<string>();
      figures.forEach((figure, k) => {
        const kind = 'of' in figure ? `sd of ${figure.of}` : figure.kind;
        const truth = planted(figure, k);
        const rank = draws[k]!.filter((x) => x < truth).length;
        const empty = { held: 0, figures: 0, bins: new Array<number>(bins).fill(0), sets: 0 };
        const counts = found.get(kind) ?? empty;
        found.set(kind, counts);
        counts.figures++;
        // Of the ranks 0 … 99, 3 … 96 are 94 in 100.
        if (rank >= 3 && rank <= kept - 3) counts.held++;
        // Figures of one kind in one set are not independent: the first one counts for the ranks.
        if (taken.has(kind)) return;
        taken.add(kind);
        counts.sets++;
        counts.bins[Math.floor((rank / (kept + 1)) * bins)]! += 1;
      });
    },
    /** A row a kind, under `rankHead`. */
    rows(): string[][] {
      return [...found].map(([kind, counts]) => {
        const expected = counts.sets / bins;
        const chi = counts.bins.reduce((sum, n) => sum + (n - expected) ** 2 / expected, 0);
        return [
          kind,
          String(counts.sets),
          counts.bins.join(' '),
          chiSquareUpperTail(chi, bins - 1).toFixed(3),
          rate(counts.held, counts.figures),
        ];
      });
    },
  };
}
