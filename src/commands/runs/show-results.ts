/** The results of a run as the commands print them: tables on standard output, or one JSON line. */

import { basename, dirname, isAbsolute, relative } from 'node:path';
import type { Outside } from '../../environment.ts';
import { lastParts, reportData } from '../../report/report-data.ts';
import { type ReportExtra, reportInputOf } from '../../report/report-input.ts';
import { factorLines, findingLines } from '../../report/text-tables.ts';
import { reportFormats, writeReport } from '../../report/write-report.ts';
import { isComputed } from '../../run/derive/stage.ts';
import { namedFolder } from '../../run/example-place.ts';
import type { Session } from '../../run/session.ts';
import { promptTextOf } from '../../run/study-prompts.ts';
import { notesText, tableText } from '../../tables/as-text.ts';
import { eachNoteOnce, shownTables } from '../../tables/table.ts';
import { wrapText } from '../../tables/text-lines.ts';
import type { CommandContext } from '../command-context.ts';
import { examplesOf } from './examples.ts';

/** Loadings, scores on every value system, the judges' exams, the findings. */
export async function showResults(
  session: Session,
  outside: Outside,
  options: { json?: boolean; only?: string },
  context: CommandContext,
): Promise<void> {
  const { results, simulated } = session.getState();
  if (options.json) {
    const data = reportData(await reportInputOf(session, reportExtraOf(outside, session)));
    context.out(JSON.stringify({ event: 'result', ...data }));
    return;
  }
  const { layout } = context;
  const part = (title: string, lines: readonly string[]) => {
    if (lines.length > 0) context.out([layout.paint.bold(title), '', ...lines, ''].join('\n'));
  };
  const mark = simulated ? ' (simulated)' : '';
  const { only } = options;
  if (only === undefined && isComputed(results.factors))
    part(`Loadings${mark}`, factorLines(results.factors, layout));
  else if (only === undefined && results.factors && 'unavailable' in results.factors)
    context.note(`! ${results.factors.unavailable}`);
  for (const { instrument } of session.instruments()) {
    const found = results.instruments[instrument.id];
    if (!found || (only !== undefined && instrument.id !== only)) continue;
    if ('unavailable' in found) context.note(`! ${instrument.title}: ${found.unavailable}`);
    else {
      const { headline, tables, notes } = found.told;
      const main = eachNoteOnce(
        shownTables(tables).filter(({ more, folded }) => !more && folded === undefined),
      );
      part(`${instrument.title}${mark}`, [
        ...wrapText(headline, layout.width),
        ...main.flatMap((one) => ['', ...tableText(one, layout)]),
        ...notesText(notes, layout),
      ]);
    }
  }
  if (only === undefined) part(`Findings${mark}`, findingLines(results.findings, layout));
}

/** Writes every file of the report into the run's folder; the paths. */
export async function writeReportFiles(session: Session, outside: Outside): Promise<string[]> {
  const input = await reportInputOf(session, reportExtraOf(outside, session));
  return writeReport(session.getState().folder, input, reportFormats);
}

/** Which files were written, in one line. */
export function writtenText(files: readonly string[]): string {
  const first = files[0];
  return first === undefined
    ? 'There is nothing to write yet.'
    : `Wrote ${files.map((file) => basename(file)).join(', ')} in ${dirname(first)}`;
}

/** The run's folder as the user would type it from the working folder, as short as possible; an example by its own name. */
export function commandFolder(session: Session, outside: Outside, from = process.cwd()): string {
  const folder = namedRun(session, outside);
  const below = relative(from, folder);
  return below === '' || below.startsWith('..') || isAbsolute(below) ? folder : below;
}

function namedRun(session: Session, outside: Outside): string {
  const examples = examplesOf(outside).map((example) => example.folder);
  return namedFolder(session.getState().folder, examples, outside.cache, outside.version);
}

/** What a report needs in addition to the run. */
export function reportExtraOf(outside: Outside, session: Session): ReportExtra {
  return {
    version: outside.version,
    now: outside.now(),
    promptText: promptTextOf(session.getState().study, outside.prompts),
    folder: lastParts(namedRun(session, outside)),
  };
}
