import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { withRecoveryTables } from '../../scripts/recovery-tables.ts';
import { commandsPage, keysPage } from '../../src/commands/models/docs.ts';
import { createProgram } from '../../src/commands/program.ts';
import { processContext } from '../../src/process-context.ts';

const docs = (name: string) => readFileSync(new URL(`../../docs/${name}`, import.meta.url), 'utf8');

describe('pages made from the program', () => {
  it('are as `node scripts/make-docs.ts` writes them', () => {
    expect(docs('commands.md')).toBe(commandsPage(createProgram(processContext())));
    expect(docs('keys.md')).toBe(keysPage());
    const factors = docs('factor-analysis.md');
    expect(withRecoveryTables(factors, docs('factor-recovery.md'))).toBe(factors);
  });
});
