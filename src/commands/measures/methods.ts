/** `valuelex methods`: whether ways of asking agree on what models value. */
import { realpathSync } from 'node:fs';
import { UserError } from '../../errors.ts';
import { compareMethods, type MethodComparison } from '../../methods/compare-methods.ts';
import { type CriterionAgreement, criterionAgreement } from '../../methods/criterion.ts';
import { type MethodProfile, sharedCells } from '../../methods/profiles.ts';
import { findRun } from '../../run/list-runs.ts';
import { notesText, tableText } from '../../tables/as-text.ts';
import { firstOf, listOf, plural } from '../../tables/numbers.ts';
import { wrapText } from '../../tables/text-lines.ts';
import type { CommandContext, SharedOptions } from '../command-context.ts';
import { isTableFile } from '../is-table-file.ts';
import { print } from '../print.ts';
import { withRunRead } from '../runs/open-run.ts';
import { type TableCommandOptions, tableOptionsOf } from '../table-options.ts';
import { readCriteria, readProfiles } from './method-files.ts';
import { methodsText } from './methods-text.ts';

export type MethodsOptions = SharedOptions &
  TableCommandOptions & {
    same?: string;
    criterion?: string;
    score?: string[];
    json?: boolean;
  };

/** What `--json` prints: each pair of files. */
export type MethodsJson = {
  files: string[];
  /** Names that were matched: as used, then in each file. */
  matched: { models: string[][]; values: string[][] };
  comparisons: MethodComparison[];
  criteria: CriterionAgreement[] | null;
  notes: string[];
};

/** Rejects with UserError for a table that cannot be used, or two that share too little. */
export async function methods(
  files: readonly string[],
  options: MethodsOptions,
  context: CommandContext,
): Promise<void> {
  const [only] = files;
  if (files.length === 1 && !isTableFile(only!, options.runs))
    return methodsInRun(only!, options, context);
  if (files.length < 2)
    throw new UserError('A comparison needs a run, or two tables or more.', { exit: 'usage' });
  for (const file of files)
    if (!isTableFile(file, '.'))
      throw new UserError(`${file} is not a table.`, {
        hint: 'Give tables with columns model, value, and score, or with a column for each value.',
        exit: 'usage',
      });
  refuseTwice(files, options.score ?? []);
  const table = tableOptionsOf(options);
  const { profiles, models, values, families, notes } = await readProfiles(files, {
    table,
    ...(options.same === undefined ? {} : { same: options.same }),
    ...(options.score === undefined ? {} : { score: options.score }),
  });
  const familyOf = (model: string) => families.get(model) ?? model;
  notes.push(...pairs(profiles).flatMap(([a, b]) => leftOutNotes(a, b)));
  const comparisons = pairs(profiles).map(([a, b]) => compareMethods(a, b, familyOf));
  const known =
    options.criterion === undefined ? null : await readCriteria(options.criterion, models, table);
  notes.push(...(known?.notes ?? []));
  const criteria = known && criterionAgreement(profiles, known.criteria, familyOf);
  const result: MethodsJson = {
    files: [...files],
    matched: { models, values },
    comparisons,
    criteria,
    notes,
  };
  print(context, options, result, () => methodsText(result, context.layout));
}

const pairs = <T>(all: readonly T[]): [T, T][] =>
  all.flatMap((a, i) => all.slice(i + 1).map((b): [T, T] => [a, b]));

/** Which models and values a comparison leaves out because a score is missing. */
function leftOutNotes(a: MethodProfile, b: MethodProfile): string[] {
  const { models, values } = sharedCells(a.scores, b.scores).leftOut;
  const pair = `${a.name} and ${b.name}`;
  const told = models.map((one) => `${one.model} (${listOf(one.values)})`);
  const scored = values.map(
    (one) => `${one.value} (scored in both for ${one.models} of ${one.of})`,
  );
  return [
    ...(values.length > 0
      ? [
          `${pair}: left out, since too many models lack ${values.length === 1 ? 'it' : 'them'}: ${listOf(scored)}`,
        ]
      : []),
    ...(models.length > 0
      ? [
          `${pair}: ${plural(models.length, 'model')} without a score on each ${values.length > 0 ? 'other' : 'shared'} value ${models.length === 1 ? 'is' : 'are'} left out: ${listOf(firstOf(told, 5))}`,
        ]
      : []),
  ];
}

async function methodsInRun(
  name: string,
  options: MethodsOptions,
  context: CommandContext,
): Promise<void> {
  for (const option of ['same', 'criterion', 'score'] as const)
    if (options[option] !== undefined)
      throw new UserError(`--${option} is for tables; ${name} is a run.`, { exit: 'usage' });
  const outside = await context.outside();
  await withRunRead(findRun(name, options.runs), outside, (session) => {
    const { methods: found } = session.getState().results;
    if (options.json) return context.out(JSON.stringify(found?.result ?? null, null, 1));
    if (!found)
      throw new UserError('No instrument of this run has scores yet.', {
        where: name,
        hint: `See what it can be asked: valuelex instruments ${name}`,
      });
    const { layout } = context;
    const { headline, tables, notes } = found.told;
    context.out(
      [
        ...wrapText(headline, layout.width),
        ...tables.flatMap((table) => ['', ...tableText(table, layout)]),
        ...notesText(notes, layout),
      ].join('\n'),
    );
  });
}

/** One file given twice is two methods only where it holds both, in two columns. */
function refuseTwice(files: readonly string[], columns: readonly string[]): void {
  const sources = files.map((file, at) =>
    JSON.stringify([realpathSync(file), columns[at] ?? columns.at(-1) ?? null]),
  );
  const again = sources.findIndex((one, at) => sources.indexOf(one) < at);
  if (again < 0) return;
  const first = files[sources.indexOf(sources[again]!)]!;
  throw new UserError(`${first} and ${files[again]} are the same table.`, {
    hint: 'Name another table, or, where it holds two columns of scores: --score <column>,<column>',
    exit: 'usage',
  });
}
