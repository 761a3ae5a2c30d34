import { describe, expect, test } from 'vitest';
import { createPace, hastier, type Seen } from '../../../src/models/openai/pace.ts';

const patience = 120_000;
const quick: Seen = { first: 300, gap: 60, gaps: 40, whole: 3000 };

function paceAfter(...seen: Seen[]) {
  const pace = createPace(patience);
  for (const one of seen) pace.answered(one);
  return pace;
}

const times = (count: number, one: Seen) => Array.from({ length: count }, () => one);

describe('before the first token', () => {
  test('silence lasts as long as it may until some answers have come', () => {
    expect(createPace(patience).firstLimit()).toBe(patience);
    expect(paceAfter(...times(4, quick)).firstLimit()).toBe(patience);
  });

  test('then it stays generous, and follows the slowest', () => {
    expect(paceAfter(...times(5, quick)).firstLimit()).toBe(20_000);
    expect(paceAfter(...times(5, { ...quick, first: 4000 })).firstLimit()).toBe(40_000);
    expect(paceAfter(...times(5, { ...quick, first: 60_000 })).firstLimit()).toBe(patience);
  });
});

describe('between tokens', () => {
  test('a first answer gets some seconds, or four times its own longest gap', () => {
    const pace = createPace(patience);
    expect(pace.gapLimit(0, 0)).toBe(5000);
    expect(pace.gapLimit(20, 50)).toBe(1000);
    expect(pace.gapLimit(900, 50)).toBe(3600);
    expect(pace.gapLimit(60_000, 50)).toBe(patience);
  });

  test('later ones get six times the longest gap seen, and no less than an answer takes', () => {
    expect(paceAfter(quick).gapLimit(0, 0)).toBe(3000);
    expect(paceAfter(quick, { ...quick, gap: 700 }).gapLimit(0, 0)).toBe(4200);
    expect(paceAfter({ ...quick, first: 5000 }).gapLimit(0, 0)).toBe(15_000);
  });

  test('a tenth of the answers may be out of the ordinary', () => {
    const slow = { ...quick, gap: 11_000 };
    expect(paceAfter(...times(19, quick), slow).gapLimit(0, 0)).toBe(3000);
    expect(paceAfter(...times(17, quick), ...times(3, slow)).gapLimit(0, 0)).toBe(66_000);
  });

  test('what was long ago is forgotten', () => {
    const pace = paceAfter({ ...quick, gap: 11_000 }, ...times(20, quick));
    expect(pace.gapLimit(0, 0)).toBe(3000);
  });

  test('silences without an answer between them double it, up to what it may be', () => {
    const pace = paceAfter(quick);
    pace.silent();
    expect(pace.gapLimit(0, 0)).toBe(6000);
    for (let i = 0; i < 60; i++) pace.silent();
    expect(pace.gapLimit(0, 0)).toBe(patience);
    pace.answered(quick);
    expect(pace.gapLimit(0, 0)).toBe(3000);
  });
});

test('no limit exceeds the patience that was given', () => {
  const pace = createPace(500);
  expect(pace.firstLimit()).toBe(500);
  expect(pace.gapLimit(0, 0)).toBe(500);
});

test('probing has a limit of its own', () => {
  const pace = hastier(createPace(patience), 20_000);
  expect(pace.firstLimit()).toBe(20_000);
  expect(pace.gapLimit(60_000, 9)).toBe(20_000);
  expect(pace.gapLimit(20, 50)).toBe(1000);
});
