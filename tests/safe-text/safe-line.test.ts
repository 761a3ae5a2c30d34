import fc from 'fast-check';
import { expect, test } from 'vitest';
import { safeLine, safeLines } from '../../src/safe-text/safe-line.ts';
import { visibleCell } from '../../src/safe-text/visible.ts';

test.each([
  ['colours', '\u001b[31mred\u001b[0m', 'red'],
  ['a cleared screen', 'a\u001b[2J\u001b[Hb', 'ab'],
  ['a title', '\u001b]0;gotcha\u0007text', 'text'],
  ['a link', '\u001b]8;;http://x\u001b\\here\u001b]8;;\u001b\\', 'here'],
  ['an unfinished sequence', '\u001b]0;honesty', '0;honesty'],
  ['eight-bit control', '\u009b31mred', 'red'],
  ['bidirectional overrides', 'a\u202eb\u2066c', 'abc'],
  ['zero width', 'ho\u200bnes\ufeffty', 'honesty'],
  ['tabs and line breaks', 'a\tb\r\nc\u2028d', 'a b c d'],
  ['a bell', 'a\u0007b', 'ab'],
  ['piled marks', `e${'\u0301'.repeat(9)}`, 'e\u0301\u0301'],
  ['a lone surrogate', 'a\ud800b', 'a\ufffdb'],
])('%s', (_, text, safe) => {
  expect(safeLine(text)).toBe(safe);
});

test.each([
  ['zero-width spaces', '\u200b\u2060', '⟨U+200B⟩⟨U+2060⟩'],
  ['a byte order mark', '\ufeff', '⟨U+FEFF⟩'],
  ['joiners and variation selectors', '\u200d\ufe0f', '⟨U+200D⟩⟨U+FE0F⟩'],
  ['fillers', '\u3164\u2800', '⟨U+3164⟩⟨U+2800⟩'],
  ['marks on nothing', '\u0301', '⟨U+0301⟩'],
  ['a sequence alone', '\u001b[2J', '␛[2J'],
  ['many', '\u200b'.repeat(5000), `${'⟨U+200B⟩'.repeat(6)}…`],
])('text of which nothing would be seen is spelled out: %s', (_, text, spelled) => {
  expect(safeLine(text)).toBe(spelled);
  expect(visibleCell(text)).toContain(spelled.slice(0, 4));
  expect(visibleCell(text).length).toBeGreaterThan(1);
});

test('spaces stay spaces', () => {
  for (const text of ['', ' ', '\t', '\u00a0 \u3000']) {
    expect(safeLine(text).trim()).toBe('');
    expect(visibleCell(text).trim()).toBe('');
  }
});

test('ordinary text in any script stays as it is', () => {
  for (const text of ['honesty', '誠実さ', 'честность', 'naïve façade', '🙂 ok'])
    expect(safeLine(text)).toBe(text);
});

test('lines are kept apart', () => {
  expect(safeLines('1. a\r\n2. \u001b[1mb\u001b[0m\n')).toEqual(['1. a', '2. b', '']);
});

test('nothing that is left can steer a terminal', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      expect(safeLine(text)).not.toMatch(
        /[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u202a-\u202e\u2028\u2029\u2066-\u2069\ufeff]/,
      );
    }),
  );
});
