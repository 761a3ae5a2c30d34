/** The evidence of a cell: the two replies with their log-probabilities. */
import { shortName } from '../../tables/numbers.ts';
import type { Evidence, Facts, Place } from '../contract.ts';
import { scoredLines } from '../shared/likelihood-round.ts';
import { type Items, questionsOf, repliesOf } from './items.ts';

/** For a row of a model its items, in the column of a value that value's items; for a row of an item that item's. */
export function traceOpposing(
  { items, lines }: Facts<Items>,
  { table, row, column }: Place,
): Evidence[] {
  const questions = new Map(questionsOf(items, { extent: 'thorough' }).map((one) => [one.id, one]));
  const values = new Set([...questions.values()].map(({ pair }) => pair.value));
  const about = column !== null && values.has(column) ? column : null;
  return scoredLines(lines.likelihoods).flatMap(({ id, model, item, form, scores }): Evidence[] => {
    const question = questions.get(item);
    if (!question) return [];
    const { pair, after } = question;
    const isOfRow = table.startsWith('reliability')
      ? pair.value === row
      : table === 'items'
        ? pair.id === row
        : isModel(row, model);
    if (!isOfRow || after > 0 || (about !== null && pair.value !== about)) return [];
    const [serving, opposing] = scores;
    const told = repliesOf(question).map(
      (reply, i) => `${scores[i]?.logProbability.toFixed(1) ?? '–'}  ${reply}`,
    );
    return [
      {
        ...{ log: 'likelihoods', id, by: model, under: [] },
        item: { id: pair.id, text: pair.request },
        text: told.join('\n'),
        figure:
          serving && opposing
            ? serving.logProbability > opposing.logProbability
              ? 'won'
              : 'lost'
            : '–',
        notes: [
          'log-probabilities in nats, the serving reply first',
          form === 'completion' ? 'read as plain text' : 'read in the chat template',
        ],
      },
    ];
  });
}

/** Rows are named after a model, or after a model and a part of its results. */
function isModel(row: string, model: string): boolean {
  return row === model || row === shortName(model) || row.startsWith(`${model} `);
}
