/** Some items of each value, of each kind as many. */
import type { PrimedItems } from '../../contract.ts';

/**
 * At most `each` items of every value, or of these `among`, their kinds in turn, in the order of the items. An item may
 * be of several values: it is taken where one of them lacks items.
 */
export function balancedItems<Item>(
  items: readonly Item[],
  { each, values: among }: Omit<PrimedItems, 'system'>,
  of: (item: Item) => { values: readonly string[]; kind: string },
): Item[] {
  const taken = new Set<Item>();
  const count = new Map<string, number>();
  const values = new Set(among ?? items.flatMap((item) => of(item).values));
  for (const value of values) {
    const own = items.filter((item) => of(item).values.includes(value));
    const kinds = [...Map.groupBy(own, (item) => of(item).kind).values()];
    for (let at = 0; at < own.length; at++)
      for (const kind of kinds) {
        const item = kind[at];
        if (item === undefined || taken.has(item) || (count.get(value) ?? 0) >= each) continue;
        taken.add(item);
        for (const one of of(item).values) count.set(one, (count.get(one) ?? 0) + 1);
      }
  }
  return items.filter((item) => taken.has(item));
}
