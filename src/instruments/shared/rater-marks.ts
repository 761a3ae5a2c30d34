/** What the raters of scores have not proved, and which of their own texts they rated. */
import { mapOf, type ScoreInput } from './cells.ts';
import type { SystemScores } from './scores.ts';

export function ratersOf(
  input: ScoreInput,
  names: readonly string[],
): { raters: SystemScores['raters']; notes: string[] } {
  const notes: string[] = [];
  const familyOf = new Map(
    [...input.models, ...(input.raters ?? [])].map((one) => [one.name, one.family]),
  );
  const ratings = input.ratings.filter((one) => one.system === input.system.id);
  const raters = names.map((rater) => {
    const { protocol, exam } = mapOf(rater, input, ratings);
    const verdict = exam?.verdict ?? 'unproven';
    const family = familyOf.get(rater);
    const selfRated = input.models
      .filter(
        (model) =>
          model.name === rater ||
          (family !== undefined &&
            family !== '' &&
            family !== 'unknown' &&
            model.family === family),
      )
      .map((model) => model.name);
    if (selfRated.includes(rater)) notes.push(`${rater} rates itself.`);
    else if (selfRated.length > 0)
      notes.push(`${rater} rates its own family: ${selfRated.join(', ')}.`);
    if (!exam)
      notes.push(
        `${rater} has no exam on ${input.system.title}: its scale is borrowed, and only differences between models carry.`,
      );
    return { rater, protocol, verdict, mark: verdict === 'passes' ? null : verdict, selfRated };
  });
  return { raters, notes };
}

const marksFromBest = ['subject only', 'side only', 'unproven', 'backwards'];

export function worstMark(marks: readonly (string | null)[]): string | null {
  const ranks = marks.map((mark) => (mark === null ? -1 : marksFromBest.indexOf(mark)));
  const worst = Math.max(-1, ...ranks);
  return worst < 0 ? null : marksFromBest[worst]!;
}
