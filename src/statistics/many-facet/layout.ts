import { ratersForRandom } from '../generalizability.ts';
import type { FacetLayout, FacetRatings, ValueLayout } from './ratings.ts';

/** Sorts ratings into cells. Throws RangeError for a rating that names what is not there. */
export function layOutFacets(ratings: FacetRatings): FacetLayout {
  const { models, items, raters, values, categories } = ratings;
  const n = ratings.rating.length;
  const limits = { model: models, item: items, rater: raters, value: values, rating: categories };
  for (const [name, limit] of Object.entries(limits)) {
    const column = ratings[name as keyof Omit<FacetRatings, 'models'>] as ArrayLike<number>;
    for (let i = 0; i < n; i++)
      if (!(column[i]! >= 0 && column[i]! < limit && Number.isInteger(column[i])))
        throw new RangeError(`${name} of rating ${i} is ${column[i]}; it is 0 to ${limit - 1}`);
  }
  const sorted = Array.from({ length: n }, (_, i) => i).sort(
    (a, b) =>
      ratings.value[a]! - ratings.value[b]! ||
      ratings.model[a]! - ratings.model[b]! ||
      ratings.item[a]! - ratings.item[b]! ||
      ratings.rater[a]! - ratings.rater[b]!,
  );
  const texts = new Map<number, number>();
  const textOf = (i: number) => {
    const key = ratings.model[i]! * items + ratings.item[i]!;
    const known = texts.get(key) ?? texts.size;
    texts.set(key, known);
    return known;
  };
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
    ...{ models, items, raters, categories, families, family, familySizes, hasFamilies },
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
  const starts: number[] = [];
  sorted.forEach((i, at) => {
    const before = sorted[at - 1];
    const same =
      before !== undefined &&
      ratings.model[i] === ratings.model[before] &&
      ratings.item[i] === ratings.item[before];
    if (!same) starts.push(at);
  });
  const cells = starts.length;
  const first = (at: number) => sorted[at]!;
  const cellStart = Int32Array.from([...starts, sorted.length]);
  const rater = Uint8Array.from(sorted, (i) => ratings.rater[i]!);
  const rating = Uint8Array.from(sorted, (i) => ratings.rating[i]!);
  const counts = new Float64Array(cells * raters);
  for (let c = 0; c < cells; c++)
    for (let i = cellStart[c]!; i < cellStart[c + 1]!; i++) counts[c * raters + rater[i]!]! += 1;
  const [byCategory, categoryStart] = grouped(rating, categories);
  const [byRater, raterStart] = grouped(rater, raters);
  return {
    n: sorted.length,
    ...{ rater, rating, cells, cellStart, counts },
    cellModel: Int32Array.from(starts, (at) => ratings.model[first(at)]!),
    cellItem: Int32Array.from(starts, (at) => ratings.item[first(at)]!),
    cellText: Int32Array.from(starts, (at) => textOf(first(at))),
    hasDeviations: cells < sorted.length,
    ...{ byCategory, categoryStart, byRater, raterStart },
  };
}

/** Indexes by label 0 … many − 1, and where those of each label begin. */
function grouped(labels: Uint8Array, many: number): [Int32Array, Int32Array] {
  const start = new Int32Array(many + 1);
  for (const label of labels) start[label + 1]! += 1;
  for (let k = 0; k < many; k++) start[k + 1]! += start[k]!;
  return [Int32Array.from(labels, (_, i) => i).sort((a, b) => labels[a]! - labels[b]!), start];
}
