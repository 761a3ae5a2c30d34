/** `valuelex` without a command: the terminal interface, or, where there is no terminal, tables in plain lines. */
import { findRun } from '../../run/list-runs.ts';
import type { CommandContext } from '../command-context.ts';
import { shellWord } from '../shell-word.ts';

/**
 * With a terminal, opens the interface (on `run` where one is named). Without one, prints the tables of a `run` that
 * is finished, and writes nothing; continues with an unfinished one; or runs the quick study to its end.
 */
export async function startOrRun(
  run: string | undefined,
  options: { runs: string },
  context: CommandContext,
): Promise<void> {
  const folder = run === undefined ? undefined : findRun(run, options.runs);
  if (!context.interactive) {
    await runInPlainLines(folder, options, context);
    return;
  }
  const [outside, { interfaceOptions }, { startInterface }] = await Promise.all([
    context.outside({ quiet: true }),
    import('./interface-options.ts'),
    import('../../ui/start.tsx'),
  ]);
  const initial = folder === undefined ? {} : { folder };
  const warning = (await context.storageWarning()).join(' ');
  await startInterface({ ...interfaceOptions(outside, options.runs, initial), warning });
}

async function runInPlainLines(
  folder: string | undefined,
  options: { runs: string },
  context: CommandContext,
): Promise<void> {
  if (folder !== undefined) {
    const { isDone, withRunUntil } = await import('./open-run.ts');
    if (isDone(folder, await context.outside())) {
      const { showResults } = await import('./show-results.ts');
      context.note('No terminal here, so these are the tables of the run; nothing is written.');
      await withRunUntil(folder, undefined, options, context, (session, outside) =>
        showResults(session, outside, {}, context),
      );
      return;
    }
  }
  context.note(
    folder === undefined
      ? 'No terminal here, so the quick study runs to its end in plain lines: valuelex run --preset quick'
      : `No terminal here, so the run continues to its end in plain lines: valuelex run ${shellWord(folder)}`,
  );
  const { runStudy } = await import('./run.ts');
  await runStudy(folder, { runs: options.runs, ...(folder ? {} : { preset: 'quick' }) }, context);
}
