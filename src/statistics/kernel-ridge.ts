/** Ridge regression by a kernel that takes its cases one after the other. */

export type KernelRidge = {
  /** Adds a case: its kernel with each earlier case, with itself, and the value to predict. */
  add(withEarlier: ArrayLike<number>, withItself: number, target: number): void;
  /** The weights α of the cases so far: a prediction is Σ α · kernel with each case. */
  weights(): Float64Array;
};

/**
 * Dual ridge regression (Saunders, Gammerman, and Vovk 1998): α = (K + ridge · I)⁻¹ y. The Cholesky factor grows by
 * a row with each case, so that n cases cost n³ / 3 steps in all, however often the weights are asked for between.
 * @param ridge above 0
 */
export function kernelRidge(ridge: number): KernelRidge {
  const rows: Float64Array[] = [];
  /** The solution of L z = y, which earlier cases keep. */
  const forward: number[] = [];
  return {
    add(withEarlier, withItself, target) {
      const n = rows.length;
      const row = new Float64Array(n + 1);
      let rest = withItself + ridge;
      let sum = target;
      for (let i = 0; i < n; i++) {
        const other = rows[i]!;
        let value = withEarlier[i]!;
        for (let j = 0; j < i; j++) value -= row[j]! * other[j]!;
        row[i] = value / other[i]!;
        rest -= row[i]! ** 2;
        sum -= row[i]! * forward[i]!;
      }
      // Not below what the ridge alone leaves, whatever rounding does.
      row[n] = Math.sqrt(Math.max(rest, ridge));
      rows.push(row);
      forward.push(sum / row[n]!);
    },
    weights() {
      const alpha = Float64Array.from(forward);
      for (let i = alpha.length - 1; i >= 0; i--) {
        alpha[i] = alpha[i]! / rows[i]![i]!;
        for (let j = 0; j < i; j++) alpha[j] = alpha[j]! - rows[i]![j]! * alpha[i]!;
      }
      return alpha;
    },
  };
}
