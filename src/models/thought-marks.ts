/**
 * The marks between which models think, in one list: for answers as they stream, for answers that are
 * whole, and for the lexicon. What stands between such marks is not an answer.
 */

/** A thought with its marks, in UTF-16 units; between `from` and `to` without them. Ends are exclusive. */
export type Thought = { start: number; end: number; from: number; to: number };

type Opening = { end: number; close: RegExp };

type ThoughtMark = {
  /** Sticky: matches at one place. */
  open: RegExp;
  /** What ends the thought that `opening` began. */
  close(opening: RegExpMatchArray): RegExp;
};

const names =
  'think|thinks|thinking|thoughts?|(?:thought|thinking|reasoning)[_-]process|reasoning|scratchpad|analysis|reflection|deliberation|(?:inner|internal)[_-](?:monologue|thoughts?|reasoning)|chain[_-]of[_-]thought|cot|antthinking';
/** Between < and > alone: in other brackets these are headings. */
const tagNames = `${names}|\\w+_think|思考(?:过程)?|推理(?:过程)?`;
const tokens = 'thinking|think|thoughts?|reasoning|inner_thoughts?|cot';

const escaped = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
const sticky = (pattern: string) => new RegExp(pattern, 'iy');
const always = (pattern: string) => {
  const close = new RegExp(pattern, 'i');
  return () => close;
};

/** <think>, <seed:think>, &lt;think&gt;, [THINK], ◁think▷, <|START_THINKING|>, harmony's channels, and their like. */
const thoughtMarks: readonly ThoughtMark[] = [
  {
    open: sticky(`<\\s?((?:[\\w.-]+:)?(?:${tagNames}))(?:\\s[^<>]*)?>`),
    close: (opening) => new RegExp(`<\\s?/\\s?${escaped(opening[1]!)}\\s*>`, 'i'),
  },
  {
    open: sticky(`&lt;\\s?((?:[\\w.-]+:)?(?:${tagNames}))\\s?&gt;`),
    close: (opening) => new RegExp(`&lt;\\s?/\\s?${escaped(opening[1]!)}\\s?&gt;`, 'i'),
  },
  {
    open: sticky(`\\[(${names})\\]`),
    close: (opening) => new RegExp(`\\[/${escaped(opening[1]!)}\\]`, 'i'),
  },
  {
    open: sticky(`[◁⟨《【‹]\\s*(${names})\\s*[▷⟩》】›]`),
    close: (opening) => new RegExp(`[◁⟨《【‹]\\s*/\\s*${escaped(opening[1]!)}\\s*[▷⟩》】›]`, 'i'),
  },
  {
    open: sticky(
      `<[|｜](?:(?:begin|start)_?(?:of_?)?)?(?:${tokens})(?:_(?:start|begin))?[|｜]>|<[|｜]inner_prefix[|｜]>`,
    ),
    close: always(
      `<[|｜](?:/|(?:end|close)_?(?:of_?)?)(?:${tokens})[|｜]>|<[|｜](?:${tokens})_(?:end|close)[|｜]>|<[|｜]inner_suffix[|｜]>`,
    ),
  },
  {
    open: sticky(
      '(?:<\\|start\\|>\\s*(?:assistant)?\\s*)?<\\|channel\\|>\\s*(?:analysis|commentary|thoughts?|thinking|reasoning)[^<]{0,60}(?:<\\|constrain\\|>[^<]{0,20})?<\\|message\\|>',
    ),
    close: always('<\\|(?:end|call|return)\\|>|(?=<\\|(?:start|channel)\\|>)'),
  },
  { open: sticky('<\\|channel>\\s*(?:thoughts?|analysis)\\b'), close: always('<channel\\|>') },
  { open: sticky('<unused94>\\s*(?:thoughts?\\b)?'), close: always('<unused95>') },
  {
    open: sticky(
      '<details\\b[^<>]*\\btype=["\']?(?:reasoning|thinking)\\b[^<>]*>|<details\\b[^<>]*>\\s*<summary>[^<]{0,60}(?:thought|think|reason)[^<]{0,60}</summary>',
    ),
    close: always('</details\\s*>'),
  },
  {
    open: sticky(`(?:\`\`\`|~~~)(?:${names})[ \\t]*\\n`),
    close: always('\\n(?:```|~~~)'),
  },
];

/** Marks in words, which count at the beginning alone, and only where what ends them follows. */
const wordedThoughts: readonly RegExp[] = [
  /^\s*here(?:['’]s| is) my (?:thought|thinking|reasoning) process:[\s\S]*?\bhere(?:['’]s| is) my (?:final )?(?:response|answer):/i,
  /^\s*(?:assistant)?analysis(?=[\p{L}\s])[\s\S]*?assistant\n*(?:commentary[\s\S]*?assistant\n*)?final/iu,
  /^\s*[*_]*thinking\.\.\.[*_]*\s*\n[\s\S]*?\n\s*[*_]*\.\.\.\s*done thinking\.?[*_]*/i,
  /^\s*(?:\*\*|__|#{1,6}\s+)?(?:my |internal )?(?:thinking|thoughts?|reasoning|analysis|scratchpad|thought process|thinking process|monologue)(?:\*\*|__)?\s*(?::(?:\*\*|__)?|\n)[\s\S]*?(?:^|\n)\s*(?:\*\*|__|#{1,6}\s+)?(?:my |the )?(?:final )?(?:answer|response|reply|output)(?:\*\*|__)?\s*(?::(?:\*\*|__)?|\n)/i,
  /^\s*(?:>\s*)?[*_]+(?:thinking|thoughts?|reasoning)(?: process)?(?:\.{0,3}|…|:)[*_]+:?\s*\n+(?:>[^\n]*\n+)+/i,
];

/** What ends thoughts whose beginning the template has put into the prompt. */
const unopened = new RegExp(
  [
    `<\\s?/\\s?(?:[\\w.-]+:)?(?:${tagNames})\\s*>`,
    `&lt;\\s?/\\s?(?:[\\w.-]+:)?(?:${tagNames})\\s?&gt;`,
    `\\[/(?:${names})\\]`,
    `[◁⟨《【‹]\\s*/\\s*(?:${names})\\s*[▷⟩》】›]`,
    `<[|｜](?:/|(?:end|close)_?(?:of_?)?)(?:${tokens})[|｜]>`,
    '<[|｜]inner_suffix[|｜]>',
    '<unused95>',
    '<channel\\|>',
    '\\.\\.\\.done thinking\\.',
  ].join('|'),
  'gi',
);

/** Where a thought may begin, to look there alone. */
const places = /[<[◁⟨《【‹]|&lt;|(?:```|~~~)(?=[a-z])/gi;

/** The opening mark at a place; null where there is none. */
export function thoughtOpeningAt(text: string, at: number): Opening | null {
  for (const { open, close } of thoughtMarks) {
    open.lastIndex = at;
    const match = open.exec(text);
    if (match) return { end: at + match[0].length, close: close(match) };
  }
  return null;
}

/**
 * Whether a text may be the beginning of an opening mark that is not yet whole: as long as it is, an
 * answer that streams is held back.
 */
export function mayOpenThought(text: string): boolean {
  if (text.length > longestOpening) return false;
  // Harmony's header has several tokens.
  if (
    /^<\|(?:start\|>[^<\n]*(?:<\|?channel)?|channel)?[^\n]*$/i.test(text) &&
    !/<\|message\|>/.test(text)
  )
    return /^<\|(?:start|channel)/.test(text) || !text.includes('>');
  if (/^<details\b/i.test(text)) return !/<\/summary>/i.test(text);
  if (/^<unused94>\s*[a-z]{0,8}$/i.test(text)) return true;
  return /^(?:|<[^<>]*|&(?:l(?:t(?:;[^<>&;\n]{0,40}(?:&(?:g(?:t)?)?)?)?)?)?|[[◁⟨《【‹][^\]▷⟩》】›\n]{0,40}|`{1,3}[\w-]{0,30}[ \t]*|~{1,3}[\w-]{0,30}[ \t]*)$/.test(
    text,
  );
}

const longestOpening = 160;

/** A mark in quotation marks or code, or called a tag, is spoken of, and begins or ends nothing. */
function isSpokenOf(text: string, start: number, end: number): boolean {
  const isQuoted = start > 0 && quotes.test(text[start - 1]!) && quotes.test(text[end] ?? '');
  return (
    isQuoted || /^ (?:tag|token|block|marker|element|section)s?\b/i.test(text.slice(end, end + 10))
  );
}

const quotes = /[`"'“”„‘’«»‹›「」『』]/;

/**
 * What ends a thought, from a place on. A mark behind an opening quotation mark and before a quotation mark or code
 * sign ("I close with `</think>`, then …") is spoken of and ends nothing.
 */
export function closingAfter(text: string, from: number, close: RegExp): RegExpExecArray | null {
  let at = from;
  for (;;) {
    const match = close.exec(text.slice(at));
    if (!match) return null;
    match.index += at;
    const end = match.index + match[0].length;
    if (match[0] === '' || !isCited(text, match.index, end)) return match;
    at = end;
  }
}

/** Between an opening and a closing quotation mark. */
const isCited = (text: string, start: number, end: number): boolean =>
  start > 0 &&
  quotes.test(text[start - 1]!) &&
  /[\s([{]/.test(text[start - 2] ?? ' ') &&
  quotes.test(text[end] ?? '');

/** Whether it depends on what comes next if the mark ends a thought. */
export const mayBeCited = (text: string, start: number, end: number): boolean =>
  end === text.length && isCited(`${text}"`, start, end);

/** Where the fence of code ends in which a place lies; null outside of fences, and in one that never ends. */
function fenceEnd(text: string, at: number): number | null {
  const fences = [...text.matchAll(/^[ \t]*(?:```|~~~)/gm)].map(({ index }) => index);
  const before = fences.filter((index) => index < at).length;
  return before % 2 === 1 ? (fences[before] ?? null) : null;
}

/**
 * Where the text thinks, in order; where a thought never ends, to the end of the text. A mark that the text speaks of, in quotation
 * marks, or in a fence without what ends it, is none.
 */
export function findThoughts(text: string): Thought[] {
  const found: Thought[] = [];
  const first = wordedThought(text) ?? unopenedThought(text);
  if (first) found.push(first);
  let at = first?.end ?? 0;
  for (;;) {
    places.lastIndex = at;
    const start = places.exec(text)?.index;
    if (start === undefined) return found;
    const opening = thoughtOpeningAt(text, start);
    if (!opening || isSpokenOf(text, start, opening.end)) {
      at = start + 1;
      continue;
    }
    const match = closingAfter(text, opening.end, opening.close);
    const fence = match ? null : fenceEnd(text, start);
    if (fence !== null) {
      // Behind what ends the fence, which would begin another.
      at = fence + 3;
      continue;
    }
    const { end: from } = opening;
    const to = match?.index ?? text.length;
    at = to + (match?.[0].length ?? 0);
    found.push({ start, end: at, from, to });
  }
}

function wordedThought(text: string): Thought | null {
  for (const pattern of wordedThoughts) {
    const end = pattern.exec(text)?.[0].length;
    if (end !== undefined) return { start: 0, end, from: 0, to: end };
  }
  return null;
}

/**
 * Up to a closing mark before which no thought was opened. Where a later one stands alone on its line, those before it
 * are spoken of: "I have to write </think> first".
 */
function unopenedThought(text: string): Thought | null {
  const [first, ...later] = [...text.matchAll(unopened)].filter(
    ({ 0: mark, index }) => !isSpokenOf(text, index, index + mark.length),
  );
  const match = later.find((one) => standsAlone(text, one)) ?? first;
  if (!match) return null;
  const [mark] = match;
  places.lastIndex = 0;
  for (;;) {
    const place = places.exec(text)?.index;
    if (place === undefined || place >= match.index)
      return { start: 0, end: match.index + mark.length, from: 0, to: match.index };
    const opening = thoughtOpeningAt(text, place);
    if (opening && !isSpokenOf(text, place, opening.end)) return null;
    places.lastIndex = place + 1;
  }
}

const standsAlone = (text: string, { 0: mark, index }: RegExpMatchArray): boolean =>
  /(?:^|\n)[ \t]*$/.test(text.slice(0, index)) &&
  /^[ \t]*(?:\n|$)/.test(text.slice(index! + mark.length));

/** The opening mark with which a prompt ends, so that the answer begins inside a thought; else "". */
export function openingAtEnd(prompt: string): string {
  const tail = prompt.slice(-longestOpening);
  for (const { index } of tail.matchAll(places)) {
    const opening = thoughtOpeningAt(tail, index);
    if (opening && tail.slice(opening.end).trim() === '') return tail.slice(index);
  }
  return '';
}
