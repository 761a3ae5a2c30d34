/** Commands on the runs of a folder: list, names, archive, trash. */
import type { Command } from 'commander';
import type { CommandContext, SharedOptions } from '../command-context.ts';
import { jsonOption } from '../json-option.ts';
import { runsOption } from '../parse-options.ts';

export function defineRuns(program: Command, context: CommandContext): void {
  const group = program
    .command('runs')
    .summary('list, rename, put away, and bring back runs')
    .description('The runs of a folder: lists, names, archive, and trash.');
  defineList(group, context);
  defineRename(group, context);
  defineShelves(group, context);
  defineEmptyTrash(group, context);
}

function defineList(group: Command, context: CommandContext): void {
  group
    .command('list', { isDefault: true })
    .summary('list the runs')
    .description('Lists the runs of the folder, newest first; `valuelex runs` alone does the same.')
    .option('--archived', 'those in the archive')
    .option('--trash', 'those in the trash')
    .addOption(runsOption())
    .addOption(jsonOption())
    .action(async (options) => {
      const { showRuns } = await import('./runs.ts');
      await showRuns(options, context);
    });
}

function defineRename(group: Command, context: CommandContext): void {
  group
    .command('rename')
    .summary('give a run another name')
    .description(
      'Changes the name of a run in its study.yaml and that of its folder, which keeps its date. Checks of models against it are updated. A study file of your own that grows with the run needs the new name too.',
    )
    .argument('<run>', 'the folder or name of a run')
    .argument('<name>', 'small letters, digits, hyphens')
    .addOption(runsOption())
    .addOption(jsonOption())
    .action(async (run: string, name: string, options: SharedOptions) => {
      const { rename } = await import('./manage-runs.ts');
      await rename(run, name, options, context);
    });
}

function defineShelves(group: Command, context: CommandContext): void {
  const places = [
    [
      'archive',
      'archive',
      'put runs away',
      'Moves runs into the folder .archive beside the others.',
    ],
    [
      'delete',
      'trash',
      'move runs to the trash',
      'Moves runs into the folder .trash beside the others, from where they can be brought back.',
    ],
    [
      'restore',
      null,
      'bring runs back from the archive or the trash',
      'Moves runs back among the others; where their name is taken by now, a number is added.',
    ],
  ] as const;
  for (const [name, shelf, summary, description] of places)
    group
      .command(name)
      .summary(summary)
      .description(description)
      .argument('<runs...>', 'folders or names of runs')
      .addOption(runsOption())
      .addOption(jsonOption())
      .action(async (named: string[], options: SharedOptions) => {
        const { shelve } = await import('./manage-runs.ts');
        await shelve(named, shelf, options, context);
      });
}

function defineEmptyTrash(group: Command, context: CommandContext): void {
  group
    .command('empty-trash')
    .summary('delete what is in the trash for good')
    .description('Deletes the runs in the trash, which cannot be undone. It asks first.')
    .option('--yes', 'do not ask')
    .addOption(runsOption())
    .addOption(jsonOption())
    .action(async (options) => {
      const { deleteForGood } = await import('./manage-runs.ts');
      await deleteForGood(options, context);
    });
}
