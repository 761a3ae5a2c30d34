/** The command line from source, for tests that need a process of their own. */
import { processContext } from '../../src/commands/process-context.ts';
import { runCommandLine } from '../../src/commands/program.ts';

process.exit(await runCommandLine(process.argv.slice(2), processContext()));
