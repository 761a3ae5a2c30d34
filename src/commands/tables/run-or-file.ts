import type { Command } from 'commander';
import type { CommandContext } from '../command-context.ts';
import { jsonOption } from '../json-option.ts';
import { runsOption, whereOption } from '../parse-options.ts';

type Work = (source: string, options: never, context: CommandContext) => Promise<void>;

/**
 * The last options and the action of a command that works on a run or on a file. For a run, options of files are
 * refused: all but those named in `forRuns`.
 */
export function forRunOrFile(
  command: Command,
  context: CommandContext,
  load: () => Promise<Work>,
  forRuns: readonly string[] = ['where'],
): void {
  if (forRuns.includes('where')) command.addOption(whereOption());
  command
    .addOption(runsOption())
    .addOption(jsonOption())
    .action(async (source: string, options) => {
      const { refuseFileOptions } = await import('../file-options.ts');
      refuseFileOptions(command, source, forRuns);
      const work = await load();
      await work(source, options as never, context);
    });
}
