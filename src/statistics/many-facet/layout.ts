import { ratersForRandom } from '../generalizability.ts';
import { cellsOf, checkColumns, groupRatings } from '../latent-ratings/grouped-ratings.ts';
import { numberOf } from '../number-of.ts';
import type { FacetLayout, FacetRatings, ValueLayout } from './ratings.ts';

/** Sorts ratings into cells. Throws RangeError for a rating with an unknown index. */
export function layOutFacets(ratings: FacetRatings): FacetLayout {
  const { models, items, raters, values, categories } = ratings;
  const n = ratings.rating.length;
  checkColumns(ratings, {
    ...{ model: models, item: items, rater: raters, value: values, rating: categories },
  });
  const sorted = Array.from({ length: n }, (_, i) => i).sort(
    (a, b) =>
      ratings.value[a]! - ratings.value[b]! ||
      ratings.model[a]! - ratings.model[b]! ||
      ratings.item[a]! - ratings.item[b]! ||
      ratings.rater[a]! - ratings.rater[b]!,
  );
  const texts = new Map<number, number>();
  const textOf = (i: number) => numberOf(texts, ratings.model[i]! * items + ratings.item[i]!);
  const layouts = Array.from({ length: values }, (_, v) =>
    layOutValue(
      ratings,
      sorted.filter((i) => ratings.value[i] === v),
      textOf,
    ),
  );
  const given = Array.from({ length: models }, (_, m) => ratings.family[m]!);
  const many = Math.max(...given) + 1;
  const hasFamilies = many > 1 && many < models;
  const family = Int32Array.from(given, (f) => (hasFamilies ? f : 0));
  const families = hasFamilies ? many : 1;
  const familySizes = new Int32Array(families);
  for (const f of family) familySizes[f]! += 1;
  return {
    ...{ models, items, raters, families, family, familySizes, hasFamilies },
    hasRaters: raters > 1,
    hasHalo: raters > 1 && values > 1,
    ratersAreSample: raters >= ratersForRandom,
    values: layouts,
    texts: texts.size,
  };
}

function layOutValue(
  ratings: FacetRatings,
  sorted: readonly number[],
  textOf: (i: number) => number,
): ValueLayout {
  const { raters, categories } = ratings;
  const rating = Uint8Array.from(sorted, (i) => ratings.rating[i]!);
  const rater = Int32Array.from(sorted, (i) => ratings.rater[i]!);
  const { cells, cellStart, ...named } = cellsOf(ratings, sorted);
  const counts = new Float64Array(cells * raters);
  for (let c = 0; c < cells; c++)
    for (let i = cellStart[c]!; i < cellStart[c + 1]!; i++) counts[c * raters + rater[i]!]! += 1;
  return {
    ...groupRatings(rating, rater, { categories, groups: raters }),
    ...{ cells, cellStart, ...named, counts },
    cellText: cellStart.subarray(0, cells).map((at) => textOf(sorted[at]!)),
    hasDeviations: cells < sorted.length,
  };
}
