/** The scores as a table: columns by dimension, letters, intervals, reliability. Pure. */
import type {
  ColumnReliability,
  Estimate,
  ModelScores,
  ScoreColumn,
  SystemScores,
} from '../../../instruments/shared/scores.ts';
import { safeLine } from '../../../safe-text/safe-line.ts';
import { singleLetters } from '../../../statistics/compact-letters.ts';
import { shortName } from '../../../tables/numbers.ts';
import { interval } from '../../components/marks.ts';
import type { TableColumn } from '../../components/table-layout.ts';
import { share, signed } from '../../text.ts';

/** "±4" from an interval; '' without one. */
export function plusMinus(estimate: Estimate): string {
  if (estimate.low === null || estimate.high === null) return '';
  return `±${((estimate.high - estimate.low) / 2).toFixed(0)}`;
}

/** The dimension that a column belongs to, by name. */
function dimensionName(scores: SystemScores, column: ScoreColumn): string {
  const own = scores.columns.find(
    (one) =>
      one.kind === 'dimension' && (one.id === column.dimension || one.name === column.dimension),
  );
  return own?.name ?? column.dimension;
}

/** Model, then the columns grouped by dimension; the selected column also shows its letters. */
export function scoreColumns(
  scores: SystemScores,
  profile: boolean,
  selected: number,
  wide: boolean,
  cursor?: ModelScores,
): TableColumn<ModelScores>[] {
  const relative = crowded(scores, selected, wide);
  const estimate = (row: ModelScores, at: number) => (profile ? row.profile : row.raw)[at];
  const text = (row: ModelScores, at: number) => {
    const value = estimate(row, at)?.value ?? Number.NaN;
    if (Number.isNaN(value)) return '–';
    return profile ? signed(value, 0) : value.toFixed(0);
  };
  return [
    {
      id: 'model',
      title: 'model',
      align: 'left',
      text: (row) =>
        `${safeLine(shortName(row.model))}${row.forms.every((form) => form === 'completion') ? ' (base)' : ''}`,
      min: 18,
      max: wide ? 44 : 22,
    },
    ...displayOrder(scores).map(
      (at): TableColumn<ModelScores> => ({
        id: scores.columns[at]!.id,
        title: titleOf(scores.columns[at]!, wide),
        group: groupOf(scores, scores.columns[at]!),
        align: 'decimal',
        text: (row) => {
          const letters =
            at !== selected
              ? ''
              : relative
                ? ` ${sharesLetter(row, cursor, at) ? '≈' : ''}`
                : ` ${row.letters[at] ?? ''}`;
          const range = wide ? ` ${plusMinus(estimate(row, at) ?? none)}` : '';
          return text(row, at) + range + letters;
        },
        sort: (row) => estimate(row, at)?.value ?? Number.NaN,
        heat: (row) => (profile ? (estimate(row, at)?.value ?? 0) / 15 : null),
      }),
    ),
    {
      id: 'n',
      title: 'n',
      align: 'right',
      text: (row) => String(row.raw[0]?.n ?? 0),
      sort: (row) => row.raw[0]?.n ?? 0,
    },
    {
      id: 'missing',
      title: 'missing',
      align: 'right',
      text: (row) => String(row.raw[0]?.missing ?? 0),
      sort: (row) => row.raw[0]?.missing ?? 0,
    },
    {
      id: 'refused',
      title: 'refused',
      align: 'right',
      text: (row) => String(row.refusals),
      sort: (row) => row.refusals,
    },
  ];
}

/** With many models the letters get too many to be read: then each row says whether it can be told from the one under the cursor. */
export function crowded(scores: SystemScores, selected: number, wide: boolean): boolean {
  return scores.models.some((model) => (model.letters[selected]?.length ?? 0) > (wide ? 8 : 4));
}

/** Another model that cannot be told apart from the one under the cursor. */
function sharesLetter(row: ModelScores, cursor: ModelScores | undefined, at: number): boolean {
  if (!cursor || cursor === row) return false;
  const own = new Set(singleLetters(cursor.letters[at] ?? ''));
  return singleLetters(row.letters[at] ?? '').some((letter) => own.has(letter));
}

/** Subdimensions by dimension, then the dimensions themselves. */
function displayOrder(scores: SystemScores): number[] {
  const all = scores.columns.map((_, at) => at);
  const isSub = (at: number) => scores.columns[at]!.kind === 'subdimension';
  return [...all.filter(isSub), ...all.filter((at) => !isSub(at))];
}

function groupOf(scores: SystemScores, column: ScoreColumn): string {
  return column.kind === 'dimension' ? 'dimensions' : safeLine(dimensionName(scores, column));
}

const none: Estimate = { value: Number.NaN, se: null, low: null, high: null, n: 0, missing: 0 };

function titleOf(column: ScoreColumn, wide: boolean): string {
  const name = safeLine(column.name);
  return wide
    ? name
    : [...name]
        .slice(0, 6)
        .join('')
        .replace(/[-\s]+$/, '');
}

/** Low and high end of one axis for all intervals of a column, at tens. */
export function axisOf(
  scores: SystemScores,
  at: number,
  profile: boolean,
): { low: number; high: number } {
  const ends = scores.models.flatMap((model) => {
    const estimate = (profile ? model.profile : model.raw)[at];
    if (!estimate || Number.isNaN(estimate.value)) return [];
    return [estimate.low ?? estimate.value, estimate.high ?? estimate.value];
  });
  if (ends.length === 0) return { low: 0, high: 100 };
  const low = Math.floor(Math.min(...ends) / 10) * 10;
  const high = Math.ceil(Math.max(...ends) / 10) * 10;
  return { low, high: high === low ? low + 10 : high };
}

/** The interval of a model on the axis of the selected column. */
export function intervalOf(
  model: ModelScores,
  at: number,
  profile: boolean,
  axis: { low: number; high: number },
  columns: number,
): string {
  return interval((profile ? model.profile : model.raw)[at] ?? none, axis, columns);
}

/** The rows under the table: how good the test is, by column; at most `lines` of them. */
export function reliabilityFoot(
  scores: SystemScores,
  lines = 3,
): { label: string; cells: Record<string, string> }[] {
  const cells = (text: (at: number) => string) =>
    Object.fromEntries(scores.columns.map((column, at) => [column.id, text(at)]));
  const of = (value: (one: ColumnReliability) => number | null) =>
    cells((at) => {
      const one = scores.reliability[at];
      return share(one ? value(one) : null);
    });
  const alpha = scores.reliability.some((one) => one.alpha !== null);
  const omega = scores.reliability.some((one) => one.omega !== null);
  return [
    { label: 'generalizability Eρ²', cells: of((one) => one.generalizability) },
    { label: 'dependability Φ', cells: of((one) => one.dependability) },
    ...(lines > 3 && alpha ? [{ label: 'Cronbach’s α', cells: of((one) => one.alpha) }] : []),
    ...(lines > 4 && omega ? [{ label: 'McDonald’s ω', cells: of((one) => one.omega) }] : []),
    { label: 'told apart', cells: cells((at) => scores.reliability[at]?.toldApart ?? '–') },
  ];
}

/** One line on the selected column. */
export function columnLine(scores: SystemScores, at: number): string {
  const column = scores.columns[at];
  const reliability = scores.reliability[at];
  if (!column || !reliability) return '';
  const variance = reliability.variance
    .map(({ source, percent }) => `${source} ${Math.round(percent)}`)
    .join(' · ');
  const range = reliability.intervals?.relative;
  const more =
    reliability.coefficientsWithheld ??
    `${range ? `Eρ² ${share(range.low)}–${share(range.high)} · ` : ''}${
      reliability.stemsNeeded === null
        ? 'no number of stems would do'
        : `${reliability.stemsNeeded} stems reach .8`
    }`;
  const how =
    reliability.method === 'REML'
      ? ` · REML, ${reliability.missingRatings} missing`
      : reliability.method === null
        ? ''
        : ' · mean squares';
  return `${safeLine(column.name)}: variance ${variance} %${reliability.alpha === null ? '' : ` · α ${share(reliability.alpha)}`}${reliability.omega === null ? '' : ` · ω ${share(reliability.omega)}`} · ${more}${how}`;
}

/** Who judged, and whether the exam lets them. */
export function judgeLine(scores: SystemScores): string {
  const passed = scores.judges.filter((judge) => judge.mark === null).length;
  const names = scores.judges
    .map(({ judge, verdict }) => `${safeLine(shortName(judge))} ${verdict}`)
    .join(', ');
  const self = scores.judges.filter((judge) => judge.selfRated.length > 0);
  const own =
    self.length > 0
      ? ` · ${self.map((judge) => safeLine(shortName(judge.judge))).join(', ')} also judged its own`
      : ' · nobody judged itself';
  return `judges: ${passed} of ${scores.judges.length} pass the exam (${names})${own}`;
}
