/** What an exam’s two accuracies say together. */
import type { Accuracy, ExamVerdict } from './exam-record.ts';

/**
 * Passes where subject and side are above chance with their whole intervals; backwards where side is below chance with
 * its whole interval: the rater puts opposition above support, and its ratings are left out of the scores.
 */
export function verdictOf(subject: Accuracy, side: Accuracy): ExamVerdict {
  if (side.pairs > 0 && side.high < 0.5) return 'backwards';
  if (subject.passes && side.passes) return 'passes';
  if (subject.passes) return 'subject only';
  return side.passes ? 'side only' : 'unproven';
}
