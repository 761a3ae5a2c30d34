/** `valuelex merge`: the parts of a study, or runs of one study, as one run. */
import { resolve } from 'node:path';
import { findRun } from '../../run/list-runs.ts';
import { curatorKept, mergeRuns } from '../../run/merge-runs.ts';
import type { CommandContext } from '../command-context.ts';
import { shellWord } from '../shell-word.ts';

export type MergeRunsOptions = { runs: string; name?: string; edits?: string; json?: boolean };

export async function merge(
  named: readonly string[],
  options: MergeRunsOptions,
  context: CommandContext,
): Promise<void> {
  const outside = await context.outside();
  const folders = named.map((name) => findRun(name, options.runs));
  const merged = await mergeRuns(folders, {
    runs: resolve(options.runs),
    ...(options.name === undefined ? {} : { name: options.name }),
    ...(options.edits === undefined ? {} : { edits: findRun(options.edits, options.runs) }),
    instruments: outside.instruments,
    chooseEmbedding: outside.chooseEmbedding,
    now: outside.now,
  });
  if (options.json) {
    context.out(JSON.stringify(merged, null, 1));
    return;
  }
  const { lines, same, differing, folder, curatorsKept } = merged;
  context.out(
    [
      `${lines.responses} responses, ${lines.completions} completions, ${lines.ratings} ratings of ${folders.length} runs in ${folder}`,
      ...(same > 0 ? [`${same} lines were the same in several runs.`] : []),
      ...(differing > 0
        ? [`▲ ${differing} lines differ between runs; the first run's were kept.`]
        : []),
      ...curatorsKept.map((one) => `▲ ${curatorKept(one)}`),
    ].join('\n'),
  );
  context.note(`Continue with: valuelex run ${shellWord(folder)}`);
}
