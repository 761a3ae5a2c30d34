/** `valuelex` without a command: the screens where there is a terminal, else the quick study in plain lines. */
import { findRun } from '../run/list-runs.ts';
import type { CommandContext, SharedOptions } from './command-context.ts';

export async function startOrRun(
  run: string | undefined,
  options: SharedOptions,
  context: CommandContext,
): Promise<void> {
  if (!context.interactive) {
    const { runStudy } = await import('./run.ts');
    await runStudy(run, { ...options, preset: 'quick' }, context);
    return;
  }
  const outside = await context.outside();
  const [{ interfaceOptions }, { startInterface }] = await Promise.all([
    import('./interface-options.ts'),
    import('../ui/start.tsx'),
  ]);
  const folder = run === undefined ? undefined : findRun(run, options.runs);
  await startInterface(interfaceOptions(outside, options.runs, folder ? { folder } : {}));
}
