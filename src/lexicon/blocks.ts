/** Which parts of an answer are read, and as what: reasoning and program code are left out. */
import type { Span } from './tokens.ts';

export type Block = Span & { kind: 'text' | 'json' };

const reasoningOpen = /<(think|thinking|reasoning|scratchpad|analysis)>/gi;
const unopenedReasoning = /^[\s\S]*?<\/(?:think|thinking|reasoning|scratchpad|analysis)>/i;
/** Control tokens that a template leaves in the text: what follows them is not the answer. */
const controlToken =
  /<\|?(?:start_of_image|start_of_turn|end_of_turn|im_start|im_end|endoftext|eot_id|eos|bos|pad)\|?>/i;
const plainFences = new Set(['', 'json', 'jsonc', 'text', 'txt', 'markdown', 'md', 'plaintext']);

/** The parts of an answer in their order; gaps are reasoning, code, and marks. */
export function findBlocks(text: string): Block[] {
  const readable = subtract(text.length, [...reasoning(text), ...afterControlToken(text)]);
  return readable
    .flatMap((span) => splitFences(text, span))
    .flatMap((span) => splitJson(text, span));
}

function reasoning(text: string): Span[] {
  const left: Span[] = [];
  reasoningOpen.lastIndex = 0;
  for (const match of text.matchAll(reasoningOpen)) {
    const last = left.at(-1);
    if (last && match.index < last.end) continue;
    const close = text.toLowerCase().indexOf(`</${match[1]!.toLowerCase()}>`, match.index);
    left.push({
      start: match.index,
      end: close < 0 ? text.length : close + match[1]!.length + 3,
    });
  }
  if (left.length === 0) {
    const match = unopenedReasoning.exec(text);
    if (match) left.push({ start: 0, end: match[0].length });
  }
  return left;
}

function afterControlToken(text: string): Span[] {
  const match = controlToken.exec(text);
  if (!match) return [];
  // At the very start it only opens the turn.
  const opening = text.slice(0, match.index).trim() === '';
  return [{ start: match.index, end: opening ? match.index + match[0].length : text.length }];
}

function subtract(length: number, spans: Span[]): Span[] {
  const rest: Span[] = [];
  let at = 0;
  for (const span of spans.sort((a, b) => a.start - b.start)) {
    if (span.start > at) rest.push({ start: at, end: span.start });
    at = Math.max(at, span.end);
  }
  if (at < length) rest.push({ start: at, end: length });
  return rest;
}

/** Fences of program code are left out; fences without a language, or of text and JSON, are read. */
function splitFences(text: string, span: Span): Span[] {
  const fence = /^[ \t]*(```|~~~)[ \t]*([\w+-]*)[^\n]*$/gm;
  const parts: Span[] = [];
  const part = text.slice(span.start, span.end);
  let at = 0;
  let inside: string | null = null;
  for (const match of part.matchAll(fence)) {
    if (inside === null || plainFences.has(inside))
      parts.push({ start: span.start + at, end: span.start + match.index });
    inside = inside === null ? match[2]!.toLowerCase() : null;
    at = match.index + match[0].length;
  }
  if (inside === null || plainFences.has(inside))
    parts.push({ start: span.start + at, end: span.end });
  return parts.filter((piece) => piece.end > piece.start);
}

/** Arrays and objects that hold quoted strings, closed or cut short by the answer's end. */
function splitJson(text: string, span: Span): Block[] {
  const opening = /\[\s*["{]|\{\s*"/g;
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
  let quoted = false;
  for (let i = start; i < limit; i++) {
    const character = text[i];
    if (quoted) {
      if (character === '\\') i++;
      else if (character === '"') quoted = false;
    } else if (character === '"') quoted = true;
    else if (character === '[' || character === '{') depth++;
    else if (character === ']' || character === '}') {
      depth--;
      if (depth === 0) return i + 1;
    }
  }
  return limit;
}
