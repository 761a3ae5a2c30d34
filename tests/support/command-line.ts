/** The command line from source, for tests that need a process of their own. */

import { runCommandLine } from '../../src/commands/program.ts';
import { processContext } from '../../src/process-context.ts';

process.exit(await runCommandLine(process.argv.slice(2), processContext()));
