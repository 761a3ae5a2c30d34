/** `valuelex curate <run> --settle`: words that two curators put into different places, settled one by one. */
import { firstCurator } from '../../clustering/curators-of-run.ts';
import { UserError } from '../../errors.ts';
import { curatorsIn } from '../../run/curators.ts';
import { disputesIn } from '../../run/disputes-in.ts';
import { findRun } from '../../run/list-runs.ts';
import type { Session } from '../../run/session.ts';
import { plural } from '../../tables/numbers.ts';
import type { CommandContext, SharedOptions } from '../command-context.ts';
import { shellWord } from '../shell-word.ts';
import { nobody } from './curators.ts';
import { writableRun } from './open-run.ts';

export async function settle(
  run: string,
  options: SharedOptions & { as?: string; with?: string },
  context: CommandContext,
): Promise<void> {
  const found = findRun(run, options.runs);
  const second = secondOf(found, options.with);
  if (!context.interactive)
    throw new UserError('Words are settled in a terminal; this is not one.', {
      hint: 'See them with --agreement, and settle one by an edit: valuelex curate <run> move <word> <cluster>.',
      exit: 'usage',
    });
  const [outside, { interfaceOptions }, { startInterface }] = await Promise.all([
    context.outside({ quiet: true }),
    import('./interface-options.ts'),
    import('../../ui/start.tsx'),
  ]);
  const folder = await writableRun(found, options, outside, context);
  const by = options.as ?? firstCurator;
  const screens = interfaceOptions(outside, options.runs, {
    ...{ folder, screen: 4 },
    settle: { second, by },
  });
  let shown: Session | null = null;
  await startInterface({
    ...screens,
    async openRun(name) {
      const session = await screens.openRun(name);
      shown ??= session;
      return session;
    },
  });
  printEnd(shown, { folder, second, by }, context);
}

/** The second curator named, or the only one. Throws UserError (exit `usage`). */
function secondOf(folder: string, name: string | undefined): string {
  const names = curatorsIn(folder);
  if (names.length === 0) throw nobody(folder);
  if (name === undefined && names.length === 1) return names[0]!;
  if (name !== undefined && names.includes(name)) return name;
  throw new UserError(
    name === undefined
      ? `${plural(names.length, 'second curator')} have curated this run.`
      : `${name} has not curated this run.`,
    { where: folder, hint: `Name one: --with ${names.join(', --with ')}.`, exit: 'usage' },
  );
}

function printEnd(
  session: Session | null,
  { folder, second, by }: { folder: string; second: string; by: string },
  context: CommandContext,
): void {
  const found = disputesIn(session?.getState().results).find((one) => one.second === second);
  if (!found) return;
  const { all, open } = found;
  context.out(
    `${all - open} of ${plural(all, 'disputed word')} are settled; every edit is on disk.`,
  );
  if (open > 0)
    context.note(
      `To continue: valuelex curate ${shellWord(folder)} --settle --with ${shellWord(second)} --as ${shellWord(by)}`,
    );
}
