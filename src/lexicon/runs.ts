/** Runs of words: "A, B, and C", "A/B", "A; B". */

import { isSubjectVerb } from './cues.ts';
import { countWords, type Span, tokenise, trimCandidate } from './tokens.ts';
import { cueWords, keptPhrases } from './word-lists.ts';

const separator =
  /\s*(?:[,;、，；،؛।•·|\n]|\s[✦✧★☆◆◇●○■□▪►▶➤✓✔❖✿◈][\s]|\s\/\s|(?<=\p{L})\/(?=\p{L}))\s*(?:(?:and|or|as well as)\s+)?|\s+(?:and|or|&|\+|as well as|and\/or)\s+/giu;

/** "A → B → C", "A > B > C"; a single arrow leads to an explanation. */
const arrow = /\s+(?:→|⇒|➔|➜|=?>+)\s+/gu;

/** The items of a run, without the marks and articles at their edges; empty ones are left out. */
export function splitRun(text: string, span: Span): Span[] {
  const items = itemsOf(text, span);
  if (items.length === 1) return items;
  return items.filter((item) => !denied.test(text.slice(item.start, item.end)));
}

/** Whether there can be a separator or an arrow at all. */
const joint = /[,;、，；،؛।•·|\n✦✧★☆◆◇●○■□▪►▶➤✓✔❖✿◈/&+→⇒➔➜>]|\s(?:and|or|as)\s/i;

function oneItem(text: string, span: Span, bare: string): Span[] {
  const { length } = bare.trimEnd();
  const item = trimCandidate(text, { start: span.start, end: span.start + length });
  return item.end > item.start ? [item] : [];
}

function itemsOf(text: string, span: Span): Span[] {
  const items: Span[] = [];
  const part = text.slice(span.start, span.end);
  if (keptPhrases.has(part.trim().toLowerCase())) return [trimCandidate(text, span)];
  // Brackets after a word explain it: "kid friendly (can count on you)".
  const bare = !part.includes('(')
    ? part
    : part.replace(/(?<=\p{Script=Latin}\s?)\([^()\n]*\)/gu, (inner) => ' '.repeat(inner.length));
  if (!joint.test(bare)) return oneItem(text, span, bare);
  let at = 0;
  const chained = (bare.match(arrow)?.length ?? 0) >= 2;
  for (const match of bare.matchAll(chained ? arrow : separator)) {
    items.push({ start: span.start + at, end: span.start + match.index });
    at = match.index + match[0].length;
  }
  items.push({ start: span.start + at, end: span.end });
  return items
    .map(({ start, end }) => {
      const length = bare.slice(start - span.start, end - span.start).trimEnd().length;
      return trimCandidate(text, { start, end: start + length });
    })
    .filter((item) => item.end > item.start);
}

/** "honesty, not popularity": the second is rejected. */
const denied = /^(?:not|never|nor|rather than|instead of)\s/i;

/**
 * Whether a line is nothing but a run of words or short phrases (or a single one): no item is
 * longer than `longest` words, and none has a subject or a finite verb.
 */
export function isRun(text: string, span: Span, longest = 5): boolean {
  const all = itemsOf(text, span);
  const isDenied = ({ start, end }: Span) => all.length > 1 && denied.test(text.slice(start, end));
  const items = all.filter((item) => !isDenied(item));
  if (items.length === 0) return false;
  // "Instead of competition I value cooperation; …"
  const said = all.filter(isDenied);
  if (said.some((item) => tokenise(text, item).some(({ text: word }) => /^(?:i|we)$/.test(word))))
    return false;
  return items.every((item) => {
    if (countWords(text, item) > (items.length === 1 ? Math.min(longest, 4) : longest))
      return false;
    const words = tokenise(text, item);
    if (words.some((_, i) => i > 0 && isSubjectVerb(words, i))) return false;
    // Marks within an item ("honest. I am") end a sentence.
    if (words.some((word) => /^[.!?:()[\]{}<>=_"“”]$/.test(word.text))) return false;
    return !words.some((word, i) =>
      isClauseWord(word.text, i === 0 || words[i - 1]?.text === 'to'),
    );
  });
}

/** An item may open with an infinitive: "to have fun", "be kind". */
function isClauseWord(word: string, opens: boolean): boolean {
  if (cueWords.clauseStarts.has(word)) return true;
  return (
    (finite.has(word) && !(opens && /^(?:have|do)$/.test(word))) || (!opens && naming.has(word))
  );
}

/** Verbs of short sentences that name a value: "People deserve honesty", "Next comes care". */
const naming = new Set(
  'include includes comes takes rests deserve deserves starts begins follows underlies forbids remains requires beats outweighs trumps'.split(
    ' ',
  ),
);

const finite = new Set(
  "is are was were am has have had does did can could will would shall should may might must means makes isn't aren't don't doesn't can't cannot won't".split(
    ' ',
  ),
);
