/** Raters' scales from people's ratings in place of the exam's anchors. */
import { subdimensionsOf } from '../../../values/value-system.ts';
import type { ScoreInput } from '../cells.ts';
import type { ExamResult } from '../exam/exam-record.ts';
import { linkScaleWithErrors } from '../exam/link-scales.ts';
import type { Annotation } from './annotations.ts';
import { sharedTexts } from './people-agreement.ts';

/** Fewer texts than this make no scale: the anchors are more. */
const leastCalibrating = 30;

/**
 * The exams with lines by which people's mean rating of a text (0–6) follows from a rater's, for raters that rated at
 * least 30 of the texts that people rated; others keep the lines of their exam. As with anchors, raw ratings are
 * regressed on levels and the line is turned round, its errors leave out models in turn, and a slope that may be 0
 * gives no line.
 */
export function calibratedOnPeople(
  input: ScoreInput,
  annotations: readonly Annotation[],
): ExamResult[] {
  const texts = sharedTexts(input, annotations);
  return input.exams.map((exam) => {
    if (exam.system !== input.system.id) return exam;
    const own = texts.filter(({ raw }) => raw.has(exam.rater));
    if (own.length < leastCalibrating) return exam;
    const map = linkScaleWithErrors(
      subdimensionsOf(input.system).map(({ id }) => ({
        subdimension: id,
        anchors: own
          .filter(({ subdimension }) => subdimension === id)
          .map(({ raw, people, model }) => ({
            raw: raw.get(exam.rater)!,
            level: people,
            set: model,
          })),
      })),
      'people’s ratings',
    );
    return { ...exam, map };
  });
}
