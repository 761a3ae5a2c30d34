/** Text between fences is read by its content: lists, data, and prose as such; only program code is left out. */
import type { Span } from './tokens.ts';

const fence = /^[ \t]*(```+|~~~+)[ \t]*([^\n`]*)$/gm;

/** The parts of a stretch without marks of fences and without program code. */
export function splitFences(text: string, span: Span): Span[] {
  const parts: Span[] = [];
  const part = text.slice(span.start, span.end);
  let at = 0;
  let inside = false;
  const close = (end: number) => {
    const piece = { start: span.start + at, end: span.start + end };
    if (!inside) parts.push(piece);
    else parts.push(...readableIn(text, piece));
  };
  for (const match of part.matchAll(fence)) {
    close(match.index);
    inside = !inside;
    at = match.index + match[0].length;
  }
  close(part.length);
  return parts.filter((piece) => piece.end > piece.start);
}

/** All of it, or its one array of strings, or nothing. */
function readableIn(text: string, span: Span): Span[] {
  const body = text.slice(span.start, span.end);
  if (!isCode(body)) return [span];
  return loneArray(body).map(({ start, end }) => ({
    start: span.start + start,
    end: span.start + end,
  }));
}

const keyword =
  /^\s*(?:async\s+)?(?:def|function|class|interface|struct|enum|impl|fn|func|import|from\s+\S+\s+import|package|using|namespace|return|if|else|elif|for|foreach|while|switch|case|try|catch|finally|throw|raise|assert|yield|await|do|begin|lambda|public|private|protected|static|export|module|require|include|console\.log|System\.out|printf?|puts|echo|print)\b.*[(){};:=]/;
const shell =
  /^\s*(?:\$\s|(?:sudo|pip3?|npm|npx|yarn|echo|cd|ls|git|curl|wget|apt|apt-get|brew|python3?|node|export|cat|mkdir|docker|make|chmod)\s+\S|#!\/|#include\b|<\?php|(?:SELECT|INSERT|CREATE|UPDATE|DELETE|DROP)\s+\S)/;
const statement =
  /;\s*(?:(?:\/\/|#).*)?$|[{}]\s*$|=>|==|[+\-*]=|^\s*(?:const|let|var|val|final|my)\s|\w\([^)]*\)\s*$/;
const assignment = /^\s*[$@]?[\w.[\]]+(?:\s*:\s*[\w[\]<>, ]+)?\s*:?=\s*\S/;

/** Whether the lines are program code: keywords and statements, neither data nor a list. */
function isCode(body: string): boolean {
  const lines = body.split('\n').filter((line) => line.trim() !== '');
  if (lines.length === 0) return false;
  if (isData(body)) return false;
  return lines.some(
    (line) =>
      keyword.test(line) ||
      shell.test(line) ||
      (statement.test(line) && !/^\s*(?:[-*•]|\d+[.)])\s/.test(line)) ||
      isArrayAssigned(line),
  );
}

/** JSON and similar data: every line begins as data does. */
const isData = (body: string): boolean => {
  const begun = body.replace(/^\s*(?:(?:\/\/|#)[^\n]*\n\s*)*/, '');
  return (
    /^(?:\{[^;()]*$|\[\s*(?:["'{[\d]|$))/.test(begun.split('\n', 1)[0]!) && !/;\s*$/m.test(body)
  );
};

const isArrayAssigned = (line: string) =>
  assignment.test(line) && /=\s*(?:%w)?[[({]|=\s*\w+\s*[([{]/.test(line);

const quoted = /(["'`])(?:\\.|(?!\1)[^\\\n])*\1/g;

/**
 * The one array (list, set, tuple) of strings of a program that otherwise has only a name, a
 * type, and a call: `values = ["honesty", "care"]`, `print([…])`, `%w[honesty care]`.
 */
function loneArray(body: string): Span[] {
  const words = /%[wWi][[({]([^\])}]*)[\])}]/.exec(body);
  if (words && isThin(body.replace(words[0], '')))
    return [...words[1]!.matchAll(/\S+/g)].map(({ 0: word, index }) => {
      const start = words.index + 3 + index;
      return { start, end: start + word.length };
    });
  const strings = [...body.matchAll(quoted)];
  if (strings.length === 0) return [];
  const bare = body.replace(quoted, '""').replace(/(?:\/\/|#)[^\n]*/g, '');
  const rest = bare.replace(/[[({]\s*(?:""\s*(?:(?:=>|:)\s*""\s*)?,?\s*)+[\])}]/, '');
  if (!isThin(rest)) return [];
  const first = strings[0]!.index;
  const last = strings.at(-1)!.index + strings.at(-1)![0].length;
  // With its brackets, where JSON has the same.
  const opening = /[[{]\s*$/.exec(body.slice(0, first));
  const closing = /^\s*,?\s*[\]}]/.exec(body.slice(last));
  return opening && closing
    ? [{ start: opening.index, end: last + closing[0].length }]
    : [{ start: first, end: last }];
}

/** A name, a type, and a call or a loop that prints. */
const isThin = (rest: string): boolean =>
  rest.split('\n').filter((line) => /\w/.test(line)).length <= 3 &&
  !/["']|\b(?:def|function|class|import|return|if|while)\b/.test(rest) &&
  rest.trim().length <= 100;
