/** Reliability as text: the coefficients, what an item does to them, groups of rows, scales beside each other. */

import type { AlphaInterval } from '../../statistics/reliability/alpha.ts';
import type { Htmt } from '../../statistics/reliability/htmt.ts';
import { fixed, listOf, plural, share } from '../../tables/numbers.ts';
import { type Layout, type TextColumn, tableLines, wrapText } from '../../tables/text-lines.ts';
import type { ReliabilityJson, ReliabilityMeta, ScaleReliability } from './reliability.ts';

/** Above this a heterotrait–monotrait ratio says that two scales measure one thing (Henseler et al. 2015). */
const htmtBound = 0.85;

/** Groups of rows shown; the others are in the JSON. */
const mostGroups = 40;

const right = (title: string): TextColumn => ({ title, align: 'right' });

export function reliabilityText(result: ReliabilityJson, layout: Layout): string[] {
  const head = (text: string) => ['', layout.paint.bold(text)];
  if (!('scales' in result)) {
    return [
      ...wrapText(
        `Reliability of ${sizeText(result, result.meta)}${gapText(result.meta)}`,
        layout.width,
      ),
      ...scaleLines(result, head, layout),
      ...warningLines([...result.warnings, ...ownWarnings(result)], head, layout),
    ];
  }
  const scales = Object.entries(result.scales);
  return [
    `Reliability of ${plural(scales.length, 'scale')}${gapText(result.meta)}`,
    '',
    ...summaryLines(scales, layout),
    ...head('HTMT between scales'),
    ...htmtLines(result.htmt, layout),
    ...scales.flatMap(([name, scale]) => [
      ...head(`${name}: ${sizeText(scale, result.meta)}`),
      ...scaleLines(scale, head, layout),
    ]),
    ...warningLines(
      [
        ...result.warnings,
        ...scales.flatMap(([name, scale]) => ownWarnings(scale).map((text) => `${name}: ${text}`)),
        ...result.htmt.reasons.map((reason) => `HTMT: ${reason}`),
      ],
      head,
      layout,
    ),
  ];
}

function gapText({ missing }: ReliabilityMeta): string {
  return missing === 'pairwise' ? '' : ' without gaps';
}

function scaleLines(
  scale: ScaleReliability,
  head: (text: string) => string[],
  layout: Layout,
): string[] {
  return [
    '',
    ...coefficientLines(scale, layout),
    ...head('Items'),
    ...itemLines(scale, layout),
    ...head('With an item left out'),
    ...droppedLines(scale, layout),
    ...(scale.groups ? [...head(`By ${scale.groups.column}`), ...groupLines(scale, layout)] : []),
  ];
}

function coefficientLines({ alpha, splitHalf, omega, groups }: ScaleReliability, layout: Layout) {
  const rows: [string, string, string][] = [];
  const say = (name: string, value: string, how: string) => rows.push([name, value, how]);
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
      '',
      '',
      `95 % ${boundsText(cluster.percentile)} with whole groups drawn (${plural(cluster.groups, 'group')})`,
    );
  if (alpha.ase !== null)
    say('  standard error', share(alpha.ase, 3), `95 % ${boundsText(alpha.duhachek!)} (Duhachek)`);
  say('  standardised', share(alpha.std), 'items brought to one variance');
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
        '  hierarchical',
        share(omega.omegaHierarchical),
        `general factor alone; limit ${share(omega.omegaLimit)}`,
      );
    else if (omega.nFactors > 1)
      say('  hierarchical', hierarchical(omega), `▲ ${omega.omegaHierarchicalReason ?? ''}`);
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
    say('  odd against even', share(splitHalf.oddEven.spearmanBrown), 'Spearman–Brown');
  }
  say('mean correlation', share(alpha.averageR), `median ${share(alpha.medianR)}`);
  say('signal to noise', fixed(alpha.signalNoise, 2), '');
  return tableLines(
    [{ title: 'coefficient' }, right('value'), { title: '', least: 20 }],
    rows,
    layout,
  );
}

function boundsText({ lower, upper }: Pick<AlphaInterval, 'lower' | 'upper'>): string {
  return `[${share(lower)}, ${share(upper)}]`;
}

function itemLines({ alpha }: ScaleReliability, layout: Layout): string[] {
  const { itemStats: stats, items, key } = alpha;
  return tableLines(
    [
      { title: 'item', least: 8 },
      ...['n', 'mean', 'sd', 'r', 'r.std', 'r.cor', 'r.drop'].map(right),
    ],
    items.map((item, j) => {
      const against = alpha.suspects.some((suspect) => suspect.item === item);
      const drop = share(stats.rDrop[j]!);
      return [
        key[j]! < 0 ? `${item} (turned)` : item,
        fixed(stats.n[j]!),
        fixed(stats.mean[j]!, 2),
        fixed(stats.sd[j]!, 2),
        share(stats.rawR[j]!),
        share(stats.stdR[j]!),
        share(stats.rCor[j]!),
        against ? { text: `${drop}!`, paint: layout.paint.warning } : drop,
      ];
    }),
    layout,
  );
}

function droppedLines({ alpha }: ScaleReliability, layout: Layout): string[] {
  const { itemDropped: out, items, raw } = alpha;
  return tableLines(
    [
      { title: 'item', least: 8 },
      ...['α', 'α std', 'λ₆', 'mean r', 'median r', 'S/N', 'se'].map(right),
    ],
    items.map((item, j) => [
      item,
      better(out.raw[j]!, raw)
        ? { text: `${share(out.raw[j]!)}↑`, paint: layout.paint.good }
        : share(out.raw[j]!),
      share(out.std[j]!),
      share(out.G6[j]!),
      share(out.averageR[j]!),
      share(out.medianR[j]!),
      fixed(out.signalNoise[j]!, 2),
      share(out.ase[j]!, 3),
    ]),
    layout,
  );
}

/** α would rise in the second digit. */
function better(without: number | null, whole: number | null): boolean {
  return without !== null && whole !== null && without - whole >= 0.005;
}

function groupLines({ groups }: ScaleReliability, layout: Layout): string[] {
  if (!groups) return [];
  const shown = groups.groups.slice(0, mostGroups);
  return [
    ...tableLines(
      [{ title: groups.column, least: 12 }, right('rows'), right('α'), { title: '95 % (Feldt)' }],
      shown.map(({ group, n, raw, feldt, reason }) => [
        group === '' ? '(none)' : group,
        fixed(n),
        share(raw),
        feldt ? boundsText(feldt) : (reason ?? ''),
      ]),
      layout,
    ),
    ...(groups.groups.length > shown.length
      ? [`${groups.groups.length - shown.length} more groups are in --json`]
      : []),
    ...wrapText(
      `α of the groups’ means, which tells groups apart: ${share(groups.ofMeans)}${groups.cluster ? '' : `. No interval over groups: ${groups.reason}`}`,
      layout.width,
    ),
  ];
}

function summaryLines(scales: readonly [string, ScaleReliability][], layout: Layout): string[] {
  return tableLines(
    [
      { title: 'scale', least: 10 },
      right('items'),
      right('rows'),
      right('α'),
      { title: '95 %' },
      ...['α std', 'λ₆', 'ω total', 'ω hier.', 'mean r'].map(right),
    ],
    scales.map(([name, { alpha, omega, groups }]) => [
      name,
      fixed(alpha.items.length),
      fixed(alpha.n),
      share(alpha.raw),
      intervalOf(alpha.feldt, groups?.cluster?.percentile ?? null),
      share(alpha.std),
      share(alpha.G6),
      'withheld' in omega ? '–' : share(omega.omegaTotal),
      'withheld' in omega ? '–' : hierarchical(omega),
      share(alpha.averageR),
    ]),
    layout,
  );
}

/** Over groups where there are any: rows of one group are not independent. */
function intervalOf(feldt: AlphaInterval | null, cluster: AlphaInterval | null): string {
  const bounds = cluster ?? feldt;
  return bounds ? boundsText(bounds) : '';
}

function htmtLines({ scales, matrix }: Htmt, layout: Layout): string[] {
  const high = matrix.flatMap((row, s) =>
    row.flatMap((value, t) =>
      t < s && value !== null && value >= htmtBound ? [`${scales[t]} and ${scales[s]}`] : [],
    ),
  );
  return [
    ...tableLines(
      [{ title: '', least: 8 }, ...scales.slice(0, -1).map(right)],
      matrix.slice(1).map((row, s) => [
        scales[s + 1]!,
        ...row.slice(0, -1).map((value, t) => {
          if (t > s) return '';
          const text = share(value);
          return value !== null && value >= htmtBound
            ? { text: `${text}!`, paint: layout.paint.warning }
            : text;
        }),
      ]),
      layout,
    ),
    ...wrapText(
      high.length > 0
        ? `${listOf(high)}: ${share(htmtBound)} or more, hardly two things (Henseler et al. 2015)`
        : matrix.flat().includes(null)
          ? 'Not every ratio is defined: see the warnings.'
          : `All below ${share(htmtBound)}: the scales can be told apart (Henseler et al. 2015)`,
      layout.width,
    ),
  ];
}

function ownWarnings({ alpha, omega }: ScaleReliability): string[] {
  const suspects =
    alpha.suspects.length > 0
      ? ['--reverse auto turns them over, --reverse <names> those named']
      : [];
  return [
    // Gaps are told with the table.
    ...alpha.warnings.flatMap(({ code, message }) => (code === 'rows-dropped' ? [] : [message])),
    ...suspects,
    ...('withheld' in omega ? [] : omega.warnings.map((text) => `ω: ${text}`)),
  ];
}

function warningLines(
  warnings: readonly string[],
  head: (text: string) => string[],
  { width, paint }: Layout,
): string[] {
  return warnings.length === 0
    ? []
    : [
        ...head('Warnings'),
        ...warnings.flatMap((text) => wrapText(`! ${text}`, width, '  ').map(paint.warning)),
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
  const { omegaHierarchical: told, omegaHierarchicalMarked: marked } = omega;
  return told === null && marked !== null ? `${share(marked)}▲` : share(told);
}
