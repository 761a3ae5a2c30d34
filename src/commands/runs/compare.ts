/** `valuelex compare`: two runs, or two models of one run. */

import { realpathSync } from 'node:fs';
import { basename } from 'node:path';
import { UserError } from '../../errors.ts';
import { comparisonTable } from '../../instruments/shared/tell/tell-pairs.ts';
import { nearest } from '../../models/nearest.ts';
import { compareRuns, type RunComparison } from '../../run/compare-runs.ts';
import { findRun } from '../../run/list-runs.ts';
import { ratedIn } from '../../run/rated-results.ts';
import type { Results } from '../../run/state.ts';
import { textWithMeaning } from '../../tables/as-text.ts';
import { fixed, percent } from '../../tables/numbers.ts';
import { tableLines } from '../../tables/text-lines.ts';
import type { CommandContext, SharedOptions } from '../command-context.ts';
import { print } from '../print.ts';
import { shellWord } from '../shell-word.ts';
import { withRunRead } from './open-run.ts';

export type CompareOptions = SharedOptions & { models?: string[]; system?: string };

export async function compare(
  run: string,
  other: string | undefined,
  options: CompareOptions,
  context: CommandContext,
): Promise<void> {
  if ((other === undefined) === (options.models === undefined))
    throw new UserError('Name two runs, or one run and two models.', {
      hint: 'valuelex compare <run> <run>, or valuelex compare <run> --models <a>,<b>',
      exit: 'usage',
    });
  if (other !== undefined && isOneFolder(findRun(run, options.runs), findRun(other, options.runs)))
    throw new UserError(`${run} and ${other} are the same run.`, {
      hint: `Name another run, or compare two of its models: valuelex compare ${shellWord(run)} --models <a>,<b>`,
      exit: 'usage',
    });
  if (other === undefined) await compareModelsOf(run, options, context);
  else await compareTwoRuns(run, other, options, context);
}

/** Two names may lead to one folder, also through a link. */
function isOneFolder(a: string, b: string): boolean {
  return realpathSync(a) === realpathSync(b);
}

async function compareModelsOf(
  run: string,
  options: CompareOptions,
  context: CommandContext,
): Promise<void> {
  const outside = await context.outside();
  await withRunRead(findRun(run, options.runs), outside, async (session) => {
    const { scores } = ratedIn(session.getState().results);
    const system = options.system ?? scores[0]?.system;
    const found = scores.find((one) => one.system === system);
    if (!found)
      throw new UserError(
        system ? `This run has no scores on ${system}.` : 'This run has no scores yet.',
        {
          hint:
            scores.length > 0
              ? `It has ${scores.map((one) => one.system).join(', ')}.`
              : 'Finish it first.',
        },
      );
    const known = found.models.map((one) => one.model);
    const names = (options.models ?? []).map((name) => modelNamed(name, known));
    if (names.length !== 2)
      throw new UserError(`--models names ${names.length} models; a comparison takes two.`, {
        exit: 'usage',
      });
    const comparison = await session.compareModels(found.system, names[0]!, names[1]!);
    print(context, options, comparison, () =>
      textWithMeaning(comparisonTable(comparison, found.mark), context.layout),
    );
  });
}

/** The whole name, or what follows its endpoint. */
function modelNamed(name: string, known: readonly string[]): string {
  const found = known.filter((one) => one === name || one.slice(one.indexOf(':') + 1) === name);
  if (found.length === 1) return found[0]!;
  const near = nearest(name, known);
  throw new UserError(`This run has no scores of ${name}.`, {
    hint: `${near.length > 0 ? 'Nearest' : 'Scored'}: ${(near.length > 0 ? near : known).join(', ')}.`,
    exit: 'usage',
  });
}

async function compareTwoRuns(
  run: string,
  other: string,
  options: CompareOptions,
  context: CommandContext,
): Promise<void> {
  const outside = await context.outside();
  const folders = [findRun(run, options.runs), findRun(other, options.runs)];
  const results: Results[] = [];
  for (const folder of folders)
    results.push(await withRunRead(folder, outside, (session) => session.getState().results));
  const comparison = compareRuns(results[0]!, results[1]!);
  if (options.json)
    context.out(JSON.stringify({ a: folders[0], b: folders[1], ...comparison }, null, 1));
  else
    context.out(
      comparisonText(
        comparison,
        folders.map((folder) => basename(folder)),
        context,
      ),
    );
}

function differenceText(
  { difference, half }: { difference: number; half: number | null },
  digits: number,
): string {
  const interval = half === null ? '' : ` ±${fixed(half, digits)}`;
  return `${difference > 0 ? '+' : ''}${fixed(difference, digits)}${interval}`;
}

function comparisonText(
  { scores, instruments, words, onlyA, onlyB }: RunComparison,
  [a = '', b = '']: string[],
  { layout }: CommandContext,
): string {
  const right = (title: string) => ({ title, align: 'right' as const });
  const only = (name: string, models: readonly string[]) =>
    models.length > 0 ? [`Only in ${name}: ${models.join(', ')}`] : [];
  return [
    `a: ${a}`,
    `b: ${b}`,
    '',
    ...(scores.length > 0
      ? tableLines(
          [
            { title: 'model', least: 12 },
            { title: 'score', least: 10 },
            right('a'),
            right('b'),
            right('b − a'),
          ],
          scores.map((one) => [
            one.model,
            one.name,
            fixed(one.a),
            fixed(one.b),
            differenceText(one, 0),
          ]),
          layout,
        )
      : instruments.length > 0
        ? []
        : ['No model is scored in both runs.']),
    ...[...Map.groupBy(instruments, (one) => `${one.instrument} (${one.system})`)].flatMap(
      ([title, own]) => [
        '',
        ...tableLines(
          [
            { title: 'model', least: 12 },
            { title, least: 10 },
            right('a'),
            right('b'),
            right('b − a'),
          ],
          own.map((one) => [
            one.model,
            one.value,
            fixed(one.a, 2),
            fixed(one.b, 2),
            differenceText(one, 2),
          ]),
          layout,
        ),
      ],
    ),
    ...only('a', onlyA),
    ...only('b', onlyB),
    '',
    ...tableLines(
      [{ title: 'value word' }, right('a'), right('b'), right('b − a')],
      words.map((one) => [
        one.word,
        percent(one.a),
        percent(one.b),
        `${one.b > one.a ? '+' : ''}${percent(one.b - one.a)}`,
      ]),
      layout,
    ),
  ].join('\n');
}
