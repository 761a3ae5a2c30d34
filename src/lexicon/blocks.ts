/** The parts of an answer that are read, and their kinds: reasoning and program code are left out. */
import { answerSpans } from '../models/answer-part.ts';
import { findThoughts } from '../models/thought-marks.ts';
import { splitFences } from './fences.ts';
import { opensQuote } from './json-strings.ts';
import type { Span } from './tokens.ts';

export type Block = Span & { kind: 'text' | 'json' };

/** The parts of an answer in their order; gaps are reasoning, code, and marks. */
export function findBlocks(text: string): Block[] {
  return spokenSpans(text)
    .flatMap((span) => splitFences(text, span))
    .flatMap((span) => splitJson(text, span));
}

/** The model's turn with its thoughts blanked, so that all else keeps its place. */
function spokenSpans(text: string): Span[] {
  const thoughts = findThoughts(text);
  const pieces: string[] = [];
  let at = 0;
  for (const { start, end } of thoughts) {
    pieces.push(text.slice(at, start), ' '.repeat(end - start));
    at = end;
  }
  const blanked = pieces.join('') + text.slice(at);
  return answerSpans(blanked).flatMap((span) =>
    subtract(
      span,
      thoughts.filter(({ start, end }) => start < span.end && end > span.start),
    ),
  );
}

function subtract({ start, end }: Span, spans: readonly Span[]): Span[] {
  const rest: Span[] = [];
  let at = start;
  for (const span of spans) {
    if (span.start > at) rest.push({ start: at, end: span.start });
    at = Math.max(at, span.end);
  }
  if (at < end) rest.push({ start: at, end });
  return rest;
}

/** Arrays and objects that hold quoted strings, closed or cut short by the answer's end. */
function splitJson(text: string, span: Span): Block[] {
  const opening = /\[\s*["{]|\[\s*'\p{L}|\{\s*["']|\{\s*[\p{L}_$][\p{L}\p{N}_$-]*\s*:\s*[["'{]/gu;
  const blocks: Block[] = [];
  let at = span.start;
  for (;;) {
    opening.lastIndex = at;
    const match = opening.exec(text);
    if (!match || match.index >= span.end) break;
    const end = closingBracket(text, match.index, span.end);
    if (match.index > at) blocks.push({ start: at, end: match.index, kind: 'text' });
    blocks.push({ start: match.index, end, kind: 'json' });
    at = end;
  }
  if (at < span.end) blocks.push({ start: at, end: span.end, kind: 'text' });
  return blocks;
}

function closingBracket(text: string, start: number, limit: number): number {
  let depth = 0;
  let quote: string | null = null;
  for (let i = start; i < limit; i++) {
    const character = text[i]!;
    if (quote !== null) {
      if (character === '\\') i++;
      else if (character === quote) quote = null;
    } else if (character === '"' || (character === "'" && opensQuote(text, i))) quote = character;
    else if (character === '[' || character === '{') depth++;
    else if (character === ']' || character === '}') {
      depth--;
      if (depth === 0) return i + 1;
    }
  }
  return limit;
}
