import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseLoosely } from '../../src/tables/loose-json.ts';

test('reads the numbers that Python writes', () => {
  expect(parseLoosely('{"a": NaN, "b": [-Infinity, Infinity], "c": 1}')).toEqual({
    a: null,
    b: [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY],
    c: 1,
  });
});

test('reads what else servers write in place of JSON', () => {
  const values: [string, unknown][] = [
    [
      `{'a': None, 'b': [True, False], "c": "it's", 'd': 'say "x"', 'e': 'it\\'s'}`,
      { a: null, b: [true, false], c: "it's", d: 'say "x"', e: "it's" },
    ],
    ['{"a": [1, 2,], "b": 3,}', { a: [1, 2], b: 3 }],
    ['{"a": "one\ntwo\tthree"}', { a: 'one\ntwo\tthree' }],
  ];
  for (const [text, value] of values) expect(parseLoosely(text)).toEqual(value);
});

test('leaves words in strings alone', () => {
  const text = String.raw`{"said": "NaN, Infinity, and \"NaN\" \\", "p": NaN}`;
  expect(parseLoosely(text)).toEqual({ said: 'NaN, Infinity, and "NaN" \\', p: null });
});

test('reads what JSON is as JSON', () => {
  fc.assert(
    fc.property(fc.json(), (text) => {
      expect(parseLoosely(text)).toEqual(JSON.parse(text));
    }),
  );
});

test('takes nothing else', () => {
  for (const text of ['', '{', 'undefined', '{"a": Nan}', 'NaNa'])
    expect(() => parseLoosely(text)).toThrow(SyntaxError);
});
