/** The command line: commands, options, and errors. Commands load when they run. */
import { basename } from 'node:path';
import { Command, CommanderError } from 'commander';
import { exitCodeOf, exitCodes, explainError, UserError } from '../errors.ts';
import { nearest } from '../models/nearest.ts';
import { programVersion } from '../version.ts';
import type { CommandContext } from './command-context.ts';
import { commandLineError } from './command-line-errors.ts';
import { exitTable } from './exit-table.ts';
import { defineMeasureCommands } from './measures/define-measure-commands.ts';
import { defineModelCommands } from './models/define-model-commands.ts';
import { defineRunCommands } from './runs/define-run-commands.ts';
import { defineTableCommands } from './tables/define-table-commands.ts';

/** Runs one command line; gives the exit code. Errors are explained on standard error, never thrown. */
export async function runCommandLine(
  argv: readonly string[],
  context: CommandContext,
): Promise<number> {
  try {
    await createProgram(context).parseAsync([...argv], { from: 'user' });
    return exitCodes.ok;
  } catch (error) {
    if (error instanceof CommanderError) {
      // Commander has printed the error; help and version are not errors.
      return error.exitCode === 0 ? exitCodes.ok : exitCodes.usage;
    }
    context.progress(null);
    for (const line of explainError(error)) context.note(line);
    return exitCodeOf(error);
  }
}

/** The whole command line as commander knows it; the documentation is made from it too. */
export function createProgram(context: CommandContext): Command {
  const program = new Command('valuelex')
    .description(
      'Find out which values language models hold, in their own words, and score models on them.',
    )
    .version(programVersion(), '-V, --version', 'Print the version.')
    .helpOption('-h, --help', 'Explain a command and its options.')
    .argument('[run]', 'open this run')
    .option('--runs <folder>', 'the folder that holds the runs', './runs')
    .enablePositionalOptions()
    .hook('preAction', (_, action) => {
      // `valuelex --runs <folder> factors …` means what `valuelex factors … --runs <folder>` does.
      if (
        program.getOptionValueSource('runs') === 'cli' &&
        action.getOptionValueSource('runs') === 'default'
      )
        action.setOptionValue('runs', program.opts<{ runs: string }>().runs);
    })
    .addHelpText('before', '')
    .addHelpText('after', `\n${helpEnd()}`)
    .exitOverride()
    .configureOutput({
      writeOut: (text) => context.out(text.trimEnd()),
      writeErr: (text) => context.note(text.trimEnd()),
      outputError: (text, write) => write(commandLineError(text)),
    })
    .action(async (run: string | undefined, options: { runs: string }) => {
      const { startOrRun } = await import('./runs/interface.ts');
      if (run !== undefined) await refuseUnknownCommand(run, options.runs, program);
      await startOrRun(run, options, context);
    });
  defineRunCommands(program, context);
  defineTableCommands(program, context);
  defineMeasureCommands(program, context);
  defineModelCommands(program, context);
  showHelpAfterErrors(program, []);
  return program;
}

/** After an error of its command line, each command names its own help. */
function showHelpAfterErrors(command: Command, above: readonly string[]): void {
  const names = [...above, command.name()];
  command.showHelpAfterError(`See: ${names.join(' ')} --help`);
  for (const one of command.commands) showHelpAfterErrors(one, names);
}

/** A word that is neither a command nor a run is a typo of one of them. */
async function refuseUnknownCommand(word: string, runs: string, program: Command): Promise<void> {
  if (/[/\\.]/.test(word)) return;
  const { listRuns, runsPutAway } = await import('../run/list-runs.ts');
  const known = listRuns(runs).flatMap((run) => [run.name, basename(run.folder)]);
  // A run in the archive or the trash is reported where it is opened.
  if (known.includes(word) || runsPutAway(word, runs).length > 0) return;
  const names = program.commands.map((command) => command.name());
  const near = nearest(word, [...names, ...new Set(known)]);
  throw new UserError(`There is no command and no run ${word}.`, {
    hint: near.length > 0 ? `Nearest: ${near.join(', ')}.` : 'See: valuelex --help',
    exit: 'usage',
  });
}

function helpEnd(): string {
  return [
    'Without arguments: the terminal interface; without a terminal, the quick study to its end.',
    'With a run: the interface on it; without a terminal, its tables, or on with it where it is unfinished.',
    'A model is named <endpoint>:<id>, like local:SmolLM2-135M-Instruct.Q4_1 or openai:gpt-4o-mini.',
    '',
    'Exit codes:',
    ...exitTable.map(({ code, meaning }) => `  ${String(code).padStart(3)}  ${meaning}`),
  ].join('\n');
}
