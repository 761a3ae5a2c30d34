/** Draws of one figure as several chains hold them, made ready for R̂ and effective draws. */
import { median, ranks } from '../describe.ts';
import { normalQuantile } from '../distributions.ts';

/** `chains[c][t]`: draw t of chain c; all chains have one length. */
export type Chains = readonly Float64Array[];

/** Each chain as its first and its second half; of an odd length the draw in the middle is left out. */
export function splitChains(chains: Chains): Chains {
  return chains.flatMap((chain) => {
    const half = Math.floor(chain.length / 2);
    return [chain.subarray(0, half), chain.subarray(chain.length - half)];
  });
}

/** Normal scores of the ranks over all chains, Φ⁻¹((r − 3/8) / (S + 1/4)) (Vehtari et al. 2021, eq. 14). */
export function rankNormalised(chains: Chains): Chains {
  const all = joined(chains);
  const rank = ranks(all);
  const scores = rank.map((r) => normalQuantile((r - 3 / 8) / (all.length + 1 / 4)));
  let end = 0;
  return chains.map(({ length }) => {
    end += length;
    return scores.subarray(end - length, end);
  });
}

/** Distances from the median over all chains: they show whether all chains spread alike. */
export function folded(chains: Chains): Chains {
  const middle = median(joined(chains));
  return chains.map((chain) => chain.map((x) => Math.abs(x - middle)));
}

/** All draws, chain after chain. */
export function joined(chains: Chains): Float64Array {
  const all = new Float64Array(chains.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const chain of chains) {
    all.set(chain, at);
    at += chain.length;
  }
  return all;
}

/** True where nothing can be told: a draw that is not finite, or all draws alike. */
export function cannotTell(chains: Chains): boolean {
  const first = chains[0]?.[0];
  const alike = chains.every((chain) => chain.every((x) => x === first));
  return alike || chains.some((chain) => chain.some((x) => !Number.isFinite(x)));
}
