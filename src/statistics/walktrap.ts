/** Communities of a weighted graph by short random walks. */
import { numberOf } from './number-of.ts';

/**
 * Walktrap (Pons and Latapy 2005): vertices from which walks of `steps` steps end alike are put together, neighbours only, by
 * least growth of the squared distances within; of all cuts of that tree the one with the largest modularity. As in
 * igraph, a walk may stay at a vertex as if it had a loop of the mean weight of its edges. R: `igraph::cluster_walktrap`.
 * @param weights flat p × p, symmetric, not negative, the diagonal left out
 * @returns the community of each vertex, from 0 in the order of first vertices
 */
export function walktrap(weights: Float64Array, p: number, steps = 4): Int32Array {
  const strength = new Float64Array(p);
  const loop = new Float64Array(p);
  let total = 0;
  for (let i = 0; i < p; i++) {
    let degree = 0;
    for (let j = 0; j < p; j++) {
      if (i === j || weights[i * p + j] === 0) continue;
      degree += 1;
      strength[i]! += weights[i * p + j]!;
    }
    total += strength[i]!;
    loop[i] = degree === 0 ? 1 : strength[i]! / degree;
  }
  const walks = walkedFrom(weights, strength, loop, p, steps);
  type Community = {
    size: number;
    walk: Float64Array;
    internal: number;
    strength: number;
    near: Map<number, number>;
  };
  const communities = new Map<number, Community>();
  for (let i = 0; i < p; i++)
    communities.set(i, {
      ...{ size: 1, walk: walks[i]!, internal: 0, strength: strength[i]! },
      near: new Map(
        Array.from({ length: p }, (_, j) => j).flatMap((j) =>
          j !== i && weights[i * p + j]! > 0 ? [[j, weights[i * p + j]!] as const] : [],
        ),
      ),
    });
  /** The growth of the squared distances when two are put together. */
  const growth = (a: Community, b: Community) => {
    let distance = 0;
    for (let k = 0; k < p; k++) {
      const scale = strength[k]! + loop[k]!;
      distance += (a.walk[k]! - b.walk[k]!) ** 2 / scale;
    }
    return (distance * a.size * b.size) / (a.size + b.size);
  };
  const modularity = () => {
    let q = 0;
    for (const one of communities.values())
      q += total > 0 ? one.internal / total - (one.strength / total) ** 2 : 0;
    return q;
  };
  const label = Int32Array.from({ length: p }, (_, i) => i);
  let best = { q: modularity(), labels: label.slice() };
  const known = new Map<string, number>();
  for (let next = p; ; next++) {
    let least = { growth: Number.POSITIVE_INFINITY, a: -1, b: -1 };
    for (const [a, one] of communities)
      for (const b of one.near.keys()) {
        if (b <= a) continue;
        const key = `${a} ${b}`;
        let value = known.get(key);
        if (value === undefined) {
          value = growth(one, communities.get(b)!);
          known.set(key, value);
        }
        if (value < least.growth) least = { growth: value, a, b };
      }
    if (least.a < 0) break;
    const [one, other] = [communities.get(least.a)!, communities.get(least.b)!];
    const between = one.near.get(least.b)!;
    const near = new Map<number, number>();
    for (const { near: edges } of [one, other])
      for (const [to, weight] of edges)
        if (to !== least.a && to !== least.b) near.set(to, (near.get(to) ?? 0) + weight);
    const size = one.size + other.size;
    communities.delete(least.a);
    communities.delete(least.b);
    for (const [to, weight] of near) {
      const edges = communities.get(to)!.near;
      edges.delete(least.a);
      edges.delete(least.b);
      edges.set(next, weight);
    }
    communities.set(next, {
      size,
      walk: one.walk.map((x, k) => (x * one.size + other.walk[k]! * other.size) / size),
      internal: one.internal + other.internal + 2 * between,
      strength: one.strength + other.strength,
      near,
    });
    for (let i = 0; i < p; i++) if (label[i] === least.a || label[i] === least.b) label[i] = next;
    const q = modularity();
    if (q > best.q) best = { q, labels: label.slice() };
  }
  const order = new Map<number, number>();
  return best.labels.map((label) => numberOf(order, label));
}

/** Where walks from each vertex are after so many steps. */
function walkedFrom(
  weights: Float64Array,
  strength: Float64Array,
  loop: Float64Array,
  p: number,
  steps: number,
): Float64Array[] {
  return Array.from({ length: p }, (_, from) => {
    let at = new Float64Array(p);
    at[from] = 1;
    for (let step = 0; step < steps; step++) {
      const after = new Float64Array(p);
      for (let i = 0; i < p; i++) {
        if (at[i] === 0) continue;
        const share = at[i]! / (strength[i]! + loop[i]!);
        after[i]! += share * loop[i]!;
        for (let j = 0; j < p; j++) if (j !== i) after[j]! += share * weights[i * p + j]!;
      }
      at = after;
    }
    return at;
  });
}
