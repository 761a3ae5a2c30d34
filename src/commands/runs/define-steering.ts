/** Commands on a run that another process works on. */
import { Argument, type Command } from 'commander';
import { mostRequests } from '../../run/control/most-requests.ts';
import type { CommandContext, SharedOptions } from '../command-context.ts';
import { jsonOption } from '../json-option.ts';
import { runsOption, wholeNumber } from '../parse-options.ts';
import { helpList } from './help-lists.ts';

const controlNames = ['status', 'pause', 'resume', 'limit'] as const;
export type ControlName = (typeof controlNames)[number];

export function defineAttach(program: Command, context: CommandContext): void {
  program
    .command('attach')
    .summary('watch and steer a run that another process works on')
    .description(
      'Opens the interface on a run that works elsewhere, in the background or in another terminal. The run continues when you leave it.',
    )
    .argument('<run>', 'the folder or name of a run')
    .addOption(runsOption())
    .action(async (run: string, options: SharedOptions) => {
      const { attach } = await import('./attach.ts');
      await attach(run, options, context);
    });
}

export function defineControl(program: Command, context: CommandContext): void {
  program
    .command('ctl')
    .summary('ask and steer a run that another process works on')
    .description('Speaks to the process that works on a run, over a socket that only you can open.')
    .addHelpText('after', helpList)
    .argument('<run>', 'the folder or name of a run')
    .addArgument(new Argument('<what>', 'what to do').choices(controlNames))
    .addArgument(
      new Argument('[number]', 'requests at once, for limit').argParser(
        wholeNumber(1, mostRequests),
      ),
    )
    .addOption(runsOption())
    .addOption(jsonOption())
    .action(
      async (
        run: string,
        what: ControlName,
        number: number | undefined,
        options: SharedOptions,
      ) => {
        const { control } = await import('./ctl.ts');
        await control(run, what, number, options, context);
      },
    );
}
