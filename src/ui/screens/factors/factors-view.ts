/** The loadings as a table: order, columns, changes. Pure. */
import { sortedByFactor } from '../../../factor-analysis/sorted-by-factor.ts';
import { replicationMark, salient } from '../../../report/factor-tables.ts';
import { coversZero } from '../../../report/solution-tables.ts';
import type { LoadingInterval } from '../../../run/factor-checks-schema.ts';
import type { FactorView } from '../../../run/factor-view.ts';
import { foundIn } from '../../../run/found-in-check.ts';
import { safeLine } from '../../../safe-text/safe-line.ts';
import type { TableColumn } from '../../components/table-layout.ts';
import { columnsOf, cut, share, signed, wrap } from '../../text.ts';

export type LoadingRow = {
  cluster: string;
  words: readonly string[];
  count: number;
  reliability: number | null;
  /** One per factor. */
  loadings: readonly number[];
  /** One per factor, of the pattern; null until models are resampled. */
  intervals: readonly LoadingInterval[] | null;
  communality: number;
  complexity: number;
  msa: number | null;
  heywood: boolean;
  /** The factor with the largest loading in size. */
  factor: number;
};

/** Rows sorted by factor, then by size of loading (as psych's fa.sort). */
export function loadingRows(view: FactorView, structure: boolean): LoadingRow[] {
  const matrix = structure ? view.structure : view.loadings;
  const intervals = structure ? null : foundIn(view.checks.intervals)?.loadings;
  // The structure too is sorted by the pattern, so that rows keep their place.
  return sortedByFactor(view.loadings).map(({ variable: at, factor }) => {
    const column = view.columns[at]!;
    return {
      ...column,
      loadings: matrix[at] ?? [],
      intervals: intervals?.[at] ?? null,
      communality: view.communalities[at] ?? Number.NaN,
      complexity: view.complexity[at] ?? Number.NaN,
      msa: view.kmo?.perColumn[at] ?? null,
      heywood: view.heywood.includes(column.cluster),
      factor,
    };
  });
}

/** The clusters of each factor. */
export function groupsOf(view: FactorView): string[][] {
  const rows = loadingRows(view, false);
  return view.factors.map((_, factor) =>
    rows.filter((row) => row.factor === factor).map((row) => row.cluster),
  );
}

/** Clusters that changed factors: less than half of the clusters beside them are the same as before. */
export function movedClusters(
  before: readonly (readonly string[])[],
  after: readonly (readonly string[])[],
): Set<string> {
  const moved = new Set<string>();
  for (const group of after)
    for (const cluster of group) {
      const old = before.find((one) => one.includes(cluster)) ?? [];
      const both = group.filter((one) => old.includes(one)).length;
      const all = new Set([...group, ...old]).size;
      if (both * 2 < all) moved.add(cluster);
    }
  return moved;
}

/** The least width of the names of clusters. */
const namesLeast = 16;
const namesMost = 30;
/** The greatest width of a head. */
const widestHead = 24;

const nameOf = (cluster: string, heywood: boolean) => `${safeLine(cluster)}${heywood ? ' ▲' : ''}`;

/** The width of pointer, marks, and the names of clusters. */
function beforeHeads({ columns, heywood }: FactorView): number {
  const longest = Math.max(
    ...columns.map(({ cluster }) => columnsOf(nameOf(cluster, heywood.includes(cluster)))),
  );
  return 5 + Math.max(namesLeast, Math.min(namesMost, longest));
}

const leastHead = ({ factors }: FactorView) => (factors.length > 4 ? 9 : 13);

/** The width that shows the names and loadings of all factors in full. */
export function wholeLoadings(view: FactorView): number {
  const heads = view.factors.map(({ name }, at) => {
    const { above = [], title } = headOf(
      `F${at + 1} ${safeLine(name)}`,
      leastHead(view),
      widestHead,
    );
    return Math.max(leastHead(view), ...[...above, title].map(columnsOf));
  });
  return beforeHeads(view) + heads.reduce((sum, one) => sum + one + 2, 0);
}

/** The columns of the loadings table; names get the room that a table of this width leaves. */
export function loadingColumns(view: FactorView, width = 80): TableColumn<LoadingRow>[] {
  const least = leastHead(view);
  // Three columns show how many more there are.
  const each = Math.floor((width - beforeHeads(view) - 3) / view.factors.length) - 2;
  const most = Math.max(least, Math.min(widestHead, each));
  return [
    {
      id: 'cluster',
      title: '',
      align: 'left',
      text: (row) => nameOf(row.cluster, row.heywood),
      min: namesLeast,
      max: namesMost,
    },
    ...view.factors.map(
      (factor, at): TableColumn<LoadingRow> => ({
        id: `F${at + 1}`,
        ...headOf(`F${at + 1} ${safeLine(factor.name)}`, least, most),
        align: 'decimal',
        text: (row) => `${signed(row.loadings[at] ?? Number.NaN)}${isDoubtful(row, at) ? '°' : ''}`,
        sort: (row) => row.loadings[at] ?? Number.NaN,
        heat: (row) => row.loadings[at] ?? null,
        faint: (row) => Math.abs(row.loadings[at] ?? 0) < salient || couldBeZero(row, at),
      }),
    ),
    {
      id: 'h2',
      title: 'h²',
      align: 'decimal',
      text: (row) => share(row.communality),
      sort: (row) => row.communality,
    },
    {
      id: 'complexity',
      title: 'cplx',
      align: 'decimal',
      text: (row) => row.complexity.toFixed(1),
      sort: (row) => row.complexity,
    },
    {
      id: 'n',
      title: 'mentions',
      align: 'right',
      text: (row) => String(row.count),
      sort: (row) => row.count,
    },
    {
      id: 'reliability',
      title: 'rel',
      align: 'decimal',
      text: (row) =>
        `${share(row.reliability)}${row.reliability !== null && row.reliability < 0.5 ? '▲' : ' '}`,
      sort: (row) => row.reliability ?? Number.NaN,
    },
    {
      id: 'msa',
      title: 'MSA',
      align: 'decimal',
      text: (row) => share(row.msa),
      sort: (row) => row.msa ?? Number.NaN,
    },
  ];
}

/**
 * A name on two lines or, where two of `most` columns do not hold it, on three; as narrow as possible without breaking
 * a word, if need be wider than `most`. A name that does not fit into three lines of the widest head is cut; the header
 * of the screen shows the selected one in full.
 */
function headOf(
  name: string,
  least: number,
  most: number,
): { above?: readonly string[]; title: string } {
  const longest = Math.max(...name.split(/\s+/).map(columnsOf));
  let room = Math.min(widestHead, Math.max(least, longest));
  const fits = (lines: number, columns: number) => wrap(name, columns).length <= lines;
  while (room < most && !fits(2, room)) room++;
  while (room < widestHead && !fits(3, room)) room++;
  const lines = wrap(name, room);
  const title = cut(lines.slice(2).join(' ') || (lines.at(-1) ?? ''), room);
  return {
    title,
    ...(lines.length > 1 && { above: lines.slice(0, Math.min(2, lines.length - 1)) }),
  };
}

/** Its interval over models covers 0. */
function couldBeZero(row: LoadingRow, factor: number): boolean {
  const one = row.intervals?.[factor];
  return one !== undefined && coversZero(one);
}

/** Large enough to be interpreted, although its interval covers 0. */
export function isDoubtful(row: LoadingRow, factor: number): boolean {
  return couldBeZero(row, factor) && Math.abs(row.loadings[factor] ?? 0) >= salient;
}

/** As in every other place; "…" while it is being computed. */
export function replicationText(view: FactorView, factor: number, computing: boolean): string {
  return view.checks.replication === null && computing ? '…' : replicationMark(view, factor);
}

/** "p < .001", "p .042". */
export function pText(p: number | null): string {
  if (p === null) return 'p –';
  return p < 0.001 ? 'p < .001' : `p ${share(p, 3)}`;
}

/** The eigenvalues with a bar after the kth, and those of chance; `brief` without the words around them. */
export function screeText(view: FactorView, most: number, brief = false): string {
  const shown = view.eigenvalues.slice(0, most).map((value) => value.toFixed(1));
  const left = shown.slice(0, view.k).join(' ');
  const right = shown.slice(view.k).join(' ');
  const criterion = view.parallel.criterion.slice(0, Math.min(view.k + 1, most));
  const values = criterion.map((value) => value.toFixed(1)).join(' ');
  return brief
    ? `λ ${left}│${right} · by chance ${values}`
    : `eigenvalues ${left}│${right}   chance (${safeLine(view.parallel.kind)}) ${values}`;
}
