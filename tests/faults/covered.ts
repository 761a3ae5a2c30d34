/** Ties the rows of the table to the tests that make them happen. */
import { expect, it } from 'vitest';
import type { FaultRow } from './fault-row.ts';
import { otherRows } from './other-rows.ts';

/**
 * For one test file: `fault` declares the test of a row, `whole` a last test that fails where a row of this
 * file has none. `skip` gives a reason not to run here.
 */
export function rowsOf(file: string) {
  const open = new Map(
    otherRows.filter((row) => row.test === file).map((row) => [row.fault, row] as const),
  );
  return {
    fault(
      name: string,
      test: (row: FaultRow) => Promise<void>,
      { skip }: { skip?: string | null } = {},
    ): void {
      const row = open.get(name);
      if (!row) throw new Error(`${file}: there is no row ${name}`);
      open.delete(name);
      if (skip) it.skip(`${name} (${skip})`, () => {});
      else it(name, () => test(row));
    },
    whole(): void {
      const missing = [...open.keys()];
      it('has a test for every row', () => expect(missing).toEqual([]));
    },
  };
}
