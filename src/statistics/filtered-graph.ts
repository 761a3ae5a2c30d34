/** The triangulated maximally filtered graph: the strongest planar skeleton of correlations. */

/**
 * TMFG (Massara, Di Matteo, Aste 2016): from the four variables whose correlations above the mean are largest in sum, each
 * further one is put into the triangle with which it correlates most. Keeps 3p − 6 edges, needs no penalty and no
 * number of rows. R: `NetworkToolbox::TMFG`, `EGAnet::TMFG`.
 * @param r flat p × p correlations, p of at least 5
 * @returns flat p × p: the correlations that are kept, 0 elsewhere and on the diagonal
 */
export function filteredGraph(r: Float64Array, p: number): Float64Array {
  const size = (i: number, j: number) => Math.abs(r[i * p + j]!);
  let mean = 0;
  for (let i = 0; i < p; i++) for (let j = 0; j < p; j++) mean += size(i, j) / (p * p);
  const strength = Array.from({ length: p }, (_, i) =>
    Array.from({ length: p }, (_, j) => (i !== j && size(i, j) > mean ? size(i, j) : 0)).reduce(
      (sum, x) => sum + x,
      0,
    ),
  );
  const order = strength.map((_, i) => i).sort((a, b) => strength[b]! - strength[a]! || a - b);
  const [a, b, c, d] = order as [number, number, number, number];
  const edges: [number, number][] = [
    [a, b],
    [a, c],
    [a, d],
    [b, c],
    [b, d],
    [c, d],
  ];
  const faces: [number, number, number][] = [
    [a, b, c],
    [a, b, d],
    [a, c, d],
    [b, c, d],
  ];
  const left = new Set(order.slice(4));
  while (left.size > 0) {
    let best = { gain: Number.NEGATIVE_INFINITY, vertex: -1, face: -1 };
    for (const vertex of left)
      faces.forEach((face, at) => {
        const gain = face.reduce((sum, corner) => sum + size(vertex, corner), 0);
        if (gain > best.gain) best = { gain, vertex, face: at };
      });
    const { vertex } = best;
    const [x, y, z] = faces[best.face]!;
    edges.push([vertex, x], [vertex, y], [vertex, z]);
    faces.splice(best.face, 1, [x, y, vertex], [x, z, vertex], [y, z, vertex]);
    left.delete(vertex);
  }
  const out = new Float64Array(p * p);
  for (const [i, j] of edges) {
    out[i * p + j] = r[i * p + j]!;
    out[j * p + i] = r[i * p + j]!;
  }
  return out;
}
