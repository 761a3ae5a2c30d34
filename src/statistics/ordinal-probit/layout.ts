import { solve } from '../dense.ts';
import type { Layout, OrdinalRatings } from './ratings.ts';

/** Sorts ratings into cells. Throws RangeError for a rating that names what is not there. */
export function layOut(ratings: OrdinalRatings): Layout {
  const { models, items, values, categories, wordings } = ratings;
  const n = ratings.rating.length;
  const limits = { model: models, item: items, wording: wordings, rating: categories } as const;
  for (const [name, limit] of Object.entries(limits)) {
    const column = ratings[name as keyof typeof limits];
    for (let i = 0; i < n; i++)
      if (!(column[i]! >= 0 && column[i]! < limit && Number.isInteger(column[i])))
        throw new RangeError(`${name} of rating ${i} is ${column[i]}; it is 0 to ${limit - 1}`);
  }
  const sorted = Array.from({ length: n }, (_, i) => i).sort(
    (a, b) => ratings.model[a]! - ratings.model[b]! || ratings.item[a]! - ratings.item[b]!,
  );
  const wording = Uint8Array.from(sorted, (i) => ratings.wording[i]!);
  const order = Float64Array.from(sorted, (i) => ratings.order[i]!);
  const rating = Uint8Array.from(sorted, (i) => ratings.rating[i]!);
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
  const cellStart = Int32Array.from([...starts, n]);
  const cellModel = Int32Array.from(starts, (at) => ratings.model[sorted[at]!]!);
  const cellItem = Int32Array.from(starts, (at) => ratings.item[sorted[at]!]!);
  const modelStart = new Int32Array(models + 1);
  for (const m of cellModel) modelStart[m + 1]! += 1;
  for (let m = 0; m < models; m++) modelStart[m + 1]! += modelStart[m]!;

  const keys = Float64Array.from(ratings.keys);
  const level = generalLevel(keys, items, values);
  const orders = new Set(order);
  let width = values;
  const take = (many: number, wanted: boolean) => {
    const at = wanted ? width : -1;
    if (wanted) width += many;
    return at;
  };
  const acquiescenceAt = take(1, models > 1);
  const contrasts = contrastsOf(wordings);
  const many = wordings - 1;
  const wordingAt = take(many, many > 0);
  const orderAt = take(1, orders.size > 1);

  const family = Int32Array.from({ length: models }, (_, m) => ratings.family[m]!);
  const families = Math.max(...family) + 1;
  const familySizes = new Int32Array(families);
  for (const f of family) familySizes[f]! += 1;

  const cellContrasts = new Float64Array(cells * many);
  const cellOrder = new Float64Array(cells);
  const gram = new Float64Array(models * width * width);
  const cellGrams: Layout['cellGrams'] = Array.from({ length: models }, () => []);
  const x = new Float64Array(width);
  const sum = new Float64Array(width);
  for (let c = 0; c < cells; c++) {
    const m = cellModel[c]!;
    sum.fill(0);
    for (let i = cellStart[c]!; i < cellStart[c + 1]!; i++) {
      cellOrder[c]! += order[i]!;
      x.fill(0);
      for (let v = 0; v < values; v++) x[v] = keys[cellItem[c]! * values + v]!;
      if (acquiescenceAt >= 0) x[acquiescenceAt] = 1;
      for (let j = 0; j < many; j++) {
        x[wordingAt + j] = contrasts[wording[i]! * many + j]!;
        cellContrasts[c * many + j]! += x[wordingAt + j]!;
      }
      if (orderAt >= 0) x[orderAt] = order[i]!;
      addOuter(gram, m * width * width, x);
      for (let a = 0; a < width; a++) sum[a]! += x[a]!;
    }
    const size = cellStart[c + 1]! - cellStart[c]!;
    let of = cellGrams[m]!.find((one) => one.size === size);
    if (!of) {
      of = { size, gram: new Float64Array(width * width) };
      cellGrams[m]!.push(of);
    }
    addOuter(of.gram, 0, sum);
  }

  const byCategory = Int32Array.from(rating, (_, i) => i).sort((a, b) => rating[a]! - rating[b]!);
  const categoryStart = new Int32Array(categories + 1);
  for (const y of rating) categoryStart[y + 1]! += 1;
  for (let y = 0; y < categories; y++) categoryStart[y + 1]! += categoryStart[y]!;

  return {
    models,
    items,
    values,
    categories,
    wordings,
    families,
    family,
    familySizes,
    hasFamilies: families > 1 && families < models,
    keys,
    n,
    wording,
    order,
    rating,
    cells,
    cellModel,
    cellItem,
    cellStart,
    modelStart,
    contrasts,
    cellContrasts,
    cellOrder,
    byCategory,
    categoryStart,
    width,
    acquiescenceAt,
    wordingAt,
    orderAt,
    level,
    gram,
    cellGrams,
  };
}

/** Helmert's contrasts, each of length 1 and with a sum of 0 over the wordings. */
function contrastsOf(wordings: number): Float64Array {
  const many = wordings - 1;
  const out = new Float64Array(wordings * many);
  for (let k = 0; k < many; k++) {
    const length = Math.sqrt((k + 1) * (k + 2));
    for (let j = 0; j <= k; j++) out[j * many + k] = 1 / length;
    out[(k + 1) * many + k] = -(k + 1) / length;
  }
  return out;
}

function addOuter(to: Float64Array, at: number, x: Float64Array): void {
  const width = x.length;
  for (let a = 0; a < width; a++)
    for (let b = 0; b < width; b++) to[at + a * width + b]! += x[a]! * x[b]!;
}

/** The c with keys · c = 1 for every item, scaled to a sum of its squares of the number of values; null where there is none. */
function generalLevel(keys: Float64Array, items: number, values: number): Float64Array | null {
  const normal = new Float64Array(values * values);
  const right = new Float64Array(values);
  for (let i = 0; i < items; i++) {
    const row = keys.subarray(i * values, (i + 1) * values);
    addOuter(normal, 0, row);
    for (let v = 0; v < values; v++) right[v]! += row[v]!;
  }
  const c = solve(normal, right, values, 1);
  if (!c) return null;
  for (let i = 0; i < items; i++) {
    let sum = 0;
    for (let v = 0; v < values; v++) sum += keys[i * values + v]! * c[v]!;
    if (Math.abs(sum - 1) > 1e-6) return null;
  }
  return c;
}
