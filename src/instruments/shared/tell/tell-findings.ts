/** What scores and exams of raters come to, in sentences: among the findings, and in the report's summary. */
import { listOf, share, shortName } from '../../../tables/numbers.ts';
import type { ToldFinding } from '../../contract.ts';
import type { ColumnComparison, ModelComparison } from '../compare-models.ts';
import type { ExamResult } from '../exam/exam-record.ts';
import type { ScoreWords, SystemScores } from '../scores.ts';
import { comparisonSentence } from './tell-pairs.ts';
import { whoDiffers } from './tell-scores.ts';

/** More items than anyone would put are no advice. */
const mostItems = 200;

/** Fewer models show no pattern, only themselves. */
const modelsForPattern = 5;

/** Which subdimensions tell models apart, and whether the raters can be believed. */
export function qualityFindings(scores: SystemScores, exams: readonly ExamResult[]): ToldFinding[] {
  const { item, rater } = scores.words;
  const needed = Math.max(
    0,
    ...scores.columns.map(({ kind }, c) =>
      kind === 'subdimension' ? (scores.reliability[c]!.itemsNeeded ?? 0) : 0,
    ),
  );
  return [
    ...(scores.models.length > 1
      ? [
          {
            text: `${whoDiffers(scores).replace(/^▲ /, '')}.`,
            certainty: scores.models.length >= modelsForPattern ? 'likely' : 'sketch',
            overturn:
              needed > 0 && needed <= mostItems
                ? [
                    `By the variance found here, ${needed} ${item}s would reach Eρ² .8 on every subdimension that can.`,
                  ]
                : [`Models that differ more, or ${item}s that bring their differences out.`],
          } as const,
        ]
      : []),
    ...(exams.length > 0
      ? [
          {
            text: examSentence(exams, scores.words),
            certainty: 'firm' as const,
            overturn: [`A stronger ${rater}: name one on the scores screen (J) and rate again.`],
          },
        ]
      : []),
  ];
}

/** Whether the raters of one value system pass their exam, and what follows where they do not. */
function examSentence(exams: readonly ExamResult[], words: ScoreWords): string {
  const weak = exams.filter((exam) => exam.verdict !== 'passes');
  if (weak.length === 0)
    return exams.length === 1
      ? `The ${words.rater} passes its exam for subject and side.`
      : `${exams.length === 2 ? 'Both' : `All ${exams.length}`} ${words.rater}s pass their exam for subject and side.`;
  const named = weak.map(
    ({ rater, verdict, side }) =>
      `${shortName(rater)} (${verdict}; side ${share(side.value)} [${share(side.low)}–${share(side.high)}])`,
  );
  return `${backwards(weak)}${listOf(named)} did not pass the exam: read the scores as how often a value comes up, not as how strongly it is held.`;
}

function backwards(exams: readonly ExamResult[]): string {
  const own = exams.filter((exam) => exam.verdict === 'backwards');
  if (own.length === 0) return '';
  const [s, their] = own.length === 1 ? ['s', 'its'] : ['', 'their'];
  return `${listOf(own.map(({ rater }) => shortName(rater)))} rate${s} opposition above support: ${their} ratings are left out of the scores. `;
}

/** The surest difference of two models; which stands more for the value, and what could change it. */
export function differenceFinding(
  comparison: ModelComparison,
  mark: string | null,
): ToldFinding & { model: string; column: string } {
  const { a, b, firm } = comparison;
  const headline: ColumnComparison = comparison.columns[comparison.headline]!;
  return {
    text: comparisonSentence(comparison, mark),
    certainty: mark ? 'sketch' : firm ? 'firm' : headline.amongColumns ? 'likely' : 'sketch',
    overturn: headline.overturn
      .filter((check) => check.holds !== true)
      .map((check) => `${check.check}: ${check.detail}`),
    model: headline.profileDifference.value >= 0 ? a : b,
    column: headline.column.id,
  };
}
