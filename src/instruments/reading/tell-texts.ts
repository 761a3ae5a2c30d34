/** How texts were read, as tables. */
import { shortName } from '../../tables/numbers.ts';
import type { Column, Table } from '../../tables/table.ts';
import type { ReadingResult } from './result.ts';

export function answersTable({ answers }: ReadingResult): Table {
  const count = (id: string, title: string, meaning?: string): Column => ({
    ...{ id, title, digits: 0 },
    ...(meaning === undefined ? {} : { meaning }),
  });
  return {
    id: 'reading-answers',
    title: 'Answers of the reader',
    part: 'reading-texts',
    columns: [
      { id: 'model', title: 'Texts of' },
      count('texts', 'Texts'),
      count('refused', 'Refused'),
      count('unread', 'Unread', 'Answers that hold no verdicts'),
      count('silent', 'No value', 'Texts that express no value of the system'),
      count('quoted', 'Quotations'),
      count('absent', 'Not in the text', 'Quotations that are not in the text'),
    ],
    rows: answers.map((one) => ({
      id: one.model,
      cells: [
        ...[shortName(one.model), one.texts, one.refused, one.unread],
        ...[one.silent, one.quoted, one.absent],
      ],
    })),
    notes: [
      'A text that was refused or not read is in no profile. A quotation that is not in the text shows nothing: the reader made it up, or shortened it.',
    ],
  };
}

export function silentTable({ silent, answers }: ReadingResult): Table[] {
  if (silent.length === 0) return [];
  const all = answers.reduce((sum, one) => sum + one.silent, 0);
  return [
    {
      id: 'reading-silent',
      title: 'Texts that no value explains',
      part: 'reading-texts',
      more: true,
      columns: [
        { id: 'text', title: 'Text' },
        { id: 'model', title: 'Of' },
        { id: 'words', title: 'Begins' },
      ],
      rows: silent.map(({ id, name, model, text }) => ({
        id,
        cells: [name, shortName(model), beginningOf(text)],
      })),
      notes: all > silent.length ? [`The first ${silent.length} of ${all}.`] : [],
    },
  ];
}

function beginningOf(text: string): string {
  const plain = text.replace(/\s+/g, ' ').trim();
  return plain.length > 80 ? `${plain.slice(0, 79)}…` : plain;
}
