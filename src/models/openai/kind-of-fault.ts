/**
 * The kind of fault by an endpoint's words. Codes and sentences take precedence over the HTTP status, which
 * providers choose freely: a filtered prompt comes with 400, 403, 451, or 500, used-up credit with 400, 402, 403, or 429.
 */
import { codes, type FaultKind, lastCodes, ownFault, type Sign, sentences } from './fault-signs.ts';
import type { Said } from './said.ts';

/** The walls that take a program for a browser, or for an attack, and those of companies and hotels. */
const challenge =
  /just a moment|attention required|you have been blocked|checking your browser|verify(?:ing)? you are (?:a )?human|human verification|not a (?:ro)?bot\b|captcha|access denied|could not be satisfied|security check|ddos|\b(?:request|page|site|website|url|content|traffic|access)\b.{0,20}\bblocked|blocked by|web filter|policy_denied|(?:network|internet|wi-?fi) (?:authentication|login|sign[- ]in)|error code: 10\d\d/i;

/** With these a filter refuses nothing, whatever words stand beside them. */
const unfiltered: ReadonlySet<number> = new Set([401, 402, 404, 405, 408, 410, 413]);
/** With these a router may hand on a refusal, or say that the filter itself is away. */
const handedOn: ReadonlySet<number> = new Set([429, 502, 503, 504]);
const filterIsAway =
  /overload|unavailable|time(?:d|s)?[- ]?out|unreachable|(?:not|n['’]t) (?:respond|answer|reach|available|ready)|\b(?:down|away|offline|busy|capacity|quota)\b|rate[- ]?limit|too many|fail(?:ed|ure|s)?\b|error (?:in|from|calling)|starting|crash|no (?:response|answer|reply)/i;
/** With 500, which some send with a refusal too, only these say that the filter is away. */
const filterIsSilent =
  /(?:not|n['’]t) (?:respond|answer|reach)|unreachable|\bunavailable|time(?:d|s)?[- ]?out|no (?:response|answer|reply)|overloaded/i;
const plain = sentences.filter(({ kind }) => kind !== 'filter');

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
  // Cloudflare's own: 530 where it does not reach the server behind it.
  if (/^error code: 10\d\d$/i.test(words))
    return told === 429 ? 'rate' : told !== null && told >= 500 ? 'server' : 'page';
  const byCode = matching(codes, said.marks, '');
  const bySentence = matching(mayBeFiltered(told, words) ? sentences : plain, [], words);
  const kind =
    (isMoreExact(byCode, bySentence, said.marks, words) ? bySentence : byCode) ??
    bySentence ??
    matching(lastCodes, said.marks, '') ??
    (told === null || told === 500 ? matching(ownFault, said.marks, '') : null) ??
    (namesModel(said, words) ? 'model' : null) ??
    kindOfStatus(behindIn(words) ?? told, words);
  // What was begun had the memory that it needed, and others use it for a while.
  if (kind === 'memory' && status === null && !/model|not enough|insufficient/i.test(words))
    return 'server';
  // Too many tokens a minute, as Azure and Bedrock say it.
  if (kind === 'length' && told === 429 && !isTooLarge(words)) return 'rate';
  if (kind === 'rate' && (told === 413 || isTooLarge(words))) return 'length';
  // Out of service for now, and not for good.
  if (kind === 'model' && told !== null && told >= 500 && isAway.test(words)) return 'server';
  // Google says "quota" for a minute's limit too, and how long to wait.
  const passing = said.wait !== null && said.wait <= 600 && told === 429;
  return kind === 'credit' && passing && !said.marks.some(isUsedUp) ? 'rate' : kind;
}

function mayBeFiltered(status: number | null, words: string): boolean {
  if (status === null) return true;
  if (unfiltered.has(status)) return false;
  if (status === 500) return !filterIsSilent.test(words);
  return !(handedOn.has(status) && filterIsAway.test(words));
}

/**
 * Where codes are coarser: a day's limit is also one of a rate, a model that needs permission is also not found, what is
 * "unavailable" may be so for any reason, and routers write "quota" beside a request to try again later.
 */
function isMoreExact(
  byCode: FaultKind | null,
  bySentence: FaultKind | null,
  marks: readonly string[],
  words: string,
): boolean {
  if (bySentence === null) return false;
  if (byCode === 'rate' && bySentence === 'credit')
    // Alibaba calls a minute's share of tokens a quota.
    return !marks.some((mark) => mark.startsWith('throttling_'));
  if (byCode === 'credit' && bySentence === 'rate')
    return /try again (?:later|shortly|soon)|稍后/i.test(words);
  return (
    (byCode === 'model' && bySentence === 'permission') ||
    (byCode === 'permission' && bySentence === 'credit') ||
    (byCode === 'server' && (bySentence === 'credit' || bySentence === 'filter'))
  );
}

const isAway = /(?:not|n['’]t) (?:\w+ )?available/i;

/** The status that a router had from the provider behind it: "bad response status code 402". */
function behindIn(words: string): number | null {
  const found = /\bstatus(?: code)?:? ([45]\d\d)\b/i.exec(words)?.[1];
  return found === undefined ? null : Number(found);
}

/** A schema's words for a model that is not in its list. */
const namesModel = ({ fields }: Said, words: string): boolean =>
  fields.includes('model') && /enum|permitted|one of|\bvalid\b|not in\b|unknown/i.test(words);

/** One request beyond all of a minute's tokens never passes: "Limit 6000, Requested 9000". */
function isTooLarge(words: string): boolean {
  const found = /\blimit:? (\d+)\b.*?\brequested:? (\d+)/is.exec(words);
  return found !== null && Number(found[2]) > Number(found[1]);
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
  if (status === 511) return 'page';
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
  // 499: whoever stood between hung up.
  if (status === 408 || status === 499) return 'timeout';
  if (status === 409 || status === 425) return 'unready';
  if (status === 413 || status === 414) return 'length';
  if (status === 429 || status === 420) return 'rate';
  if (status === 501 && /not supported|(?:not|n['’]t) support|unsupported/i.test(words))
    return 'refused';
  if (status === 451) return 'region';
  // 424: TGI's generation failed.
  const failed =
    status === 424 || /try again (?:later|soon|shortly)|internal (?:server )?error/i.test(words);
  return status >= 500 || failed ? 'server' : 'refused';
}

/** The words without those that only repeat the status. */
function bareOf(words: string): string {
  return words.replace(/forbidden|http|error|status|code|request failed/gi, '');
}

/** FastAPI's, Go's, and hosters' words for an unknown path or application. */
function isBareAbsence(words: string): boolean {
  return /^(?:404 )?(?:(?:the )?(?:requested )?(?:page|path|url|route|application|app|host|site|service|project|endpoint) (?:was )?)?not found\.?$/i.test(
    words.trim(),
  );
}
