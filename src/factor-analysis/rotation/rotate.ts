import type { Criterion } from './gradient-projection.ts';
import { fromManyStarts } from './many-starts.ts';
import { geominCriterion, obliminCriterion, rotateOblique } from './oblique.ts';
import { orthomax, rowLengths, scaleRows, varimaxOfR } from './orthomax.ts';
import { promax } from './promax.ts';

export const rotationNames = [
  'none',
  'varimax',
  'quartimax',
  'equamax',
  'promax',
  'Promax',
  'oblimin',
  'geomin',
] as const;

export type RotationName = (typeof rotationNames)[number];

export interface RotationOptions {
  /**
   * Rows to unit length before rotating. Defaults: as psych has it, true for varimax, equamax, and promax,
   * false for quartimax, oblimin, geomin, and Promax (promax whose regression is on the loadings as they are).
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
    case 'promax':
    case 'Promax': {
      const turn = promax(unrotated, p, k, {
        power: options.power ?? 4,
        kaiser: options.kaiser ?? name === 'promax',
        tight: options.tight ?? false,
      });
      if (!turn) return { ...unturned(unrotated), converged: false };
      return { ...unturned(turn.loadings), ...turn };
    }
    case 'oblimin':
      return obliqueFromManyStarts(unrotated, p, k, obliminCriterion(options.gamma ?? 0), options);
    case 'geomin':
      return obliqueFromManyStarts(
        unrotated,
        p,
        k,
        geominCriterion(options.delta ?? 0.01),
        options,
      );
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

function obliqueFromManyStarts(
  unrotated: Float64Array,
  p: number,
  k: number,
  criterion: Criterion,
  options: RotationOptions,
): Rotated {
  const lengths = options.kaiser ? rowLengths(unrotated, p, k) : undefined;
  const x = scaleRows(unrotated, lengths, p, k, -1);
  const found = fromManyStarts(
    k,
    (start, descent) => rotateOblique(x, p, k, criterion, start, descent),
    options,
  );
  if (!found) return { ...unturned(unrotated), converged: false };
  const { best, ...starts } = found;
  return {
    ...starts,
    loadings: scaleRows(best.loadings, lengths, p, k, 1),
    phi: best.phi,
    iterations: best.iterations,
    gradient: best.gradient,
    criterion: best.criterion,
    converged: best.gradient < 1e-6,
  };
}
