import { answerPart } from '../answer-part.ts';
import { findThoughts, openingAtEnd } from '../thought-marks.ts';

/**
 * Splits what a reasoning model thinks at the start of its text from its answer, by the marks of
 * `thought-marks.ts`. A prompt that ends with an opening mark means that the text begins inside; so
 * does a closing mark without an opening one, which a server's template has put into the prompt.
 * Thoughts that never end leave an empty answer.
 */
export function splitReasoning(text: string, prompt: string): { text: string; reasoning?: string } {
  const whole = `${openingAtEnd(prompt)}${text}`;
  const thoughts: string[] = [];
  let at = 0;
  for (const { start, end, from, to } of findThoughts(whole)) {
    // Further on, a mark is a word of the answer.
    if (answerPart(whole.slice(at, start)).trim() !== '') break;
    thoughts.push(whole.slice(from, to).trim());
    at = end;
  }
  if (thoughts.length === 0) return { text };
  return {
    text: answerPart(whole.slice(at)).trimStart(),
    reasoning: thoughts.filter((thought) => thought !== '').join('\n'),
  };
}
