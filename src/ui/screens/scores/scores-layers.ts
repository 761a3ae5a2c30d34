/** Layers below the scores: the judges' exam, the stems, the correlations. */

import type { SystemScores } from '../../../instruments/shared/scores.ts';
import type { ToldMethods } from '../../../methods/tell-methods.ts';
import { instrumentOfTable, resultTables } from '../../../run/rated-results.ts';
import type { RunState } from '../../../run/state.ts';
import { safeLine } from '../../../safe-text/safe-line.ts';
import { gridOf } from '../../../tables/grid.ts';
import { shortName } from '../../../tables/numbers.ts';
import type { Table } from '../../../tables/table.ts';
import { tableState } from '../../components/table-state.ts';
import type { TextTable } from '../../interface-options.ts';
import type { Layer } from '../../layer.ts';
import { type CellPlace, evidenceLayer } from '../../layers/answers.ts';
import type { View } from '../../scene.ts';
import { suggestModels } from '../runs/run-actions.ts';

/** The tables of an instrument's results with their notes; cells open their evidence. */
export function resultTablesLayer(
  instrument: string | null,
  title: string,
  tables: readonly Table[],
  so = tables[0]?.so,
): Layer {
  return {
    kind: 'tables',
    title,
    so: so ?? '',
    tables: tables.map(gridOf),
    tableNotes: tables.map(({ notes }) => notes),
    ...(instrument !== null && {
      trace: (view, table, row, column) =>
        evidenceLayer(view, cellAt(instrument, tables[table]!, row, column)),
    }),
    at: 0,
    table: tableState(),
  };
}

/** The evidence for the score of a model: a cell of a table, by the ids of row and column. */
export function scoreEvidence(
  view: View,
  table: Table,
  row: string,
  column: string | null,
): Layer | null {
  const instrument = view.run && instrumentOfTable(view.run.results, table.id);
  if (!instrument) return null;
  const titles = table.columns.slice(1).find(({ id }) => id === column);
  return evidenceLayer(view, {
    instrument,
    place: { table: table.id, row, column },
    row: shortName(row),
    column: titles?.title ?? null,
  });
}

/** The foot follows the rows, as in the grid. */
function cellAt(instrument: string, table: Table, at: number, column: number): CellPlace {
  const row = [...table.rows, ...(table.foot ?? [])][at]!;
  const { id, title } = table.columns[column]!;
  return {
    instrument,
    place: { table: table.id, row: row.id, column: id },
    row: String(row.cells[0]),
    column: column === 0 ? null : title,
  };
}

/** The judges' exam on one value system, next to the accuracy of counting words; null without an exam. */
export function examTable(run: RunState, { system: id }: SystemScores): TextTable | null {
  const exams = resultTables(run.results).find(({ id }) => id === 'exams');
  const system = exams?.columns.findIndex(({ id }) => id === 'system') ?? -1;
  const rows = exams?.rows.filter(({ cells }) => cells[system] === id) ?? [];
  return exams && rows.length > 0 ? gridOf({ ...exams, rows }) : null;
}

/** The exam as a layer of its own. */
export function examLayer({ results }: RunState): Layer {
  const tables = resultTables(results).filter(({ id }) => id === 'exams');
  return {
    ...resultTablesLayer(instrumentOfTable(results, 'exams'), 'exam', tables),
    fixed: true,
  } as Layer;
}

/** How far the instruments agree, pair by pair. */
export function methodsLayer({ headline, tables, notes }: ToldMethods): Layer {
  const layer = resultTablesLayer(null, 'methods', tables, safeLine(headline));
  return layer.kind === 'tables' ? { ...layer, notes: [...(layer.notes ?? []), ...notes] } : layer;
}

/** A layer of the tables on a value system whose ids begin with one of `ids`. */
function layerOf(title: string, { results }: RunState, system: string, ids: readonly string[]) {
  const named = ids.map((id) => `${id}-${system}`);
  const all = resultTables(results);
  const tables = named.flatMap((name) =>
    all.filter(({ id }) => id === name || id.startsWith(`${name}-`)),
  );
  return resultTablesLayer(
    tables[0] ? instrumentOfTable(results, tables[0].id) : null,
    title,
    tables,
  );
}

/** Difficulty and discrimination of each stem, and the stems that function differently in a group of models. */
export function itemsLayer(run: RunState, { system }: SystemScores): Layer {
  return layerOf('stems', run, system, ['stems', 'stem-groups']);
}

/** The reliability expected of other numbers of stems and judges, column by column, and the quality of the present ones. */
export function decisionLayer(run: RunState, { system }: SystemScores): Layer {
  return layerOf('how many stems and judges', run, system, [
    'decision',
    'quality',
    'retest',
    'facets',
  ]);
}

/** Correlations among the subdimensions. */
export function correlationsLayer(run: RunState, { system }: SystemScores): Layer {
  return layerOf('correlations', run, system, ['correlations']);
}

/** Changes the judges in one step; only the new judges' ratings are asked for. */
export function askJudges(view: View): void {
  const { act, options, session, run } = view;
  if (!session || !run) return;
  if (view.ui.models.list === null) void act.refreshModels();
  act.ask(
    'judges, separated by commas',
    run.study.test.judges.join(', '),
    async (typed) => {
      const raters = typed
        .split(',')
        .map((name) => name.trim())
        .filter(Boolean);
      if (raters.length === 0) return;
      const named = await act.attempt('looking for the judges', async () => {
        await options.checkRaters(session, raters);
        await session.setRaters(raters);
        return true;
      });
      if (!named) return false;
      act.work(session);
    },
    {
      suggest: (typed) => {
        const parts = typed.split(',');
        const before = parts.slice(0, -1).map((name) => name.trim());
        return suggestModels(view, parts.at(-1) ?? '').map((name) => [...before, name].join(', '));
      },
    },
  );
}
