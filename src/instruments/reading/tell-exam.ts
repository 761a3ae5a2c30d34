/** The exam of a reader, as tables. */

import type { Cell, Row, Table } from '../../tables/table.ts';
import type { Accuracy } from '../shared/exam/exam-record.ts';
import type { ReadingResult } from './result.ts';

const part = 'reading-exam';

const within = (accuracy: Accuracy | null): Cell =>
  accuracy && {
    value: accuracy.value,
    low: accuracy.low,
    high: accuracy.high,
    mark: accuracy.passes ? '✓' : '✗',
  };

/** The reader's accuracy above that of counting words; no table if it was not examined. */
export function examTable({ exam }: ReadingResult): Table[] {
  if (!exam) return [];
  const { subject, side, crossed, straight, sets, missing, baselines } = exam;
  return [
    {
      id: 'reading-exam',
      title: 'The reader’s exam',
      so: `${sets} sets of texts that answer one prompt. Chance is .50.`,
      part,
      columns: [
        { id: 'who', title: 'Who' },
        {
          id: 'subject',
          title: 'Subject',
          form: 'share',
          meaning: 'Texts with a stand above silent ones',
        },
        { id: 'side', title: 'Side', form: 'share', meaning: 'For above against' },
        { id: 'straight', title: 'Side, straight', form: 'share' },
        {
          ...{ id: 'crossed', title: 'Side, crossed', form: 'share' },
          meaning:
            'Where the text against the value is full of its words, and the one for it has none',
        },
        { id: 'verdict', title: 'Verdict' },
      ],
      rows: [
        {
          id: 'reader',
          cells: ['reader', ...[subject, side, straight, crossed].map(within), exam.verdict],
        },
        ...baselines.map(
          ({ name, subject: about, side: on, beaten }): Row => ({
            id: name,
            cells: [`(${name})`, about, on, null, null, beaten ? 'beaten' : '▲ not beaten'],
          }),
        ),
      ],
      notes: [
        'Share of pairs within a set that are put in the right order, with 95 % intervals (sets resampled); a tie is half. Subject: texts for and against the value above the silent one. Side: the text for it above the text against it. Beaten: the reader is better in both, with the whole interval of the difference.',
        ...(missing > 0
          ? [`${missing} texts of the exam were refused or not read; they count as ties.`]
          : []),
      ],
    },
    {
      id: 'reading-exam-values',
      title: 'The reader’s exam by value',
      part,
      more: true,
      columns: [
        { id: 'value', title: 'Value' },
        { id: 'sets', title: 'Sets', digits: 0 },
        { id: 'subject', title: 'Subject', form: 'share' },
        { id: 'side', title: 'Side', form: 'share' },
      ],
      rows: exam.values.map(({ id, sets: own, subject: about, side: on }) => ({
        id,
        cells: [id, own, about, on],
      })),
      notes: ['So few sets of each value show only gross failures.'],
    },
  ];
}
