/** Every answer with the reply chosen, one per row, for other programs. */
import type { LineFile } from '../contract.ts';
import { answersIn } from '../shared/answer-round.ts';
import { letterReadings } from '../shared/letters.ts';
import { takenIn } from './choices.ts';
import type { Items } from './items.ts';

export const factsFile: LineFile<Items> = {
  name: 'choice-facts.csv',
  what: 'every answer with the reply that it takes, or why it is missing',
  columns: [
    ...['model', 'family', 'condition', 'system', 'item', 'value', 'against', 'wording', 'order'],
    ...['reading', 'letter', 'serving', 'missing', 'answer', 'line'],
  ],
  *rows({ items, lines, models }) {
    const families = new Map(models.map(({ name, tags }) => [name, tags.family]));
    for (const reading of letterReadings)
      for (const { line, question, letter, missing } of takenIn(
        answersIn(lines.answers),
        items,
        reading,
      )) {
        const { pair, system, wording, order } = question;
        yield [
          ...[line.model, families.get(line.model) ?? '', line.condition, system, pair.id],
          ...[pair.value, pair.against, wording + 1, order, reading, letter],
          letter === null ? null : Number((letter === 'A') === (order === 'forward')),
          ...[missing, line.text, line.id],
        ];
      }
  },
};
