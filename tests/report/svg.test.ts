import { describe, expect, it } from 'vitest';
import {
  columnPlot,
  differencesPlot,
  intervalPlot,
  screePlot,
  sharePlot,
  ticks,
  wordMap,
} from '../../src/tables/svg.ts';

const numbers = (text: string, name: string) =>
  [...text.matchAll(new RegExp(`\\s${name}="([^"]*)"`, 'g'))].map((match) => Number(match[1]));

describe('ticks', () => {
  it('are round and inside', () => {
    expect(ticks(0, 5.1, 4)).toEqual([0, 2, 4]);
    expect(ticks(0, 1, 5)).toEqual([0, 0.2, 0.4, 0.6, 0.8, 1]);
    expect(ticks(30, 90, 5)).toEqual([40, 60, 80]);
    expect(ticks(3, 3)).toEqual([3]);
  });
});

describe('intervalPlot', () => {
  const plot = intervalPlot(
    [
      { label: 'a<b', value: 50, low: 40, high: 60, note: '50 ±10 a' },
      { label: 'none', value: null, low: null, high: null, note: '–' },
    ],
    { low: 0, high: 100, reference: 50, title: 'T' },
  ).markup;

  it('draws a value in the middle of its interval, and nothing for none', () => {
    const [, , x] = [0, 0, numbers(plot, 'cx')[0]!];
    expect(numbers(plot, 'cx')).toHaveLength(1);
    const lines = [
      ...plot.matchAll(/x1="([\d.]+)" y1="[\d.]+" x2="([\d.]+)" y2="[\d.]+" class="line"/g),
    ];
    const [low, high] = [Number(lines[0]![1]), Number(lines[0]![2])];
    expect((low + high) / 2).toBeCloseTo(x, 1);
    expect(plot).toContain('a&lt;b');
  });

  it('stays inside its box', () => {
    const width = Number(/viewBox="0 0 ([\d.]+)/.exec(plot)![1]);
    for (const name of ['x1', 'x2', 'cx', 'x'])
      for (const value of numbers(plot, name)) {
        expect(value).toBeGreaterThanOrEqual(0);
        expect(value).toBeLessThanOrEqual(width);
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
  const line = Number(/x1="([\d.]+)"[^>]*class="axis dotted"/.exec(plot)![1]);
  const bars = [
    ...plot.matchAll(/x1="([\d.]+)" y1="([\d.]+)" x2="([\d.]+)" y2="\2" class="line"/g),
  ].map(([, low, , high]) => [Number(low), Number(high)] as const);

  it('fills a dot exactly where its bar leaves out the line through the reference', () => {
    expect(bars).toHaveLength(2);
    const circles = [...plot.matchAll(/<circle cx="([\d.]+)"[^>]*class="(\w+)"/g)];
    expect(circles.map(([, , kind]) => kind)).toEqual(['mark', 'hollow']);
    for (const [i, [, x, kind]] of circles.entries()) {
      const [low, high] = bars[i]!;
      expect((low + high) / 2).toBeCloseTo(Number(x), 0);
      expect(kind).toBe(low > line || high < line ? 'mark' : 'hollow');
    }
    expect(plot).toContain('80  +30 ±9');
    expect(plot).toContain('a&lt;b');
  });

  it('draws no bars where they are withheld', () => {
    expect(drawn(null)).not.toContain('class="line"');
    expect(drawn(null)).not.toContain('±');
    expect(drawn(null).match(/class="hollow"/g)).toHaveLength(2);
  });
});

describe('screePlot', () => {
  it('has a point for every eigenvalue, falling as they fall', () => {
    const plot = screePlot({
      eigenvalues: [5, 3, 1, 0.5],
      criterion: [2, 1.5],
      kind: 'by model',
      k: 2,
    }).markup;
    const heights = numbers(plot, 'cy');
    expect(heights).toHaveLength(4);
    expect(heights).toEqual([...heights].sort((a, b) => a - b));
    expect(plot).toContain('2 taken');
  });
});

describe('columnPlot and sharePlot', () => {
  it('size their parts by value', () => {
    const heights = numbers(columnPlot([10, 5, 0], 'T', 100).markup, 'height').slice(1);
    expect(heights[1]).toBeCloseTo(heights[0]! / 2, 1);
    expect(heights[2]).toBe(0);
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
    const widths = [...shares.matchAll(/width="([\d.]+)" height="18"/g)].map((match) =>
      Number(match[1]),
    );
    expect(widths[0]).toBeCloseTo(3 * widths[1]!, 1);
  });
});

describe('wordMap', () => {
  it('sets labels that do not overlap', () => {
    const points = Array.from({ length: 120 }, (_, i) => ({
      word: `word-${i}`,
      x: Math.sin(i * 7.1),
      y: Math.cos(i * 3.3),
      count: 120 - i,
      group: i % 9 === 8 ? null : i % 9,
    }));
    const plot = wordMap(points, 'T').markup;
    expect(numbers(plot, 'cx')).toHaveLength(120);
    const labels = [
      ...plot.matchAll(
        /<text x="([\d.]+)" y="([\d.]+)" class="label strong" text-anchor="(\w+)">([^<]+)</g,
      ),
    ].map(([, x, y, anchor, word]) => {
      const size = word!.length * 7;
      const left =
        anchor === 'start' ? Number(x) : anchor === 'end' ? Number(x) - size : Number(x) - size / 2;
      return { left, right: left + size, y: Number(y) };
    });
    expect(labels.length).toBeGreaterThan(20);
    for (const [i, a] of labels.entries())
      for (const b of labels.slice(i + 1))
        expect(a.left < b.right && b.left < a.right && Math.abs(a.y - b.y) < 13).toBe(false);
  });
});
