import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseLoosely } from '../../../src/models/openai/loose-json.ts';

test('reads the numbers that Python writes', () => {
  expect(parseLoosely('{"a": NaN, "b": [-Infinity, Infinity], "c": 1}')).toEqual({
    a: null,
    b: [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY],
    c: 1,
  });
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
