import { expect, it } from 'vitest';
import { oncePerText } from '../../src/lexicon/once-per-text.ts';

it('reads a text that comes again but once, long ones each time, and forgets after twenty thousand', () => {
  const read: string[] = [];
  const once = oncePerText((text) => {
    read.push(text);
    return text.length > 3 ? text.length : undefined;
  });
  expect([once('honesty'), once('honesty'), once('no'), once('no')]).toEqual([
    7,
    7,
    undefined,
    undefined,
  ]);
  expect(read).toEqual(['honesty', 'no']);
  const long = 'honesty '.repeat(40);
  expect([once(long), once(long)]).toEqual([320, 320]);
  expect(read).toHaveLength(4);
  for (let i = 0; i < 20_000; i++) once(`value ${i}`);
  once('honesty');
  expect(read.filter((text) => text === 'honesty')).toHaveLength(2);
});
