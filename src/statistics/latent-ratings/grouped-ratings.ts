/** Ratings on a few ordered categories, in groups of one noise: a model's, or a rater's. */
export interface GroupedRatings {
  n: number;
  categories: number;
  /** Of each rating, 0 … categories − 1. */
  rating: Uint8Array;
  /** Whose noise a rating has. */
  group: Int32Array;
  /** Ratings of each category, category after category, and where each begins. */
  byCategory: Int32Array;
  categoryStart: Int32Array;
  /** The same by group. */
  byGroup: Int32Array;
  groupStart: Int32Array;
}

/** `groups`: how many; one may have no ratings. */
export function groupRatings(
  rating: Uint8Array,
  group: Int32Array,
  { categories, groups }: { categories: number; groups: number },
): GroupedRatings {
  const [byCategory, categoryStart] = grouped(rating, categories);
  const [byGroup, groupStart] = grouped(group, groups);
  return {
    ...{ n: rating.length, categories, rating, group },
    ...{ byCategory, categoryStart, byGroup, groupStart },
  };
}

/** Indexes by label 0 … many − 1, and where those of each label begin. */
function grouped(labels: Uint8Array | Int32Array, many: number): [Int32Array, Int32Array] {
  return [
    Int32Array.from(labels, (_, i) => i).sort((a, b) => labels[a]! - labels[b]!),
    startsOf(labels, many),
  ];
}

/** Where those of each label 0 … many − 1 begin once sorted, and how many there are at the end. */
export function startsOf(labels: Uint8Array | Int32Array, many: number): Int32Array {
  const start = new Int32Array(many + 1);
  for (const label of labels) start[label + 1]! += 1;
  for (let k = 0; k < many; k++) start[k + 1]! += start[k]!;
  return start;
}

/** Columns of ratings: a whole number of each rating. */
type Columns<Name extends string> = Readonly<Record<Name, ArrayLike<number>>>;

/** @throws RangeError for a rating that names what is not there: a number that is not 0 … limit − 1 */
export function checkColumns<Name extends string>(
  columns: Columns<NoInfer<Name> | 'rating'>,
  limits: Readonly<Record<Name, number>>,
): void {
  for (const name of Object.keys(limits) as Name[]) {
    const [column, limit] = [columns[name], limits[name]];
    for (let i = 0; i < columns.rating.length; i++)
      if (!(column[i]! >= 0 && column[i]! < limit && Number.isInteger(column[i])))
        throw new RangeError(`${name} of rating ${i} is ${column[i]}; it is 0 to ${limit - 1}`);
  }
}

/** The cells (a model's ratings on an item) of ratings sorted by model, then item. */
export function cellsOf(
  ratings: Columns<'model' | 'item'>,
  /** Indexes of the ratings. */
  sorted: readonly number[],
): {
  cells: number;
  cellModel: Int32Array;
  cellItem: Int32Array;
  cellStart: Int32Array;
} {
  const starts: number[] = [];
  sorted.forEach((i, at) => {
    const before = sorted[at - 1];
    const same =
      before !== undefined &&
      ratings.model[i] === ratings.model[before] &&
      ratings.item[i] === ratings.item[before];
    if (!same) starts.push(at);
  });
  return {
    cells: starts.length,
    cellModel: Int32Array.from(starts, (at) => ratings.model[sorted[at]!]!),
    cellItem: Int32Array.from(starts, (at) => ratings.item[sorted[at]!]!),
    cellStart: Int32Array.from([...starts, sorted.length]),
  };
}
