/** `valuelex runs rename, archive, delete, restore, empty-trash`: names and places of runs. */
import { basename } from 'node:path';
import { UserError } from '../../errors.ts';
import { findRun, listRuns } from '../../run/list-runs.ts';
import {
  checksAgainst,
  emptyTrash,
  findShelved,
  type Moved,
  renameRun,
  shelveRun,
} from '../../run/manage-runs.ts';
import { type Shelf, shelfFolder, shelfOf } from '../../run/shelves.ts';
import type { CommandContext, SharedOptions } from '../command-context.ts';
import { isYes } from '../is-yes.ts';
import { shellWord } from '../shell-word.ts';

export async function rename(
  run: string,
  name: string,
  options: SharedOptions,
  context: CommandContext,
): Promise<void> {
  const outside = await context.outside();
  const moved = renameRun(findRun(run, options.runs), name, outside);
  printMoved([moved], ({ folder }) => `Renamed: ${folder}`, options, context);
}

/** Moves each in turn; where one cannot be moved, those before it stay moved. */
export async function shelve(
  named: readonly string[],
  shelf: Shelf | null,
  options: SharedOptions,
  context: CommandContext,
): Promise<void> {
  const outside = await context.outside();
  // A wrong name leaves all of them where they are.
  const folders = named.map((name) =>
    shelf === null ? findShelved(name, options.runs) : findAnywhere(name, options.runs),
  );
  const moved = folders.map((folder) => shelveRun(folder, shelf, outside));
  const said: Record<Shelf | 'back', (one: Moved) => string> = {
    archive: ({ folder }) => `In the archive: ${folder}`,
    trash: ({ folder }) =>
      `In the trash: ${folder}\nBring it back with: valuelex runs restore ${shellWord(basename(folder))}`,
    back: ({ folder }) => `Brought back: ${folder}`,
  };
  printMoved(moved, said[shelf ?? 'back'], options, context);
}

/** Also finds one on the other shelf. */
function findAnywhere(name: string, runs: string): string {
  try {
    return findRun(name, runs);
  } catch (error) {
    try {
      return findShelved(name, runs);
    } catch {
      throw error;
    }
  }
}

/** Asks at a terminal; elsewhere `--yes` is required. */
export async function deleteForGood(
  options: SharedOptions & { yes?: boolean },
  context: CommandContext,
): Promise<void> {
  const trash = listRuns(shelfFolder(options.runs, 'trash'));
  const orphans = trash
    .flatMap((run) => checksAgainst(run.folder))
    .filter((check) => shelfOf(check) !== 'trash');
  for (const check of orphans)
    context.note(
      `${basename(check)} is a check against a run in the trash, and cannot be read without it.`,
    );
  if (trash.length > 0 && !options.yes) {
    const names = trash.map((run) => basename(run.folder)).join(', ');
    const count = trash.length === 1 ? '1 run' : `${trash.length} runs`;
    if (!context.interactive || options.json)
      throw new UserError(`This deletes ${count} for good: ${names}`, {
        hint: 'Say so: valuelex runs empty-trash --yes',
        exit: 'usage',
      });
    context.note(`This deletes ${count} for good: ${names}`);
    if (!(await isYes('Delete them? [y/N] '))) {
      context.note('Nothing is deleted.');
      return;
    }
  }
  const { deleted, held } = emptyTrash(options.runs);
  if (options.json) context.out(JSON.stringify({ deleted, held }, null, 1));
  else
    context.out(
      deleted.length === 0
        ? 'Nothing is deleted.'
        : `Deleted: ${deleted.map((one) => basename(one)).join(', ')}`,
    );
  for (const folder of held) context.note(`${basename(folder)} is open elsewhere, and stays.`);
}

function printMoved(
  moved: readonly Moved[],
  said: (one: Moved) => string,
  { json }: SharedOptions,
  context: CommandContext,
): void {
  if (json) context.out(JSON.stringify(moved, null, 1));
  else context.out(moved.map(said).join('\n'));
  for (const { checks, stale } of moved) {
    if (checks.length > 0)
      context.note(
        `Checks against it name its new place: ${checks.map((one) => basename(one)).join(', ')}`,
      );
    for (const one of stale)
      context.note(
        `${one} is a check against it and cannot be written to: correct against: in its study.yaml.`,
      );
  }
}
