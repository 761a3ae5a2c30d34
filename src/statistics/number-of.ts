/** The number of a label, from 0 in the order in which labels are first met; `known` is kept from call to call. */
export function numberOf<Label>(known: Map<Label, number>, label: Label): number {
  const number = known.get(label) ?? known.size;
  known.set(label, number);
  return number;
}
