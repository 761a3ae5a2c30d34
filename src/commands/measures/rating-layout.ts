/** Tables of ratings that are laid out in another way than one thing a row and one rater a column. */
import { UserError } from '../../errors.ts';
import type { Table } from '../../table-files/table-file.ts';

/** Throws UserError, with what to do, for one rating a row, raters in rows, and counts of labels. `unit` as a person named it. */
export function refuseOtherLayouts(table: Table, unit: string | undefined): void {
  refuseOneRatingARow(table);
  if (unit !== undefined) return;
  refuseRatersInRows(table);
  refuseCounts(table);
  refuseTallies(table);
}

/** Names of columns that say who rated. */
const raterNames =
  /^_*(rater|judge|annotator|coder|evaluator|assessor|reviewer|labell?er|(rated|coded|labell?ed|annotated|created|completed|submitted)[ _]?by)([ _.-]?(id|name|nr|no))?$/i;
/** Names that say who rated where they come again and again; once each they may be the things. */
const perhapsRaters = /^_*(user|worker|crowd ?worker)([ _.-]?(id|name|nr|no))?$/i;
const valueNames = /^(rating|score|value|label|grade|stars|points|code|answer|judg(e)?ment)s?$/i;

/** Throws UserError where a column names raters that come again and again, each once for each thing of another column. */
function refuseOneRatingARow(table: Table): void {
  const rater =
    table.columns.find((name) => raterNames.test(name)) ??
    table.columns.find((name) => perhapsRaters.test(name));
  if (rater === undefined) return;
  const cellsOf = (name: string) => table.rows.map(({ cells }) => (cells[name] ?? '').trim());
  const who = cellsOf(rater);
  const raters = new Set(who).size;
  if (raters < 2 || 2 * raters > who.length) return;
  const others = table.columns.filter((name) => name !== rater);
  const unit = others.find((name) => {
    const things = cellsOf(name);
    const pairs = new Set(things.map((thing, i) => JSON.stringify([thing, who[i]])));
    // A few ratings may be there twice.
    return new Set(things).size < things.length && pairs.size >= 0.9 * things.length;
  });
  if (unit === undefined) return;
  const rest = others.filter((name) => name !== unit);
  const value = rest.length === 1 ? rest[0] : rest.find((name) => valueNames.test(name));
  throw new UserError(`The column ${rater} says who rated: a row is one rating, not one thing.`, {
    where: table.file,
    hint: `Add --unit ${unit} --rater ${rater} --value ${value ?? '<column>'}, or name the columns of ratings with --raters.`,
    exit: 'usage',
  });
}

/** Throws UserError where the first column names a rater in each row. */
function refuseRatersInRows({ file, columns, rows }: Table): void {
  const [first, ...others] = columns;
  if (first === undefined || !raterNames.test(first) || others.length < 2) return;
  const who = rows.map(({ cells }) => (cells[first] ?? '').trim());
  if (new Set(who).size < who.length || who.some((name) => /^-?\d+$/.test(name) || name === ''))
    return;
  throw new UserError(`The rows of this table are raters (${first}), and its columns things.`, {
    where: file,
    hint: `Turn the table, so that each row is a thing and each column a rater; if rows are things all the same, add --unit ${first}.`,
    exit: 'usage',
  });
}

/** Throws UserError for a square of counts whose rows and columns are the same labels. */
function refuseCounts({ file, columns, rows }: Table): void {
  const [first, ...labels] = columns;
  if (first === undefined || labels.length < 2 || rows.length !== labels.length) return;
  const names = rows.map(({ cells }) => (cells[first] ?? '').trim().toLowerCase());
  const wanted = new Set(labels.map((label) => label.trim().toLowerCase()));
  const counts = rows.every(({ cells }) =>
    labels.every((label) => /^\d+$/.test((cells[label] ?? '').trim())),
  );
  if (!counts || new Set(names).size < names.length || !names.every((name) => wanted.has(name)))
    return;
  throw new UserError('This table counts pairs of labels; it does not hold the ratings.', {
    where: file,
    hint: 'Give the ratings: a row for each thing, a column for each of the two raters.',
  });
}

/** Fewer rows may have one sum by chance. */
const rowsToTally = 5;

/** Throws UserError where each row tells how many raters gave each label: whole numbers, zeros among them, of one sum. */
function refuseTallies({ file, columns, rows }: Table): void {
  const isCount = (column: string) =>
    rows.every(({ cells }) => /^\d+$/.test((cells[column] ?? '').trim()));
  const labels = columns.filter((column, i) => (i > 0 || columns.length < 3) && isCount(column));
  if (labels.length < 2 || rows.length < rowsToTally) return;
  const counts = rows.map(({ cells }) => labels.map((label) => Number(cells[label])));
  const sums = new Set(counts.map((row) => row.reduce((sum, count) => sum + count, 0)));
  const [raters] = sums;
  if (sums.size > 1 || raters! < 2 || !counts.flat().includes(0)) return;
  throw new UserError(
    `The numbers of each row add up to ${raters}: they count who gave each label, and are no ratings.`,
    {
      where: file,
      hint: 'Give the ratings: a row for each thing, a column for each rater. If they are ratings all the same, name the columns with --raters.',
      exit: 'usage',
    },
  );
}
