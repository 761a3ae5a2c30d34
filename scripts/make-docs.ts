/** Writes what is made in the documentation: docs/commands.md, docs/keys.md, and tables in docs/reliability.md and docs/factor-analysis.md. */
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { withFaultTable } from './fault-table.ts';
import { withRecoveryTables } from './recovery-tables.ts';

const docs = fileURLToPath(new URL('../docs/', import.meta.url));
// The program prints these itself: the keys stand in scenes, which Node cannot load unbuilt.
const program = fileURLToPath(new URL('valuelex.mjs', import.meta.url));
for (const page of ['commands', 'keys'])
  writeFileSync(`${docs}${page}.md`, execFileSync(process.execPath, [program, 'docs', page]));
const reliability = `${docs}reliability.md`;
writeFileSync(reliability, withFaultTable(readFileSync(reliability, 'utf8')));
const factors = `${docs}factor-analysis.md`;
const recovery = readFileSync(`${docs}factor-recovery.md`, 'utf8');
writeFileSync(factors, withRecoveryTables(readFileSync(factors, 'utf8'), recovery));
