/** Writes the pages of the documentation that are made from the program (docs/commands.md, docs/keys.md) and the table of faults in docs/reliability.md. */
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { commandsPage, keysPage } from '../src/commands/docs.ts';
import { processContext } from '../src/commands/process-context.ts';
import { createProgram } from '../src/commands/program.ts';
import { withFaultTable } from './fault-table.ts';

const docs = fileURLToPath(new URL('../docs/', import.meta.url));
writeFileSync(`${docs}commands.md`, commandsPage(createProgram(processContext())));
writeFileSync(`${docs}keys.md`, keysPage());
const reliability = `${docs}reliability.md`;
writeFileSync(reliability, withFaultTable(readFileSync(reliability, 'utf8')));
