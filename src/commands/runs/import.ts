/** `valuelex import`: answers that were collected elsewhere. */

import { dirname, resolve } from 'node:path';
import * as z from 'zod';
import type { Outside } from '../../environment.ts';
import { UserError } from '../../errors.ts';
import { readPlainText } from '../../facts/plain-file.ts';
import { readYaml } from '../../prompts/read-yaml.ts';
import { type Imported, importAnswers } from '../../run/import-answers.ts';
import {
  settingsOf as checkedSettings,
  optionalIn,
  ownRegistry,
  type Registry,
  withWholePaths,
} from '../../run/instruments/registry.ts';
import { findRun } from '../../run/list-runs.ts';
import { refuseUnknownModels } from '../../run/named-models.ts';
import { presetStudy } from '../../run/presets.ts';
import { plural } from '../../tables/numbers.ts';
import type { CommandContext } from '../command-context.ts';
import { printNotes } from '../print-notes.ts';
import { shellWord } from '../shell-word.ts';
import { type TableCommandOptions, tableOptionsOf } from '../table-options.ts';

export type ImportFileOptions = TableCommandOptions & {
  /** `responses`, `completions`, or the id of an instrument. */
  as: string;
  into?: string;
  name?: string;
  judges?: string[];
  map?: Record<string, string>;
  /** The file of a researcher's own items, and of an instrument's settings. */
  items?: string;
  settings?: string;
  runs: string;
  json?: boolean;
};

export async function importFile(
  file: string,
  options: ImportFileOptions,
  context: CommandContext,
): Promise<void> {
  const outside = await context.outside();
  for (const judge of options.judges ?? []) {
    const study = presetStudy('quick', outside.prompts, {
      name: 'import',
      models: [],
      judges: [judge],
    });
    await refuseUnknownModels(study, [{ name: judge, field: 'test.judges' }], outside.findModel);
  }
  const { as } = options;
  if (as !== 'responses' && as !== 'completions') {
    await importItems(file, { ...options, as }, outside, context);
    return;
  }
  const imported = await importAnswers(
    file,
    {
      as,
      runs: options.runs,
      ...(options.into === undefined ? {} : { into: findRun(options.into, options.runs) }),
      ...(options.name === undefined ? {} : { name: options.name }),
      ...(options.judges ? { judges: options.judges } : {}),
      ...(options.map ? { map: options.map } : {}),
      table: tableOptionsOf(options),
    },
    outside,
  );
  printImported(imported, options, context);
}

/** Answers to an instrument's items, in a run of their own unless one is named. */
async function importItems(
  file: string,
  options: ImportFileOptions,
  outside: Outside,
  context: CommandContext,
): Promise<void> {
  const known = outside.instruments?.list.map((one) => one.id) ?? [];
  if (!known.includes(options.as))
    throw new UserError(`Answers cannot be imported as ${options.as}.`, {
      hint: `One of ${['responses', 'completions', ...known].join(', ')}.`,
      exit: 'usage',
    });
  const { importRows } = await import('../../run/instruments/import-rows.ts');
  const { as, map, into, name, judges, runs } = options;
  const settings = settingsOf(options, outside.instruments ?? ownRegistry);
  const imported = await importRows(
    file,
    {
      ...{ as, runs, table: tableOptionsOf(options) },
      ...(into !== undefined && { into: findRun(into, runs) }),
      ...(name !== undefined && { name }),
      ...(judges && { judges }),
      ...(map && { map }),
      ...(settings && { settings }),
    },
    outside,
  );
  printImported(imported, options, context);
}

/** From `--settings` and `--items`; undefined where neither is given. Paths of files are absolute. */
function settingsOf(
  { as, items, settings }: ImportFileOptions,
  registry: Registry,
): Record<string, unknown> | undefined {
  if (items === undefined && settings === undefined) return undefined;
  const given =
    settings === undefined
      ? {}
      : readYaml(readPlainText(settings, mostBytes), z.record(z.string(), z.unknown()), settings);
  const folder = settings === undefined ? '.' : dirname(resolve(settings));
  const own = withWholePaths({ [as]: given }, registry, folder)[as] as Record<string, unknown>;
  const all = items === undefined ? own : { ...own, items: resolve(items) };
  const instrument = optionalIn(registry).find(({ id }) => id === as);
  if (instrument) checkedSettings(instrument, all, settings ?? '--items');
  return all;
}

/** A settings file has a few lines. */
const mostBytes = 1_000_000;

function addedText(added: number, as: string): string {
  return as === 'responses' || as === 'completions'
    ? plural(added, as.slice(0, -1))
    : plural(added, `answer to ${as}`, `answers to ${as}`);
}

function printImported(
  imported: Imported,
  options: ImportFileOptions,
  context: CommandContext,
): void {
  printNotes(imported, context);
  if (options.json) {
    context.out(JSON.stringify(imported, null, 1));
    return;
  }
  const { added, known, models, otherPrompts, otherStems = 0, folder } = imported;
  context.out(
    [
      `${addedText(added, options.as)} of ${plural(models.length, 'model')} added to ${folder}`,
      ...(known > 0 ? [`${known} were there already.`] : []),
      ...(otherPrompts > 0
        ? [
            `${plural(otherPrompts, 'prompt does', 'prompts do')} not come with valuelex: kept with ${otherPrompts === 1 ? 'its' : 'their'} own text.`,
          ]
        : []),
      ...(otherStems > 0
        ? [
            `${plural(otherStems, 'stem does', 'stems do')} not come with valuelex: judged and scored with ${otherStems === 1 ? 'its' : 'their'} own text.`,
          ]
        : []),
    ].join('\n'),
  );
  context.note(`Continue with: valuelex run ${shellWord(folder)}`);
}
