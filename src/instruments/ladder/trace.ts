/** The evidence of a cell: the answers, with the option chosen in each. */
import { shortName } from '../../tables/numbers.ts';
import type { Evidence, Facts, Place } from '../contract.ts';
import { answersIn } from '../shared/answer-round.ts';
import { letterReadings, toldProbabilities } from '../shared/letters.ts';
import { readerOf, sideTaken, type Taken } from './choices.ts';
import { histories, type Items, shownOptions, stepOf, textOf } from './items.ts';
import { poles, type Served } from './strengths.ts';
import { historyWords, wayWords } from './words.ts';

/** For a row of a model its answers, in the column of a value that value's answers; for a row of a ladder or value, its answers. */
export function traceLadders(
  { items, lines }: Facts<Items>,
  { table, row, column }: Place,
): Evidence[] {
  const reading = letterReadings.find((one) => table.includes(one));
  const read = readerOf(items);
  const told = histories.find((one) => table.endsWith(`-${one}`));
  const ofLadder = table.startsWith('ladders');
  const ofValue = table.startsWith('strengths') || table.startsWith('reliability');
  // Filters by model before it reads the answers.
  return answersIn(lines.answers)
    .filter(({ model }) => ofLadder || ofValue || row === model || row === shortName(model))
    .flatMap((line) => read(line) ?? [])
    .filter((taken) => {
      const { question } = taken;
      if (reading !== undefined && taken.reading !== reading) return false;
      // Answers to questions with a third option count only in their own column.
      if (taken.depends !== (column === 'depends') && !ofLadder) return false;
      if (told !== undefined && question.step > 1 && question.history !== told) return false;
      if (ofLadder) return question.ladder.id === row;
      if (ofValue) return serves(taken, row);
      return column === null || !isServed(column) || serves(taken, column);
    })
    .map((taken) => evidence(taken, items));
}

const served = new Set(poles.flatMap(({ id, values }) => [id, ...values]));

/** Whether a column is one of a value, or of a higher-order value. */
function isServed(column: string): boolean {
  return served.has(column);
}

function serves({ question }: Taken, value: string): boolean {
  const pole = poles.find(({ id }) => id === value);
  const { a, b } = stepOf(question);
  return [a, b].some(
    (option) =>
      option.value === value ||
      option.foundation === value ||
      (option.value !== undefined && pole?.values.includes(option.value)),
  );
}

function evidence(taken: Taken, items: Items): Evidence {
  const { line, question, reading, letter, missing, depends } = taken;
  const options = shownOptions(question);
  const side = sideTaken(taken);
  const step = stepOf(question);
  const told = textOf({ ...question, history: 'alone' }, [], items);
  return {
    ...{ log: 'answers', id: line.id, by: line.model, under: [] },
    item: { id: question.id, text: told.replace(/\n\n+/g, '\n') },
    text: reading === 'text' ? line.text : toldProbabilities(line.probabilities ?? []),
    figure: letter === null ? '–' : side === null ? 'depends' : letter,
    notes: [
      ...(letter === 'A' || letter === 'B'
        ? [`took "${options[letter]}"${servedBy(step[side!])}`]
        : []),
      `step ${question.step}${question.way === null ? '' : `, ${wayWords[question.way]}`}; told ${historyWords[question.history]}; read by ${reading}`,
      ...(depends ? ['asked with "it depends" as a third option'] : []),
      ...(missing === null ? [] : [`missing: ${missing}`]),
    ],
  };
}

function servedBy({ value, foundation }: Served) {
  const name = value ?? foundation;
  return name === undefined ? '' : `, which serves ${name}`;
}
