import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { withFaultTable } from '../../scripts/fault-table.ts';
import { otherRows } from './other-rows.ts';
import { statusRows } from './status-rows.ts';
import { streamRows } from './stream-rows.ts';

const page = readFileSync(new URL('../../docs/reliability.md', import.meta.url), 'utf8');
const rows = [...statusRows, ...streamRows, ...otherRows];

describe('the table of faults', () => {
  it('is as `node scripts/make-docs.ts` writes it', () => {
    expect(withFaultTable(page)).toBe(page);
  });

  it('names each fault once, and the file that makes it happen', () => {
    expect(new Set(rows.map((row) => row.fault)).size).toBe(rows.length);
    for (const { test } of rows) {
      const file = new URL(`./${test}`, import.meta.url);
      expect(existsSync(file)).toBe(true);
      // Each file runs all of its rows: the endpoint's in a loop, the others by name, with a test that none is left out.
      expect(readFileSync(file, 'utf8')).toMatch(
        test === 'endpoint.test.ts' ? /\[\.\.\.statusRows, \.\.\.streamRows\]/ : /\n {2}whole\(\);/,
      );
    }
    for (const row of [...statusRows, ...streamRows]) expect(row.test).toBe('endpoint.test.ts');
  });
});
