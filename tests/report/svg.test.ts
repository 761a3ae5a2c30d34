import { describe, expect, it } from 'vitest';
import { columnPlot, screeSvg, ticks, wordMap } from '../../src/tables/svg.ts';

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

describe('screeSvg', () => {
  it('has a point for every eigenvalue, falling as they fall', () => {
    const plot = screeSvg({
      ...{ kind: 'scree', id: 'scree', title: 'Eigenvalues', reference: 'chance' },
      ...{ values: [5, 3, 1, 0.5], chance: [2, 1.5], taken: 2 },
    }).markup;
    const heights = numbers(plot, 'cy');
    expect(heights).toHaveLength(4);
    expect(heights).toEqual([...heights].sort((a, b) => a - b));
    expect(plot).toContain('2 taken');
  });
});

describe('columnPlot', () => {
  it('sizes its columns by value', () => {
    const heights = numbers(columnPlot([10, 5, 0], 'T', 100).markup, 'height').slice(1);
    expect(heights[1]).toBeCloseTo(heights[0]! / 2, 1);
    expect(heights[2]).toBe(0);
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
