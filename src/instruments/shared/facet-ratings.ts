/** The ratings of a value system as the many-facet model reads them, and the model fitted to them. */
import type { RunFacetStretches } from '../../statistics/many-facet/fit.ts';
import type { FacetRatings } from '../../statistics/many-facet/ratings.ts';
import { mappedRatings, partsOf, type ScoreInput } from './cells.ts';
import { type FacetNames, type FacetScores, fitFacetScores } from './facet-scores.ts';

/** Steps of the rubric, 0–6. */
const categories = 7;

/** Mapped ratings, rounded to the steps of the rubric; values are the subdimensions that have a rating, groups their dimensions. */
function facetRatings(input: ScoreInput): {
  ratings: FacetRatings;
  names: FacetNames;
  groups: number[][];
} {
  const mapped = mappedRatings(input);
  const { columns, models, items, raters } = mapped;
  const rated = new Set(mapped.ratings.map(({ column }) => column));
  const values = [...rated].sort((a, b) => a - b);
  const dimensions = columns.flatMap((column) => {
    if (column.kind !== 'dimension') return [];
    const parts = partsOf(columns, column.id).filter((part) => rated.has(part));
    return parts.length > 0 ? [{ id: column.id, parts }] : [];
  });
  // A model of no known family is one of its own.
  const ofModels = input.models.map(({ name, family }) => (family === 'unknown' ? name : family));
  const families = [...new Set(ofModels)];
  return {
    ratings: {
      ...{ models: models.length, items: items.length, raters: raters.length },
      ...{ values: values.length, categories },
      family: ofModels.map((family) => families.indexOf(family)),
      model: mapped.ratings.map(({ model }) => model),
      item: mapped.ratings.map(({ item }) => item),
      rater: mapped.ratings.map(({ rater }) => rater),
      value: mapped.ratings.map(({ column }) => values.indexOf(column)),
      rating: mapped.ratings.map(({ level }) =>
        Math.max(0, Math.min(categories - 1, Math.round(level))),
      ),
    },
    names: {
      ...{ models, items, raters, families },
      values: values.map((c) => columns[c]!.id),
      groups: dimensions.map(({ id }) => groupId(id)),
    },
    groups: dimensions.map(({ parts }) => parts.map((part) => values.indexOf(part))),
  };
}

const groupMark = 'dimension ';

/** A dimension may have the id of one of its subdimensions. */
export function groupId(dimension: string): string {
  return `${groupMark}${dimension}`;
}

/** The id of a dimension or of a subdimension, of a column of the many-facet model. */
export function withoutGroup(column: string): string {
  return column.startsWith(groupMark) ? column.slice(groupMark.length) : column;
}

/** Null where there are too few models or items. */
export async function fitScores(
  input: ScoreInput,
  {
    runStretches,
    progress,
  }: { runStretches: RunFacetStretches; progress: (done: number, total: number) => void },
): Promise<FacetScores | null> {
  const { ratings, names, groups } = facetRatings(input);
  if (ratings.values === 0) return null;
  const options = { seed: input.seed ?? 0, runStretches, progress, groups };
  const told = await fitFacetScores(ratings, names, options);
  return 'withheld' in told ? null : told;
}
