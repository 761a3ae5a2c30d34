import type { Criterion } from './gradient-projection.ts';
import { fromManyStarts } from './many-starts.ts';
import { geominCriterion, obliminCriterion, rotateOblique } from './oblique.ts';
import { orthomax, rowLengths, scaleRows, varimaxOfR } from './orthomax.ts';
import { promax } from './promax.ts';
import type { RotationName } from './rotation-names.ts';

export interface RotationOptions {
  /**
   * Rows to unit length before rotating. Defaults: as psych has it, true for varimax and promax,
   * false for equamax, quartimax, oblimin, geomin, and Promax (promax whose regression is on the loadings as they are).
   */
  kaiser?: boolean;
  /** Rotate varimax (and so promax) to the exact optimum instead of R's earlier stop. Default false. */
  tight?: boolean;
  /** Starts of every rotation but promax: the unrotated solution, then random ones. Default 30. */
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
    case 'varimax':
      return orthomaxFromManyStarts(unrotated, p, k, 1, options.kaiser ?? true, {
        ...options,
        rStop: !options.tight,
      });
    case 'quartimax':
      return orthomaxFromManyStarts(unrotated, p, k, 0, options.kaiser ?? false, options);
    case 'equamax':
      return orthomaxFromManyStarts(unrotated, p, k, k / 2, options.kaiser ?? false, options);
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

/**
 * Orthomax from many starts. With `rStop` the first start ends where R's varimax does, and stays the answer
 * unless another start's end is better by more than that early stop explains.
 */
function orthomaxFromManyStarts(
  unrotated: Float64Array,
  p: number,
  k: number,
  weight: number,
  kaiser: boolean,
  options: RotationOptions & { rStop?: boolean },
): Rotated {
  const found = fromManyStarts(
    k,
    (start, { tolerance }) => {
      const turn = orthomax(
        unrotated,
        p,
        k,
        weight,
        kaiser,
        start,
        tolerance === undefined ? undefined : 1e-5,
      );
      return { ...turn, phi: undefined, turn: turn.matrix };
    },
    options,
  );
  if (!found) return { ...unturned(unrotated), converged: false };
  const { best, ...starts } = found;
  const early = options.rStop ? varimaxOfR(unrotated, p, k, kaiser) : best;
  const explained = 1e-3 * Math.abs(best.criterion);
  const end = early.criterion <= best.criterion + explained ? early : best;
  return {
    ...unturned(end.loadings),
    ...starts,
    iterations: end.iterations,
    gradient: end.gradient,
    criterion: end.criterion,
  };
}
