/** `valuelex elicit|scores|report <run>`: works until that stage and prints its results. */

import { join } from 'node:path';
import { UserError } from '../../errors.ts';
import { nearest } from '../../models/nearest.ts';
import { reportData } from '../../report/report-data.ts';
import { reportInputOf } from '../../report/report-input.ts';
import { reportFormats, writeReport } from '../../report/write-report.ts';
import { foldedCurve } from '../../run/discovery.ts';
import { elicitedByModel } from '../../run/elicited.ts';
import { readableFolder } from '../../run/example.ts';
import { tellLens } from '../../run/lens/tell-lens.ts';
import { findRun, summariseRun } from '../../run/list-runs.ts';
import { ratedIn, resultTable } from '../../run/rated-results.ts';
import type { Session } from '../../run/session.ts';
import { tableText } from '../../tables/as-text.ts';
import type { CommandContext, SharedOptions } from '../command-context.ts';
import { plainTable } from '../plain-table.ts';
import { partAt, printPart } from './lens.ts';
import { isExample, withRunRead, withRunUntil } from './open-run.ts';
import { reportExtraOf, writtenText } from './show-results.ts';

/** Points of the curve of new value words, at most. */
const mostParts = 20;

/** Works until every elicitation prompt is answered; one row per model. */
export async function elicit(
  run: string,
  options: SharedOptions,
  context: CommandContext,
): Promise<void> {
  await withRunUntil(
    run,
    'elicit',
    options,
    context,
    (session) => {
      const state = session.getState();
      const elicited = elicitedByModel(session.responses(), state.results.lexicon);
      const none = { answers: 0, refusals: 0, words: 0, cutOff: 0, spend: 0 };
      const rows = modelsOf(session).map((model) => ({ model, ...(elicited.get(model) ?? none) }));
      if (options.json) {
        const { discovery } = state;
        context.out(
          JSON.stringify(
            {
              models: rows,
              descriptors: discovery.descriptors,
              newPerHundred: discovery.perHundred,
            },
            null,
            1,
          ),
        );
        return;
      }
      const right = (title: string) => ({ title, align: 'right' as const });
      context.out(
        plainTable(
          ['model', right('answers'), right('refusals'), right('value words'), right('cut off')],
          rows.map((row) => [
            row.model,
            ...[row.answers, row.refusals, row.words, row.cutOff].map(String),
          ]),
        ),
      );
      const { every, fresh } = foldedCurve(state.discovery.perHundred, mostParts);
      context.out(
        `\n${state.discovery.descriptors} value words in all; new in each ${every === 100 ? 'hundred' : every} answers: ${fresh.join(', ')}.`,
      );
    },
    'clusters',
  );
}

/** Models of the study, and those whose answers to an instrument were imported. */
function modelsOf(session: Session): string[] {
  const { study } = session.getState();
  const known = session.instruments().flatMap(({ facts }) => facts?.models ?? []);
  return [...new Set([...study.models.map(({ id }) => id), ...known.map(({ name }) => name)])];
}

/** Works until every completion is rated; the scores of every value system, or of one. */
export async function scores(
  run: string,
  options: SharedOptions & { system?: string; profile?: boolean; where?: string[] },
  context: CommandContext,
): Promise<void> {
  const { where } = options;
  if (where) {
    await withRunUntil(run, undefined, options, context, (session) =>
      printPart(session, where, ['scores'], options, context),
    );
    return;
  }
  await withRunUntil(run, undefined, options, context, (session) => {
    const state = session.getState();
    const all = ratedIn(state.results).scores;
    const chosen = options.system ? all.filter((one) => one.system === options.system) : all;
    if (chosen.length === 0) {
      const known = all.map((one) => one.system);
      const near = options.system ? nearest(options.system, known) : [];
      throw new UserError(
        options.system
          ? `This run has no scores on ${options.system}.`
          : 'There are no scores yet.',
        {
          hint:
            known.length > 0
              ? `It has ${(near.length > 0 ? near : known).join(', ')}.`
              : 'A study needs completions and ratings for scores; see valuelex run.',
        },
      );
    }
    if (options.json) context.out(JSON.stringify(chosen, null, 1));
    else
      for (const { system } of chosen) {
        const kind = options.profile ? 'profile' : 'raw';
        const table = resultTable(state.results, `${kind}-${system}`)!;
        // A profile has the notes of the raw scores, except the one on their letters.
        const [, ...notes] = resultTable(state.results, `raw-${system}`)!.notes;
        const more = notes.filter((note) => !table.notes.includes(note));
        const lines = tableText(
          options.profile ? { ...table, notes: [...table.notes, ...more] } : table,
          context.layout,
        );
        context.out(`${lines.join('\n')}\n`);
      }
  });
}

/** Writes the report's files from the stored facts, next to the runs where the run's folder is write-protected; asks nothing. */
export async function report(
  run: string,
  options: SharedOptions & { fit?: boolean; where?: string[] },
  context: CommandContext,
): Promise<void> {
  const folder = findRun(run, options.runs);
  const outside = await context.outside();
  const example = isExample(folder, outside);
  const place = await readableFolder(folder, outside, outside.cache);
  const { finished, name, readOnly } = summariseRun(place);
  if (!finished) context.note('This run is not done yet: the report covers what there is so far.');
  const target = example || readOnly ? join(options.runs, `${name}-report`) : folder;
  const write = async (session: Session) => {
    const part = options.where && tellLens(await partAt(session, options.where, context));
    const extra = { ...reportExtraOf(outside, session), ...(part && { part }) };
    const input = await reportInputOf(session, extra);
    context.note(writtenText(writeReport(target, input, reportFormats)));
    const data = reportData(input);
    context.out(options.json ? JSON.stringify(data, null, 1) : data.summary.join(' '));
  };
  await withRunRead(place, outside, write, options.fit ? 'fits' : 'all', context.progress);
}
