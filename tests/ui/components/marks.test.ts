import { expect, test } from 'vitest';
import { axisLine, bar, columnChart, interval } from '../../../src/ui/components/marks.ts';
import { columnsOf } from '../../../src/ui/text.ts';
import { createTheme } from '../../../src/ui/theme.ts';

test('an interval stands where its numbers say', () => {
  const axis = { low: 0, high: 10 };
  expect(interval({ value: 5, low: 2, high: 8 }, axis, 11)).toBe('  ├──●──┤  ');
  expect(interval({ value: 5, low: null, high: null }, axis, 11)).toBe('     ●     ');
  expect(interval({ value: 5, low: -3, high: 14 }, axis, 11)).toBe('‹────●────›');
  expect(interval({ value: Number.NaN, low: null, high: null }, axis, 11)).toBe(' '.repeat(11));
});

test('an axis shows its ends', () => {
  expect(axisLine({ low: 30, high: 90 }, 13)).toBe('30 ─────── 90');
});

test('a bar is as long as its share, and never nothing where there is something', () => {
  expect(bar(0.5, 10)).toBe('█████     ');
  expect(bar(0.001, 10).trim()).toBe('█');
  expect(bar(0, 4)).toBe('    ');
  expect(columnsOf(bar(2, 10))).toBe(10);
});

test('a chart of columns', () => {
  expect(columnChart([4, 2, 0], 4, 2)).toEqual(['█    ', '█ █  ']);
});

test('heat has colours only where the terminal has, and leaves small values plain', () => {
  expect(createTheme(1).heat('+.78', 0.78)).toBe('+.78');
  expect(createTheme(8).heat('+.05', 0.05)).toBe('+.05');
  const hot = createTheme(8).heat('+.78', 0.78);
  expect(hot).not.toBe('+.78');
  expect(hot).not.toBe(createTheme(8).heat('+.78', -0.78));
  expect(columnsOf(hot)).toBe(4);
});
