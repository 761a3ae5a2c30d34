import { expect, it } from 'vitest';
import { indexLines } from '../../src/facts/line-index.ts';

it('finds lines by their key in the order of the log, also those that come in later, and reads each once', () => {
  const lines = ['a1', 'b1', 'a2'];
  let read = 0;
  const index = indexLines(
    () => lines,
    (line) => {
      read += 1;
      return line[0]!;
    },
  );
  expect(index.with('a')).toEqual(['a1', 'a2']);
  expect(index.with('c')).toEqual([]);
  lines.push('c1', 'a3');
  expect(index.with('c')).toEqual(['c1']);
  expect(index.with('a')).toEqual(['a1', 'a2', 'a3']);
  for (let i = 0; i < 100; i++) index.with('b');
  expect(read).toBeLessThanOrEqual(2 * lines.length);
});
