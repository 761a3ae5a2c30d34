/** Words on a plane: classical multidimensional scaling of their similarity (Torgerson 1952). */

/** Steps of the power method at most; maps do not need the last digit. */
const mostSteps = 300;

/**
 * Positions, each coordinate −1…1, the two directions in which the words differ most; one scale for
 * both. `similarity` is n × n, row-major. R: `cmdscale` of the distances √(s_ii + s_jj − 2·s_ij).
 */
export function planarMap(similarity: Float32Array, n: number): { x: number; y: number }[] {
  const centre = doubleCentred(similarity, n);
  const axes: Float64Array[] = [];
  for (let axis = 0; axis < 2; axis++) axes.push(leadingVector(centre, n, axes));
  let largest = 0;
  for (const axis of axes) for (const value of axis) largest = Math.max(largest, Math.abs(value));
  const scale = largest > 0 ? 1 / largest : 0;
  return Array.from({ length: n }, (_, i) => ({
    x: axes[0]![i]! * scale,
    y: axes[1]![i]! * scale,
  }));
}

function doubleCentred(similarity: Float32Array, n: number): Float64Array {
  const means = new Float64Array(n);
  let mean = 0;
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < n; j++) means[i]! += similarity[i * n + j]! / n;
    mean += means[i]! / n;
  }
  const centre = new Float64Array(n * n);
  for (let i = 0; i < n; i++)
    for (let j = 0; j < n; j++)
      centre[i * n + j] = similarity[i * n + j]! - means[i]! - means[j]! + mean;
  return centre;
}

/** The eigenvector of the largest value, times that value's root, at right angles to `before`. */
function leadingVector(matrix: Float64Array, n: number, before: Float64Array[]): Float64Array {
  let vector: Float64Array = Float64Array.from({ length: n }, (_, i) => Math.cos(1 + i * 0.7));
  const units = before.map(unit);
  let value = 0;
  for (let step = 0; step < mostSteps; step++) {
    const next = new Float64Array(n);
    for (let i = 0; i < n; i++) {
      let sum = 0;
      for (let j = 0; j < n; j++) sum += matrix[i * n + j]! * vector[j]!;
      // Shifted, so that a large negative value cannot lead.
      next[i] = sum + vector[i]!;
    }
    for (const other of units) {
      let along = 0;
      for (let i = 0; i < n; i++) along += next[i]! * other[i]!;
      for (let i = 0; i < n; i++) next[i]! -= along * other[i]!;
    }
    value = Math.hypot(...next) - 1;
    const turned = unit(next);
    let moved = 0;
    for (let i = 0; i < n; i++) moved = Math.max(moved, Math.abs(turned[i]! - vector[i]!));
    vector = turned;
    if (moved < 1e-7) break;
  }
  // The same picture on every machine: the longest coordinate points up.
  const longest = vector.reduce((most, v) => (Math.abs(v) > Math.abs(most) + 1e-9 ? v : most), 0);
  const scale = Math.sign(longest) * Math.sqrt(Math.max(0, value));
  return vector.map((v) => v * scale);
}

function unit(vector: Float64Array): Float64Array {
  const length = Math.hypot(...vector);
  return length > 0 ? vector.map((value) => value / length) : vector;
}
