import { describe, expect, test } from 'vitest';
import {
  alignDecimals,
  groupLine,
  shownOf,
  visibleColumns,
  windowAround,
} from '../../../src/ui/components/table-layout.ts';

describe('the window of rows', () => {
  test('holds the selected row and stays within the table', () => {
    for (let selected = 0; selected < 40; selected++) {
      const { first, end } = windowAround(selected, 40, 9);
      expect(first).toBeGreaterThanOrEqual(0);
      expect(end).toBeLessThanOrEqual(40);
      expect(end - first).toBe(9);
      expect(selected >= first && selected < end).toBe(true);
    }
  });

  test('says what is shown, unless all is', () => {
    expect(shownOf({ first: 11, end: 40 }, 318)).toBe('12–40 of 318');
    expect(shownOf({ first: 0, end: 5 }, 5)).toBe('');
  });
});

test('decimal points stand under each other', () => {
  expect(alignDecimals(['1.25', '10.5', '3', '–'])).toEqual(['1.25', '10.5 ', '3   ', '–']);
  expect(alignDecimals(['81 a', '77 ab', '66'])).toEqual(['81 a ', '77 ab', '66   ']);
});

describe('the window of columns', () => {
  test('keeps the first column and the current one', () => {
    for (let current = 1; current < 10; current++) {
      const layout = visibleColumns([12, ...Array.from({ length: 9 }, () => 8)], 1, current, 45);
      expect(layout.shown[0]).toBe(0);
      expect(layout.shown).toContain(current);
      const used =
        layout.widths.reduce((sum, width) => sum + width, 0) + (layout.widths.length - 1) * 2;
      expect(used).toBeLessThanOrEqual(45);
      expect(layout.before + layout.after + layout.shown.length).toBe(10);
    }
  });

  test('the first column gives way where there is little room', () => {
    const layout = visibleColumns([40, 10], 1, 1, 30);
    expect(layout.shown).toEqual([0, 1]);
    expect(layout.widths).toEqual([18, 10]);
  });
});

test('a group title stands over its columns once', () => {
  const column = (group: string) => ({
    id: group,
    title: '',
    align: 'left' as const,
    text: () => '',
    group,
  });
  const columns = [column(''), column('Competence'), column('Competence'), column('Character')];
  expect(groupLine(columns, [0, 1, 2, 3], [4, 6, 6, 10])).toBe('      Competence      Character ');
  expect(groupLine([column('')], [0], [4])).toBe('');
});
