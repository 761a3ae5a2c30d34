/** Every answer with the option chosen, one per row, for other programs. */
import type { LineFile } from '../contract.ts';
import { answersIn } from '../shared/answer-round.ts';
import { readerOf, sideTaken } from './choices.ts';
import { type Items, stepOf } from './items.ts';

export const factsFile: LineFile<Items> = {
  name: 'ladder-facts.csv',
  what: 'every answer with the option that it takes, or why it is missing',
  columns: [
    ...['model', 'family', 'condition', 'ladder', 'direction', 'step', 'history', 'order'],
    ...['value_a', 'value_b', 'foundation_a', 'foundation_b', 'reading', 'letter', 'chose_a'],
    ...['depends', 'missing', 'answer', 'line'],
  ],
  *rows({ items, lines, models }) {
    const families = new Map(models.map(({ name, tags }) => [name, tags.family]));
    const read = readerOf(items);
    for (const line of answersIn(lines.answers)) {
      const taken = read(line);
      if (!taken) continue;
      const { question, letter, missing, depends, reading } = taken;
      const { a, b } = stepOf(question);
      const side = sideTaken(taken);
      yield [
        ...[line.model, families.get(line.model) ?? '', line.condition, question.ladder.id],
        ...[question.way ?? '', question.step, question.history, question.order],
        ...[a.value ?? '', b.value ?? '', a.foundation ?? '', b.foundation ?? ''],
        ...[reading, letter, side === null ? null : Number(side === 'a')],
        ...[depends ? Number(letter === 'C') : null, missing, line.text, line.id],
      ];
    }
  },
};
