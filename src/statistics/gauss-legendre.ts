export interface Quadrature {
  /** Positive nodes on [−1, 1]; their negatives belong to the rule too. */
  nodes: Float64Array;
  weights: Float64Array;
}

/** The Gauss–Legendre rule of an even number of points: its positive half, by Newton's method on Pₙ. */
export function gaussLegendre(points: number): Quadrature {
  const half = points / 2;
  const nodes = new Float64Array(half);
  const weights = new Float64Array(half);
  for (let i = 0; i < half; i++) {
    let x = Math.cos((Math.PI * (i + 0.75)) / (points + 0.5));
    let slope = 1;
    for (let step = 0; step < 100; step++) {
      let before = 1;
      let value = x;
      for (let n = 2; n <= points; n++) {
        const next = ((2 * n - 1) * x * value - (n - 1) * before) / n;
        before = value;
        value = next;
      }
      slope = (points * (before - x * value)) / (1 - x * x);
      const move = value / slope;
      x -= move;
      if (Math.abs(move) < 1e-16) break;
    }
    nodes[i] = x;
    weights[i] = 2 / ((1 - x * x) * slope * slope);
  }
  return { nodes, weights };
}
