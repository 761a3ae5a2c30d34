/** How reliably items measure one thing over models. */
import { coefficientAlpha } from '../../statistics/reliability/alpha.ts';

/**
 * Cronbach's α of the items over models that have all of them, with its 95 % interval (Feldt 1965); null where the sum
 * of the items does not vary.
 */
export function alphaOfItems(
  complete: readonly ReadonlyMap<string, number>[],
  items: readonly string[],
): { alpha: number | null; low: number | null; high: number | null } {
  const found = coefficientAlpha(
    complete.map((row) => items.map((item) => row.get(item)!)),
    { items },
  );
  return {
    alpha: found.raw,
    low: found.feldt?.lower ?? null,
    high: found.feldt?.upper ?? null,
  };
}
