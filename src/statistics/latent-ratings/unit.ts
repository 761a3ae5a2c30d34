/** The unit that unknowns are measured in, which is the typical noise: moves that stretch them all. */
import { mean } from '../describe.ts';
import type { Random } from '../random.ts';
import { drawGamma } from './variates.ts';

/**
 * What the scale of all effects is held by: how many unknowns have normal priors of their own, and the sum of their
 * squares in units of these priors. Effects that are drawn around 0 with a standard deviation from here do not count,
 * since both scale alike.
 */
export type Held = { count: number; squares: number };

/** The logarithm of the unit, of spreads (the logarithms of noises) in another one; 0 for those of a state. */
export type UnitOf = (spread: Float64Array) => number;

export const geometricMean: UnitOf = mean;

/** Of few groups whose differences are seen: these tell it even where one noise may be as good as none. */
export const rootMeanSquare: UnitOf = (spread) =>
  Math.log(mean(spread.map((one) => Math.exp(2 * one)))) / 2;

/** What is measured in units of the noise: the unit, what holds its scale now, and all of it times a factor. */
export type Measured = { unitOf: UnitOf; held(): Held; rescale(factor: number): void };

/** What is known beforehand says of a unit whose logarithm is `at`, as a log density; `held` is that in the unit now. */
export function logHeld({ count, squares }: Held, at: number): number {
  return -count * at - (squares / 2) * Math.exp(-2 * at);
}

/** Unknowns with the standard deviation of their prior. */
export function heldBy(
  unknowns: readonly (readonly [values: Iterable<number>, scale: number])[],
): Held {
  let count = 0;
  let squares = 0;
  for (const [values, scale] of unknowns)
    for (const x of values) {
      count++;
      squares += (x / scale) ** 2;
    }
  return { count, squares };
}

/**
 * Stretches latent ratings and all else by a common factor, drawn exactly (Liu and Sabatti 2000, scale group): its square
 * is a gamma variable, since all priors on it are normal. `squares` is that of `drawLatent`.
 */
export function stretch(
  latent: Float64Array,
  squares: number,
  { held, rescale }: Measured,
  random: Random,
): void {
  const now = held();
  const shape = (latent.length + now.count) / 2;
  const factor = Math.sqrt(drawGamma(shape, random) / ((squares + now.squares) / 2));
  for (let i = 0; i < latent.length; i++) latent[i]! *= factor;
  rescale(factor);
}
