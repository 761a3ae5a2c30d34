import { UserError } from '../../errors.ts';
import {
  flatten,
  multiply,
  multiplyTransposed,
  type Rows,
  unflatten,
} from '../../statistics/dense.ts';
import { tuckerCongruence } from '../../statistics/tucker.ts';
import { polarFactor } from './polar-factor.ts';
import { rotateToTarget } from './target.ts';

export interface Procrustes {
  /** The first matrix turned towards the target, p × k. */
  loadings: number[][];
  /** Correlations of the turned factors; `null` for the orthogonal rotation. */
  phi: number[][] | null;
  /** Tucker's congruence of each column with the target's. */
  congruence: number[];
  /** Root mean square difference of all elements. */
  rmsDifference: number;
}

/**
 * Turns one solution as near to another as possible, so that the two can be compared: least squares over
 * orthogonal matrices in closed form (Schönemann 1966), or, with `oblique`, over matrices whose factors have
 * unit variance (Browne 1967). Columns keep the target's order and signs.
 * @param loadings p × k
 * @param target p × k, every cell given (for open cells see `rotateToTarget`)
 * @throws UserError where the sizes differ, or the loadings have not k independent columns (oblique)
 */
export function procrustes(
  loadings: Rows,
  target: Rows,
  { oblique = false }: { oblique?: boolean } = {},
): Procrustes {
  const p = loadings.length;
  const k = loadings[0]?.length ?? 0;
  if (target.length !== p || (target[0]?.length ?? 0) !== k) {
    throw new UserError(
      `the loadings are ${p} × ${k}, the target ${target.length} × ${target[0]?.length ?? 0}; they must have the same size`,
    );
  }
  const a = flatten(loadings, k);
  const b = flatten(target, k);
  let turned = unflatten(multiply(a, nearestTurn(a, b, p, k), p, k, k), p, k);
  let phi: number[][] | null = null;
  if (oblique) {
    const found = rotateToTarget(
      turned,
      Array.from(target, (row) => Array.from(row)),
      {
        oblique: true,
        starts: 1,
      },
    );
    turned = found.loadings;
    phi = found.phi;
  }
  const congruence = tuckerCongruence(turned, target).map((row, m) => row[m]!);
  let squares = 0;
  turned.forEach((row, i) => {
    row.forEach((x, m) => {
      squares += (x - target[i]![m]!) ** 2;
    });
  });
  return { loadings: turned, phi, congruence, rmsDifference: Math.sqrt(squares / (p * k)) };
}

/** The orthogonal k × k matrix T that minimises ‖A T − B‖, for flat p × k A and B (Schönemann 1966). */
export function nearestTurn(a: Float64Array, b: Float64Array, p: number, k: number): Float64Array {
  return polarFactor(multiplyTransposed(a, b, p, k, k), k);
}
