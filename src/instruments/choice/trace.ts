/** The evidence of a cell: the answers, with the reply chosen in each. */
import { shortName } from '../../tables/numbers.ts';
import type { Evidence, Facts, Place } from '../contract.ts';
import { answersIn } from '../shared/answer-round.ts';
import { letterReadings as readings, toldProbabilities } from '../shared/letters.ts';
import { type Taken, takenIn } from './choices.ts';
import { type Items, shownReplies } from './items.ts';

/** For a row of a model its answers, in the column of a value that value's answers; for a row of an item that item's. */
export function traceChoice(
  { items, lines }: Facts<Items>,
  { table, row, column }: Place,
): Evidence[] {
  const reading = readings.find((one) => table.includes(one));
  const values = new Set(items.sets.flatMap((set) => set.items.map(({ value }) => value)));
  const about = column !== null && values.has(column) ? column : null;
  return readings
    .filter((one) => reading === undefined || one === reading)
    .flatMap((one) => takenIn(answersIn(lines.answers), items, one))
    .filter(({ line, question }) => {
      const { id, value } = question.pair;
      if (table.startsWith('reliability')) return value === row;
      const isOfRow = table.startsWith('items')
        ? id === row
        : row === line.model || row === shortName(line.model);
      return isOfRow && (about === null || value === about);
    })
    .map(evidence);
}

function evidence({ line, question, reading, letter, missing }: Taken): Evidence {
  const [a, b] = shownReplies(question);
  const serving = question.order === 'forward' ? 'A' : 'B';
  return {
    ...{ log: 'answers', id: line.id, by: line.model, under: [] },
    item: { id: question.pair.id, text: `${question.pair.request}\nA: ${a}\nB: ${b}` },
    text: reading === 'text' ? line.text : toldProbabilities(line.probabilities ?? []),
    figure: letter === null ? '–' : letter === serving ? 'serving' : 'opposing',
    notes: [
      `the serving reply is ${serving}; read by ${reading}`,
      ...(missing === null ? [] : [`missing: ${missing}`]),
    ],
  };
}
