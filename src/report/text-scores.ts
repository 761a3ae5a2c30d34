/** What the commands print of the test: scores, exams, a comparison, a verdict. Lines of text, nothing else. */

import type { ModelComparison } from '../instruments/shared/compare-models.ts';
import type { ExamResult } from '../instruments/shared/exam/exam-record.ts';
import type { Placement, Verdict } from '../instruments/shared/place-model.ts';
import type { ColumnReliability, Estimate, SystemScores } from '../instruments/shared/scores.ts';
import { fixed, interval, plural, plusMinus, share, shortName } from '../tables/numbers.ts';
import {
  type Layout,
  type TextCell,
  type TextRow,
  tableLines,
  wrapText,
} from '../tables/text-lines.ts';
import { withSign } from './html-parts.ts';

/** Beside Eρ², of raw scores: shown where some column has one. */
const coefficients: { letter: string; of(one: ColumnReliability): number | null }[] = [
  { letter: 'Φ', of: (one) => one.dependability },
  { letter: 'α', of: (one) => one.alpha },
  { letter: 'ω', of: (one) => one.omega },
];

/** Models × columns, each "71 ±3 a", then how far the test can be believed. */
export function scoresTable(
  scores: SystemScores,
  layout: Layout,
  kind: 'raw' | 'profile' = 'raw',
): string[] {
  const { width, paint } = layout;
  const raw = kind === 'raw';
  const texts = scores.columns.map((_, c) =>
    estimateTexts(
      scores.models.map((model) => model[kind][c]!),
      raw ? scores.models.map((model) => model.letters[c]!) : null,
    ),
  );
  const foot = (label: string, values: string[]): TextRow => [
    label,
    ...values.map((text): TextCell => ({ text, paint: paint.dim })),
  ];
  return [
    ...wrapText(
      `${scores.title} · ${raw ? 'orientation, 0–100' : 'profile: relative to the model’s own mean'}`,
      width,
    ),
    '',
    ...tableLines(
      [
        { title: 'model', least: 12 },
        ...scores.columns.map((column) => ({
          title: column.name,
          align: 'right' as const,
          least: 10,
        })),
      ],
      [
        ...scores.models.map((model, m) => [
          shortName(model.model),
          ...texts.map((column) => column[m]!),
        ]),
        'rule' as const,
        foot(
          'Eρ²',
          scores.reliability.map((one) => share(one.generalizability)),
        ),
        ...(raw ? coefficients : [])
          .filter(({ of }) => scores.reliability.some((one) => of(one) !== null))
          .map(({ letter, of }) =>
            foot(
              letter,
              scores.reliability.map((one) => share(of(one))),
            ),
          ),
        foot(
          'told apart',
          scores.reliability.map((one) => one.toldApart),
        ),
      ],
      layout,
    ),
    ...(raw
      ? wrapText(
          `letters: models that share one do not differ in that column. ${scores.differs}`,
          width,
        ).map(paint.dim)
      : []),
    '',
    ...scoreNotes(scores, layout),
  ];
}

/** One column's cells, "71 ±3 ab" or "+4 ±3", of one width: values, intervals, and letters below each other. */
function estimateTexts(
  estimates: readonly Estimate[],
  letters: readonly string[] | null,
): string[] {
  const parts = [
    estimates.map((one) => (letters ? fixed(one.value) : withSign(one.value))),
    estimates.map((one) => plusMinus(one)),
    ...(letters ? [letters] : []),
  ];
  const widths = parts.map((part) => Math.max(0, ...part.map((text) => text.length)));
  return estimates.map((_, m) =>
    parts
      .map((part, i) => (i === 0 ? part[m]!.padStart(widths[i]!) : part[m]!.padEnd(widths[i]!)))
      .join(' '),
  );
}

function scoreNotes(scores: SystemScores, { width, paint }: Layout): string[] {
  const judges = scores.judges.map(
    (one) => `${shortName(one.judge)} (${one.protocol}: ${one.verdict})`,
  );
  const forms = Map.groupBy(scores.models, (model) => model.forms.join(' and '));
  return [
    ...(forms.size > 1
      ? wrapText(
          `▲ asked in different forms: ${[...forms].map(([form, models]) => `${form}: ${models.map((model) => shortName(model.model)).join(', ')}`).join('; ')}`,
          width,
          '  ',
        ).map(paint.warning)
      : []),
    ...wrapText(`judges: ${judges.join(', ')}`, width, '  '),
    ...(scores.mark
      ? wrapText(
          `▲ scores are marked “${scores.mark}”: a stronger judge mends that`,
          width,
          '  ',
        ).map(paint.warning)
      : []),
    ...stemGroupNotes(scores).flatMap((note) => wrapText(note, width, '  ').map(paint.warning)),
    ...scores.notes.flatMap((note) => wrapText(note, width, '  ').map(paint.dim)),
  ];
}

/** Names the stems that work otherwise in one group of models than in the rest. */
function stemGroupNotes(scores: SystemScores): string[] {
  const names = new Map(scores.columns.map((column) => [column.id, column.name]));
  return scores.stemGroups.flatMap(({ by, flagged }) =>
    flagged.length === 0
      ? []
      : [
          `▲ stems that work otherwise by ${by}: ${flagged.map((one) => `${one.stem} on ${names.get(one.column) ?? one.column} (${one.group} ${withSign(one.effect)})`).join(', ')}`,
        ],
  );
}

/** How the judges did, with what the baselines reach. */
export function examTable(exams: readonly ExamResult[], layout: Layout): string[] {
  const { paint } = layout;
  const accuracy = (one: ExamResult['subject']): TextCell => ({
    text: `${share(one.value)} ${interval(one.low, one.high)}`,
    paint: one.passes ? paint.good : paint.warning,
  });
  const systems = [...new Set(exams.map((exam) => exam.system))];
  return [
    ...tableLines(
      [
        { title: 'judge', least: 14 },
        { title: 'system', least: 9 },
        { title: 'asked by' },
        { title: 'subject', align: 'right' },
        { title: 'side', align: 'right' },
        { title: 'verdict' },
      ],
      [
        ...exams.map(
          (exam): TextRow => [
            shortName(exam.judge),
            exam.system,
            exam.protocol,
            accuracy(exam.subject),
            accuracy(exam.side),
            `${exam.verdict === 'passes' ? '✓' : '▲'} ${exam.verdict}`,
          ],
        ),
        ...systems.flatMap((system) => {
          const one = exams.find((exam) => exam.system === system)!;
          return one.baselines.map(
            (baseline): TextRow =>
              [
                `(${baseline.name})`,
                system,
                '',
                share(baseline.subject),
                share(baseline.side),
                '',
              ].map((text) => ({ text, paint: paint.dim })),
          );
        }),
      ],
      layout,
    ),
    ...wrapText(
      'subject: supports above ignores; side: supports above opposes; chance is .5',
      layout.width,
    ).map(paint.dim),
  ];
}

/** Two models paired within stems, with what would overturn the surest difference. */
export function comparisonTable(comparison: ModelComparison, layout: Layout): string[] {
  const { width, paint } = layout;
  const headline = comparison.columns[comparison.headline];
  const sized = (estimate: Estimate) => `${withSign(estimate.value)} ${plusMinus(estimate)}`.trim();
  return [
    ...wrapText(`${shortName(comparison.a)} | ${shortName(comparison.b)}`, width),
    '',
    ...tableLines(
      [
        { title: '', least: 10 },
        { title: shortName(comparison.a), align: 'right', least: 8 },
        { title: shortName(comparison.b), align: 'right', least: 8 },
        { title: 'difference', align: 'right' },
        { title: 'of profiles', align: 'right' },
        { title: 'stems', align: 'right' },
        { title: 'judges', align: 'right' },
      ],
      comparison.columns.map((one) => [
        one.column.kind === 'dimension' ? one.column.name : `· ${one.column.name}`,
        fixed(one.a),
        fixed(one.b),
        {
          text: `${sized(one.difference)} ${one.differs ? '✓' : '–'}`,
          paint: one.differs ? paint.good : paint.dim,
        },
        {
          text: `${sized(one.profileDifference)} ${one.distinct ? '✓' : '–'}`,
          paint: one.distinct ? paint.good : paint.dim,
        },
        `${one.agree.stems} of ${one.agree.ofStems}`,
        `${one.agree.judges} of ${one.agree.ofJudges}`,
      ]),
      layout,
    ),
    ...wrapText(`✓ differ, – do not. ${comparison.rule}`, width, '  ').map(paint.dim),
    ...(comparison.withheld
      ? wrapText(`▲ ${comparison.withheld}`, width, '  ').map(paint.warning)
      : []),
    ...(headline
      ? [
          '',
          ...wrapText(
            `${headline.column.name}, would overturn it: ${headline.overturn.map((check) => `${holdsMark(check.holds)} ${check.check} (${check.detail})`).join('; ')}`,
            width,
            '  ',
          ),
        ]
      : []),
  ];
}

function holdsMark(holds: boolean | null): string {
  return holds === null ? '–' : holds ? '✓' : '✗';
}

/** Where a new model stands, per dimension and subdimension. */
export function verdictTable(verdict: Verdict, layout: Layout): string[] {
  const { width, paint } = layout;
  const first = verdict.columns[0];
  const rank = (one: Placement) =>
    one.rank.low === one.rank.high ? String(one.rank.low) : `${one.rank.low}–${one.rank.high}`;
  return [
    ...wrapText(
      `${shortName(verdict.model)} among ${plural(first?.rank.of ?? 0, 'model')}${verdict.nearest ? `; nearest by its profile: ${shortName(verdict.nearest.model)} (${fixed(verdict.nearest.distance, 1)} points)` : ''}`,
      width,
    ),
    '',
    ...tableLines(
      [
        { title: 'dimension', least: 10 },
        { title: 'score', align: 'right' },
        { title: 'profile', align: 'right' },
        { title: 'rank', align: 'right' },
        { title: 'nearest', least: 10 },
      ],
      verdict.columns.map(
        (one): TextRow => [
          one.column.kind === 'dimension' ? one.column.name : `· ${one.column.name}`,
          `${fixed(one.score.value)} ${plusMinus(one.score)}`,
          {
            text: `${withSign(one.profile.value)} ${plusMinus(one.profile)} ${one.standsOut ? '✓' : '–'}`,
            paint: one.standsOut ? paint.good : paint.dim,
          },
          rank(one),
          one.placed && one.nearest ? shortName(one.nearest.model) : 'not placed',
        ],
      ),
      layout,
    ),
    ...(verdict.mark
      ? [paint.warning(`▲ scores are marked “${verdict.mark}”: a stronger judge mends that`)]
      : []),
    ...verdict.notes.flatMap((note) => wrapText(note, width, '  ').map(paint.dim)),
  ];
}
