/** Why a reader's verdicts are unproven. */
import type { ReaderReadings } from './readings.ts';

/** The reason in a few words for a file, and as a sentence. */
export type Unproven = { short: string; sentence: string };

/** Null if the exam is passed by a reader of a kind that is shown to recognise sides. */
export function whyUnproven({
  exam,
  proven,
  trained,
}: Pick<ReaderReadings, 'exam' | 'proven'> & { trained: object | null }): Unproven | null {
  if (proven) return null;
  if (trained)
    return {
      short: 'offline: sides recognised no better than by words of refusal',
      sentence:
        'Unproven: readers that were trained on vectors of sentences are not shown to recognise sides. The reader trained on the texts that come with valuelex recognised the sides of FULCRA’s dialogues with a balanced accuracy of .46; words of refusal reach .71.',
    };
  if (!exam)
    return {
      short: 'not examined',
      sentence:
        'Unproven: this reader has not been examined on this value system, so nothing shows that its verdicts mean what they should.',
    };
  if (exam.verdict === 'backwards')
    return {
      short: exam.verdict,
      sentence: 'Backwards: this reader takes texts against a value for texts that support it.',
    };
  if (exam.verdict === 'subject only')
    return {
      short: exam.verdict,
      sentence:
        'Subject only: this reader finds which values are at stake, and is not shown to tell on which side a text stands.',
    };
  const unbeaten = exam.baselines.filter(({ beaten }) => !beaten).map(({ name }) => name);
  const than = unbeaten.join(', ') || 'chance';
  return {
    short: `not better than ${than}`,
    sentence: `Unproven: in its exam this reader is not better than ${than}.`,
  };
}
