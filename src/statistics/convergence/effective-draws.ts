import { mean, quantileOfSorted, variance } from '../describe.ts';
import { type Chains, cannotTell, joined, rankNormalised, splitChains } from './chains.ts';

/**
 * How many independent draws would tell the middle of a figure as well as these do: of the rank-normalised halves of
 * the chains (Vehtari et al. 2021, section 4.1). NaN where nothing can be told. R: `posterior::ess_bulk`.
 */
export function bulkDraws(chains: Chains): number {
  const halves = splitChains(chains);
  return cannotTell(halves) ? Number.NaN : effectiveDraws(rankNormalised(halves));
}

/**
 * The same for the ends of its interval: the smaller of the effective draws for the share below the 5 % and below the
 * 95 % quantile (section 4.3). R: `posterior::ess_tail`.
 */
export function tailDraws(chains: Chains): number {
  if (cannotTell(splitChains(chains))) return Number.NaN;
  const sorted = joined(chains).sort();
  return Math.min(...[0.05, 0.95].map((share) => below(quantileOfSorted(sorted, share))));

  function below(end: number): number {
    const halves = splitChains(chains.map((chain) => chain.map((x) => (x <= end ? 1 : 0))));
    return cannotTell(halves) ? Number.NaN : effectiveDraws(halves);
  }
}

/** The same for the mean of a figure, whose Monte Carlo error is sd / √draws. R: `posterior::ess_mean`. */
export function meanDraws(chains: Chains): number {
  const halves = splitChains(chains);
  return cannotTell(halves) ? Number.NaN : effectiveDraws(halves);
}

/**
 * Draws over 1 + 2 Σ autocorrelations, which are taken over all chains (eq. 10) and summed as far as sums of
 * neighbours are positive and fall (Geyer 1992, initial monotone sequence).
 */
function effectiveDraws(chains: Chains): number {
  const n = chains[0]!.length;
  if (n < 3) return Number.NaN;
  const means = chains.map(mean);
  const within = (covariance(0) * n) / (n - 1);
  const total = (within * (n - 1)) / n + (chains.length > 1 ? variance(means) : 0);
  const correlation = (lag: number) => 1 - (within - covariance(lag)) / total;

  const rho = [1, correlation(1)];
  let lag = 0;
  let [even, odd] = [1, rho[1]!];
  while (lag < n - 5 && even + odd > 0) {
    lag += 2;
    even = correlation(lag);
    odd = correlation(lag + 1);
    if (even + odd >= 0) {
      rho[lag] = even;
      rho[lag + 1] = odd;
    }
  }
  const last = lag;
  rho[last] = even > 0 ? even : 0;
  for (let t = 2; t <= last - 2; t += 2) {
    const before = rho[t - 2]! + rho[t - 1]!;
    if (rho[t]! + rho[t + 1]! > before) {
      rho[t] = before / 2;
      rho[t + 1] = before / 2;
    }
  }
  let sum = 0;
  for (let t = 0; t < last; t++) sum += rho[t]!;
  const draws = chains.length * n;
  // Chains that swing from side to side would tell more than this by chance.
  const time = Math.max(2 * sum - 1 + rho[last]!, 1 / Math.log10(draws));
  return draws / time;

  /** Mean over chains of Σ (x_t − x̄)(x_{t + lag} − x̄) / n. */
  function covariance(lag: number): number {
    let all = 0;
    chains.forEach((chain, c) => {
      const m = means[c]!;
      let own = 0;
      for (let t = 0; t + lag < n; t++) own += (chain[t]! - m) * (chain[t + lag]! - m);
      all += own / n;
    });
    return all / chains.length;
  }
}
