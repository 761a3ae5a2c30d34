/**
 * Plots of rows for the page: a label, a drawn cell, a note. Rows are HTML elements, and cells are drawn in percent of
 * their width, so that letters keep their size on a phone. The style sheet colours the classes.
 */
import { placeOf, pointOf, referenceOf, rowTexts } from './differences.ts';
import { type Markup, markup } from './markup.ts';
import { fixed } from './numbers.ts';
import { ticks } from './svg.ts';
import type { DifferencesPlot } from './table.ts';

export type PlotRow = {
  label: string;
  value: number | null;
  low: number | null;
  high: number | null;
  /** Written at the right end. */
  note: string;
};

/** With this many rows or more, they are closer together, so that the plot fits a page. */
const many = 20;
const heights = { wide: 22, close: 17 } as const;

/** Percent of a cell's width, to a hundredth. */
const percent = (value: number) => `${Math.round(value * 100) / 100}%`;

type DrawnRow = { label: string; cell: Markup[]; note: string };

function rowsHtml(
  title: string,
  rows: readonly DrawnRow[],
  under: { grid: Markup[]; axis: Markup[] } = { grid: [], axis: [] },
): Markup {
  const kind = rows.length >= many ? 'close' : 'wide';
  const cell = (height: number, body: Markup[]) =>
    markup`<svg width="100%" height="${height}" aria-hidden="true">${body}</svg>`;
  return markup`<div class="rows ${kind}" role="group" aria-label="${title}">${rows.map(({ label, cell: body, note }) => markup`<div class="row"><span class="name">${label}</span>${cell(heights[kind], [...under.grid, ...body])}<span class="note">${note}</span></div>`)}${under.axis.length > 0 && markup`<div class="row axes"><span class="name"></span>${cell(20, under.axis)}<span class="note"></span></div>`}</div>`;
}

/**
 * A scale, its grid, and its numbers; the ends are set in from the edges, so that points there are drawn in full.
 */
function scaleOf({ low, high }: { low: number; high: number }) {
  const x = (value: number) =>
    percent(3 + ((Math.min(high, Math.max(low, value)) - low) / (high - low)) * 94);
  const marks = ticks(low, high, 5);
  return {
    x,
    grid: marks.map((tick) => upright(x(tick), 'grid')),
    axis: marks.map(
      (tick) =>
        markup`<text x="${x(tick)}" y="14" class="label" text-anchor="middle">${fixed(tick, Number.isInteger(tick) ? 0 : 1)}</text>`,
    ),
  };
}

/** A line through the whole height of a row. */
function upright(x: string, kind: string): Markup {
  return markup`<line x1="${x}" y1="0" x2="${x}" y2="100%" class="${kind}"/>`;
}

/** A bar with an upright stroke at each end. */
function whisker(low: string, high: string): Markup[] {
  return [
    markup`<line x1="${low}" y1="50%" x2="${high}" y2="50%" class="line"/>`,
    ...[low, high].map(
      (end) => markup`<line x1="${end}" y1="28%" x2="${end}" y2="72%" class="line"/>`,
    ),
  ];
}

function point(x: string, kind: ReturnType<typeof pointOf>): Markup {
  if (kind === 'reference')
    return markup`<svg x="${x}" y="50%"><path d="M0 -6l6 6l-6 6l-6 -6Z" class="mark"/></svg>`;
  return markup`<circle cx="${x}" cy="50%" r="4" class="${kind === 'differs' ? 'mark' : 'hollow'}"/>`;
}

/** Each row's value with its interval on one scale; `reference` is drawn as a line. */
export function intervalPlot(
  rows: readonly PlotRow[],
  scale: { low: number; high: number; reference?: number; title: string },
): Markup {
  const { x, grid, axis } = scaleOf(scale);
  const reference = scale.reference === undefined ? [] : [upright(x(scale.reference), 'axis')];
  return rowsHtml(
    scale.title,
    rows.map(({ label, value, low, high, note }) => ({
      label,
      note,
      cell: [
        ...reference,
        ...(value === null
          ? []
          : [
              ...(low === null || high === null ? [] : whisker(x(low), x(high))),
              point(x(value), 'differs'),
            ]),
      ],
    })),
    { grid, axis },
  );
}

/** Each row’s difference from the reference with its interval, around its place on the scale; a dotted line runs through the reference. */
export function differencesPlot(plot: DifferencesPlot): Markup {
  const reference = referenceOf(plot);
  const { x, grid, axis } = scaleOf(plot.scale);
  const through = reference ? [upright(x(reference.value), 'axis dotted')] : [];
  return rowsHtml(
    plot.title,
    plot.rows.map((row) => {
      const { value, difference } = rowTexts(row);
      const place = placeOf(row, reference);
      return {
        label: row.label,
        note: `${value.padStart(3, '\u2007')}  ${difference}`.trimEnd(),
        cell: [
          ...through,
          ...(place.low === null || place.high === null
            ? []
            : whisker(x(place.low), x(place.high))),
          point(x(place.at), pointOf(row)),
        ],
      };
    }),
    { grid, axis },
  );
}

/** Shares of 100 % side by side, one row each, in the same order of parts. */
export function sharePlot(
  rows: readonly { label: string; parts: readonly { name: string; percent: number }[] }[],
  title: string,
): Markup {
  return rowsHtml(
    title,
    rows.map(({ label, parts }) => {
      const sum = parts.reduce((total, part) => total + Math.max(0, part.percent), 0) || 1;
      let start = 0;
      const cell = parts.flatMap((part, at) => {
        const size = (Math.max(0, part.percent) / sum) * 100;
        const x = start;
        start += size;
        return [
          markup`<rect x="${percent(x)}" y="12%" width="${percent(size)}" height="76%" class="cat${at % 8}"><title>${part.name} ${Math.round(part.percent)} %</title></rect>`,
          ...(size >= 8
            ? [
                markup`<text x="${percent(x + size / 2)}" y="50%" dy="4" class="oncat" text-anchor="middle">${Math.round(part.percent)}</text>`,
              ]
            : []),
        ];
      });
      return { label, cell, note: '' };
    }),
  );
}
