/** Facts in the order of their ids, so that the order in which they were stored does not matter. */
export function sortedById<T extends { id: string }>(lines: readonly T[]): T[] {
  return [...lines].sort((a, b) => (a.id < b.id ? -1 : a.id > b.id ? 1 : 0));
}
