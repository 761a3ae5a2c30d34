/**
 * How often invariance is rejected where it holds, and where it does not: docs/factor-analysis.md, "Is the structure the same in two groups?".
 * Data come from a generator of their own (mulberry32, Box–Muller), not the program's.
 *
 *   node validity/invariance/rates.ts [sets] [first cell] [last cell]
 */
import { invariance } from '../../src/factor-analysis/invariance/invariance.ts';

type Cell = {
  name: string;
  /** Models in each group; of families of as many; rows a model. */
  models: [number, number];
  familySize: number;
  rows: number;
  /** Shares of every latent variable that models, and families, share. */
  between: number;
  family: number;
  repeated: boolean;
  /** Families lie in both groups. */
  crossed?: boolean;
  items: number;
  factors: number;
  /** Of the second group: loadings of the first item of each factor, and shift of its intercept. */
  loading: number;
  shift: number;
};

const base = {
  familySize: 1,
  rows: 1,
  between: 1,
  family: 0,
  repeated: false,
  items: 9,
  factors: 3,
};
const worlds = [
  { loading: 0.7, shift: 0 },
  { loading: 0.2, shift: 0 },
  { loading: 0.7, shift: 0.6 },
];
const layouts: (Partial<Cell> & Pick<Cell, 'name' | 'models'>)[] = [
  { name: '20 + 20 models, one row each', models: [20, 20] },
  { name: '35 + 35 models, one row each', models: [35, 35] },
  { name: '100 + 100 models, one row each', models: [100, 100] },
  { name: '20 + 20 models, 5 rows each', models: [20, 20], rows: 5, between: 0.5 },
  { name: '35 + 35 models, 5 rows each', models: [35, 35], rows: 5, between: 0.5 },
  {
    name: '35 + 35 models of 7 + 7 families, 5 rows each',
    ...{ models: [35, 35], rows: 5, between: 0.5, familySize: 5, family: 0.25 },
  },
  {
    name: '35 + 35 models of 7 families, each in both groups, 5 rows each',
    ...{ models: [35, 35], rows: 5, between: 0.5, familySize: 10, family: 0.25, crossed: true },
  },
  { name: '35 models twice, 9 items', models: [35, 35], repeated: true },
  { name: '100 models twice, 9 items', models: [100, 100], repeated: true },
  { name: '35 models twice, 4 items', models: [35, 35], repeated: true, items: 4, factors: 1 },
];
const cells: Cell[] = layouts.flatMap((layout) =>
  worlds.map((world) => ({ ...base, ...layout, ...world })),
);

function generator(seed: number) {
  let state = seed >>> 0;
  const uniform = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
  return () => Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform());
}

/** Factors correlate .3; in the second group their variance is 1.5 and their mean .5. */
function draw(cell: Cell, seed: number) {
  const normal = generator(seed);
  const { items, factors } = cell;
  const vector = (count: number) => Array.from({ length: count }, normal);
  const parts = () => ({ common: normal(), factor: vector(factors), own: vector(items) });
  type Parts = ReturnType<typeof parts>;
  const families = new Map<string, Parts>();
  const out = {
    rows: [] as number[][],
    groups: [] as string[],
    models: [] as string[],
    families: [] as string[],
  };
  const people = new Map<string, Parts>();
  for (const group of [0, 1]) {
    for (let m = 0; m < cell.models[group]!; m++) {
      const familyPlace = Math.floor(m / (cell.crossed ? cell.familySize / 2 : cell.familySize));
      const family = cell.crossed || cell.repeated ? `f${familyPlace}` : `f${group}-${familyPlace}`;
      const model = cell.repeated ? `m${m}` : `m${group}-${m}`;
      if (!families.has(family)) families.set(family, parts());
      if (!people.has(model)) people.set(model, parts());
      for (let r = 0; r < cell.rows; r++) {
        const row = parts();
        const kin = families.get(family)!;
        const self = people.get(model)!;
        const [a, b, c] = cell.repeated
          ? [0, 0.6, 0.4]
          : [cell.family, cell.between - cell.family, 1 - cell.between];
        const mix = (of: (one: Parts) => number) =>
          Math.sqrt(a) * of(kin) + Math.sqrt(b) * of(self) + Math.sqrt(c) * of(row);
        const common = mix((one) => one.common);
        out.rows.push(
          Array.from({ length: items }, (_, i) => {
            const f = Math.floor((i * factors) / items);
            const first = i === 0 || Math.floor(((i - 1) * factors) / items) !== f;
            const factor = Math.sqrt(0.3) * common + Math.sqrt(0.7) * mix((one) => one.factor[f]!);
            const level = group === 1 ? 0.5 + Math.sqrt(1.5) * factor : factor;
            const loading = group === 1 && first ? cell.loading : 0.7;
            const shift = group === 1 && first ? cell.shift : 0;
            return shift + loading * level + Math.sqrt(0.51) * mix((one) => one.own[i]!);
          }),
        );
        out.groups.push(group === 0 ? 'a' : 'b');
        out.models.push(model);
        out.families.push(family);
      }
    }
  }
  return out;
}

const [sets = 400, first = 0, last = cells.length - 1] = process.argv.slice(2).map(Number);
const rate = (hits: number, of: number) => {
  if (of === 0) return '–';
  const p = hits / of;
  return `${(100 * p).toFixed(1)} ± ${(100 * Math.sqrt((p * (1 - p)) / of)).toFixed(1)} %`;
};
for (const cell of cells.slice(first, last + 1)) {
  const counts = { metric: 0, scalar: 0, told: 0, toldScalar: 0, withheld: 0, overall: 0 };
  const began = performance.now();
  for (let s = 0; s < sets; s++) {
    const data = draw(cell, 7919 * s + 13);
    const pattern = Array.from({ length: cell.items }, (_, i) =>
      Array.from(
        { length: cell.factors },
        (_unused, f) => Math.floor((i * cell.factors) / cell.items) === f,
      ),
    );
    const alone = cell.rows === 1 && !cell.repeated;
    const found = invariance({
      rows: data.rows,
      variables: pattern.map((_, i) => `v${i}`),
      groups: data.groups,
      ...(alone ? {} : { models: data.models }),
      ...(cell.familySize > 1 ? { families: data.families } : {}),
      repeated: cell.repeated,
      pattern,
      items: false,
    });
    if (found.withheld) {
      counts.withheld += 1;
      continue;
    }
    const [configural, metric, scalar] = found.levels;
    if (configural!.p !== null && configural!.p <= 0.05) counts.overall += 1;
    if (metric!.change!.p === null) continue;
    counts.told += 1;
    if (metric!.change!.p <= 0.05) counts.metric += 1;
    else {
      counts.toldScalar += 1;
      if (scalar!.change!.p! <= 0.05) counts.scalar += 1;
    }
  }
  const ms = (performance.now() - began) / sets;
  console.log(
    `| ${cell.name} | ${cell.loading === 0.7 && cell.shift === 0 ? 'none' : cell.loading !== 0.7 ? `loading ${cell.loading} for .7` : `intercept + ${cell.shift}`} | ${rate(counts.overall, sets)} | ${rate(counts.metric, counts.told)} | ${rate(counts.scalar, counts.toldScalar)} | ${sets - counts.told} | ${ms.toFixed(0)} ms`,
  );
}
