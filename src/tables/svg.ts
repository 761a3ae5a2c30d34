/**
 * Small plots as inline SVG, without scripts or styles of their own: the page's style sheet colours
 * the classes `axis`, `grid`, `label`, `mark`, `line`, `chance`, `cat0`…`cat7`.
 */

import { placeOf, pointOf, referenceOf, rowTexts } from './differences.ts';
import { type Markup, markup } from './markup.ts';
import { fixed } from './numbers.ts';
import type { DifferencesPlot, Plot } from './table.ts';

/** About the width of a character of a label, in the plots' own units. */
const characterWidth = 7;

export type PlotRow = {
  label: string;
  value: number | null;
  low: number | null;
  high: number | null;
  /** Written at the right end. */
  note: string;
};

/** Coordinates need no more than a tenth. */
const at = (value: number) => Math.round(value * 10) / 10;

function svg(width: number, height: number, title: string, body: Markup | Markup[]): Markup {
  return markup`<svg viewBox="0 0 ${at(width)} ${at(height)}" width="${at(width)}" height="${at(height)}" role="img" aria-label="${title}"><title>${title}</title>${body}</svg>`;
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

/** Eigenvalues in order, those that chance gives (95 %), and the number of factors that was taken. */
export function screePlot(plot: {
  eigenvalues: readonly number[];
  criterion: readonly number[];
  kind: string;
  k: number;
}): Markup {
  /** Right of the plot stand the names of the two lines. */
  const names = 190;
  const [width, height, left, bottom] = [610, 240, 40, 34];
  const shown = Math.min(20, plot.eigenvalues.length);
  const values = plot.eigenvalues.slice(0, shown);
  const criterion = plot.criterion.slice(0, shown);
  const most = Math.max(1, ...values, ...criterion) * 1.06;
  const x = (i: number) => left + 16 + (i * (width - left - names - 24)) / Math.max(1, shown - 1);
  const y = (value: number) =>
    height - bottom - (Math.max(0, value) / most) * (height - bottom - 14);
  const grid = ticks(0, most, 4).map((tick) => [
    line(left, y(tick), width - names, y(tick), 'grid'),
    text(left - 6, y(tick) + 4, String(tick), 'label', 'end'),
  ]);
  const numbers = values.flatMap((_, i) =>
    i % Math.ceil(shown / 12) === 0
      ? [text(x(i), height - bottom + 16, String(i + 1), 'label', 'middle')]
      : [],
  );
  const cutAt = (x(plot.k - 1) + x(Math.min(shown - 1, plot.k))) / 2;
  const point = (series: readonly number[]) =>
    series.map((value, i) => [x(i), y(value)] as [number, number]);
  const end = (series: readonly number[]) => y(series.at(-1) ?? 0);
  const apart = Math.abs(end(values) - end(criterion)) < 14 ? 9 : 0;
  return svg(width, height, `Scree plot: ${plot.k} of ${plot.eigenvalues.length} factors taken`, [
    ...grid.flat(),
    ...numbers,
    text(x(0), height - 2, 'factor', 'label'),
    line(cutAt, 10, cutAt, height - bottom, 'axis dashed'),
    text(cutAt + 6, 18, `${plot.k} taken`),
    path(point(criterion), 'chance dashed'),
    path(point(values), 'line'),
    ...values.map(
      (value, i) => markup`<circle cx="${at(x(i))}" cy="${at(y(value))}" r="3.2" class="mark"/>`,
    ),
    text(width - names + 8, end(values) + 4 + apart, 'eigenvalues', 'label strong'),
    text(width - names + 8, end(criterion) + 4 - apart, `chance, ${plot.kind}`),
  ]);
}

/** What plots of rows share: labels on the left, notes on the right, and between them a scale with its grid. */
function rowFrame(
  rows: readonly { label: string; note: string }[],
  scale: { low: number; high: number },
) {
  const [rowHeight, plotWidth] = [22, 300];
  const longest = Math.max(4, ...rows.map(({ label }) => Math.min(30, [...label].length)));
  const left = longest * characterWidth + 14;
  const notes = Math.max(3, ...rows.map(({ note }) => [...note].length));
  const bottom = rows.length * rowHeight + 4;
  const x = (value: number) =>
    left +
    ((Math.min(scale.high, Math.max(scale.low, value)) - scale.low) / (scale.high - scale.low)) *
      plotWidth;
  return {
    left,
    right: left + plotWidth + 10,
    bottom,
    width: left + plotWidth + (notes * (characterWidth + 0.8) + 16),
    x,
    yOf: (row: number) => row * rowHeight + rowHeight / 2 + 2,
    axis: ticks(scale.low, scale.high, 5).flatMap((tick) => [
      line(x(tick), 2, x(tick), bottom, 'grid'),
      text(x(tick), bottom + 16, fixed(tick, Number.isInteger(tick) ? 0 : 1), 'label', 'middle'),
    ]),
  };
}

/** Each row's value with its interval on one scale; `reference` is drawn as a line. */
export function intervalPlot(
  rows: readonly PlotRow[],
  scale: { low: number; high: number; reference?: number; title: string },
): Markup {
  const { left, right, bottom, width, x, yOf, axis } = rowFrame(rows, scale);
  return svg(width, bottom + 22, scale.title, [
    ...axis,
    ...(scale.reference === undefined
      ? []
      : [line(x(scale.reference), 2, x(scale.reference), bottom, 'axis')]),
    ...rows.flatMap((row, i) => {
      const y = yOf(i);
      return [
        text(left - 10, y + 4, shortened(row.label, 30), 'label strong', 'end'),
        ...(row.value === null
          ? []
          : [
              ...(row.low === null || row.high === null ? [] : whisker(x(row.low), x(row.high), y)),
              markup`<circle cx="${at(x(row.value))}" cy="${at(y)}" r="4" class="mark"/>`,
            ]),
        text(right, y + 4, row.note),
      ];
    }),
  ]);
}

/** Each row’s difference from the reference with its interval, around its place on the scale; a dotted line runs through the reference. */
export function differencesPlot(plot: DifferencesPlot): Markup {
  const { rows, scale, title } = plot;
  const reference = referenceOf(plot);
  const notes = rows.map((row) => {
    const { value, difference } = rowTexts(row);
    return `${value}  ${difference}`.trim();
  });
  const { left, right, bottom, width, x, yOf, axis } = rowFrame(
    rows.map(({ label }, i) => ({ label, note: notes[i]! })),
    scale,
  );
  return svg(width, bottom + 22, title, [
    ...axis,
    ...(reference ? [line(x(reference.value), 2, x(reference.value), bottom, 'axis dotted')] : []),
    ...rows.flatMap((row, i) => {
      const y = yOf(i);
      const place = placeOf(row, reference);
      return [
        text(left - 10, y + 4, shortened(row.label, 30), 'label strong', 'end'),
        ...(place.low === null || place.high === null
          ? []
          : whisker(x(place.low), x(place.high), y)),
        point(x(place.at), y, pointOf(row)),
        text(right, y + 4, notes[i]!),
      ];
    }),
  ]);
}

/** A bar with an upright stroke at each end. */
function whisker(low: number, high: number, y: number): Markup[] {
  return [
    line(low, y, high, y, 'line'),
    line(low, y - 4, low, y + 4, 'line'),
    line(high, y - 4, high, y + 4, 'line'),
  ];
}

function point(x: number, y: number, kind: ReturnType<typeof pointOf>): Markup {
  if (kind === 'reference')
    return markup`<path d="M${at(x)} ${at(y - 6)}l6 6l-6 6l-6 -6Z" class="mark"/>`;
  return markup`<circle cx="${at(x)}" cy="${at(y)}" r="4" class="${kind === 'differs' ? 'mark' : 'hollow'}"/>`;
}

/** New things per hundred, as columns. */
export function columnPlot(values: readonly number[], title: string, step: number): Markup {
  const [height, left, bottom] = [150, 40, 24];
  const bar = Math.max(6, Math.min(36, 480 / Math.max(1, values.length)));
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

/** Shares of 100 % side by side, one row each, in the same order of parts. */
export function sharePlot(
  rows: readonly { label: string; parts: readonly { name: string; percent: number }[] }[],
  title: string,
): Markup {
  const [rowHeight, plotWidth] = [24, 420];
  const left =
    Math.max(4, ...rows.map((row) => Math.min(30, [...row.label].length))) * characterWidth + 14;
  return svg(left + plotWidth + 10, rows.length * rowHeight + 4, title, [
    ...rows.flatMap((row, i) => {
      const y = i * rowHeight + 3;
      const sum = row.parts.reduce((total, part) => total + Math.max(0, part.percent), 0) || 1;
      let start = left;
      return [
        text(left - 10, y + 13, shortened(row.label, 30), 'label strong', 'end'),
        ...row.parts.flatMap((part, j) => {
          const size = (Math.max(0, part.percent) / sum) * plotWidth;
          const x = start;
          start += size;
          return [
            markup`<rect x="${at(x)}" y="${y}" width="${at(size)}" height="${rowHeight - 6}" class="cat${j % 8}"><title>${part.name} ${Math.round(part.percent)} %</title></rect>`,
            ...(size >= 26
              ? [text(x + size / 2, y + 13, String(Math.round(part.percent)), 'oncat', 'middle')]
              : []),
          ];
        }),
      ];
    }),
  ]);
}

export type MapPoint = { word: string; x: number; y: number; count: number; group: number | null };

/**
 * Words on a plane: a dot each, as large as it is often said, coloured by group; labels for the most
 * said words that find room. `x` and `y` are −1…1, `group` null is grey.
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

function shortened(label: string, most: number): string {
  const characters = [...label];
  return characters.length <= most ? label : `${characters.slice(0, most - 1).join('')}…`;
}
