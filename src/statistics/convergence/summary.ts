/** What draws of the figures say, and whether they say it surely enough. */
import { mean, quantileOfSorted, standardDeviation } from '../describe.ts';
import { joined } from './chains.ts';
import { bulkDraws, tailDraws } from './effective-draws.ts';
import { rHat } from './rhat.ts';

export type FigureSummary<Figure> = {
  figure: Figure;
  mean: number;
  sd: number;
  /** 95 % interval between quantiles. */
  low: number;
  high: number;
  /** NaN where nothing can be told. */
  rHat: number;
  bulkDraws: number;
  tailDraws: number;
  converged: boolean;
};

/** What is asked of a figure before it is shown (Vehtari et al. 2021, section 4). */
export const asked = { rHat: 1.01, draws: 400 };

/** `chains[c]`: kept draws × figures of chain c. */
export function summarise<Figure>(
  figures: readonly Figure[],
  chains: readonly Float64Array[],
): FigureSummary<Figure>[] {
  const width = figures.length;
  return figures.map((figure, k) => {
    const draws = chains.map((chain) =>
      Float64Array.from({ length: chain.length / width }, (_, t) => chain[t * width + k]!),
    );
    const all = joined(draws).sort();
    const told = { rHat: rHat(draws), bulkDraws: bulkDraws(draws), tailDraws: tailDraws(draws) };
    return {
      figure,
      mean: mean(all),
      sd: standardDeviation(all),
      low: quantileOfSorted(all, 0.025),
      high: quantileOfSorted(all, 0.975),
      ...told,
      converged:
        told.rHat < asked.rHat && told.bulkDraws >= asked.draws && told.tailDraws >= asked.draws,
    };
  });
}
