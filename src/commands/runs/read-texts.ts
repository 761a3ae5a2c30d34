import { join, resolve } from 'node:path';
import type { Outside } from '../../environment.ts';
import { UserError } from '../../errors.ts';
import { isSimulatedModel } from '../../models/simulated/is-simulated-model.ts';
import { emptyStudy } from '../../run/import-answers.ts';
import { importRows } from '../../run/instruments/import-rows.ts';
import { ownRegistry, type ReadingInstrument, readerIn } from '../../run/instruments/registry.ts';
import { findRun, listRuns } from '../../run/list-runs.ts';
import { modelsOf, newModelsOf, refuseUnknownModels } from '../../run/named-models.ts';
import type { Study } from '../../run/study.ts';
import { readStudy } from '../../run/study-file.ts';
import { csv } from '../../tables/csv-lines.ts';
import type { BudgetOptions } from '../budget-options.ts';
import type { CommandContext } from '../command-context.ts';
import { isTableFile } from '../is-table-file.ts';
import { printNotes } from '../print-notes.ts';
import { type TableCommandOptions, tableOptionsOf } from '../table-options.ts';
import { writeGiven } from '../write-given.ts';
import { changeStudy } from './change-study.ts';
import { withRunRead, writableRun } from './open-run.ts';
import { runStudy } from './run.ts';

export type ReadOptions = TableCommandOptions &
  BudgetOptions & {
    runs: string;
    readers?: string[];
    system?: string[];
    /** The profile to compare texts with. */
    target?: string;
    compare?: string;
    /** False with --no-exam. */
    exam?: boolean;
    out?: string;
    name?: string;
    new?: boolean;
    map?: Record<string, string>;
    json?: boolean;
  };

/** `source` is a file of texts, or a run whose texts are read. */
export async function readTexts(
  source: string,
  options: ReadOptions,
  context: CommandContext,
): Promise<void> {
  const outside = await context.outside();
  const folder = isTableFile(source, options.runs)
    ? await runOfFile(source, options, outside, context)
    : await readingRun(source, options, outside, context);
  const { runs, budget, maxTokens, maxRequests, json } = options;
  await runStudy(
    folder,
    {
      runs,
      ...(budget === undefined ? {} : { budget }),
      ...(maxTokens === undefined ? {} : { maxTokens }),
      ...(maxRequests === undefined ? {} : { maxRequests }),
      ...(json === undefined ? {} : { json }),
    },
    context,
  );
  if (options.out !== undefined) await writeVectors(folder, options.out, outside, context);
}

/** The earlier settings, changed by the options. */
function settingsOf(
  { readers, system, compare, target, exam }: ReadOptions,
  { reads }: ReadingInstrument,
  before: unknown,
  file?: string,
): Record<string, unknown> {
  return reads.settings(
    {
      ...(file === undefined ? {} : { file }),
      ...(system ? { systems: system } : {}),
      ...(readers ? { readers } : {}),
      ...(compare === undefined ? {} : { compare }),
      ...(target === undefined ? {} : { target }),
      ...(exam === false ? { exam } : {}),
    },
    (before ?? {}) as Record<string, unknown>,
  );
}

/** The run of a file: the newest that was made of it, or a new one. Adds what is new in the file. */
async function runOfFile(
  source: string,
  options: ReadOptions,
  outside: Outside,
  context: CommandContext,
): Promise<string> {
  const file = resolve(source);
  const { map, runs } = options;
  refuseSimulated(options.readers);
  const reader = readerIn(outside.instruments ?? ownRegistry);
  const found = options.new ? null : runReading(file, reader.id, runs);
  const study = found === null ? await studyOfFile(file, options, outside) : null;
  if (found !== null) await saveReaders(found, await studyReadBy(found, options, outside), outside);
  const imported = await importRows(
    file,
    {
      ...{ as: reader.id, runs, table: tableOptionsOf(options) },
      ...(found !== null && { into: found }),
      ...(study && { study }),
      ...(map && { map }),
    },
    outside,
  );
  context.note(
    found === null
      ? `New run ${imported.folder}`
      : `Continuing ${found}; --new starts another run.`,
  );
  printNotes(imported, context);
  context.note(
    `${imported.added} texts of ${source}${imported.known > 0 ? `, ${imported.known} were there already` : ''}`,
  );
  return imported.folder;
}

/** Simulated readers find nothing in texts of people or real models. */
function refuseSimulated(readers: readonly string[] = []): void {
  const simulated = readers.find(isSimulatedModel);
  if (simulated !== undefined)
    throw new UserError(`${simulated} cannot read the texts of a file.`, {
      hint: 'Simulated readers know only what simulated models say: name another reader.',
      exit: 'usage',
    });
}

async function studyOfFile(file: string, options: ReadOptions, outside: Outside): Promise<Study> {
  const { name, readers } = options;
  // The judges of other runs are small local models: fetching and examining them takes long.
  if (!readers)
    throw new UserError('Name who reads the texts, with --readers.', {
      hint: 'Like --readers openai:gpt-4o-mini, or offline:<file>; valuelex models lists models.',
      exit: 'usage',
    });
  const reader = readerIn(outside.instruments ?? ownRegistry);
  const settings = settingsOf(options, reader, {}, file);
  const judges = modelsIn(reader, settings);
  const study = await emptyStudy({ ...(name === undefined ? {} : { name }), judges }, outside);
  const endpoints = outside.ownEndpointsOf(study.test.judges);
  const whole = { ...study, endpoints, instruments: { [reader.id]: settings } };
  reader.items(outside.prompts, reader.settings.parse(settings), null);
  await refuseUnknownModels(whole, modelsOf(whole), outside.findModel, { needsKey: true });
  return whole;
}

/** Its readers that are models. */
function modelsIn({ raters, settings }: ReadingInstrument, given: unknown): string[] {
  return [...(raters?.(settings.parse(given)) ?? [])];
}

function runReading(file: string, reader: string, runs: string): string | null {
  const found = listRuns(runs).find(({ folder, readOnly }) => {
    if (readOnly) return false;
    const own = readStudy(join(folder, 'study.yaml')).instruments[reader];
    return (own as { file?: unknown } | undefined)?.file === file;
  });
  return found?.folder ?? null;
}

/** A run whose answers or completions are read; its study gets the options. */
async function readingRun(
  source: string,
  options: ReadOptions,
  outside: Outside,
  context: CommandContext,
): Promise<string> {
  if (options.new || options.name !== undefined || options.map)
    throw new UserError(`${source} is a run: --new, --name, and --map are for files.`, {
      exit: 'usage',
    });
  const found = findRun(source, options.runs);
  const study = await studyReadBy(found, options, outside);
  const folder = await writableRun(found, options, outside, context);
  await saveReaders(folder, study, outside);
  return folder;
}

const saveReaders = (folder: string, study: Study, outside: Outside): Promise<void> =>
  changeStudy(folder, outside, (before) => ({
    ...before,
    endpoints: study.endpoints,
    instruments: study.instruments,
  }));

/** The study of a run with the readers of the options. Throws where a new one does not exist, or its key is missing. */
async function studyReadBy(folder: string, options: ReadOptions, outside: Outside): Promise<Study> {
  const before = readStudy(join(folder, 'study.yaml'));
  const reader = readerIn(outside.instruments ?? ownRegistry);
  const settings = settingsOf(options, reader, before.instruments[reader.id]);
  const after = {
    ...before,
    endpoints: { ...outside.ownEndpointsOf(modelsIn(reader, settings)), ...before.endpoints },
    instruments: { ...before.instruments, [reader.id]: settings },
  };
  await refuseUnknownModels(after, newModelsOf(after, before), outside.findModel, {
    needsKey: true,
  });
  return after;
}

/** One row per text and reader. */
async function writeVectors(
  folder: string,
  file: string,
  outside: Outside,
  context: CommandContext,
): Promise<void> {
  await withRunRead(
    folder,
    outside,
    (session) => {
      const { id, reads } = readerIn(outside.instruments ?? ownRegistry);
      const own = session.instruments().find(({ instrument }) => instrument.id === id);
      if (!own?.facts) throw new UserError('There is nothing to write yet.', { where: folder });
      const { columns, rows } = reads.vectors(own.facts);
      writeGiven(file, [...csv(columns, rows)].join(''));
      context.note(`Wrote ${file}: ${rows.length} rows, one for each text and reader.`);
    },
    'clusters',
  );
}
