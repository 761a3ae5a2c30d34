import { UserError } from '../../errors.ts';
import { isComplete, type MissingPolicy } from '../correlation.ts';
import type { Rows } from '../dense.ts';
import { variance } from '../describe.ts';
import { fQuantile, normalQuantile } from '../distributions.ts';
import {
  type AlphaFigures,
  figuresOf,
  type ItemDropped,
  type ItemStats,
  rawAlpha,
  statisticsOfItems,
  withoutEach,
} from './alpha-figures.ts';
import { correlationOfCovariance, covarianceMatrix } from './covariance.ts';
import { firstComponent, turnItems } from './reversed-items.ts';

export interface AlphaInterval {
  lower: number;
  upper: number;
  level: number;
}

/** An item that runs against the others. */
export interface SuspectItem {
  item: string;
  /** On the first principal component, which is turned to a positive sum. */
  loading: number;
  /** Correlation with the sum of the others. */
  rDrop: number | null;
}

export type AlphaWarningCode =
  | 'reversed'
  | 'suspect-items'
  | 'rows-dropped'
  | 'few-rows'
  | 'singular'
  | 'negative'
  | 'no-variance';

export interface AlphaWarning {
  code: AlphaWarningCode;
  message: string;
}

export interface AlphaResult extends AlphaFigures {
  /** Rows used; with pairwise gaps the smallest number behind any covariance. */
  n: number;
  items: string[];
  /** Feldt's interval from the F distribution (Feldt, Woodruff, and Salih 1987). */
  feldt: AlphaInterval | null;
  /** α ± z · ase (Duhachek and Iacobucci 2004). */
  duhachek: AlphaInterval | null;
  /** The figures with one item left out, in the order of `items`. */
  itemDropped: ItemDropped;
  itemStats: ItemStats;
  /** 1, or −1 for an item that was turned over. */
  key: number[];
  reversed: string[];
  /** Items that still run against the others: α then says little. */
  suspects: SuspectItem[];
  droppedRows: number;
  warnings: AlphaWarning[];
}

export interface AlphaOptions {
  /** Names of the columns, for messages. */
  items?: readonly string[];
  /** `auto` turns over every item with a negative loading on the first principal component; default none. */
  reverse?: 'none' | 'auto' | readonly string[];
  missing?: MissingPolicy;
  /** Of the intervals, default 0.95. */
  level?: number;
}

/**
 * Cronbach's α of `rows[case][item]` with all that belongs to it: α of standardised items, Guttman's λ₆, mean and
 * median correlation, signal to noise, standard error, intervals, each item left out, item statistics, and items
 * that run against the others. Nothing is turned over unless asked for. R: `psych::alpha`.
 * @throws UserError for fewer than two items, fewer than three complete rows, an item that does not vary, or
 * an unknown name in `reverse`
 */
export function coefficientAlpha(rows: Rows, options: AlphaOptions = {}): AlphaResult {
  const { missing = 'listwise', level = 0.95, reverse = 'none' } = options;
  const k = options.items?.length ?? rows[0]?.length ?? 0;
  const items = [...(options.items ?? Array.from({ length: k }, (_, j) => `item ${j + 1}`))];
  const used = missing === 'listwise' ? rows.filter((row) => isComplete(row, k)) : rows;
  const first = usableCovariance(used, items, missing);
  const turned =
    reverse === 'none'
      ? []
      : reverse === 'auto'
        ? negative(firstComponent(correlationOfCovariance(first.matrix, k), k))
        : indexesOf(reverse, items);
  const key = items.map((_, j) => (turned.includes(j) ? -1 : 1));
  const turnedRows = turnItems(used, turned);
  const { matrix: c, n, means } = covarianceMatrix(turnedRows, k, missing);
  const r = correlationOfCovariance(c, k);
  const figures = figuresOf(c, r, k, n);
  const itemStats = statisticsOfItems(turnedRows, c, r, k, means);
  const suspects = suspectsOf(r, items, itemStats);
  const reversed = turned.map((j) => items[j]!);
  const result = {
    n,
    items,
    ...figures,
    feldt: feldtInterval(figures.raw, n, k, level),
    duhachek: duhachekInterval(figures, level),
    itemDropped: withoutEach(c, r, k, n),
    itemStats,
    key,
    reversed,
    suspects,
    droppedRows: rows.length - used.length,
  };
  return { ...result, warnings: warningsOf(result) };
}

/**
 * Cronbach's alpha of `scores[case][item]`, raw. Cases with a gap are left out. `null` when nothing varies.
 * R: `psych::alpha(…)$total$raw_alpha`.
 */
export function cronbachAlpha(scores: Rows): number | null {
  const k = scores[0]?.length ?? 0;
  const rows = scores.filter((row) => row.length === k && isComplete(row, k));
  if (k < 2 || rows.length < 2) return null;
  let items = 0;
  for (let j = 0; j < k; j++) items += variance(rows.map((row) => row[j]!));
  const sums = rows.map((row) => Array.from(row).reduce((sum, x) => sum + x, 0));
  return rawAlpha(items, variance(sums), k);
}

/**
 * Interval of α by the F distribution, exact for normal, compound-symmetric items and independent rows
 * (Feldt, Woodruff, and Salih 1987). R: `psych::alpha.ci`.
 */
export function feldtInterval(
  alpha: number | null,
  n: number,
  k: number,
  level = 0.95,
): AlphaInterval | null {
  if (alpha === null || n < 2 || k < 2) return null;
  const df1 = n - 1;
  const df2 = (n - 1) * (k - 1);
  const tail = (1 - level) / 2;
  return {
    lower: 1 - (1 - alpha) * fQuantile(1 - tail, df1, df2),
    upper: 1 - (1 - alpha) * fQuantile(tail, df1, df2),
    level,
  };
}

function duhachekInterval({ raw, ase }: AlphaFigures, level: number): AlphaInterval | null {
  if (raw === null || ase === null) return null;
  const half = normalQuantile((1 + level) / 2) * ase;
  return { lower: raw - half, upper: raw + half, level };
}

function usableCovariance(rows: Rows, items: readonly string[], missing: MissingPolicy) {
  const k = items.length;
  if (k < 2)
    throw new UserError(
      `reliability needs at least 2 items; there ${k === 1 ? 'is 1' : 'are none'}`,
    );
  const short = rows.findIndex((row) => row.length !== k);
  if (short >= 0) {
    throw new UserError(
      `row ${short + 1} has ${rows[short]!.length} cells where ${k} are expected`,
      {
        hint: 'Every row needs one cell for each item.',
      },
    );
  }
  const found = covarianceMatrix(rows, k, missing);
  if (found.n < 3) {
    throw new UserError(
      `reliability needs at least 3 rows ${missing === 'listwise' ? 'without gaps' : 'behind every pair of items'}; there ${found.n === 1 ? 'is 1' : `are ${found.n}`}`,
      { hint: 'Leave out the items with most gaps, or bring more rows.' },
    );
  }
  const flat = items.filter((_, j) => isFlat(rows, j));
  if (flat.length > 0) {
    throw new UserError(`${flat.join(', ')} ${flat.length === 1 ? 'does' : 'do'} not vary`, {
      hint: 'Leave it out: an item with the same value everywhere has no information.',
    });
  }
  return found;
}

function isFlat(rows: Rows, j: number): boolean {
  const known = rows.map((row) => row[j]!).filter(Number.isFinite);
  return known.every((x) => x === known[0]);
}

function negative(loadings: readonly number[]): number[] {
  return loadings.flatMap((loading, j) => (loading < 0 ? [j] : []));
}

function indexesOf(names: readonly string[], items: readonly string[]): number[] {
  return names.map((name) => {
    const at = items.indexOf(name);
    if (at >= 0) return at;
    throw new UserError(`There is no item ${name} to reverse.`, {
      hint: `The items are ${items.join(', ')}.`,
    });
  });
}

function suspectsOf(
  r: Float64Array,
  items: readonly string[],
  { rDrop }: ItemStats,
): SuspectItem[] {
  const loadings = firstComponent(r, items.length);
  return items.flatMap((item, j) =>
    loadings[j]! < 0 ? [{ item, loading: loadings[j]!, rDrop: rDrop[j]! }] : [],
  );
}

function warningsOf(result: Omit<AlphaResult, 'warnings'>): AlphaWarning[] {
  const out: AlphaWarning[] = [];
  const say = (code: AlphaWarningCode, message: string) => out.push({ code, message });
  const { suspects, reversed, raw, n, items, droppedRows, itemStats } = result;
  const singular = items.length > 2 && itemStats.rCor.every((r) => r === null);
  if (reversed.length > 0) {
    say('reversed', `turned over before all figures: ${reversed.join(', ')}`);
  }
  if (suspects.length > 0) {
    const names = suspects.map(({ item }) => item).join(', ');
    const one = suspects.length === 1;
    say(
      'suspect-items',
      `${names} ${one ? 'runs' : 'run'} against the other items: if ${one ? 'it is' : 'they are'} worded the other way round, reverse ${one ? 'it' : 'them'}; else α says little`,
    );
  }
  if (raw === null)
    say('no-variance', 'the items cancel out: their sum does not vary, so α is undefined');
  else if (raw < 0 && suspects.length === 0) {
    say('negative', 'α is negative: on average the items do not go together');
  }
  if (singular) {
    say(
      'singular',
      n <= items.length
        ? `${n} rows cannot tell ${items.length} items apart: λ₆ and r.cor are undefined`
        : 'some items add up to others: λ₆ and r.cor are undefined',
    );
  }
  if (n < 3 * items.length || n < 30) {
    say(
      'few-rows',
      `${n} rows for ${items.length} items: read α by its interval, and item figures as hints`,
    );
  }
  if (droppedRows > 0) {
    say(
      'rows-dropped',
      `${droppedRows} ${droppedRows === 1 ? 'row with a gap was' : 'rows with gaps were'} left out`,
    );
  }
  return out;
}
