import { mean, variance } from '../describe.ts';
import { type Chains, cannotTell, folded, rankNormalised, splitChains } from './chains.ts';

/**
 * R̂, rank-normalised and split: the larger of that of the draws and that of their distances from the median, so that
 * chains in different places and chains of different width are both seen. 1 where chains agree; NaN where nothing can
 * be told. Vehtari, Gelman, Simpson, Carpenter, and Bürkner (2021), Bayesian Analysis 16:667, eq. 1–4 and 14.
 * R: `posterior::rhat`.
 */
export function rHat(chains: Chains): number {
  const halves = splitChains(chains);
  if (cannotTell(halves)) return Number.NaN;
  return Math.max(
    plainRHat(rankNormalised(halves)),
    plainRHat(rankNormalised(splitChains(folded(chains)))),
  );
}

/** √((W (n − 1) / n + B / n) / W) of variances within and between chains of n draws (Gelman and Rubin 1992). */
function plainRHat(chains: Chains): number {
  const n = chains[0]!.length;
  const within = mean(chains.map(variance));
  const between = variance(chains.map(mean));
  return Math.sqrt(between / within + (n - 1) / n);
}
