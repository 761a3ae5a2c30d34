/**
 * The kind of fault by an endpoint's words. Codes and sentences take precedence over the HTTP status, which
 * providers choose freely: a filtered prompt comes with 400, 403, 451, or 500, used-up credit with 400, 402, 403, or 429.
 */
import { codes, type FaultKind, lastCodes, ownFault, type Sign, sentences } from './fault-signs.ts';
import type { Said } from './said.ts';

/** The walls that take a program for a browser, or for an attack. */
const challenge =
  /just a moment|attention required|you have been blocked|checking your browser|verify(?:ing)? you are (?:a )?human|captcha|access denied|request blocked|could not be satisfied|security check|error code: 10\d\d/i;

/** `status` is that of HTTP, null inside an answer that began with 200. `texts` is what was sent, which an error may repeat. */
export function kindOfFault(
  said: Said,
  status: number | null,
  texts: readonly string[] = [],
): FaultKind {
  const words = withoutSent(said.messages, texts);
  const told = status !== null && status !== 200 ? status : said.status;
  if (status === 407) return 'proxy';
  if (said.page !== null) return kindOfPage(said.page, told);
  if (/^error code: 10\d\d$/i.test(words)) return told === 429 ? 'rate' : 'page';
  const byCode = matching(codes, said.marks, '');
  const bySentence = matching(sentences, [], words);
  const kind =
    (isMoreExact(byCode, bySentence) ? bySentence : byCode) ??
    bySentence ??
    matching(lastCodes, said.marks, '') ??
    (told === null || told === 500 ? matching(ownFault, said.marks, '') : null) ??
    kindOfStatus(told, words);
  // What was begun had the memory that it needed, and others use it for a while.
  if (kind === 'memory' && status === null && !/model|not enough|insufficient/i.test(words))
    return 'server';
  // Too many tokens a minute, as Azure and Bedrock say it.
  if (kind === 'length' && told === 429) return 'rate';
  // Google says "quota" for a minute's limit too, and how long to wait.
  const passing = said.wait !== null && said.wait <= 600 && told === 429;
  return kind === 'credit' && passing && !said.marks.some(isUsedUp) ? 'rate' : kind;
}

/** Codes are coarser in two places: a day's limit is also one of a rate, and a model that needs permission is also not found. */
function isMoreExact(byCode: FaultKind | null, bySentence: FaultKind | null): boolean {
  return (
    (byCode === 'rate' && bySentence === 'credit') ||
    (byCode === 'model' && bySentence === 'permission')
  );
}

const isUsedUp = (mark: string): boolean => /insufficient|billing|per_?day/.test(mark);

function matching(
  signs: readonly Sign[],
  marks: readonly string[],
  words: string,
): FaultKind | null {
  for (const sign of signs) {
    if (sign.marks && marks.some((mark) => sign.marks!.test(mark))) return sign.kind;
    if (sign.words?.some((one) => one.test(words))) return sign.kind;
  }
  return null;
}

/** The sentences without the request's text: a prompt about harm is not a sign of a filter. */
function withoutSent(messages: readonly string[], texts: readonly string[]): string {
  let words = messages.join(' · ');
  for (const text of texts) if (text.trim().length >= 6) words = words.replaceAll(text.trim(), '…');
  return words;
}

/** A page tells its title and its status; where it stands in the way of an answer it is one of its own kind. */
function kindOfPage(title: string, status: number | null): FaultKind {
  if (challenge.test(title)) return 'page';
  const kind = kindOfStatus(status, '');
  if (kind === 'model') return 'address';
  return kind === 'refused' || status === 403 ? 'page' : kind;
}

/** For unknown messages. */
function kindOfStatus(status: number | null, words: string): FaultKind {
  if (status === null) return 'server';
  if (status >= 300 && status < 400) return 'moved';
  if (status === 401) return 'auth';
  if (status === 402) return 'credit';
  if (status === 403) return /\p{L}/u.test(bareOf(words)) ? 'permission' : 'auth';
  if (status === 404 || status === 410) return isBareAbsence(words) ? 'address' : 'model';
  if (status === 405) return 'address';
  if (status === 408) return 'timeout';
  if (status === 409 || status === 425) return 'unready';
  if (status === 413 || status === 414) return 'length';
  if (status === 429) return 'rate';
  if (status === 451) return 'region';
  const failed = /try again later|internal (?:server )?error/i.test(words);
  return status >= 500 || failed ? 'server' : 'refused';
}

/** The words without those that only repeat the status. */
function bareOf(words: string): string {
  return words.replace(/forbidden|http|error|status|code|request failed/gi, '');
}

/** FastAPI's and Go's words for an unknown path. */
function isBareAbsence(words: string): boolean {
  return /^(?:404 )?(?:page |path |url )?not found\.?$/i.test(words.trim());
}
