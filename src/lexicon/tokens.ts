/** Words and marks of a text with their places. */

/** A stretch of a text, in UTF-16 units; `end` is exclusive. */
export type Span = { start: number; end: number };

export type Token = Span & {
  /** Lower case, straight apostrophes and hyphens. */
  text: string;
  isWord: boolean;
  /** Which phrases of cues.ts begin with it, as bits; −1 until first used. */
  cues: number;
};

const tokenPattern = /[\p{L}\p{N}\p{M}]+(?:[-'’‘‑‐][\p{L}\p{N}\p{M}]+)*|[^\s\p{L}\p{N}\p{M}]/gu;

/** The same of a text in lower case without letters beyond A to Z (see `plain`). */
const plainToken = /[a-z0-9]+(?:[-'][a-z0-9]+)*|[^\sa-z0-9]/g;

/** A to Z, or a to z. */
const isLatin = (code: number): boolean => (code | 32) >= 97 && (code | 32) <= 122;

/** Tokens of `text` within the span. */
export function tokenise(text: string, span: Span): Token[] {
  const tokens: Token[] = [];
  const part = text.slice(span.start, span.end);
  const isPlain = plain.test(part);
  const lower = isPlain ? part.toLowerCase() : part;
  const pattern = isPlain ? plainToken : tokenPattern;
  pattern.lastIndex = 0;
  for (let match = pattern.exec(lower); match !== null; match = pattern.exec(lower)) {
    const raw = match[0];
    const start = span.start + match.index;
    tokens.push({
      start,
      end: start + raw.length,
      text: isPlain ? raw : plainText(raw),
      isWord: isLatin(raw.charCodeAt(0)) || /^[\p{L}\p{N}]/u.test(raw),
      cues: -1,
    });
  }
  return tokens;
}

const plain = /^[\n -_a-~]*$/;

/** Lower case with straight apostrophes and hyphens. */
export function plainText(text: string): string {
  // Most words and texts: nothing to do but lower case.
  if (plain.test(text)) return text.toLowerCase();
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[’‘ʼ`´]/g, "'")
    .replace(/[‐‑‒]/g, '-');
}

/** Number of words in the span. */
export function countWords(text: string, span: Span): number {
  let count = 0;
  for (const _ of text.slice(span.start, span.end).matchAll(/[\p{L}\p{N}][\p{L}\p{N}\p{M}'’‑-]*/gu))
    count++;
  return count;
}

/** Without the spaces at both ends; may be empty. */
export function trimSpaces(text: string, span: Span): Span {
  let { start, end } = span;
  while (start < end && /\s/.test(text[start]!)) start++;
  while (end > start && /\s/.test(text[end - 1]!)) end--;
  return { start, end };
}

/** A run may end with a full stop. */
export function withoutStop(text: string, span: Span): Span {
  const { start, end } = trimSpaces(text, span);
  return { start, end: /[.!]/.test(text[end - 1] ?? '') ? end - 1 : end };
}

const edgeStart = /^[\s\p{P}\p{S}\p{M}]+/u;
/** Begins where what it takes begins: from every other place of a long gap it would be tried in vain. */
const edgeEnd = /(?<![\s\p{P}\p{S}\p{M}\u200d])[\s\p{P}\p{S}\p{M}\u200d]+$/u;
const rating = /(?<=\p{L}\p{M}*)\s+\p{Nd}{1,3}(?:[.,/]\p{Nd}+)?$/u;
const article =
  /^(?:a|an|the|my|our|your|his|her|their|its|and|or|but(?!\s+(?:not|never|no)\b)|yet|also|both|lastly|finally|plus|then)\s+/i;

/** Without marks, numbers of a list, and articles at the edges of a candidate. */
export function trimCandidate(text: string, span: Span): Span {
  let { start, end } = span;
  for (;;) {
    const inner = text.slice(start, end);
    const head =
      edgeStart.exec(inner)?.[0].length ??
      /^\d{1,3}(?:[.):]\s*|\s+(?=\p{L}))/u.exec(inner)?.[0].length ??
      article.exec(inner)?.[0].length ??
      0;
    if (head === 0 || head >= inner.length) {
      if (head > 0) end = start;
      break;
    }
    start += head;
  }
  for (;;) {
    const inner = text.slice(start, end);
    // "Honesty 1", "Care 9/10"
    const tail = (edgeEnd.exec(inner) ?? rating.exec(inner))?.[0].length ?? 0;
    if (tail === 0) return { start, end };
    end -= tail;
  }
}
