/** A figure of a model that chains fit, in a result. */
import * as z from 'zod';
import type { FigureSummary } from '../../statistics/convergence/summary.ts';
import { variance } from '../../statistics/describe.ts';
import type { Cell } from '../../tables/table.ts';

export const posteriorSchema = z.object({
  value: z.number().describe('Mean of the posterior'),
  low: z.number().describe('95 %, between quantiles'),
  high: z.number(),
  se: z.number().describe('Standard deviation of the posterior'),
  converged: z
    .boolean()
    .describe('R̂ < 1.01, and at least 400 effective draws in the bulk and in the tails'),
});
export type PosteriorFigure = z.infer<typeof posteriorSchema>;

export const chainsSchema = z.object({
  chains: z.number().int(),
  sweeps: z.number().int().describe('Of each chain'),
  converged: z.boolean().describe('All figures that chains continue for'),
  greatestRHat: z.number().nullable(),
  leastDraws: z.number().nullable().describe('Effective draws of the slowest figure'),
  ratings: z.number().int(),
});
export type ChainsTold = z.infer<typeof chainsSchema>;

/** `unit`: one unit of the figure in units of the result. */
export function posteriorOf(
  { mean, sd, low, high, converged }: FigureSummary<unknown>,
  unit = 1,
): PosteriorFigure {
  return { value: unit * mean, low: unit * low, high: unit * high, se: unit * sd, converged };
}

export function chainsTold(
  { chains, sweeps, converged }: Pick<ChainsTold, 'chains' | 'sweeps' | 'converged'>,
  figures: readonly FigureSummary<unknown>[],
  ratings: number,
): ChainsTold {
  const finite = (x: number) => (Number.isFinite(x) ? x : null);
  const draws = figures.map((one) => Math.min(one.bulkDraws, one.tailDraws));
  return {
    ...{ chains, sweeps, converged, ratings },
    greatestRHat: finite(Math.max(...figures.map(({ rHat }) => rHat))),
    leastDraws: finite(Math.min(...draws)),
  };
}

/** Variance of the means over that plus mean squared error; null where a score is not told surely enough. */
export function posteriorReliability(scores: readonly PosteriorFigure[]): number | null {
  if (scores.length < 2 || scores.some(({ converged }) => !converged)) return null;
  const between = variance(scores.map(({ value }) => value));
  const error = scores.reduce((sum, { se }) => sum + se ** 2, 0) / scores.length;
  return between / (between + error);
}

/** A figure on which chains do not agree is not reported. */
export function posteriorCell(one: PosteriorFigure | null): Cell {
  if (one === null) return null;
  return one.converged ? { value: one.value, low: one.low, high: one.high } : 'not converged';
}

export function chainsNote({
  converged,
  chains,
  sweeps,
  greatestRHat,
  leastDraws,
}: ChainsTold): string {
  const how = `${chains} chains of ${sweeps} sweeps`;
  if (converged)
    return `${how}; every figure has R̂ below 1.01 and at least 400 effective draws (least: ${Math.floor(leastDraws!)}).`;
  const rHat = greatestRHat === null ? '' : ` (greatest R̂ ${greatestRHat.toFixed(3)})`;
  return `▲ Not all figures converged after ${how}${rHat}: those that did not are left out of everything else.`;
}
