/** Writes the pages of the documentation that are made from the program: docs/commands.md and docs/keys.md. */
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { commandsPage, keysPage } from '../src/commands/docs.ts';
import { processContext } from '../src/commands/process-context.ts';
import { createProgram } from '../src/commands/program.ts';

const docs = fileURLToPath(new URL('../docs/', import.meta.url));
writeFileSync(`${docs}commands.md`, commandsPage(createProgram(processContext())));
writeFileSync(`${docs}keys.md`, keysPage());
