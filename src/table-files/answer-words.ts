/** Columns of words that are the steps of a known scale of answers: "strongly disagree" to "strongly agree", "never" to "always". */
import { UserError } from '../errors.ts';
import { lettersOf } from '../safe-text/letters.ts';
import { listOf } from '../tables/numbers.ts';
import scales from './answer-scales.json' with { type: 'json' };
import { isGap } from './gaps.ts';
import { placeOf, quoteCell, type Table } from './table-file.ts';

/** A column as steps of a scale, from 1. */
export type AnswerColumn = {
  stepOf(cell: string): number | undefined;
  /** For the first cell that is no step of the scale. */
  fault: UserError | null;
};

export type WordOptions = {
  /** Words are labels without order, and no steps. */
  areLabels?: boolean;
  /** What else a reader may do who is told of a cell that is no step. */
  otherwise?: string;
};

/** The label that a reader is shown, and the letters of all labels of the step. */
type Step = { label: string; letters: string[]; isOptional: boolean };
type Scale = readonly Step[];

/** The words of a column by their letters: the first cell that holds each, its line, and how many do. */
type Words = Map<string, { cell: string; line: number; count: number }>;

const known: readonly Scale[] = Object.values(scales).flatMap((ofLanguage) =>
  ofLanguage.map((steps) =>
    steps.map((step) => {
      const labels = step.replace('?', '').split('|');
      return {
        label: labels[0]!,
        letters: labels.map(plainLetters),
        isOptional: step.startsWith('?'),
      };
    }),
  ),
);

/** In whatever case, with whatever spaces, accents, and apostrophes. */
function plainLetters(text: string): string {
  return lettersOf(text.normalize('NFKD'));
}

/** No scale has so many steps. */
const mostWords = 30;

/**
 * The columns of which more than half of the cells are steps of one known scale. Where several scales fit, that with most of the
 * cells is taken, then the one that fits most columns, then the one of fewest steps, so that columns of a table are read alike. A step
 * that not all scales of its kind have ("neutral", "slightly agree") counts where any column has it or the step opposite.
 */
export function answerWords(
  table: Table,
  { areLabels = false, otherwise = '' }: WordOptions = {},
): {
  columns: Map<string, AnswerColumn>;
  notes: string[];
} {
  const words = new Map(
    table.columns.flatMap((name): [string, Words][] => {
      const found = areLabels || table.typed.has(name) ? null : wordsOf(table, name);
      return found ? [[name, found]] : [];
    }),
  );
  const fitting = known
    .map((scale) => ({
      scale,
      names: [...words.keys()].filter((name) => fits(scale, words.get(name)!)),
    }))
    .filter(({ names }) => names.length > 0)
    .map(({ scale, names }) => ({
      names,
      steps: usedSteps(
        scale,
        names.map((name) => words.get(name)!),
      ),
    }))
    .sort((a, b) => b.names.length - a.names.length || a.steps.length - b.steps.length);
  const scaleOf = (name: string) =>
    fitting
      .filter(({ names }) => names.includes(name))
      .map(({ steps }) => ({ steps, cells: cellsOn(steps, words.get(name)!) }))
      .reduce<{ steps: Scale; cells: number } | null>(
        (best, one) => (best && best.cells >= one.cells ? best : one),
        null,
      )?.steps;
  const columns = new Map<string, AnswerColumn>();
  const notes: string[] = [];
  for (const [steps, names] of Map.groupBy(words.keys(), scaleOf)) {
    const own = names.map((name) => words.get(name)!);
    if (!steps || new Set(own.flatMap((some) => [...some.keys()])).size < 2) continue;
    const mapping = mappingOf(steps, own);
    for (const name of names)
      columns.set(name, {
        stepOf: (cell) => stepOf(steps, plainLetters(cell)),
        fault: faultOf(table, name, steps, words.get(name)!, {
          mapping,
          otherwise,
        }),
      });
    notes.push(`${listOf(names)}: words are read as the steps of a scale: ${mapping}`);
  }
  return { columns, notes };
}

function wordsOf(table: Table, name: string): Words | null {
  const words: Words = new Map();
  for (const { cells, line } of table.rows) {
    const cell = cells[name] ?? '';
    if (isGap(cell, table.options.gaps)) continue;
    const word = plainLetters(cell);
    const seen = words.get(word);
    if (seen) seen.count += 1;
    else words.set(word, { cell, line, count: 1 });
    if (words.size > mostWords) return null;
  }
  return words;
}

function stepOf(steps: Scale, word: string): number | undefined {
  const at = steps.findIndex(({ letters }) => letters.includes(word));
  return at < 0 ? undefined : at + 1;
}

function cellsOn(steps: Scale, words: Words): number {
  return [...words].reduce(
    (sum, [word, { count }]) => sum + (stepOf(steps, word) === undefined ? 0 : count),
    0,
  );
}

/** Two words of a column for one step are two steps of another scale. */
function fits(scale: Scale, words: Words): boolean {
  const found = [...words.keys()]
    .map((word) => stepOf(scale, word))
    .filter((step) => step !== undefined);
  if (new Set(found).size < found.length) return false;
  const all = [...words.values()].reduce((sum, { count }) => sum + count, 0);
  return 2 * cellsOn(scale, words) > all;
}

function usedSteps(scale: Scale, columns: readonly Words[]): Scale {
  const isUsed = ({ letters }: Step) =>
    columns.some((words) => letters.some((word) => words.has(word)));
  return scale.filter(
    (step, at) =>
      !step.isOptional ||
      isUsed(step) ||
      (scale.at(-1 - at)!.isOptional && isUsed(scale.at(-1 - at)!)),
  );
}

/** "strongly disagree is 1, disagree 2, …", in the words of the table where it has them. */
function mappingOf(steps: Scale, columns: readonly Words[]): string {
  return steps
    .map(({ label, letters }, at) => {
      const written = columns.flatMap((words) =>
        letters.map((word) => words.get(word)?.cell.trim()),
      );
      return `${written.find((cell) => cell !== undefined) ?? label} ${at === 0 ? 'is 1' : at + 1}`;
    })
    .join(', ');
}

function faultOf(
  table: Table,
  name: string,
  steps: Scale,
  words: Words,
  { mapping, otherwise }: { mapping: string; otherwise: string },
): UserError | null {
  const odd = [...words].find(([word]) => stepOf(steps, word) === undefined)?.[1];
  if (!odd) return null;
  return new UserError(
    `${name}: ${quoteCell(odd.cell)} is no step of the scale of the other cells.`,
    {
      where: placeOf(table, odd.line),
      hint: `The steps are: ${mapping}. Correct the cell; if it means that nothing is known, name it with --gaps.${otherwise}`,
    },
  );
}
