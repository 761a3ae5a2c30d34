/** `valuelex attach`: the interface on a run that another process works on. */
import { UserError } from '../../errors.ts';
import { lockOwner } from '../../facts/lock.ts';
import { nobodyWorks } from '../../run/control/connect.ts';
import { findRun, summariseRun } from '../../run/list-runs.ts';
import type { CommandContext, SharedOptions } from '../command-context.ts';
import { shellWord } from '../shell-word.ts';

/** The run continues when the researcher leaves. Throws UserError where no process works on it, or there is no terminal. */
export async function attach(
  name: string,
  options: SharedOptions,
  context: CommandContext,
): Promise<void> {
  const folder = findRun(name, options.runs);
  if (!lockOwner(folder))
    throw summariseRun(folder).finished
      ? new UserError('No process works on this run: it is finished.', {
          where: folder,
          hint: `See what it found: valuelex ${shellWord(folder)}`,
        })
      : nobodyWorks(folder);
  if (!context.interactive)
    throw new UserError('There is no terminal here to show the run on.', {
      hint: `Ask it instead: valuelex ctl ${shellWord(folder)} status`,
      exit: 'usage',
    });
  const [{ interfaceOptions }, { startInterface }] = await Promise.all([
    import('./interface-options.ts'),
    import('../../ui/start.tsx'),
  ]);
  const outside = await context.outside({ quiet: true });
  const warning = (await context.storageWarning()).join(' ');
  await startInterface({
    ...interfaceOptions(outside, options.runs, { folder, screen: 3 }),
    warning,
  });
}
