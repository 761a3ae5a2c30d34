/** `valuelex` without a command: the terminal interface, or, where there is no terminal, the quick study. */
import { findRun } from '../../run/list-runs.ts';
import type { CommandContext } from '../command-context.ts';
import { shellWord } from '../shell-word.ts';

/** With a terminal, opens the interface (on `run` where one is named). Without one, runs the quick study (or `run`) to its end. */
export async function startOrRun(
  run: string | undefined,
  options: { runs: string },
  context: CommandContext,
): Promise<void> {
  const folder = run === undefined ? undefined : findRun(run, options.runs);
  if (!context.interactive) {
    context.note(
      folder === undefined
        ? 'No terminal here, so the quick study runs to its end in plain lines: valuelex run --preset quick'
        : `No terminal here, so the run goes on to its end in plain lines: valuelex run ${shellWord(folder)}`,
    );
    const { runStudy } = await import('./run.ts');
    await runStudy(folder, { runs: options.runs, ...(folder ? {} : { preset: 'quick' }) }, context);
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
