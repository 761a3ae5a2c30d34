/** What every protocol takes and gives. */
import type { Request, Sampling } from '../../../models/model.ts';

/** What was asked, and the text that answers it: of a completed sentence, its stem and its end. */
export type RatedText = { asked: string; text: string };

/** A request for next-token probabilities, and the candidates to tell them for. */
export type RatingRequest = { request: Request; candidates: string[] };

/** Raters are asked greedily; a rating is read off one token. */
export const raterSampling: Sampling = { temperature: 0, topP: 1, maxTokens: 1 };

/** What every rubric puts into its prompt, as the files in prompts/judge call it. */
export function rubricVariables(
  { name, definition }: { name: string; definition: string },
  { asked, text }: RatedText,
) {
  return { name, definition, stem: asked, completion: text };
}

/** The opposite of a value in words, if its author did not give it. */
export function againstOf(subdimension: { name: string; against?: string | undefined }): string {
  return subdimension.against ?? `Rejects ${subdimension.name}, or acts contrary to it.`;
}
