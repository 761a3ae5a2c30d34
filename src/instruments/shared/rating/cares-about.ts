/**
 * "This speaker cares about": the probabilities of a value's words after the text. One
 * request serves every subdimension of every system. It tells what a text is about, not on which
 * side it stands.
 */
import { UserError } from '../../../errors.ts';
import { fillPrompt, type Prompt } from '../../../prompts/template.ts';
import { subdimensionsOf, type ValueSystem } from '../../../values/value-system.ts';
import { type RatedText, type RatingRequest, raterSampling } from './rating-request.ts';

/** The candidates: every word of the systems once, with the space before it. */
function caresAboutCandidates(systems: readonly ValueSystem[]): string[] {
  return [
    ...new Set(
      systems.flatMap((system) =>
        subdimensionsOf(system).flatMap((one) => one.words.map((word) => ` ${word}`)),
      ),
    ),
  ];
}

/** The request for one text; `prompt` is `judge/cares-about`. */
export function caresAboutRequest(
  prompt: Prompt,
  systems: readonly ValueSystem[],
  answer: RatedText,
): RatingRequest {
  const text = fillPrompt(prompt, { stem: answer.asked, completion: answer.text });
  return {
    request: { kind: 'completion', prompt: text, sampling: raterSampling },
    candidates: caresAboutCandidates(systems),
  };
}

/**
 * Per subdimension of a system, in its order: log of the summed first-token probability of its
 * words, minus the mean of these logs over the system's subdimensions (natural logarithms, so
 * unbounded, and 0 is "as much as the others"). All null where the endpoint tells no word of some
 * subdimension. `candidates` and `probabilities` are those of the request. Throws UserError for a
 * system of one subdimension, which leaves nothing to compare with.
 */
export function readCaresAbout(
  system: ValueSystem,
  candidates: readonly string[],
  probabilities: readonly (number | null)[],
): (number | null)[] {
  const of = new Map(candidates.map((word, i) => [word, probabilities[i] ?? null]));
  const parts = subdimensionsOf(system);
  if (parts.length < 2)
    throw new UserError(`${system.title} has one subdimension: "cares about" needs two or more.`, {
      hint: 'Rate it with a judge that follows digits or stance.',
    });
  const logs = parts.map((one) => {
    const words = new Set(one.words.map((word) => ` ${word}`));
    let sum = 0;
    for (const word of words) sum += of.get(word) ?? 0;
    return sum > 0 ? Math.log(sum) : null;
  });
  if (logs.some((log) => log === null)) return logs.map(() => null);
  const centre = logs.reduce<number>((sum, log) => sum + log!, 0) / logs.length;
  return logs.map((log) => log! - centre);
}
