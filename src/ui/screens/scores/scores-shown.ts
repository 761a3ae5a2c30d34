/** What screen 6 shows of the open run: the value system, the picture of its selected value, or the table of its numbers. */
import type { SystemScores } from '../../../instruments/shared/scores.ts';
import { familyMeans } from '../../../instruments/shared/tell/family-means.ts';
import { cannotTell, differencesPlot } from '../../../instruments/shared/tell/tell-differences.ts';
import { mostLettered } from '../../../instruments/shared/tell/tell-scores.ts';
import { ratedIn, resultTable } from '../../../run/rated-results.ts';
import type { DifferencesPlot, Table } from '../../../tables/table.ts';
import { arrange } from '../../components/table-state.ts';
import type { View } from '../../scene.ts';
import { scoreColumns } from './scores-view.ts';

/** The value system on the screen. */
export function systemOf(view: View): SystemScores | null {
  const scores = view.run ? ratedIn(view.run.results).scores : [];
  return scores.find((one) => one.system === view.ui.scores.system) ?? scores[0] ?? null;
}

/** The table of its scores: raw, or centred. */
export function scoreTable(view: View, { system }: SystemScores): Table {
  const kind = view.ui.scores.profile ? 'profile' : 'raw';
  return resultTable(view.run!.results, `${kind}-${system}`)!;
}

/** The table of its raw scores. */
export function rawTable(view: View, { system }: SystemScores): Table {
  return resultTable(view.run!.results, `raw-${system}`)!;
}

/** The id of the selected column. */
export function selection(view: View, table: Table): string | null {
  const { table: state, numbers } = view.ui.scores;
  // Marks change the width of a column, but not the set of columns.
  const visible = scoreColumns(table, null, false).filter(({ id }) => !state.hidden.includes(id));
  if (numbers) return visible[Math.min(state.column, visible.length - 1)]?.id ?? null;
  const values = visible.slice(1).filter(({ id }) => isValue(table, id));
  return values[Math.max(0, Math.min(state.column, values.length) - 1)]?.id ?? null;
}

const isValue = (table: Table, id: string) =>
  table.columns.some((column) => column.id === id && !column.beside);

/** The rows of the table of numbers and its columns. */
export function shownOf(view: View, scores: SystemScores, wide: boolean) {
  const { table, byGroup } = view.ui.scores;
  const whole = scoreTable(view, scores);
  const selected = selection(view, whole);
  // The row under the cursor changes the texts of the rows, but not the set of rows.
  const plain = scoreColumns(whole, selected, wide);
  const { rows } = arrange(whole.rows, plain, table);
  if (byGroup) rows.sort((a, b) => (a.group ?? '').localeCompare(b.group ?? ''));
  const near = nearCursor(view, scores, rows[table.row]?.id ?? null);
  const columns = scoreColumns(whole, selected, wide, near);
  return { rows, columns: arrange([], columns, table).columns };
}

/** Models that do not differ from this one in the selected column; null where letters show that. */
export function nearCursor(
  view: View,
  scores: SystemScores,
  model: string | null,
): ReadonlySet<string> | null {
  if (scores.models.length <= mostLettered || view.ui.scores.profile) return null;
  const c = scores.columns.findIndex(({ id }) => id === selection(view, scoreTable(view, scores)));
  return c < 0 || model === null ? new Set() : cannotTell(scores, c, model);
}

/** The picture of the selected value around the model under the cursor, with the rows that pass the filter. */
export function pictureOf(view: View, scores: SystemScores) {
  const { table, byGroup } = view.ui.scores;
  const whole = rawTable(view, scores);
  const selected = selection(view, whole);
  const columns = scoreColumns(whole, selected, false);
  const c = scores.columns.findIndex(({ id }) => id === selected);
  const kept = new Map(
    arrange(whole.rows, columns, { ...table, sort: null }).rows.map((row) => [row.id, row]),
  );
  const ranked = differencesPlot(scores, c, null).rows.filter(({ id }) => kept.has(id));
  const order = byGroup ? inFamilies(scores, c, ranked) : ranked;
  const reference = order[Math.min(table.row, order.length - 1)]?.id ?? null;
  const plot = differencesPlot(scores, c, reference);
  const drawn = new Map(plot.rows.map((row) => [row.id, row]));
  const rows = order.map(({ id }) => drawn.get(id)!);
  return {
    plot,
    rows,
    heads: byGroup ? headsOf(scores, familyMeans(scores, c, reference), rows) : new Map(),
    shown: {
      rows: order.map(({ id }) => kept.get(id)!),
      columns: columns.filter(
        ({ id }, at) => !table.hidden.includes(id) && (at === 0 || isValue(whole, id)),
      ),
    },
  };
}

type PlotRow = DifferencesPlot['rows'][number];

const familyOf = ({ models }: SystemScores) =>
  new Map(models.map(({ model, family }) => [model, family]));

/** The models by family: families with the highest mean first, models of a family in their order. */
function inFamilies(scores: SystemScores, c: number, ranked: readonly PlotRow[]): PlotRow[] {
  const families = [...familyMeans(scores, c, null).keys()];
  const own = familyOf(scores);
  const place = ({ id }: PlotRow) => families.indexOf(own.get(id) ?? '');
  return ranked.toSorted((a, b) => place(a) - place(b));
}

/** The mean of each family, by the first model of the family on the screen, above which it is drawn. */
function headsOf(
  scores: SystemScores,
  means: ReadonlyMap<string, PlotRow>,
  rows: readonly PlotRow[],
): Map<string, PlotRow> {
  const own = familyOf(scores);
  const family = (row: PlotRow | undefined) => row && own.get(row.id);
  return new Map(
    rows.flatMap((row, at) => {
      const head = means.get(family(row) ?? '');
      return head && family(row) !== family(rows[at - 1]) ? [[row.id, head] as const] : [];
    }),
  );
}

/** The position of a model among the rows shown; 0 if it is not among them. */
export function rowOf(view: View, scores: SystemScores, model: string): number {
  const { rows } = view.ui.scores.numbers
    ? shownOf(view, scores, false)
    : pictureOf(view, scores).shown;
  return Math.max(
    0,
    rows.findIndex(({ id }) => id === model),
  );
}
