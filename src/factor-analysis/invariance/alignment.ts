/** Alignment: means and standard deviations of factors that make loadings and intercepts of groups as alike as few exceptions allow. */
import { minimiseInBox } from '../../statistics/bounded-minimum.ts';

/** A group's configural model: factors of mean 0 and variance 1. */
export interface Configural {
  /** p × k. */
  loadings: readonly (readonly number[])[];
  intercepts: readonly number[];
}

export interface AlignedFactor {
  /** Of each group; the first has mean 0 and standard deviation 1. */
  means: number[];
  deviations: number[];
  /** Its variables, by their places, with aligned loadings and intercepts in each group. */
  items: { variable: number; loadings: number[]; intercepts: number[] }[];
}

/** The loss of Muthén and Asparouhov's program is (x² + ε)^¼; as ε falls, few large differences cost less than many small ones. */
const steps = [1, 0.1, 0.01, 0.001];

/**
 * Asparouhov and Muthén (2014), FIXED in the first group, pairs weighted by √(n₁n₂), ε = .001, each factor by itself.
 * R: `sirt::invariance.alignment(wgt = √n)`. `null` where an item loads on several factors.
 */
export function align(
  groups: readonly Configural[],
  sizes: readonly number[],
): AlignedFactor[] | null {
  const { loadings } = groups[0]!;
  if (loadings.some((row) => row.filter((x) => x !== 0).length > 1)) return null;
  return loadings[0]!.map((_, m) => {
    const items = loadings.flatMap((row, i) => (row[m] === 0 ? [] : [i]));
    const own = groups.map((one) => items.map((i) => one.loadings[i]![m]!));
    const level = groups.map((one) => items.map((i) => one.intercepts[i]!));
    const { means, deviations } = alignFactor(own, level, sizes);
    return {
      means,
      deviations,
      items: items.map((variable, i) => ({
        variable,
        loadings: own.map((row, g) => row[i]! / deviations[g]!),
        intercepts: own.map((row, g) => level[g]![i]! - (means[g]! * row[i]!) / deviations[g]!),
      })),
    };
  });
}

function alignFactor(
  loadings: readonly (readonly number[])[],
  intercepts: readonly (readonly number[])[],
  sizes: readonly number[],
): Pick<AlignedFactor, 'means' | 'deviations'> {
  const groups = loadings.length;
  const others = groups - 1;
  // Means and log standard deviations of all groups but the first.
  let x = new Float64Array(2 * others);
  for (const epsilon of steps) {
    const evaluate = (at: Float64Array) => loss(loadings, intercepts, sizes, at, epsilon);
    x = Float64Array.from(minimiseInBox(x, -20, 20, evaluate, { tolerance: 1e-9 }).x);
  }
  return {
    means: [0, ...x.subarray(0, others)],
    deviations: [1, ...x.subarray(others).map(Math.exp)],
  };
}

/** The loss over items and pairs of groups, with its gradient. */
function loss(
  loadings: readonly (readonly number[])[],
  intercepts: readonly (readonly number[])[],
  sizes: readonly number[],
  x: Float64Array,
  epsilon: number,
) {
  const groups = loadings.length;
  const others = groups - 1;
  const gradient = new Float64Array(2 * others);
  let value = 0;
  const meanOf = (g: number) => (g === 0 ? 0 : x[g - 1]!);
  const inverse = (g: number) => (g === 0 ? 1 : Math.exp(-x[others + g - 1]!));
  const total = sizes.reduce((sum, n) => sum + Math.sqrt(n), 0);
  const add = (at: number, by: number) => {
    gradient[at] = gradient[at]! + by;
  };
  for (let b = 1; b < groups; b++)
    for (let a = 0; a < b; a++) {
      const weight = Math.sqrt(sizes[a]! * sizes[b]!) / total ** 2;
      loadings[0]!.forEach((_, i) => {
        const [la, lb] = [loadings[a]![i]! * inverse(a), loadings[b]![i]! * inverse(b)];
        const apart = la - lb;
        const shift = intercepts[a]![i]! - meanOf(a) * la - (intercepts[b]![i]! - meanOf(b) * lb);
        value += weight * ((apart ** 2 + epsilon) ** 0.25 + (shift ** 2 + epsilon) ** 0.25);
        const dApart = weight * 0.5 * apart * (apart ** 2 + epsilon) ** -0.75;
        const dShift = weight * 0.5 * shift * (shift ** 2 + epsilon) ** -0.75;
        for (const [g, own, sign] of [
          [a, la, 1],
          [b, lb, -1],
        ] as const) {
          if (g === 0) continue;
          add(g - 1, -sign * dShift * own);
          add(others + g - 1, sign * (-dApart * own + dShift * meanOf(g) * own));
        }
      });
    }
  return { value, gradient };
}
