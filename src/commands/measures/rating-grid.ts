/** The cells of a table of ratings, as things by raters, in either form: one thing a row, or one rating a row. */
import { UserError } from '../../errors.ts';
import { derivationText, derivedColumns } from '../../statistics/derived-columns.ts';
import { namesCases, noMeasureNotes, noMeasures } from '../../table-files/no-measures.ts';
import type { NumberStyle } from '../../table-files/number-style.ts';
import { checkColumn } from '../../table-files/numeric-table.ts';
import { otherScales } from '../../table-files/other-scale.ts';
import { repeatedIds } from '../../table-files/repeated-ids.ts';
import { placeOf, type Table } from '../../table-files/table-file.ts';
import type { RatingOptions } from './agreement-table.ts';
import {
  besideRaters,
  type Cell,
  type ColumnKind,
  comparisons,
  kindsOf,
} from './rating-columns.ts';
import { refuseOtherLayouts } from './rating-layout.ts';

export type Grid = { raters: string[]; things: string[]; cells: Cell[][]; warnings: string[] };

/** One rating a row. */
export function longGrid(table: Table, { unit, rater, value, raters: only }: RatingOptions): Grid {
  if (unit === undefined || rater === undefined || value === undefined)
    throw new UserError('One rating a row needs three columns: the thing, the rater, the rating.', {
      hint: 'Give all of --unit, --rater, and --value.',
      exit: 'usage',
    });
  if (only)
    throw new UserError('--raters names columns, but here a row is one rating.', {
      hint: 'Leave out --raters, or --rater and --value.',
      exit: 'usage',
    });
  for (const name of [unit, rater, value]) checkColumn(name, table);
  const things = [...new Set(table.rows.map((row) => (row.cells[unit] ?? '').trim()))];
  const raters = [...new Set(table.rows.map((row) => (row.cells[rater] ?? '').trim()))];
  const [thingAt, raterAt] = [things, raters].map(
    (list) => new Map(list.map((name, i) => [name, i])),
  );
  const cells = things.map(() => raters.map((): Cell => ({ text: '', line: 0, column: value })));
  for (const { cells: row, line } of table.rows) {
    const [thing, who] = [(row[unit] ?? '').trim(), (row[rater] ?? '').trim()];
    if (thing === '' || who === '')
      throw new UserError(`${thing === '' ? unit : rater} is empty.`, {
        where: placeOf(table, line),
        hint: 'Every rating needs its thing and its rater.',
      });
    const places = cells[thingAt!.get(thing)!]!;
    const at = raterAt!.get(who)!;
    if (places[at]!.line > 0)
      throw new UserError(`${who} rates ${thing} a second time.`, {
        where: placeOf(table, line),
        hint: `The first time is on line ${places[at]!.line}. A rater rates a thing once; name repeats apart.`,
      });
    places[at] = { text: (row[value] ?? '').trim(), line, column: value };
  }
  return { raters, things, cells, warnings: [] };
}

/** One thing a row. */
export function wideGrid(
  table: Table,
  { unit, raters: only, level }: RatingOptions,
  style: NumberStyle,
): Grid {
  if (unit !== undefined) checkColumn(unit, table);
  for (const name of only ?? []) checkColumn(name, table);
  const warnings: string[] = [];
  const cellsOf = (name: string) =>
    table.rows.map(
      (row): Cell => ({
        text: (row.cells[name] ?? '').trim(),
        line: row.line,
        column: name,
      }),
    );
  let raters = [...(only ?? table.columns.filter((name) => name !== unit))];
  let naming = unit;
  if (!only) {
    refuseOtherLayouts(table, unit);
    const beside = besideRaters(raters);
    raters = raters.filter((name) => !beside.has(name));
    for (const [name, rater] of beside)
      warnings.push(
        `${name} says something of ${rater} and is left out; --raters names the columns to use`,
      );
    const found = noMeasures(table, style, raters);
    warnings.push(...noMeasureNotes(found, '--raters'));
    const none = found.filter(({ sure }) => sure);
    raters = raters.filter((name) => !none.some(({ column }) => column === name));
    const kinds = kindsOf(raters.map(cellsOf), style, table.options.gaps);
    const numeric = raters.filter((_, c) => kinds[c] === 'numbers');
    // Words beside numeric ratings are notes or names; without numbers they are the ratings.
    const drop = (kind: ColumnKind) =>
      kind === 'empty' ||
      kind === 'names' ||
      kind === 'other' ||
      (kind === 'labels' && numeric.length >= 2 && level !== 'nominal');
    const left = raters.filter((_, c) => drop(kinds[c]!) && kinds[c] !== 'names');
    naming ??=
      none[0]?.column ??
      raters.find((_, c) => kinds[c] === 'names') ??
      left.find((name) => namesCases(name));
    raters = raters.filter((_, c) => !drop(kinds[c]!));
    if (left.length > 0)
      warnings.push(
        `no column of ratings, left out: ${left.join(', ')} (--raters names those that are)`,
      );
    const { computed, notes } = doubtfulRaters(numeric, table, style);
    raters = raters.filter((name) => !computed.includes(name));
    warnings.push(
      ...notes,
      ...raters
        .filter((name) => verdictNames.test(name))
        .map((name) => `${name} may be a verdict rather than a rater, and ${used}`),
    );
  }
  if (naming !== undefined) {
    const twice = repeatedIds(
      table.rows.flatMap(({ cells, line }) => {
        const id = (cells[naming] ?? '').trim();
        return id === '' ? [] : [{ id, line }];
      }),
    );
    if (twice) warnings.push(twice);
  }
  const columns = raters.map(cellsOf);
  return {
    raters,
    things: table.rows.map(
      (row, i) => (naming !== undefined && row.cells[naming]?.trim()) || String(i + 1),
    ),
    cells: table.rows.map((_, i) => columns.map((column) => column[i]!)),
    warnings,
  };
}

/** Names of what is settled among raters, or known beforehand, rather than of one more of them. */
const verdictNames =
  /^(gold([ _.-]?(standard|label))?|ground[ _.-]?truth|truth|consensus|majority([ _.-]?vote)?|adjudicated|final([ _.-]?(label|rating|score))?|reference|expected)$/i;

const used = 'is used as a rater all the same; --raters names those that are';

/** Of columns of numbers: those that are computed from others, which are no raters, and sentences about these and other doubtful ones. */
function doubtfulRaters(
  names: readonly string[],
  table: Table,
  style: NumberStyle,
): { computed: string[]; notes: string[] } {
  const columns = names.map((name) =>
    table.rows.map((row) => style.numberOf(row.cells[name] ?? '', name)),
  );
  const derived = derivedColumns(columns, names, { single: false });
  const compared = comparisons(columns, names).filter(
    ({ column }) => !derived.some((one) => one.column === column),
  );
  const computed = [...derived, ...compared].map(({ column }) => names[column]!);
  const kept = names.flatMap((name, c) => (computed.includes(name) ? [] : [{ name, c }]));
  return {
    computed,
    notes: [
      ...derived.map(({ column, how, from }) => {
        const parts = from.map((one) => names[one]!);
        return `${derivationText(names[column]!, how, parts)} and is left out; --raters names the columns to use`;
      }),
      ...compared.map(({ text }) => `${text} and is left out; --raters names the columns to use`),
      ...otherScales(
        kept.map(({ c }) => columns[c]!),
        kept.map(({ name }) => name),
      ).map(({ text }) => `${text} and ${used}`),
    ],
  };
}
