import { solve } from '../dense.ts';
import {
  cellsOf,
  checkColumns,
  groupRatings,
  startsOf,
} from '../latent-ratings/grouped-ratings.ts';
import type { Layout, OrdinalRatings } from './ratings.ts';

/** Sorts ratings into cells. Throws RangeError for a rating with an unknown index. */
export function layOut(ratings: OrdinalRatings): Layout {
  const { models, items, values, categories, wordings } = ratings;
  const n = ratings.rating.length;
  checkColumns(ratings, { model: models, item: items, wording: wordings, rating: categories });
  const sorted = Array.from({ length: n }, (_, i) => i).sort(
    (a, b) => ratings.model[a]! - ratings.model[b]! || ratings.item[a]! - ratings.item[b]!,
  );
  const wording = Uint8Array.from(sorted, (i) => ratings.wording[i]!);
  const order = Float64Array.from(sorted, (i) => ratings.order[i]!);
  const rating = Uint8Array.from(sorted, (i) => ratings.rating[i]!);
  const model = Int32Array.from(sorted, (i) => ratings.model[i]!);
  const { cells, cellModel, cellItem, cellStart } = cellsOf(ratings, sorted);

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

  return {
    ...groupRatings(rating, model, { categories, groups: models }),
    models,
    items,
    values,
    wordings,
    families,
    family,
    familySizes,
    hasFamilies: families > 1 && families < models,
    keys,
    wording,
    order,
    cells,
    cellModel,
    cellItem,
    cellStart,
    modelStart: startsOf(cellModel, models),
    contrasts,
    cellContrasts,
    cellOrder,
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
