import type { Random } from '../../statistics/random.ts';

/** A random orthogonal k × k matrix (Gram and Schmidt on normal deviates), as GPArotation's `Random.Start`. */
export function randomStart(k: number, random: Random): Float64Array {
  const out = new Float64Array(k * k);
  for (let m = 0; m < k; m++) {
    for (let i = 0; i < k; i++) out[i * k + m] = random.normal();
    for (let twice = 0; twice < 2; twice++) {
      for (let before = 0; before < m; before++) {
        let dot = 0;
        for (let i = 0; i < k; i++) dot += out[i * k + m]! * out[i * k + before]!;
        for (let i = 0; i < k; i++) out[i * k + m] = out[i * k + m]! - dot * out[i * k + before]!;
      }
    }
    let length = 0;
    for (let i = 0; i < k; i++) length += out[i * k + m]! ** 2;
    for (let i = 0; i < k; i++) out[i * k + m] = out[i * k + m]! / Math.sqrt(length);
  }
  return out;
}
