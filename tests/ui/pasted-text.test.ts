import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { foldPasted, isBurst } from '../../src/ui/pasted-text.ts';

describe('pasted text in one line', () => {
  test.each([
    ['truth and\ncare\tfor others', 'truth and care for others'],
    ['a\r\n\r\n\t b', 'a b'],
    ['one  two', 'one  two'],
    ['line\n', 'line '],
    ['\u001b[31mred\u001b[0m\u0007\u009b', '[31mred[0m'],
    ['価値\u2028観 🙂\ud83d', '価値 観 🙂'],
    ['a\u0000b\u007fc', 'abc'],
    ['', ''],
  ])('%j becomes %j', (text, folded) => {
    expect(foldPasted(text)).toBe(folded);
  });

  test('holds no control character and no half of one, and loses nothing else', () => {
    const unit = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 1 }),
      fc.constantFrom('\n', '\r', '\t', ' ', '\u001b', '\ud83d', '\ude42', 'é', '値'),
    );
    fc.assert(
      fc.property(fc.array(unit), (units) => {
        const text = units.join('');
        const folded = foldPasted(text);
        expect(folded).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u2028\u2029]/);
        expect(folded.isWellFormed()).toBe(true);
        const solid = (one: string) =>
          one.replace(/\p{Surrogate}/gu, '').replace(/[\s\u0000-\u001f\u007f-\u009f]/g, '');
        expect(solid(folded)).toBe(solid(text));
        expect(foldPasted(folded)).toBe(folded);
      }),
    );
  });
});

test.each([
  ['jjjj', false],
  ['kj', false],
  ['{{{{{{', false],
  ['x\r', false],
  ['\r\r\r', false],
  ['🙂🙂🙂', false],
  ['xyz', true],
  ['see', true],
  ['ab\r', true],
  ['価値観', true],
])('%j was pasted: %s', (text, burst) => {
  expect(isBurst(text)).toBe(burst);
});
