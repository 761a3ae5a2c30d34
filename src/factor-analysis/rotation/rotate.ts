import { identity } from '../../statistics/dense.ts';
import { createRandom } from '../../statistics/random.ts';
import {
  type Criterion,
  type GradientProjection,
  geominCriterion,
  obliminCriterion,
  randomStart,
  rotateOblique,
} from './oblique.ts';
import { orthomax, rowLengths, scaleRows, varimaxOfR } from './orthomax.ts';
import { promax } from './promax.ts';

export const rotationNames = [
  'none',
  'varimax',
  'quartimax',
  'equamax',
  'promax',
  'oblimin',
  'geomin',
] as const;

export type RotationName = (typeof rotationNames)[number];

export interface RotationOptions {
  /**
   * Rows to unit length before rotating. Defaults: as psych has it, true for varimax, equamax, and promax,
   * false for quartimax, oblimin, and geomin.
   */
  kaiser?: boolean;
  /** Rotate varimax (and so promax) to the exact optimum instead of R's earlier stop. Default false. */
  tight?: boolean;
  /** Starts for oblimin and geomin: the unrotated solution, then random ones. Default 30. */
  starts?: number;
  seed?: number | string;
  /** Oblimin's gamma, default 0. */
  gamma?: number;
  /** Geomin's delta, default .01. */
  delta?: number;
  /** Promax's power, default 4. */
  power?: number;
}

export interface Rotated {
  /** Pattern loadings, flat p × k, neither sorted nor reflected. */
  loadings: Float64Array;
  /** Factor correlations, flat k × k; `undefined` for orthogonal rotations. */
  phi: Float64Array | undefined;
  iterations: number;
  gradient: number | null;
  criterion: number | null;
  starts: number;
  /** Different criterion values that the starts ended at. */
  distinctMinima: number;
  /** Share of the starts that reached the best one. */
  shareAtBest: number;
  converged: boolean;
}

/** Rotates unrotated loadings (flat p × k). One factor, or `none`, comes back as it is. */
export function rotate(
  unrotated: Float64Array,
  p: number,
  k: number,
  name: RotationName,
  options: RotationOptions = {},
): Rotated {
  if (k < 2) return unturned(unrotated);
  switch (name) {
    case 'none':
      return unturned(unrotated);
    case 'varimax': {
      const kaiser = options.kaiser ?? true;
      const turn = options.tight
        ? orthomax(unrotated, p, k, 1, kaiser)
        : varimaxOfR(unrotated, p, k, kaiser);
      return { ...unturned(turn.loadings), iterations: turn.iterations, gradient: turn.gradient };
    }
    case 'quartimax':
    case 'equamax': {
      const equamax = name === 'equamax';
      const turn = orthomax(unrotated, p, k, equamax ? k / 2 : 0, options.kaiser ?? equamax);
      return { ...unturned(turn.loadings), iterations: turn.iterations, gradient: turn.gradient };
    }
    case 'promax': {
      const turn = promax(unrotated, p, k, {
        power: options.power ?? 4,
        kaiser: options.kaiser ?? true,
        tight: options.tight ?? false,
      });
      if (!turn) return { ...unturned(unrotated), converged: false };
      return { ...unturned(turn.loadings), ...turn };
    }
    case 'oblimin':
      return fromManyStarts(unrotated, p, k, obliminCriterion(options.gamma ?? 0), options);
    case 'geomin':
      return fromManyStarts(unrotated, p, k, geominCriterion(options.delta ?? 0.01), options);
  }
}

function unturned(loadings: Float64Array): Rotated {
  return {
    loadings,
    phi: undefined,
    iterations: 0,
    gradient: null,
    criterion: null,
    starts: 1,
    distinctMinima: 1,
    shareAtBest: 1,
    converged: true,
  };
}

function fromManyStarts(
  unrotated: Float64Array,
  p: number,
  k: number,
  criterion: Criterion,
  options: RotationOptions,
): Rotated {
  const lengths = options.kaiser ? rowLengths(unrotated, p, k) : undefined;
  const x = scaleRows(unrotated, lengths, p, k, -1);
  const random = createRandom(options.seed ?? 1).fork('rotation');
  const starts = Math.max(1, options.starts ?? 30);
  const rough = { tolerance: 3e-4, maxIterations: 500 };
  const found: GradientProjection[] = [];
  for (let s = 0; s < starts; s++) {
    const start = s === 0 ? identity(k) : randomStart(k, random.fork(s));
    const end = rotateOblique(x, p, k, criterion, start, s === 0 ? {} : rough);
    if (end) found.push(end);
  }
  const first = found[0];
  if (!first) return { ...unturned(unrotated), converged: false };
  const lowest = Math.min(...found.map((end) => end.criterion));
  const near = (value: number) => value <= lowest + 1e-5 * Math.max(1, Math.abs(lowest));
  let best = near(first.criterion) ? first : found.find((end) => end.criterion === lowest)!;
  if (best !== first) {
    // A rough minimum is carried on to the end from where it stands.
    best = rotateOblique(x, p, k, criterion, best.turn) ?? best;
  }
  return {
    loadings: scaleRows(best.loadings, lengths, p, k, 1),
    phi: best.phi,
    iterations: best.iterations,
    gradient: best.gradient,
    criterion: best.criterion,
    starts,
    distinctMinima: countDistinct(found.map((end) => end.criterion)),
    shareAtBest: found.filter((end) => near(end.criterion)).length / found.length,
    converged: best.gradient < 1e-6,
  };
}

/** Rough minima scatter by less than 1e-4 of themselves around the true one. */
function countDistinct(values: number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const gap = 1e-4 * Math.max(1, Math.abs(sorted[0]!));
  return 1 + sorted.filter((value, i) => i > 0 && value - sorted[i - 1]! > gap).length;
}
