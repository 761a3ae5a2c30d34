/** Columns of numbers that measure nothing: they count rows, name cases, or tell the time. */
import { listOf } from '../tables/numbers.ts';
import type { NumberStyle } from './number-style.ts';
import type { Table } from './table-file.ts';

export type NoMeasure = {
  column: string;
  /** "counts the rows": what it does instead. */
  does: string;
  /** False where it may be a measure all the same: it is kept, and told. */
  sure: boolean;
};

/** Where fewer rows go up by one each, that may be a scale. */
const rowsToCount = 6;

/** Names that programs give to the names of rows. */
const rowNames =
  /^(|unnamed: ?\d+(\.\d+)*|\.\.\.1|x|index|row|rows|rownames?|row[ _.-]?(names?|number|nr|id)|level_\d)$/i;
/** Names of what tells cases apart, also where it repeats. */
const idNames =
  /^(id|uuid|guid|respid|caseid|subjid|workerid|pid|.*[ _.-]pid|vpnr?|vpn|.*[a-z0-9][ _.-]id)$/i;
const idAtEnd = /[a-z]I[dD]$/;
/** Names of cases, where their numbers are more than the steps of a scale. */
const caseNames =
  /^(participant|subject|respondent|person|proband|student|user|worker|case|response|record|submission|session|code)s?([ _.-]?(no|nr|num|number|code))?$/i;
const scaleSteps = 11;
/** Names that say so only where no number repeats. */
const weakNames =
  /^(no|nr|num|number|nummer|#|n°|lfdn|lfd|serial|seq|sequence|position|order|zeile|fall|case|unit|item|text|doc|document|segment|sentence|thing|object|completion|answer|question|trial|obs|observation|rank)\.?$/i;
const timeNames =
  /(^|[^a-z])(timestamps?|time ?stamp|date ?time|date|datum|start(ed)?([ _]?(at|date|time))?|end(ed)?([ _]?(at|date|time))|created([ _]?at)?|submitted([ _]?at)?|submitdate|recorded[ _]?date|zeitstempel)([^a-z]|$)/i;

/** What Qualtrics and LimeSurvey add to the answers, under names of their own, or under names that two of may stand for that. */
const serviceNames =
  /^(duration[ _]?\(in seconds\)|location(latitude|longitude)|q_\w+|recipient\w+|lastpage|interviewtime|grouptime\d*|questiontime\w*)$/i;
const perhapsOfService = /^(progress|finished|status|seed|duration|user ?language)$/i;

/**
 * Looks through `columns` of a table; rows that go up or down by one, names of cases, and times are no
 * measures, and neither is a first column without a name. All commands ask here.
 */
export function noMeasures(
  table: Table,
  { numberOf }: Pick<NumberStyle, 'numberOf'>,
  columns: readonly string[] = table.columns,
): NoMeasure[] {
  const numbers = columns.map((column) =>
    table.rows
      .map((row) => numberOf(row.cells[column] ?? '', column))
      .filter((value) => Number.isFinite(value)),
  );
  const reach = numbers.map((values) => ({
    low: values.reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY),
    high: values.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY),
  }));
  return columns.flatMap((column, c): NoMeasure[] => {
    const told = table.noMeasures?.get(column);
    if (told !== undefined) return [{ column, does: told, sure: true }];
    const does = whatInstead(column, numbers[c]!, table);
    if (does === null) return [];
    // Beside its likes (rater1, rater2), or others of the same reach, it may be a scale: nine steps from 1 to 9.
    const { low, high } = reach[c]!;
    const alike = reach.some(
      (other, o) =>
        o !== c &&
        (stem(columns[o]!) === stem(column) ||
          Math.min(high, other.high) - Math.max(low, other.low) > (high - low) / 2),
    );
    const sure =
      does === ascending ? false : does !== 'counts the rows' || namesCases(column) || !alike;
    return [{ column, does, sure }];
  });
}

const ascending = 'goes up from row to row without repeating, as an id does,';

function whatInstead(column: string, values: readonly number[], table: Table): string | null {
  const first = column === table.columns[0];
  if (column === '' && first) return 'has no name of its own: it names the rows';
  if (values.length < 3) return null;
  const whole = values.every(Number.isInteger);
  const distinct = new Set(values).size === values.length;
  const few = values.length < rowsToCount;
  if (whole && counts(values) && (!few || namesCases(column))) return 'counts the rows';
  if (whole && distinct && first && rowNames.test(column)) return 'names the rows';
  if (whole && (isId(column) || (caseNames.test(column) && new Set(values).size > scaleSteps)))
    return 'names the cases';
  if (whole && distinct && !few && weakNames.test(column)) return 'numbers the cases';
  if (isTime(column, values)) return 'tells the time';
  if (isOfService(column, table.columns)) return 'is what a survey service adds';
  // Whole numbers of which none repeats and each is above the one before.
  if (whole && distinct && values.length >= 20 && first && ascends(values) && values[0]! >= 0)
    return ascending;
  return null;
}

function isOfService(column: string, all: readonly string[]): boolean {
  if (serviceNames.test(column)) return !/^q_?\d/i.test(column);
  const others = all.filter((name) => serviceNames.test(name) || perhapsOfService.test(name));
  return perhapsOfService.test(column) && others.length > 1;
}

/** A name without its number. */
function stem(column: string): string {
  return column.toLowerCase().replace(/[\d\W_]+$/, '');
}

/** Whether a column is named like one that says which case a row is. */
export function namesCases(column: string): boolean {
  return rowNames.test(column) || weakNames.test(column) || isId(column);
}

/** Whether the name of a column says that it tells cases apart. */
export function isId(column: string): boolean {
  return idNames.test(column) || idAtEnd.test(column);
}

function counts(values: readonly number[]): boolean {
  const step = values[1]! - values[0]!;
  return Math.abs(step) === 1 && values.every((value, i) => value === values[0]! + step * i);
}

function ascends(values: readonly number[]): boolean {
  return values.every((value, i) => i === 0 || value > values[i - 1]!);
}

/** Seconds, milli-, or microseconds since 1970, in this century; with a name that says so, also days of a spreadsheet and 20260131. */
function isTime(column: string, values: readonly number[]): boolean {
  const inCentury = (unit: number) =>
    values.every((value) => value >= 946_684_800 * unit && value < 4_102_444_800 * unit);
  if ([1, 1e3, 1e6, 1e9].some(inCentury)) return true;
  if (!timeNames.test(column.replace(/([a-z])([A-Z])/g, '$1 $2'))) return false;
  return (
    values.every((value) => value >= 20_000 && value < 80_000) ||
    values.every((value) => value >= 19_000_101 && value < 21_000_000)
  );
}

/** What the reader is told of them; `sure` ones are left out, the others kept. `option` names the columns to use. */
export function noMeasureNotes(found: readonly NoMeasure[], option: string): string[] {
  const told = (some: readonly NoMeasure[], end: (one: boolean) => string) =>
    some.length === 0
      ? []
      : [
          `${listOf(some.map(({ column, does }) => `${column || 'the first column'} ${does}`))} and ${end(some.length === 1)}`,
        ];
  return [
    ...told(
      found.filter(({ sure }) => sure),
      (one) => `${one ? 'is' : 'are'} left out; ${option} names the columns to use`,
    ),
    ...told(
      found.filter(({ sure }) => !sure),
      (one) => `${one ? 'is' : 'are'} used all the same; ${option} names the columns to use`,
    ),
  ];
}
