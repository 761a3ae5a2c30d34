/** Facts sorted by id, so that results do not depend on the order in which they were stored. */
export function sortedById<T extends { id: string }>(lines: readonly T[]): T[] {
  return [...lines].sort((a, b) => (a.id < b.id ? -1 : a.id > b.id ? 1 : 0));
}
