/**
 * p values of several questions asked together, adjusted so that none of them is answered wrongly at more than the
 * level (Holm 1979): in ascending order times the number of questions left, never falling. R: `p.adjust(p, "holm")`.
 */
export function holm(values: readonly number[]): number[] {
  const order = values.map((_, i) => i).sort((a, b) => values[a]! - values[b]!);
  const adjusted = new Array<number>(values.length);
  let last = 0;
  order.forEach((at, i) => {
    last = Math.min(1, Math.max(last, (values.length - i) * values[at]!));
    adjusted[at] = last;
  });
  return adjusted;
}
