/** Writes what is made in the documentation: docs/commands.md, docs/keys.md, and tables in docs/reliability.md and docs/factor-analysis.md. */
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { commandsPage, keysPage } from '../src/commands/models/docs.ts';
import { createProgram } from '../src/commands/program.ts';
import { processContext } from '../src/process-context.ts';
import { withFaultTable } from './fault-table.ts';
import { withRecoveryTables } from './recovery-tables.ts';

const docs = fileURLToPath(new URL('../docs/', import.meta.url));
writeFileSync(`${docs}commands.md`, commandsPage(createProgram(processContext())));
writeFileSync(`${docs}keys.md`, keysPage());
const reliability = `${docs}reliability.md`;
writeFileSync(reliability, withFaultTable(readFileSync(reliability, 'utf8')));
const factors = `${docs}factor-analysis.md`;
const recovery = readFileSync(`${docs}factor-recovery.md`, 'utf8');
writeFileSync(factors, withRecoveryTables(readFileSync(factors, 'utf8'), recovery));
