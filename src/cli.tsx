/** Arguments → a command, or the terminal interface. The one place that ends the process. */

import { runCommandLine } from './commands/program.ts';
import { exitCodeOf, explainError } from './errors.ts';
import { processContext } from './process-context.ts';

/** Runs the program and ends the process with the exit code of the table in `errors.ts`. */
export async function main(argv: string[]): Promise<void> {
  // A reader that has seen enough (`| head`) is no error.
  for (const stream of [process.stdout, process.stderr])
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EPIPE') process.exit(0);
      throw error;
    });
  for (const event of ['uncaughtException', 'unhandledRejection'] as const)
    process.on(event, (error: unknown) => {
      // The interface has to give the terminal back first, and does so itself.
      if (process.listenerCount(event) > 1) return;
      process.stderr.write(`${explainError(error).join('\n')}\n`);
      process.exit(exitCodeOf(error));
    });
  const code = await runCommandLine(argv, processContext());
  // Children and threads may still be open; what was written must reach its reader first.
  process.stdout.write('', () => process.stderr.write('', () => process.exit(code)));
}
