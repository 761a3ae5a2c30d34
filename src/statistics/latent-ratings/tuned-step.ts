/** Share of moves that are taken for which the steps are tuned: the best for one unknown at a time. */
const wantedShare = 0.44;

/** A Metropolis step after a move: Robbins and Monro's rule on the step's logarithm. */
export function tunedStep(step: number, taken: boolean, sweeps: number): number {
  const gain = Math.min(0.3, 3 / Math.sqrt(sweeps + 1));
  return step * Math.exp(gain * ((taken ? 1 : 0) - wantedShare));
}
