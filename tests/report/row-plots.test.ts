import { describe, expect, it } from 'vitest';
import { differencesPlot, intervalPlot, sharePlot } from '../../src/tables/row-plots.ts';

const percents = (text: string, name: string) =>
  [...text.matchAll(new RegExp(`\\s${name}="([^"%]*)%"`, 'g'))].map((match) => Number(match[1]));

describe('intervalPlot', () => {
  const plot = intervalPlot(
    [
      { label: 'a<b', value: 50, low: 40, high: 60, note: '50 ±10 a' },
      { label: 'none', value: null, low: null, high: null, note: '–' },
    ],
    { low: 0, high: 100, reference: 50, title: 'T' },
  ).markup;

  it('draws a value in the middle of its interval, and nothing for none', () => {
    const [, , x] = [0, 0, percents(plot, 'cx')[0]!];
    expect(percents(plot, 'cx')).toHaveLength(1);
    const lines = [
      ...plot.matchAll(/x1="([\d.]+)%" y1="50%" x2="([\d.]+)%" y2="50%" class="line"/g),
    ];
    const [low, high] = [Number(lines[0]![1]), Number(lines[0]![2])];
    expect((low + high) / 2).toBeCloseTo(x, 1);
    expect(plot).toContain('a&lt;b');
  });

  it('stays inside its cell', () => {
    for (const name of ['x1', 'x2', 'cx', 'x'])
      for (const value of percents(plot, name)) {
        expect(value).toBeGreaterThanOrEqual(0);
        expect(value).toBeLessThanOrEqual(100);
      }
  });
});

describe('differencesPlot', () => {
  const row = (label: string, value: number, difference: number | null, half: number | null) => ({
    ...{ id: label, label, value, difference },
    low: difference === null || half === null ? null : difference - half,
    high: difference === null || half === null ? null : difference + half,
    differs: half !== null && Math.abs(difference ?? 0) > half,
    reference: difference === null,
  });
  const drawn = (half: number | null) =>
    differencesPlot({
      ...{ kind: 'differences', id: 'd', title: 'T<', so: 'so', unit: 'points', notes: [] },
      rows: [row('a<b', 80, 30, half), row('here', 50, null, null), row('near', 47, -3, half)],
      scale: { low: 0, high: 100 },
    }).markup;
  const plot = drawn(9);
  const line = Number(/x1="([\d.]+)%"[^>]*class="axis dotted"/.exec(plot)![1]);
  const bars = [
    ...plot.matchAll(/x1="([\d.]+)%" y1="50%" x2="([\d.]+)%" y2="50%" class="line"/g),
  ].map(([, low, high]) => [Number(low), Number(high)] as const);

  it('fills a dot exactly where its bar leaves out the line through the reference', () => {
    expect(bars).toHaveLength(2);
    const circles = [...plot.matchAll(/<circle cx="([\d.]+)%"[^>]*class="(\w+)"/g)];
    expect(circles.map(([, , kind]) => kind)).toEqual(['mark', 'hollow']);
    for (const [i, [, x, kind]] of circles.entries()) {
      const [low, high] = bars[i]!;
      expect((low + high) / 2).toBeCloseTo(Number(x), 0);
      expect(kind).toBe(low > line || high < line ? 'mark' : 'hollow');
    }
    expect(plot).toContain('\u200780  +30 ±9');
    expect(plot).toContain('a&lt;b');
  });

  it('draws no bars where they are withheld', () => {
    expect(drawn(null)).not.toContain('class="line"');
    expect(drawn(null)).not.toContain('±');
    expect(drawn(null).match(/class="hollow"/g)).toHaveLength(2);
  });
});

describe('sharePlot', () => {
  it('sizes its parts by value', () => {
    const shares = sharePlot(
      [
        {
          label: 'a',
          parts: [
            { name: 'model', percent: 75 },
            { name: 'stem', percent: 25 },
          ],
        },
      ],
      'T',
    ).markup;
    const widths = [...shares.matchAll(/width="([\d.]+)%" height="76%"/g)].map((match) =>
      Number(match[1]),
    );
    expect(widths[0]).toBeCloseTo(3 * widths[1]!, 1);
  });
});
