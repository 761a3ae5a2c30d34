/**
 * Values that a model extracts from prose: the request, the reading of its answer, and the places
 * of its words in the text. A word that is not in the text is dropped.
 */
import type { Request } from '../models/model.ts';
import { splitRun } from './runs.ts';
import { plainText, type Span, type Token, tokenise } from './tokens.ts';
import { exceptions, functionWords } from './word-lists.ts';

const longestText = 1200;

/** The prompt file `prompts/extraction/value-words.md`: its body has the variable `{text}`. */
export type ExtractionFrame = {
  body: string;
  maxTokens?: number | undefined;
  stop?: readonly string[] | undefined;
};

/** A greedy request for the value words of `text`: plain completion, or one chat turn. */
export function extractionRequest(
  frame: ExtractionFrame,
  text: string,
  form: 'completion' | 'chat' = 'completion',
): Request {
  // One line, since the frame's examples are; the marker is replaced as text, not as a pattern.
  const line = text.replace(/\s+/g, ' ').trim().slice(0, longestText);
  const prompt = frame.body.trimEnd().split('{text}').join(line);
  const { maxTokens = 48, stop = ['\n'] } = frame;
  const sampling = { temperature: 0, topP: 1, maxTokens, stop };
  return form === 'completion'
    ? { kind: 'completion', prompt, sampling }
    : { kind: 'chat', messages: [{ role: 'user', content: prompt }], sampling };
}

/** The distinct words that the model named, in order; empty for "none". */
export function readExtraction(answer: string): string[] {
  const line = answer.replace(/^\s*(?:values\s*:)?\s*/i, '').split('\n')[0] ?? '';
  const words = new Set<string>();
  for (const span of splitRun(line, { start: 0, end: line.length })) {
    const word = plainText(line.slice(span.start, span.end));
    if (word !== 'none' && /\p{L}/u.test(word) && word.split(' ').length <= 4) words.add(word);
  }
  return [...words];
}

/** The words of the frame's worked examples, which small models like to repeat. */
export function exampleWords({ body }: ExtractionFrame): ReadonlySet<string> {
  return new Set(
    [...body.matchAll(/^Values: *(\S.*)$/gm)].flatMap(([, line]) => readExtraction(line!)),
  );
}

/** The place of each word in the text, by its lemma; words that are not in the text are left out. */
export function locateWords(text: string, words: readonly string[]): Span[] {
  const tokens = tokenise(text, { start: 0, end: text.length }).filter((token) => token.isWord);
  const spans: Span[] = [];
  for (const word of words) {
    const span = locate(tokens, word);
    if (span && !spans.some((other) => span.start < other.end && other.start < span.end))
      spans.push(span);
  }
  return spans;
}

function locate(tokens: readonly Token[], word: string): Span | null {
  const parts = tokenise(word, { start: 0, end: word.length })
    .filter((token) => token.isWord)
    .map((token) => token.text);
  if (parts.length === 0) return null;
  for (let i = 0; i + parts.length <= tokens.length; i++) {
    if (parts.every((part, k) => sameLemma(tokens[i + k]!.text, part)))
      return { start: tokens[i]!.start, end: tokens[i + parts.length - 1]!.end };
  }
  return null;
}

/** "honest" and "honesty", "patient" and "patience": the same word by the exceptions, or by a long common prefix. */
function sameLemma(said: string, named: string): boolean {
  if (said === named) return true;
  if (functionWords.has(said) || functionWords.has(named)) return false;
  if ((exceptions.get(said) ?? said) === (exceptions.get(named) ?? named)) return true;
  const shorter = Math.min(said.length, named.length);
  let shared = 0;
  while (shared < shorter && said[shared] === named[shared]) shared++;
  return (
    shared >= Math.min(4, shorter - 1) &&
    shared >= shorter - 2 &&
    Math.abs(said.length - named.length) <= 6
  );
}
