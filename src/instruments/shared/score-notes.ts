/** What to know before believing scores: gaps, raters without a line, components below 0, levels at the floor. */
import { ratersForRandom } from '../../statistics/generalizability.ts';
import { type Cells, mapOf, type ScoreInput } from './cells.ts';
import { mostAtFloor } from './level-estimate.ts';
import type { ColumnScores } from './score-column.ts';
import type { ScoreWords } from './scores.ts';

/** In the order in which they matter. */
export function scoreNotes(
  input: ScoreInput,
  cells: Cells,
  columns: readonly ColumnScores[],
): string[] {
  const { words } = input;
  return [
    ...(columns.some(({ study }) => study === null)
      ? [
          `No generalizability study for some columns (it needs two models that were rated on two ${words.item}s both): their intervals are from the spread over the model’s own ${words.item}s.`,
        ]
      : []),
    ...gapNotes(cells, columns, words),
    ...componentNotes(columns),
    ...floorNotes(columns, words),
    scopeNote(cells.raters.length, words.rater),
    ...cells.leftOut.map(
      ({ rater, why }) =>
        `${rater} ${why}: its ratings are left out of the scores on ${input.system.title}.`,
    ),
    ...(cells.raters.length === 0
      ? [`No ${words.rater} is left: there are no scores. Name a stronger ${words.rater}.`]
      : []),
    ...lineNotes(input, cells),
  ];
}

/** Whether intervals hold for these raters or for others too. */
function scopeNote(raters: number, word: string): string {
  if (raters === 1) return `One ${word}: the scores and their intervals hold for this ${word}.`;
  return raters < ratersForRandom
    ? `The ${raters} ${word}s are treated as fixed: intervals and letters do not cover other ${word}s.`
    : `The ${raters} ${word}s are treated as a sample: intervals of levels and of differences, and letters, cover other ${word}s like them.`;
}

/** Subdimensions on which a rater that counts has no line. */
function lineNotes(input: ScoreInput, cells: Cells): string[] {
  const ratings = input.ratings.filter((one) => one.system === input.system.id);
  return cells.raters.flatMap((rater) => {
    const { lines } = mapOf(rater, input, ratings);
    const without = cells.columns.filter(
      (column) => column.kind === 'subdimension' && lines.get(column.id)?.none !== undefined,
    );
    if (without.length === 0) return [];
    const { none } = lines.get(without[0]!.id)!;
    return [
      `${rater} has no line on ${without.map((column) => column.name).join(', ')}, so its ratings there are left out: ${none}.`,
    ];
  });
}

/** What missing ratings mean for the scores, the worst column's figures. */
function gapNotes(cells: Cells, columns: readonly ColumnScores[], { item }: ScoreWords): string[] {
  const notes: string[] = [];
  const missing = Math.max(0, ...columns.map(({ study }) => study?.missing ?? 0));
  if (missing > 0)
    notes.push(
      `Ratings are missing, up to ${missing} in a column: variance components and intervals are by restricted maximum likelihood (REML) on all that are there, so a model with gaps keeps its other ${item}s and has a wider interval.`,
    );
  const apart = Math.max(0, ...columns.map((column) => column.itemsWithGaps));
  if (apart > 0)
    notes.push(
      `${apart} of ${cells.items.length} ${item}s lack a rating of some model: differences are those of models and ${item}s by least squares, with the error of each pair from the ${item}s that both have.`,
    );
  const { coefficientsWithheld } = columns[0]!.reliability;
  if (coefficientsWithheld) notes.push(`${coefficientsWithheld}.`);
  const withheld = columns.flatMap(({ reliability }) => reliability.lettersWithheld ?? []);
  if (withheld[0])
    notes.push(
      `${withheld.length === columns.length ? 'In all columns' : `In ${withheld.length} of ${columns.length} columns`} ${withheld[0]}.`,
    );
  if (columns.some(({ study }) => study?.convergence?.converged === false))
    notes.push(
      'The variance components of some columns did not settle: take their intervals with care.',
    );
  return notes;
}

/** Components that mean squares make negative, and that count as 0. */
function componentNotes(columns: readonly ColumnScores[]): string[] {
  const negative = new Map<string, { columns: number; least: number }>();
  for (const { reliability } of columns)
    for (const { source, raw } of reliability.variance) {
      if (raw > -0.5) continue;
      const before = negative.get(source) ?? { columns: 0, least: 0 };
      negative.set(source, { columns: before.columns + 1, least: Math.min(before.least, raw) });
    }
  if (negative.size === 0) return [];
  const each = [...negative].map(
    ([source, one]) =>
      `${source} in ${one.columns} of ${columns.length} columns (down to −${Math.abs(one.least).toFixed(0)} %)`,
  );
  return [`Variance components that came out negative count as 0: ${each.join(', ')}.`];
}

function floorNotes(columns: readonly ColumnScores[], { item }: ScoreWords): string[] {
  const withheld = columns.flatMap(({ estimates }) =>
    estimates.filter((one) => one.se === null && one.n > 1),
  ).length;
  if (withheld === 0) return [];
  return [
    `${withheld} levels have no interval: more than ${100 * mostAtFloor} % of their ${item}s are at the floor of the scale, so their spread says nothing.`,
  ];
}
