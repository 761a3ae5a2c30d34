/** Reliability as text: coefficients, item statistics, groups of rows, and scales side by side. */

import type { AlphaInterval } from '../../statistics/reliability/alpha.ts';
import type { Htmt } from '../../statistics/reliability/htmt.ts';
import { tableText, warningText } from '../../tables/as-text.ts';
import { fixed, listOf, plural, share } from '../../tables/numbers.ts';
import { type Cell, type Column, estimateCell, type Table } from '../../tables/table.ts';
import { type Layout, wrapText } from '../../tables/text-lines.ts';
import type { ReliabilityJson, ReliabilityMeta, ScaleReliability } from './reliability.ts';

/** A heterotrait–monotrait ratio above this means that two scales measure one thing (Henseler et al. 2015). */
const htmtBound = 0.85;

/** Groups of rows shown; the others are in the JSON. */
const mostGroups = 40;

const figure = (id: string, title: string, digits = 2): Column => ({
  ...{ id, title, digits },
  form: 'share',
});
const plain = (id: string, title: string, digits = 2): Column => ({ id, title, digits });

export function reliabilityText(result: ReliabilityJson, layout: Layout): string[] {
  const tables = (parts: readonly Table[]) =>
    parts.flatMap((table) => ['', ...tableText(table, layout)]);
  if (!('scales' in result))
    return [
      ...wrapText(
        `Reliability of ${sizeText(result, result.meta)}${gapText(result.meta)}`,
        layout.width,
      ),
      ...tables(scaleTables(result)),
      ...warningText([...result.warnings, ...ownWarnings(result)], layout),
    ];
  const scales = Object.entries(result.scales);
  return [
    `Reliability of ${plural(scales.length, 'scale')}${gapText(result.meta)}`,
    ...tables([summaryTable(scales), htmtTable(result.htmt)]),
    ...scales.flatMap(([name, scale]) => [
      '',
      ...wrapText(`${name}: ${sizeText(scale, result.meta)}`, layout.width).map(layout.paint.bold),
      ...tables(scaleTables(scale)),
    ]),
    ...warningText(
      [
        ...result.warnings,
        ...scales.flatMap(([name, scale]) => ownWarnings(scale).map((text) => `${name}: ${text}`)),
        ...result.htmt.reasons.map((reason) => `HTMT: ${reason}`),
      ],
      layout,
    ),
  ];
}

function gapText({ missing }: ReliabilityMeta): string {
  return missing === 'pairwise' ? '' : ' without gaps';
}

/** One scale: coefficients, items, α without each item, α within groups of rows. */
export function scaleTables(scale: ScaleReliability): Table[] {
  return [coefficientTable(scale), itemTable(scale), droppedTable(scale), ...groupTables(scale)];
}

function coefficientTable({ alpha, splitHalf, omega, groups }: ScaleReliability): Table {
  const rows: Table['rows'] = [];
  const say = (name: string, value: string, how: string, under = false) =>
    rows.push({ id: name, cells: [name, value, how], ...(under && { under }) });
  const cluster = groups?.cluster ?? null;
  say(
    'Cronbach’s α',
    share(alpha.raw),
    alpha.feldt
      ? `95 % ${boundsText(alpha.feldt)} (Feldt)${cluster ? ' if rows were independent' : ''}`
      : '',
  );
  if (cluster)
    say(
      'over groups',
      share(alpha.raw),
      `95 % ${boundsText(cluster.percentile)} with whole groups drawn (${plural(cluster.groups, 'group')})`,
      true,
    );
  if (alpha.ase !== null)
    say(
      'standard error',
      share(alpha.ase, 3),
      `95 % ${boundsText(alpha.duhachek!)} (Duhachek)`,
      true,
    );
  say('standardised', share(alpha.std), 'items brought to one variance', true);
  if ('withheld' in omega) say('McDonald’s ω', '–', omega.withheld);
  else {
    const turned =
      omega.reversed.length > 0 ? `; turned over for ω: ${omega.reversed.join(', ')}` : '';
    say(
      'McDonald’s ω total',
      share(omega.omegaTotal),
      `${omega.nFactors === 1 ? 'one factor' : `${omega.nFactors} group factors and a general one`}${turned}`,
    );
    if (omega.omegaHierarchical !== null)
      say(
        'hierarchical',
        share(omega.omegaHierarchical),
        `general factor alone; limit ${share(omega.omegaLimit)}`,
        true,
      );
    else if (omega.nFactors > 1)
      say('hierarchical', hierarchical(omega), `▲ ${omega.omegaHierarchicalReason ?? ''}`, true);
  }
  say('Guttman’s λ₆', share(alpha.G6), '');
  if ('withheld' in splitHalf) say('split half', '–', splitHalf.withheld);
  else {
    const of = `${fixed(splitHalf.splits)} ${splitHalf.all ? '' : 'random '}splits`;
    say(
      'split half, greatest (λ₄)',
      share(splitHalf.max),
      `mean ${share(splitHalf.mean)}, least ${share(splitHalf.min)} of ${of}`,
    );
    say('odd against even', share(splitHalf.oddEven.spearmanBrown), 'Spearman–Brown', true);
  }
  say('mean correlation', share(alpha.averageR), `median ${share(alpha.medianR)}`);
  say('signal to noise', fixed(alpha.signalNoise, 2), '');
  return {
    id: 'coefficients',
    title: 'Coefficients',
    columns: [
      { id: 'coefficient', title: 'Coefficient' },
      { id: 'value', title: 'Value' },
      { id: 'how', title: '' },
    ],
    rows,
    notes: [],
  };
}

function boundsText({ lower, upper }: Pick<AlphaInterval, 'lower' | 'upper'>): string {
  return `[${share(lower)}, ${share(upper)}]`;
}

function itemTable({ alpha }: ScaleReliability): Table {
  const { itemStats: stats, items, key } = alpha;
  const against = new Set(alpha.suspects.map(({ item }) => item));
  return {
    id: 'items',
    title: 'Items',
    columns: [
      { id: 'item', title: 'Item' },
      ...[plain('n', 'n', 0), plain('mean', 'Mean'), plain('sd', 'SD')],
      ...[figure('r', 'r'), figure('r.std', 'r.std'), figure('r.cor', 'r.cor')],
      { ...figure('r.drop', 'r.drop'), meaning: 'With the rest of the scale; !: against it' },
    ],
    rows: items.map((item, j) => ({
      id: item,
      cells: [
        key[j]! < 0 ? `${item} (turned)` : item,
        ...[stats.n[j]!, estimateCell(stats.mean[j]!), estimateCell(stats.sd[j]!)],
        ...[stats.rawR[j]!, stats.stdR[j]!, stats.rCor[j]!],
        marked(stats.rDrop[j]!, against.has(item) ? '!' : ''),
      ],
    })),
    notes: [],
  };
}

function droppedTable({ alpha }: ScaleReliability): Table {
  const { itemDropped: out, items, raw } = alpha;
  return {
    id: 'dropped',
    title: 'With an item left out',
    columns: [
      { id: 'item', title: 'Item' },
      { ...figure('alpha', 'α'), meaning: '↑: higher without the item' },
      ...[figure('std', 'α std'), figure('G6', 'λ₆'), figure('mean', 'mean r')],
      ...[figure('median', 'median r'), plain('noise', 'S/N'), figure('se', 'se', 3)],
    ],
    rows: items.map((item, j) => ({
      id: item,
      cells: [
        item,
        marked(out.raw[j]!, better(out.raw[j]!, raw) ? '↑' : ''),
        ...[out.std[j]!, out.G6[j]!, out.averageR[j]!, out.medianR[j]!],
        ...[estimateCell(out.signalNoise[j]!), out.ase[j]!],
      ],
    })),
    notes: [],
  };
}

function marked(value: number | null, mark: string): Cell {
  return mark ? estimateCell(value, null, null, mark) : value;
}

/** α without the item is higher in the second digit. */
function better(without: number | null, whole: number | null): boolean {
  return without !== null && whole !== null && without - whole >= 0.005;
}

function groupTables({ groups }: ScaleReliability): Table[] {
  if (!groups) return [];
  const shown = groups.groups.slice(0, mostGroups);
  const more = groups.groups.length - shown.length;
  return [
    {
      id: 'groups',
      title: `By ${groups.column}`,
      columns: [
        { id: 'group', title: groups.column },
        plain('rows', 'Rows', 0),
        { ...figure('alpha', 'α'), meaning: 'With Feldt’s 95 % interval' },
        { id: 'reason', title: '' },
      ],
      rows: shown.map(({ group, n, raw, feldt, reason }) => ({
        id: group,
        cells: [
          ...[group === '' ? '(none)' : group, n],
          ...[estimateCell(raw, feldt?.lower ?? null, feldt?.upper ?? null), reason ?? ''],
        ],
      })),
      notes: [
        ...(more > 0 ? [`${more} more groups are in --json.`] : []),
        `α of the groups’ means, which tells groups apart: ${share(groups.ofMeans)}.${groups.cluster ? '' : ` No interval over groups: ${groups.reason}.`}`,
      ],
    },
  ];
}

/** Scales side by side; intervals over groups where there are any, since rows of one group are not independent. */
export function summaryTable(scales: readonly (readonly [string, ScaleReliability])[]): Table {
  return {
    id: 'scales',
    title: 'Scales',
    columns: [
      { id: 'scale', title: 'Scale' },
      ...[plain('items', 'Items', 0), plain('rows', 'Rows', 0), figure('alpha', 'α')],
      ...[figure('std', 'α std'), figure('G6', 'λ₆'), figure('omega', 'ω total')],
      { id: 'hierarchical', title: 'ω hier.' },
      figure('mean', 'mean r'),
    ],
    rows: scales.map(([name, { alpha, omega, groups }]) => {
      const bounds = groups?.cluster?.percentile ?? alpha.feldt;
      return {
        id: name,
        cells: [
          ...[name, alpha.items.length, alpha.n],
          estimateCell(alpha.raw, bounds?.lower ?? null, bounds?.upper ?? null),
          ...[alpha.std, alpha.G6, 'withheld' in omega ? null : omega.omegaTotal],
          ...['withheld' in omega ? '–' : hierarchical(omega), alpha.averageR],
        ],
      };
    }),
    notes: [],
  };
}

/** Ratios below the diagonal; "!" from the bound on. */
export function htmtTable({ scales, matrix }: Htmt): Table {
  const isHigh = (value: number | null) => value !== null && value >= htmtBound;
  const high = matrix.flatMap((row, s) =>
    row.flatMap((value, t) => (t < s && isHigh(value) ? [`${scales[t]} and ${scales[s]}`] : [])),
  );
  return {
    id: 'htmt',
    title: 'HTMT between scales',
    columns: [{ id: 'scale', title: '' }, ...scales.slice(0, -1).map((name) => figure(name, name))],
    rows: matrix.slice(1).map((row, s) => ({
      id: scales[s + 1]!,
      cells: [
        scales[s + 1]!,
        ...row
          .slice(0, -1)
          .map((value, t): Cell => (t > s ? '' : marked(value, isHigh(value) ? '!' : ''))),
      ],
    })),
    notes: [
      high.length > 0
        ? `${listOf(high)}: ${share(htmtBound)} or more, hardly two things (Henseler et al. 2015).`
        : matrix.flat().includes(null)
          ? 'Not every ratio is defined: see the warnings.'
          : `All below ${share(htmtBound)}: the scales can be told apart (Henseler et al. 2015).`,
    ],
  };
}

function ownWarnings({ alpha, omega }: ScaleReliability): string[] {
  const suspects =
    alpha.suspects.length > 0
      ? ['--reverse auto turns them over, --reverse <names> those named']
      : [];
  return [
    // Gaps are described with the table.
    ...alpha.warnings.flatMap(({ code, message }) => (code === 'rows-dropped' ? [] : [message])),
    ...suspects,
    ...('withheld' in omega ? [] : omega.warnings.map((text) => `ω: ${text}`)),
  ];
}

/** "7 items, 30 rows". */
export function sizeText({ alpha }: ScaleReliability, { rows, missing }: ReliabilityMeta): string {
  const items = plural(alpha.items.length, 'item');
  return missing === 'pairwise' && alpha.n < rows
    ? `${items}, ${plural(rows, 'row')} (at least ${alpha.n} behind each pair)`
    : `${items}, ${plural(alpha.n, 'row')}`;
}

/** ".62", or ".71▲" where nothing pins it down. */
function hierarchical(omega: {
  omegaHierarchical: number | null;
  omegaHierarchicalMarked: number | null;
}): string {
  const { omegaHierarchical: value, omegaHierarchicalMarked: marked } = omega;
  return value === null && marked !== null ? `${share(marked)}▲` : share(value);
}
