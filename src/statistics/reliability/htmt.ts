import { UserError } from '../../errors.ts';
import type { Rows } from '../dense.ts';

export interface ScaleItems {
  name: string;
  /** Columns of the correlation matrix. */
  items: readonly number[];
}

export interface Htmt {
  scales: string[];
  /** Ratio of every two scales; 1 on the diagonal, `null` where it is not defined. */
  matrix: (number | null)[][];
  /** Why an entry is `null`. */
  reasons: string[];
}

/**
 * Heterotrait–monotrait ratio of correlations: the mean correlation between the items of two scales over the
 * geometric mean of the mean correlations within each. Near 1 the two scales measure one thing; .85 (strict)
 * and .90 are the usual bounds. Items have to be keyed in one direction. With `absolute` correlations count by
 * size (HTMT+, Ringle et al. 2023). Henseler, Ringle, and Sarstedt (2015), equation 6.
 * @throws UserError for fewer than two scales
 */
export function htmt(
  correlation: Rows,
  scales: readonly ScaleItems[],
  options: { absolute?: boolean } = {},
): Htmt {
  if (scales.length < 2) throw new UserError('HTMT compares at least two scales');
  const size = options.absolute ? Math.abs : (x: number) => x;
  const meanBetween = (a: readonly number[], b: readonly number[]) => {
    const values = a.flatMap((i) => b.filter((j) => i !== j).map((j) => size(correlation[i]![j]!)));
    return values.reduce((sum, x) => sum + x, 0) / values.length;
  };
  const within = scales.map(({ items }) => (items.length > 1 ? meanBetween(items, items) : null));
  const reasons = scales.flatMap(({ name }, s) => {
    if (within[s] === null) return [`${name} has a single item, so nothing correlates within it`];
    return within[s]! > 0
      ? []
      : [
          `the items of ${name} do not correlate positively on average; reverse those that run against the others`,
        ];
  });
  return {
    scales: scales.map(({ name }) => name),
    matrix: scales.map((a, s) =>
      scales.map((b, t) => {
        if (s === t) return 1;
        const both = (within[s] ?? 0) > 0 && (within[t] ?? 0) > 0;
        return both ? meanBetween(a.items, b.items) / Math.sqrt(within[s]! * within[t]!) : null;
      }),
    ),
    reasons,
  };
}
