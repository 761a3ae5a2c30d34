/** The command line from source, for tests that need a process of their own. */

import { runCommandLine } from '../../src/commands/program.ts';
import { processContext } from '../../src/process-context.ts';
import { withSharedVectors } from './shared-vectors.ts';

const context = processContext();
const outside = context.outside().then(withSharedVectors);
process.exit(await runCommandLine(process.argv.slice(2), { ...context, outside: () => outside }));
