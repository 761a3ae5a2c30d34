/**
 * How often target-rotated ESEM names the true number of factors, and what the bifactor solution says of a general factor:
 * docs/factor-analysis.md, "Target-rotated ESEM and bifactor solutions". Data come from another generator than the program's.
 *
 *   node validity/structure/rates.ts [sets] [only cells whose name holds this]
 */
import {
  argument,
  type Draw,
  drawFrom,
  markdown,
  rate,
} from '../../bench/inference/independent.ts';
import { heldGroups, structureRules } from '../../src/factor-analysis/structure/structure-rules.ts';
import { fitsClosely, structuresOf } from '../../src/factor-analysis/structure/structures.ts';

type Cell = {
  name: string;
  factors: number;
  columns: number;
  /** Loadings on the column's own factor, and on a general one. */
  loading: number;
  general: number;
  models: number;
  rowsEach: number;
  /** Share of every latent variable that rows of a model share. */
  between: number;
};

const one = { rowsEach: 1, between: 0, general: 0, loading: 0.6 };
const cells: Cell[] = [
  { ...one, name: 'none', factors: 0, columns: 9, models: 200 },
  { ...one, name: 'none', factors: 0, columns: 24, models: 500 },
  { ...one, name: 'one', factors: 1, columns: 9, models: 200 },
  { ...one, name: 'three', factors: 3, columns: 12, models: 200 },
  { ...one, name: 'three', factors: 3, columns: 24, models: 500 },
  {
    ...one,
    name: 'three, general',
    factors: 3,
    columns: 12,
    models: 500,
    loading: 0.5,
    general: 0.6,
  },
  {
    ...one,
    name: 'one, in models',
    factors: 1,
    columns: 8,
    models: 35,
    rowsEach: 15,
    between: 0.3,
  },
  {
    ...one,
    name: 'three, in models',
    factors: 3,
    columns: 12,
    models: 100,
    rowsEach: 5,
    between: 0.3,
  },
  {
    ...one,
    name: 'three, few models',
    factors: 3,
    columns: 24,
    models: 35,
    rowsEach: 15,
    between: 0.3,
  },
];

const asked = argument(0, 400);
const wanted = process.argv[3] ?? '';

function table(
  draw: Draw,
  { factors, columns, loading, general, models, rowsEach, between }: Cell,
) {
  const size = 1 + factors + columns;
  const [shared, own] = [Math.sqrt(between), Math.sqrt(1 - between)];
  const unique = Math.sqrt(1 - (factors > 0 ? loading ** 2 : 0) - general ** 2);
  const rows: number[][] = [];
  const groups: string[] = [];
  for (let m = 0; m < models; m++) {
    const ofModel = Array.from({ length: size }, draw.normal);
    for (let r = 0; r < rowsEach; r++) {
      const latent = ofModel.map((x) => shared * x + own * draw.normal());
      groups.push(String(m));
      rows.push(
        Array.from(
          { length: columns },
          (_, j) =>
            general * latent[0]! +
            (factors > 0 ? loading * latent[1 + (j % factors)]! : 0) +
            unique * latent[1 + factors + j]!,
        ),
      );
    }
  }
  return rowsEach > 1 ? { rows, groups } : { rows };
}

function figures(cell: Cell, seed: number): string[] {
  const draw = drawFrom(seed);
  // A solution of many columns is slow.
  const sets = cell.columns > 12 ? asked / 2 : asked;
  const count = { right: 0, more: 0, fewer: 0, told: 0, unfit: 0, held: 0, bifactor: 0 };
  let [ecv, omega] = [0, 0];
  // Loadings on the general factor are in proportion to those on the groups, so correlated factors say the same.
  const rank = cell.factors;
  for (let set = 0; set < sets; set++) {
    const structures = structuresOf(table(draw, cell), cell.factors)!;
    const [esem] = structureRules(structures, cell.factors);
    if (esem!.suggested !== null) {
      count.told++;
      if (esem!.suggested === rank) count.right++;
      if (esem!.suggested > rank) count.more++;
      if (esem!.suggested < rank) count.fewer++;
    } else if (structures.esem.some(({ fit }) => fitsClosely(fit) !== null)) count.unfit++;
    const { bifactor } = structures;
    if (!bifactor) continue;
    count.bifactor++;
    ecv += bifactor.ecv;
    omega += bifactor.omegaHierarchical;
    if (heldGroups(bifactor) === cell.factors) count.held++;
  }
  const mean = (sum: number) => (count.bifactor > 0 ? (sum / count.bifactor).toFixed(2) : '–');
  const of = (n: number) => (count.told > 0 ? rate(n, count.told) : '–');
  return [
    ...[cell.name, String(cell.columns)],
    cell.rowsEach > 1 ? `${cell.models} models × ${cell.rowsEach}` : String(cell.models),
    rate(sets - count.told - count.unfit, sets),
    ...[of(count.right), of(count.more), of(count.fewer)],
    count.bifactor > 0 ? rate(count.held, count.bifactor) : '–',
    ...[mean(ecv), trueShare(cell, 'ecv'), mean(omega), trueShare(cell, 'omega')],
  ];
}

/** Of the planted loadings. */
function trueShare({ factors, columns, loading, general }: Cell, which: 'ecv' | 'omega'): string {
  if (factors < 3) return '–';
  if (which === 'ecv') return (general ** 2 / (general ** 2 + loading ** 2)).toFixed(2);
  const each = columns / factors;
  const common = (columns * general) ** 2 + factors * (each * loading) ** 2;
  const unique = columns * (1 - general ** 2 - loading ** 2);
  return ((columns * general) ** 2 / (common + unique)).toFixed(2);
}

const head = [
  ...['planted factors', 'columns', 'rows', 'fit withheld', 'ESEM right', 'too many', 'too few'],
  ...['all group factors held', 'ECV found', 'true', 'ω_h found', 'true'],
];
console.log(markdown(head, []));
cells.forEach((cell, at) => {
  if (cell.name.includes(wanted)) console.log(`| ${figures(cell, 300 + at).join(' | ')} |`);
});
console.log(`\n${asked} sets a row, half as many of 24 columns.`);
