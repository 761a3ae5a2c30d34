/** `valuelex lens <run> --where …`, and `--where` of the commands on a stage: a part of a run beside the whole. */
import { lensOfSession, traitedOf } from '../../run/lens/lens-of-session.ts';
import type { LensResult } from '../../run/lens/lens-result.ts';
import { type LensPart, lensParts, tellLens } from '../../run/lens/tell-lens.ts';
import { traitCounts } from '../../run/lens/traits.ts';
import { parseCondition } from '../../run/lens/where.ts';
import type { Session } from '../../run/session.ts';
import { notesText, tableText } from '../../tables/as-text.ts';
import { plural } from '../../tables/numbers.ts';
import { type Table, tableOf } from '../../tables/table.ts';
import { wrapText } from '../../tables/text-lines.ts';
import type { CommandContext, SharedOptions } from '../command-context.ts';
import { print } from '../print.ts';
import { withRunUntil } from './open-run.ts';

export type LensOptions = SharedOptions & { where?: string[] };

/** Without conditions: the fields that conditions can name. */
export async function lens(
  run: string,
  options: LensOptions,
  context: CommandContext,
): Promise<void> {
  const { where = [] } = options;
  await withRunUntil(run, 'name', options, context, async (session) => {
    if (where.length > 0) return printPart(session, where, lensParts, options, context);
    const traits = traitCounts(traitedOf(session));
    print(context, options, traits, () => tableText(traitsTable(traits), context.layout));
  });
}

/** Prints the part, stage by stage; other stages are left out of the JSON as well. */
export async function printPart(
  session: Session,
  where: readonly string[],
  only: readonly LensPart[],
  options: Pick<SharedOptions, 'json'>,
  context: CommandContext,
): Promise<void> {
  const result = await partAt(session, where, context);
  print(context, options, partOf(result, only), () => {
    const { headline, tables, notes } = tellLens(result, only);
    const { layout } = context;
    return [
      ...wrapText(headline, layout.width),
      ...tables.flatMap((table) => ['', ...tableText(table, layout)]),
      ...notesText(notes, layout),
    ];
  });
}

/** Throws UserError as `parseCondition` and `selectPart` do. */
export function partAt(
  session: Session,
  where: readonly string[],
  { progress }: Pick<CommandContext, 'progress'>,
): Promise<LensResult> {
  return lensOfSession(session, where.map(parseCondition), {
    onProgress: (percent) => progress(`comparing the part with the whole ${percent} %`),
  }).finally(() => progress(null));
}

function partOf(result: LensResult, only: readonly LensPart[]): Partial<LensResult> {
  const { words, clusters, loadings, factors, scores, ...rest } = result;
  return {
    ...rest,
    ...(only.includes('words') && { words }),
    ...(only.includes('clusters') && { clusters }),
    ...(only.includes('factors') && { loadings, factors }),
    ...(only.includes('scores') && { scores }),
  };
}

function traitsTable(traits: ReturnType<typeof traitCounts>): Table {
  return {
    ...tableOf(
      'lens-traits',
      'What parts can be chosen by',
      { name: 'Name', value: 'Value', models: ['Models', 0], answers: ['Answers', 0] },
      traits.flatMap(({ name, values }) =>
        values.map(({ value, models, answers }) => [name, String(value), models, answers]),
      ),
    ),
    notes: [
      'Write a condition as training=base, family=llama,qwen, size<10, or prompt!=03; several --where hold together.',
      ...traits
        .filter(({ unknown }) => unknown > 0)
        .map(({ name, unknown }) => `${name} is not known of ${plural(unknown, 'answer')}.`),
    ],
  };
}
