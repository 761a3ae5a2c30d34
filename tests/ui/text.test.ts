import fc from 'fast-check';
import stringWidth from 'string-width';
import { expect, test } from 'vitest';
import {
  clock,
  columnsOf,
  cut,
  ends,
  fill,
  lastPart,
  money,
  share,
  short,
  signed,
  wrap,
} from '../../src/ui/text.ts';

const text = fc.string({ unit: fc.constantFrom('a', 'b', ' ', '値', '観', '🙂', 'é') });

test('fill is exactly as wide as asked, whatever it is given', () => {
  fc.assert(
    fc.property(text, fc.integer({ min: 0, max: 30 }), (one, columns) => {
      expect(stringWidth(fill(one, columns))).toBe(columns);
      expect(stringWidth(fill(one, columns, 'right'))).toBe(columns);
    }),
  );
});

test('wrap keeps to the width and loses no character but blanks', () => {
  fc.assert(
    fc.property(text, fc.integer({ min: 2, max: 20 }), (one, columns) => {
      const lines = wrap(one, columns);
      for (const line of lines) expect(stringWidth(line)).toBeLessThanOrEqual(columns);
      expect(lines.join('').replaceAll(' ', '')).toBe(one.replaceAll(' ', ''));
    }),
  );
});

test('ends keeps the right end', () => {
  expect(ends('a long text on the left', 'right', 12)).toBe('a lon… right');
  expect(columnsOf(ends('left', 'right', 20))).toBe(20);
});

test('the last part is the end', () => {
  expect(lastPart('one two three', 6)).toBe('…three');
  expect(cut('one two three', 6)).toBe('one t…');
});

test('numbers as people write them', () => {
  expect([signed(0.784), signed(-0.08), signed(-0.001), signed(12, 0)]).toEqual([
    '+.78',
    '−.08',
    '+.00',
    '+12',
  ]);
  expect([share(0.5), share(null), share(1)]).toEqual(['.50', '–', '1.00']);
  expect([short(950), short(61_000), short(1_200_000)]).toEqual(['950', '61k', '1.2M']);
  expect([money(0), money(0.41), money(0.004)]).toEqual(['free', '$0.41', '$0.004']);
  expect([clock(130), clock(3730)]).toEqual(['2:10', '1:02:10']);
});

test('columns are counted as string-width does, alone and between styles', () => {
  for (let code = 0x20; code < 0x3000; code++) {
    const character = String.fromCharCode(code);
    const columns = stringWidth(character);
    expect(columnsOf(character), code.toString(16)).toBe(columns);
    expect(columnsOf(`\u001b[1ma${character}\u001b[22m`), code.toString(16)).toBe(
      stringWidth(`a${character}`),
    );
  }
  expect(columnsOf('©\ufe0f')).toBe(stringWidth('©\ufe0f'));
  expect(columnsOf('1\ufe0f\u20e3')).toBe(stringWidth('1\ufe0f\u20e3'));
});
