/** Stems: how a form of asking puts them to a model, and what of its answer is the completion. */
import { spokenAnswer } from '../../models/answer-part.ts';
import type { Form, Request, Sampling } from '../../models/model.ts';
import { type Prompt, requestOf } from '../../prompts/template.ts';
import type { Stem } from './items.ts';

/** The prompts that put a stem, one per form: `stems/chat`, `stems/completion`, `stems/chat-prefill`. */
export type StemPrompts = Readonly<Record<Form, Prompt>>;

/** Those that a study chooses, in its order. */
export function chosenOf(
  stems: readonly Stem[],
  { stems: chosen }: { stems: readonly string[] },
): Stem[] {
  return chosen.flatMap((id) => stems.find((stem) => stem.id === id) ?? []);
}

/** The request that asks a model to end a stem. Sampling's maxTokens is an upper bound; the prompt's own may be lower. */
export function stemRequest(
  stem: Stem,
  form: Form,
  prompts: StemPrompts,
  sampling: Sampling,
): Request {
  return requestOf(prompts[form], form, { stem: stem.text }, sampling);
}

/**
 * The completion in an answer: without a label before it ("Answer:"), quotation marks around it, or
 * an echo of the stem; up to the end of its first sentence or line. An empty text means that the
 * answer holds no completion. `forms` other than chat do not repeat the stem as a rule, but models
 * do now and then, so an echo is cut in every form.
 */
export function completionOf(answer: string, stem: Pick<Stem, 'text'>, form: Form): string {
  let text = spokenAnswer(answer);
  text = text
    .replace(/\*\*|__/g, '')
    .replace(/[“”]/g, '"')
    .replace(/[‘’]/g, "'");
  text = text.trim();
  // Chat answers may open with a remark of their own ("Sure, here is the sentence:") before the echo.
  const echo = findEcho(text, stem.text);
  if (echo) text = text.slice(echo.end);
  else if (form === 'chat') text = text.replace(/^[^\n.!?]{0,80}:\s*\n+/, '');
  // An apostrophe at the start goes too, unless a contraction hangs on it ("I" + "'m glad").
  text = text.replace(/^\s*(?:\.{3}|…)?(?:[\s"`:–—-]|'(?!(?:m|ll|d|ve|re|s)\b))*/, '');
  return firstSentence(text);
}

/** Where the stem is repeated, if it is: case, quotation marks, and white space aside. */
function findEcho(text: string, stem: string): { end: number } | undefined {
  const words = stem.split(/[^\p{L}\p{N}']+/u).filter(Boolean);
  // A class of all letters takes milliseconds to make where case is set aside: it goes before, into spaces.
  const spaced = text.replace(/[^\p{L}\p{N}']/gu, (mark) => ' '.repeat(mark.length));
  const found = new RegExp(`(?<=^|[ '])${words.join(' +')}(?=[ ']|$)`, 'iu').exec(spaced);
  if (!found) return undefined;
  // An echo far inside the answer is a quotation, not the start of the completion.
  const before = text.slice(0, found.index);
  return before.length <= 160 ? { end: found.index + found[0].length } : undefined;
}

const abbreviations = /(?:\b(?:e\.g|i\.e|etc|vs|Dr|Mr|Mrs|Ms|St|No|approx|cf)|\b[A-Z])\.$/;

/** Up to the first end of a sentence or line, with the full stop, without quotation marks at the end. */
function firstSentence(text: string): string {
  const line = text.split('\n', 1)[0] ?? '';
  let end = line.length;
  for (const match of line.matchAll(/[.!?…]+["')\]]*(?=\s|$)/g)) {
    const upto = line.slice(0, match.index + match[0].length);
    if (match[0].startsWith('.') && abbreviations.test(upto)) continue;
    end = upto.length;
    break;
  }
  const sentence = line.slice(0, end).trim();
  const quotes = (sentence.match(/"/g) ?? []).length;
  return quotes % 2 === 1 ? sentence.replace(/"(?=[^"]*$)/, '').trim() : sentence;
}
