/** `valuelex factors`: the factor analysis of a run, or of any table. */

import { basename, resolve } from 'node:path';
import { stringify } from 'csv-stringify/sync';
import { UserError } from '../../errors.ts';
import { factorLines } from '../../report/text-tables.ts';
import { isComputed } from '../../run/derive/stage.ts';
import { readTable } from '../../table-files/read-table.ts';
import { safeCell } from '../../tables/csv-lines.ts';
import type { CommandContext, SharedOptions } from '../command-context.ts';
import { refuseWhere } from '../file-options.ts';
import { isTableFile } from '../is-table-file.ts';
import { columnNames } from '../measures/scale-items.ts';
import { print } from '../print.ts';
import { progressMeter } from '../progress-meter.ts';
import { printPart } from '../runs/lens.ts';
import { withRunUntil } from '../runs/open-run.ts';
import { type TableCommandOptions, tableOptionsOf } from '../table-options.ts';
import { writeGiven } from '../write-given.ts';
import { analyseFactors } from './analyse-factors.ts';
import { factorResultText } from './factor-result-text.ts';
import type { FactorSettings } from './factor-settings.ts';
import { readFactorTable, type TableForFactors } from './factor-table.ts';
import type { FactorsJson } from './factors-json.ts';

export type FactorsOptions = SharedOptions &
  TableCommandOptions &
  FactorSettings & {
    where?: string[];
    /** The columns that are variables; by default all that measure something. */
    columns?: string;
    /** Loadings below this are dimmed, or left blank without colour. */
    cut: number;
    /** File for the scores; `<table>-scores.csv` in the working folder unless given. */
    scoresTo?: string;
  };

export async function factors(
  source: string,
  options: FactorsOptions,
  context: CommandContext,
): Promise<void> {
  const { where } = options;
  if (isTableFile(source, options.runs)) {
    refuseWhere(source, where);
    await factorsOfFile(source, options, context);
    return;
  }
  if (where) {
    await withRunUntil(source, 'name', options, context, (session) =>
      printPart(session, where, ['factors'], options, context),
    );
    return;
  }
  await withRunUntil(source, 'name', options, context, (session) => {
    const view = session.getState().results.factors;
    if (!isComputed(view))
      throw new UserError(view?.unavailable ?? 'There are no factors yet: there are no answers.', {
        ...(view?.hint ? { hint: view.hint } : {}),
      });
    print(context, options, view, () => factorLines(view, context.layout));
  });
}

async function factorsOfFile(
  source: string,
  options: FactorsOptions,
  context: CommandContext,
): Promise<void> {
  const { columns, ...rest } = options;
  const read = await readTable(source, tableOptionsOf(options));
  const table = readFactorTable(read, {
    ...rest,
    ...(columns === undefined ? {} : { columns: columnNames(columns, read) }),
  });
  const target = options.scores ? placeOfScores(source, options, table) : null;
  const result = await analyseFactors(table, options, progressMeter(context));
  if (target && table.input === 'raw') writeScores(target, table, result, options, context);
  print(context, options, result, () => factorResultText(result, options.cut, context.layout));
}

/** The file for the scores. Throws UserError where there are no scores, or the table itself would be overwritten. */
function placeOfScores(source: string, options: FactorsOptions, table: TableForFactors): string {
  if (table.input === 'matrix')
    throw new UserError('Scores need the rows, not only their correlations.', {
      hint: 'Leave --scores out, or bring the raw data.',
      exit: 'usage',
    });
  const file = options.scoresTo ?? `${basename(source).replace(/\.[^.]+$/, '')}-scores.csv`;
  if (resolve(file) === resolve(source))
    throw new UserError('The scores would overwrite the table.', {
      where: file,
      hint: 'Name another file with --scores-to.',
      exit: 'usage',
    });
  return file;
}

/** One row for each row analysed: its line in the table, its group, its scores. A row with a gap has none. */
function writeScores(
  file: string,
  table: Extract<TableForFactors, { input: 'raw' }>,
  result: FactorsJson,
  options: FactorsOptions,
  context: CommandContext,
): void {
  const found = Object.values(result.scores ?? {})[0];
  if (!found) return;
  if ('withheld' in found) {
    context.note(`! No scores were written: ${found.withheld}`);
    return;
  }
  const header = [
    'line',
    ...(options.groups ? [options.groups] : []),
    ...result.ssLoadings.map((_, f) => `F${f + 1}`),
  ];
  const rows = found.scores!.map((scores, i) => [
    table.lines[i]!,
    ...(table.groups ? [table.groups[i]!] : []),
    ...scores,
  ]);
  writeGiven(file, stringify([header, ...rows].map((row) => row.map(safeCell))), {
    what: 'The scores',
    hint: 'Check the folder, the permissions, and the free space.',
  });
  context.note(`Scores of ${rows.length} rows: ${file}`);
}
