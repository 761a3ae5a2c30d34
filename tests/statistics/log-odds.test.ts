import { describe, expect, it } from 'vitest';
import { logOddsOfWords, type Speaker } from '../../src/statistics/log-odds.ts';

const speaker = (side: 0 | 1, unit: string, counts: number[]): Speaker => ({ side, unit, counts });

/** Six speakers on each side; the first word is the part’s own. */
const speakers = [
  ...[30, 34, 28, 31, 36, 27].map((n, i) => speaker(0, `p${i}`, [n, 10, 60])),
  ...[10, 12, 9, 14, 8, 11].map((n, i) => speaker(1, `r${i}`, [n, 30, 60])),
];

describe('log odds of words', () => {
  it('are those of Monroe et al. 2008, eq. 16, with shares of speakers as counts', () => {
    const { odds } = logOddsOfWords(speakers, 3)!;
    const mean = (xs: number[]) => xs.reduce((sum, x) => sum + x, 0) / xs.length;
    const totals = speakers.map(({ counts }) => mean([...(counts as number[])]) * 3);
    const each = mean(totals);
    const share = (from: number) =>
      mean(speakers.slice(from, from + 6).map(({ counts }, i) => counts[0]! / totals[from + i]!));
    const [part, rest] = [share(0), share(6)];
    const prior = (each * (part + rest)) / 2;
    const logit = (y: number, n: number) => Math.log((y + prior) / (n + each - y - prior));
    expect(odds[0]!.value).toBeCloseTo(
      logit(6 * each * part, 6 * each) - logit(6 * each * rest, 6 * each),
      12,
    );
    expect(odds[0]!.shares).toEqual([expect.closeTo(part, 12), expect.closeTo(rest, 12)]);
    expect(odds[0]!.low!).toBeGreaterThan(0);
    expect(odds[1]!.high!).toBeLessThan(0);
    expect(odds[2]!.low! * odds[2]!.high!).toBeLessThan(0);
  });

  it('count a speaker once, however much it says', () => {
    const louder = speakers.map((one, i) => (i === 0 ? { ...one, counts: [300, 100, 600] } : one));
    const plain = logOddsOfWords(speakers, 3)!.odds;
    // Only the weight of the prior, in mentions, is another: it is one speaker’s worth in both.
    expect(logOddsOfWords(louder, 3)!.odds[0]!.value).toBeCloseTo(plain[0]!.value, 12);
    expect(logOddsOfWords(louder, 3)!.odds[0]!.shares).toEqual(plain[0]!.shares);
  });

  it('turn round with the sides, and are 0 where both say the same', () => {
    const turned = speakers.map((one) => ({ ...one, side: (1 - one.side) as 0 | 1 }));
    const [here, there] = [speakers, turned].map((all) => logOddsOfWords(all, 3)!.odds[0]!);
    expect(here!.value).toBeCloseTo(-there!.value, 12);
    expect(here!.p).toBeCloseTo(there!.p!, 12);
    const same = ([0, 1] as const).flatMap((side) =>
      [1, 2, 3, 4].map((n) => speaker(side, `${side}${n}`, [n, 5, 9])),
    );
    for (const { value, p } of logOddsOfWords(same, 3)!.odds) {
      expect(value).toBeCloseTo(0, 12);
      expect(p).toBeCloseTo(1, 12);
    }
  });

  it('are less certain where speakers of one family say the same', () => {
    const families = speakers.map((one, i) => ({
      ...one,
      unit: `${one.side}${Math.floor(i / 2)}`,
    }));
    const width = (all: Speaker[]) => {
      const { low, high } = logOddsOfWords(all, 3)!.odds[0]!;
      return high! - low!;
    };
    expect(width(families)).toBeGreaterThan(width(speakers));
  });

  it('have no interval below three units on a side, and are nothing where a side is silent', () => {
    const two = speakers.filter(({ unit }) => !/^p[2-5]$/.test(unit));
    expect(logOddsOfWords(two, 3)!.odds[0]).toMatchObject({ low: null, high: null, p: null });
    expect(logOddsOfWords(speakers.slice(0, 6), 3)).toBeNull();
  });
});
