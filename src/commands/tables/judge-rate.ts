/** `valuelex judge rate`: completions of a file, rated. */
import { existsSync, readFileSync } from 'node:fs';
import PQueue from 'p-queue';
import * as z from 'zod';
import { UserError } from '../../errors.ts';
import { raterPrompts } from '../../instruments/shared/exam/ask-exam.ts';
import type { ExamResult, Protocol } from '../../instruments/shared/exam/exam-record.ts';
import { knownExam } from '../../instruments/shared/exam/take-exams.ts';
import {
  protocolsOf,
  type RatingTask,
  rateTask,
} from '../../instruments/shared/rating/rate-text.ts';
import type { Model } from '../../models/model.ts';
import { nearest } from '../../models/nearest.ts';
import { withRetries } from '../../models/retry.ts';
import { presetStudy } from '../../run/presets.ts';
import { isLabelGap } from '../../table-files/gaps.ts';
import { readTable } from '../../table-files/read-table.ts';
import { repeatedIds } from '../../table-files/repeated-ids.ts';
import { rowsOf } from '../../table-files/rows-of.ts';
import { placeOf, type Table } from '../../table-files/table-file.ts';
import { fixed, plural } from '../../tables/numbers.ts';
import { loadSystem } from '../../values/load-systems.ts';
import { subdimensionsOf, type ValueSystem } from '../../values/value-system.ts';
import type { CommandContext } from '../command-context.ts';
import { fetchMissingModels } from '../models/fetch-missing-models.ts';
import { plainTable } from '../plain-table.ts';
import { print } from '../print.ts';
import { printNotes } from '../print-notes.ts';
import { type TableCommandOptions, tableOptionsOf } from '../table-options.ts';

export type JudgeRateOptions = TableCommandOptions & {
  judge: string;
  system: string;
  protocol?: Protocol;
  json?: boolean;
};

const row = z.object({
  id: z.string().trim().min(1, 'a row needs an id'),
  stem: z.string().trim().min(1, 'the stem is missing'),
  completion: z.string().trim(),
  subdimension: z.string().trim().default(''),
});
type Row = z.infer<typeof row> & { line: number };

export type FileRating = {
  id: string;
  subdimension: string;
  judge: string;
  protocol: Protocol;
  /** In the protocol's own unit; null where it is missing, with the reason. */
  raw: number | null;
  /** On 0–6 by the judge's exam; null without an exam. */
  rating: number | null;
  missing?: string;
};

/** One rating per row, or one per subdimension where the row names none; in the order of the file. */
export async function judgeRate(
  file: string,
  options: JudgeRateOptions,
  context: CommandContext,
): Promise<void> {
  const table = await readTable(file, tableOptionsOf(options));
  const rows: Row[] = rowsOf(table, row as z.ZodType<z.infer<typeof row>>, {
    required: ['id', 'stem', 'completion'],
    optional: ['subdimension'],
  }).map((one) => ({
    ...one,
    // A gap is no ending, and no subdimension.
    completion: isLabelGap(one.completion, table.options.gaps) ? '' : one.completion,
    subdimension: isLabelGap(one.subdimension, table.options.gaps) ? '' : one.subdimension,
  }));
  const notes = [...table.notes, ...notesOnRows(rows, table)];
  printNotes({ notes }, context);
  const system = loadSystem(options.system, (path) =>
    existsSync(path) ? readFileSync(path, 'utf8') : undefined,
  );
  const wanted = rows.map((one) => subdimensionsFor(one, system, table));
  const outside = await context.outside();
  const study = presetStudy('quick', outside.prompts, {
    name: 'rate',
    models: [],
    judges: [options.judge],
  });
  await fetchMissingModels(study, outside, context);
  const model = await outside.openModel(options.judge, study);
  try {
    const exam = await knownExam(options.judge, model, system, outside);
    const protocol = protocolFor(options, model, exam);
    if (!exam)
      context.note(
        `! ${options.judge} has taken no exam on ${system.id}: its ratings are unproven. Examine it: valuelex judge exam ${options.judge}`,
      );
    else if (exam.verdict !== 'passes')
      context.note(`! ${options.judge} did not pass its exam on ${system.id}: ${exam.verdict}.`);
    const ratings = await rateRows(
      rows,
      wanted,
      { model, system, protocol, exam },
      options,
      context,
      raterPrompts(outside),
    );
    print(context, options, ratings, () => ratingTable(ratings));
  } finally {
    await model.close();
  }
}

/** Endings that are not there, and ids that stand for several rows. */
function notesOnRows(rows: readonly Row[], table: Table): string[] {
  const silent = rows.filter(({ completion }) => completion === '');
  const twice = repeatedIds(
    rows.map(({ id, subdimension, line }) => ({ id, line, apart: subdimension.toLowerCase() })),
  );
  return [
    ...(silent.length > 0
      ? [
          `${plural(silent.length, 'row')} without a completion ${silent.length === 1 ? 'is' : 'are'} not rated (first: ${placeOf(table, silent[0]!.line)})`,
        ]
      : []),
    ...(twice === null ? [] : [twice]),
  ];
}

function subdimensionsFor(one: Row, system: ValueSystem, table: Table): string[] {
  const known = subdimensionsOf(system);
  if (one.subdimension === '') return known.map((sub) => sub.id);
  const lower = one.subdimension.toLowerCase();
  const found = known.find((sub) => sub.id === lower || sub.name.toLowerCase() === lower);
  if (found) return [found.id];
  const near = nearest(
    one.subdimension,
    known.map((sub) => sub.id),
  );
  throw new UserError(`${system.id} has no subdimension ${one.subdimension}.`, {
    where: placeOf(table, one.line),
    hint: `${near.length > 0 ? 'Nearest' : 'It has'}: ${(near.length > 0 ? near : known.map((sub) => sub.id)).join(', ')}.`,
  });
}

function protocolFor(options: JudgeRateOptions, model: Model, exam: ExamResult | null): Protocol {
  const able = protocolsOf(model.capabilities);
  const protocol = options.protocol ?? exam?.protocol ?? able[0]!;
  if (able.includes(protocol)) return protocol;
  throw new UserError(`${options.judge} cannot be asked by ${protocol}.`, {
    hint: `It can by ${able.join(', ')}: the others need the probabilities of all next tokens.`,
    exit: 'usage',
  });
}

async function rateRows(
  rows: readonly Row[],
  wanted: readonly string[][],
  by: { model: Model; system: ValueSystem; protocol: Protocol; exam: ExamResult | null },
  options: JudgeRateOptions,
  context: CommandContext,
  prompts: ReturnType<typeof raterPrompts>,
): Promise<FileRating[]> {
  const { model, system, protocol, exam } = by;
  const abort = new AbortController();
  const stopListening = context.onInterrupt(() =>
    abort.abort(new UserError('Stopped; nothing was kept.', { exit: 'paused' })),
  );
  const all = subdimensionsOf(system).map((sub) => sub.id);
  const queue = new PQueue({ concurrency: model.concurrency });
  let done = 0;
  const tasks = rows.flatMap((one, i): { row: number; task: RatingTask }[] => {
    const base = {
      rater: options.judge,
      system: system.id,
      protocol,
      answer: one.id,
      text: { asked: one.stem, text: one.completion },
    };
    // "Cares about" compares all subdimensions in one request.
    return protocol === 'cares-about'
      ? [{ row: i, task: { ...base, subdimensions: all } }]
      : wanted[i]!.map((sub) => ({ row: i, task: { ...base, subdimensions: [sub] } }));
  });
  try {
    const rated = await queue.addAll(
      tasks.map(({ row: at, task }) => async () => {
        abort.signal.throwIfAborted();
        const raws =
          task.text.text === ''
            ? task.subdimensions.map((subdimension) => ({
                subdimension,
                raw: null,
                missing: 'there is no completion',
              }))
            : await withRetries(
                () => rateTask(model, task, system, prompts, { signal: abort.signal }),
                {
                  signal: abort.signal,
                  random: Math.random,
                },
              );
        done += 1;
        if (context.watched || done % Math.max(1, Math.floor(tasks.length / 10)) === 0)
          context.progress(`rating ${done}/${tasks.length}`);
        return { at, raws };
      }),
    );
    abort.signal.throwIfAborted();
    return rated.flatMap(({ at, raws }) =>
      raws
        .filter((one) => wanted[at]!.includes(one.subdimension))
        .map(({ subdimension, raw, missing }): FileRating => {
          const line =
            exam?.protocol === protocol
              ? exam.map.find((one) => one.subdimension === subdimension)
              : undefined;
          return {
            id: rows[at]!.id,
            subdimension,
            judge: options.judge,
            protocol,
            raw,
            rating: raw !== null && line ? line.a + line.b * raw : null,
            ...(missing === undefined ? {} : { missing }),
          };
        }),
    );
  } finally {
    stopListening();
    context.progress(null);
  }
}

function ratingTable(ratings: readonly FileRating[]): string {
  return plainTable(
    [
      'id',
      'subdimension',
      'protocol',
      { title: 'raw', align: 'right' },
      { title: 'rating 0–6', align: 'right' },
      'missing',
    ],
    ratings.map((one) => [
      one.id,
      one.subdimension,
      one.protocol,
      fixed(one.raw, 2),
      fixed(one.rating, 2),
      one.missing ?? '',
    ]),
  );
}
