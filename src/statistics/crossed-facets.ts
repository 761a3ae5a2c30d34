import { capital } from '../safe-text/capital.ts';
import type { Grouping } from './reml.ts';

/**
 * The facets of a crossed design and their interactions up to `order` (default: all but the highest, which is the
 * residual where cells hold one value), as groupings for `fitReml`. An interaction is named by its facets:
 * model, item → modelItem.
 */
export function crossedFacets(
  facets: readonly Grouping[],
  order: number = Math.max(1, facets.length - 1),
): Grouping[] {
  let latest: { last: number; grouping: Grouping }[] = facets.map((grouping, last) => ({
    last,
    grouping,
  }));
  const all = latest.map(({ grouping }) => grouping);
  for (let size = 2; size <= Math.min(order, facets.length); size++) {
    latest = latest.flatMap(({ last, grouping }) =>
      facets.slice(last + 1).map((facet, i) => ({
        last: last + 1 + i,
        grouping: together(grouping, facet),
      })),
    );
    all.push(...latest.map(({ grouping }) => grouping));
  }
  return all;
}

function together(a: Grouping, b: Grouping): Grouping {
  return {
    name: `${a.name}${capital(b.name)}`,
    labels: a.labels.map((label, o) => `${label}\u0000${b.labels[o]}`),
  };
}
