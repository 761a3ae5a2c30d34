/**
 * Small plots as inline SVG, without scripts or styles of their own: the page's style sheet colours
 * the classes `axis`, `grid`, `label`, `mark`, `line`, `chance`, `cat0`…`cat7`.
 */

import { type Markup, markup } from './markup.ts';
import type { Plot, ScreePlot } from './table.ts';

/** On a phone, a wider plot scrolls instead of being scaled down. */
const widest = 500;

/** Approximate width of a character of a label, in the plots' units. */
const characterWidth = 7;

/** One decimal is enough for coordinates. */
const at = (value: number) => Math.round(value * 10) / 10;

function svg(width: number, height: number, title: string, body: Markup | Markup[]): Markup {
  return markup`<svg class="${width > widest ? 'plot map' : 'plot'}" viewBox="0 0 ${at(width)} ${at(height)}" width="${at(width)}" height="${at(height)}" role="img" aria-label="${title}"><title>${title}</title>${body}</svg>`;
}

function text(x: number, y: number, content: string, kind = 'label', anchor = 'start'): Markup {
  return markup`<text x="${at(x)}" y="${at(y)}" class="${kind}" text-anchor="${anchor}">${content}</text>`;
}

function line(x1: number, y1: number, x2: number, y2: number, kind: string): Markup {
  return markup`<line x1="${at(x1)}" y1="${at(y1)}" x2="${at(x2)}" y2="${at(y2)}" class="${kind}"/>`;
}

function path(points: readonly (readonly [number, number])[], kind: string): Markup {
  const steps = points.map(([x, y], i) => `${i === 0 ? 'M' : 'L'}${at(x)} ${at(y)}`).join('');
  return markup`<path d="${steps}" class="${kind}"/>`;
}

/** Round numbers that span `low`…`high`, about `count` of them. */
export function ticks(low: number, high: number, count = 5): number[] {
  const span = high - low;
  if (!(span > 0)) return [low];
  const rough = span / count;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 2.5, 5, 10].map((one) => one * power).find((one) => one >= rough)!;
  const first = Math.ceil(low / step - 1e-9);
  const last = Math.floor(high / step + 1e-9);
  return Array.from({ length: last - first + 1 }, (_, i) =>
    Number(((first + i) * step).toFixed(9)),
  );
}

/** A scree plot: the eigenvalues in order, those of chance (95 %), and the number of factors taken. */
export function screeSvg(plot: ScreePlot): Markup {
  const [width, height, left, right, bottom] = [440, 240, 40, 10, 34];
  const shown = Math.min(20, plot.values.length);
  const values = plot.values.slice(0, shown);
  const chance = plot.chance.slice(0, shown);
  const most = Math.max(1, ...values, ...chance) * 1.06;
  const x = (i: number) => left + 16 + (i * (width - left - right - 24)) / Math.max(1, shown - 1);
  const y = (value: number) =>
    height - bottom - (Math.max(0, value) / most) * (height - bottom - 14);
  const grid = ticks(0, most, 4).map((tick) => [
    line(left, y(tick), width - right, y(tick), 'grid'),
    text(left - 6, y(tick) + 4, String(tick), 'label', 'end'),
  ]);
  const numbers = values.flatMap((_, i) =>
    i % Math.ceil(shown / 12) === 0
      ? [text(x(i), height - bottom + 16, String(i + 1), 'label', 'middle')]
      : [],
  );
  const cutAt = (x(plot.taken - 1) + x(Math.min(shown - 1, plot.taken))) / 2;
  const point = (series: readonly number[]) =>
    series.map((value, i) => [x(i), y(value)] as [number, number]);
  return svg(width, height, `Scree plot: ${plot.taken} of ${plot.values.length} factors taken`, [
    ...grid.flat(),
    ...numbers,
    text(x(0), height - 2, 'factor', 'label'),
    line(cutAt, 10, cutAt, height - bottom, 'axis dashed'),
    text(cutAt + 6, 18, `${plot.taken} taken`),
    path(point(chance), 'chance dashed'),
    path(point(values), 'line'),
    ...values.map(
      (value, i) => markup`<circle cx="${at(x(i))}" cy="${at(y(value))}" r="3.2" class="mark"/>`,
    ),
  ]);
}

/** New things per hundred, as columns. */
export function columnPlot(values: readonly number[], title: string, step: number): Markup {
  const [height, left, bottom] = [150, 40, 24];
  const bar = Math.max(3, Math.min(36, 370 / Math.max(1, values.length)));
  const width = left + bar * values.length + 30;
  const most = Math.max(1, ...values);
  const y = (value: number) => height - bottom - (value / most) * (height - bottom - 10);
  const every = Math.ceil(values.length / 8);
  return svg(Math.max(220, width), height, title, [
    ...ticks(0, most, 3).flatMap((tick) => [
      line(left, y(tick), width - 20, y(tick), 'grid'),
      text(left - 6, y(tick) + 4, String(tick), 'label', 'end'),
    ]),
    ...values.flatMap((value, i) => [
      markup`<rect x="${at(left + i * bar + 1)}" y="${at(y(value))}" width="${at(bar - 2)}" height="${at(height - bottom - y(value))}" class="bar"/>`,
      ...(i % every === 0
        ? [text(left + (i + 0.5) * bar, height - 8, String((i + 1) * step), 'label', 'middle')]
        : []),
    ]),
  ]);
}

export type MapPoint = { word: string; x: number; y: number; count: number; group: number | null };

/**
 * Words on a plane: one dot each, its size by the frequency of the word, coloured by group. The most frequent words
 * that find room are labelled. `x` and `y` are −1…1; `group` null is grey.
 */
export function wordMap(points: readonly MapPoint[], title: string): Markup {
  const [width, height, margin] = [760, 480, 34];
  const spanOf = (values: number[]) => {
    const low = Math.min(0, ...values);
    const high = Math.max(0, ...values);
    return { low, span: high - low || 1 };
  };
  const xs = spanOf(points.map((point) => point.x));
  const ys = spanOf(points.map((point) => point.y));
  const most = Math.max(1, ...points.map((point) => point.count));
  const placed = points
    .map((point) => ({
      ...point,
      px: margin + ((point.x - xs.low) / xs.span) * (width - 2 * margin),
      py: height - margin - ((point.y - ys.low) / ys.span) * (height - 2 * margin),
      r: 2 + 7 * Math.sqrt(point.count / most),
    }))
    .sort((a, b) => b.count - a.count);
  const dots = placed.map((point) => ({
    left: point.px - point.r,
    right: point.px + point.r,
    top: point.py - point.r,
    bottom: point.py + point.r,
  }));
  const taken: Box[] = [];
  const labels = placed.flatMap((point) => {
    const size = [...point.word].length * characterWidth;
    const spots = [
      { x: point.px + point.r + 3, y: point.py + 4, anchor: 'start' },
      { x: point.px - point.r - 3, y: point.py + 4, anchor: 'end' },
      { x: point.px, y: point.py - point.r - 3, anchor: 'middle' },
      { x: point.px, y: point.py + point.r + 12, anchor: 'middle' },
    ].filter((spot) => {
      const box = boxOf(spot, size);
      const inside =
        box.left >= 2 && box.right <= width - 2 && box.top >= 2 && box.bottom <= height - 2;
      return inside && !taken.some((other) => overlap(box, other));
    });
    const clear = spots.find((spot) => !dots.some((dot) => overlap(boxOf(spot, size), dot)));
    const free = clear ?? spots[0];
    if (!free) return [];
    taken.push(boxOf(free, size));
    return [text(free.x, free.y, point.word, 'label strong', free.anchor)];
  });
  return svg(width, height, title, [
    ...placed
      .map(
        (point) =>
          markup`<circle cx="${at(point.px)}" cy="${at(point.py)}" r="${at(point.r)}" class="${point.group === null ? 'dot' : `dot cat${point.group % 8}`}"><title>${point.word} ${point.count}</title></circle>`,
      )
      .reverse(),
    ...labels,
  ]);
}

/** Points with their labels on one scale in both directions; `ring` draws the circle of radius 1. */
export function mapPlot(plot: Extract<Plot, { kind: 'map' }>): Markup {
  const [width, height] = [560, 420];
  const [middleX, middleY] = [width / 2, height / 2];
  const far = Math.max(
    plot.ring ? 1 : 0,
    ...plot.points.flatMap(({ x, y }) => [Math.abs(x), Math.abs(y)]),
  );
  const unit = (height / 2 - 24) / (far || 1);
  return svg(width, height, plot.title, [
    ...(plot.ring
      ? [markup`<circle cx="${middleX}" cy="${middleY}" r="${at(unit)}" class="ring"/>`]
      : []),
    ...plot.points.flatMap(({ label, x, y }) => {
      const [px, py] = [middleX + x * unit, middleY - y * unit];
      const isLeft = x < 0;
      return [
        markup`<circle cx="${at(px)}" cy="${at(py)}" r="4" class="mark"/>`,
        text(px + (isLeft ? -8 : 8), py + 4, label, 'label strong', isLeft ? 'end' : 'start'),
      ];
    }),
  ]);
}

type Box = { left: number; right: number; top: number; bottom: number };

function boxOf(spot: { x: number; y: number; anchor: string }, size: number): Box {
  const left =
    spot.anchor === 'start' ? spot.x : spot.anchor === 'end' ? spot.x - size : spot.x - size / 2;
  return { left: left - 2, right: left + size + 2, top: spot.y - 11, bottom: spot.y + 3 };
}

function overlap(a: Box, b: Box): boolean {
  return a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
}
