/** How far raters can be believed: their exam, and the accuracy of counting words in it. */

import { capital } from '../../../safe-text/capital.ts';
import { shortName } from '../../../tables/numbers.ts';
import { type Cell, fileTable, type Plot, type Row, type Table } from '../../../tables/table.ts';
import type { Accuracy, ExamResult } from '../exam/exam-record.ts';
import type { ScoreWords } from '../scores.ts';

const within = (accuracy: Accuracy | undefined): Cell =>
  accuracy
    ? {
        ...{ value: accuracy.value, low: accuracy.low, high: accuracy.high },
        mark: accuracy.passes ? '✓' : '✗',
      }
    : null;

/** The id of a row: a rater may be examined on several value systems. */
export function examRow(rater: string, system: string): string {
  return `${rater} ${system}`;
}

export function examTable(exams: readonly ExamResult[], words: ScoreWords): Table {
  const { item, rater } = words;
  const weak = exams.filter((exam) => exam.verdict !== 'passes');
  const misled = exams.filter(({ crossed }) => crossed && crossed.high < 0.5);
  return {
    id: 'exams',
    title: `The ${rater}s’ exam: same-${item} pairs put in the right order`,
    so: 'Subject: supports above ignores and neighbours. Side: supports above opposes. Chance is .50',
    columns: [
      { id: rater, title: capital(rater) },
      { id: 'system', title: 'System' },
      { id: 'protocol', title: 'Asked by' },
      { id: 'subject', title: 'Subject', form: 'share', meaning: 'Supports above ignores' },
      { id: 'side', title: 'Side', form: 'share', meaning: 'Supports above opposes' },
      { id: 'straight', title: 'Side, straight', form: 'share' },
      {
        ...{ id: 'crossed', title: 'Side, crossed', form: 'share' },
        meaning: `Where the opposing ${words.text} is full of the value’s words, and the supporting one has none`,
      },
      { id: 'verdict', title: 'Verdict' },
    ],
    rows: [
      ...exams.map(
        (exam): Row => ({
          id: examRow(exam.rater, exam.system),
          cells: [
            ...[shortName(exam.rater), exam.system, exam.protocol],
            ...[exam.subject, exam.side, exam.straight, exam.crossed].map(within),
            `${exam.verdict === 'passes' ? '✓' : '▲'} ${exam.verdict}`,
          ],
        }),
      ),
      ...[...Map.groupBy(exams, (exam) => exam.system)].flatMap(([system, [exam]]) =>
        exam!.baselines.map(
          (one): Row => ({
            id: examRow(one.name, system),
            cells: [`(${one.name})`, system, 'no model', one.subject, one.side, null, null, ''],
          }),
        ),
      ),
    ],
    notes: [
      `Share of same-${item} pairs in the right order, on the half of the sets that chose nothing, with 95 % intervals (sets resampled). Subject: supports above ignores; side: supports above opposes; chance is .5, and a ${rater} passes (✓) where its whole interval lies above.`,
      ...(misled.length > 0
        ? [
            `▲ ${misled.map(({ rater, system }) => `${shortName(rater)} on ${system}`).join(', ')}: where the words of the value stand against it (crossed), the whole interval of the side lies below chance. Such a ${rater} follows words.`,
          ]
        : []),
      ...[...Map.groupBy(weak, (exam) => exam.verdict)].map(
        ([verdict, own]) =>
          `▲ ${capital(verdict)}: ${own.map(({ rater, system }) => `${shortName(rater)} on ${system}`).join(', ')}. ${meaningOf(verdict, words)} Remedy: name a stronger ${rater} and rate again.`,
      ),
    ],
  };
}

function meaningOf(verdict: ExamResult['verdict'], { rater, text }: ScoreWords): string {
  switch (verdict) {
    case 'subject only':
      return `Such ratings say what a ${text} is about, not on which side it stands or how strongly.`;
    case 'side only':
      return 'Such ratings tell support from opposition, but not whether the value is at stake at all.';
    case 'backwards':
      return `Such a ${rater} rates opposition above support: its ratings are left out of the scores on that value system.`;
    case 'unproven':
      return 'Nothing shows that such ratings mean what they should.';
    case 'passes':
      return '';
  }
}

export function examPlot(exams: readonly ExamResult[], { rater }: ScoreWords): Plot {
  const several = new Set(exams.map((exam) => exam.system)).size > 1;
  return {
    kind: 'dots',
    id: 'exams',
    title: `Accuracy of the ${rater}s`,
    unit: 'share of pairs',
    form: 'share',
    scale: { low: 0, high: 1 },
    reference: { value: 0.5, name: 'chance' },
    rows: exams.flatMap((exam) =>
      (['subject', 'side'] as const).map((part) => {
        const { value, low, high, passes } = exam[part];
        return {
          label: `${part} · ${several ? `${exam.system.slice(0, 8)} · ` : ''}${shortName(exam.rater)}`,
          ...{ value, low, high, mark: passes ? '✓' : '▲' },
        };
      }),
    ),
  };
}

/** One row per rater and value system, with its baselines beside it: for other programs. */
export function examFileTable(exams: readonly ExamResult[], { rater }: ScoreWords): Table {
  const parts = ['value', 'low', 'high', 'pairs', 'passes'] as const;
  const baselines = ['word count', 'keywords', 'embeddings'];
  return fileTable(
    'exams',
    `the ${rater}s’ exams`,
    [
      ...[rater, 'system', 'protocol', 'verdict'],
      ...parts.map((key) => `subject_${key}`),
      ...parts.map((key) => `side_${key}`),
      ...parts.map((key) => `straight_${key}`),
      ...parts.map((key) => `crossed_${key}`),
      ...baselines.flatMap((name) => [`${name}: subject`, `${name}: side`]),
    ],
    exams.map((exam) => ({
      id: examRow(exam.rater, exam.system),
      cells: [
        ...[exam.rater, exam.system, exam.protocol, exam.verdict],
        ...[exam.subject, exam.side, exam.straight, exam.crossed].flatMap((one) =>
          parts.map((key) => plain(one?.[key])),
        ),
        ...baselines.flatMap((name) => {
          const one = exam.baselines.find((baseline) => baseline.name === name);
          return [one?.subject ?? null, one?.side ?? null];
        }),
      ],
    })),
  );
}

function plain(value: number | boolean | undefined): Cell {
  return typeof value === 'boolean' ? (value ? 'yes' : 'no') : (value ?? null);
}
