/** Answers → lexicon: descriptors with their raw words, places, merges, and dropped words. */
import { hashSeed } from '../statistics/random.ts';
import type { WordNet } from '../wordnet/wordnet.ts';
import { buildAnswerColumns } from './answer-columns.ts';
import { type Block, findBlocks } from './blocks.ts';
import { type Candidate, candidateAt, type Standing } from './candidate.ts';
import { locateWords } from './extraction.ts';
import { reasonToDrop } from './filter.ts';
import { isInstruction } from './instructions.ts';
import { type LanguageCode, languageOf } from './languages/all.ts';
import { detectLanguage, isUnknownWords } from './languages/detect.ts';
import { readLanguage } from './languages/read-language.ts';
import type {
  AnswerText,
  AnswerWords,
  Descriptor,
  Division,
  Dropped,
  Extraction,
  Lexicon,
  Mention,
  Merge,
  TextLexicon,
} from './lexicon.ts';
import { createNormaliser, type Normalised } from './normalise.ts';
import { parseAnswer } from './parse.ts';
import { readableText } from './readable-text.ts';
import { soundsRefused } from './refusal.ts';
import type { Span } from './tokens.ts';
import { cueWords, knownValues, plainWords } from './word-lists.ts';

export type LexiconOptions = {
  wordnet: WordNet;
  /** Values that a model named in the prose of answers. */
  extractions?: readonly Extraction[];
  /** Undone merges, by their `from`. */
  unmerged?: ReadonlySet<string>;
  /** Words that mean two things, in the order in which they were divided. */
  divisions?: readonly Division[];
};

/** Raw words whose judgement is cached; a word that falls out of the cache is judged again, with the same result. */
const mostRemembered = 200_000;

type Judged = Normalised & { drop: Dropped['reason'] | null };

/**
 * The lexicon of the answers. Deterministic: the order of the answers only orders `answers` and the mentions of a word.
 * Each raw word is normalised once, so most of the time goes into reading the texts.
 */
export function buildLexicon(answers: readonly AnswerText[], options: LexiconOptions): Lexicon {
  const builder = createLexiconBuilder({ ...options, expected: answers.length });
  for (const answer of answers) builder.add(answer);
  return builder.lexicon();
}

export type LexiconBuilder = {
  /** Counts one answer and gives its words. No answer may come twice. */
  add(answer: AnswerText): Omit<AnswerWords, 'id'>;
  /** The lexicon of all answers so far. */
  lexicon(): Lexicon;
};

/**
 * Counts answers one after another. `expected` is the number to come. With `mostMentions` each word keeps that many
 * mentions, from the answers whose ids hash lowest; counts stay exact.
 */
export function createLexiconBuilder(
  options: LexiconOptions & { mostMentions?: number; expected?: number },
): LexiconBuilder {
  const judge = createJudge(options);
  const extracted = Map.groupBy(options.extractions ?? [], (extraction) => extraction.answer);
  const most = options.mostMentions ?? Number.POSITIVE_INFINITY;
  const columns = buildAnswerColumns(options.expected);
  const divided = divisionsByAnswer(options.divisions ?? []);
  const descriptors = new Map<string, Tally>();
  const merges = new Map<string, Merge>();
  const dropped = new Map<string, Dropped>();
  return {
    add(answer) {
      const read = readAnswer(answer, extracted.get(answer.id) ?? [], judge);
      for (const { raw, reason } of read.dropped)
        count(dropped, `${raw}\t${reason}`, { raw, reason });
      const named = new Set<string>();
      const hash = most === Number.POSITIVE_INFINITY ? 0 : hashSeed(answer.id);
      const own = divided.get(answer.id) ?? [];
      for (const { mention, judged } of read.mentions) {
        for (const step of judged.steps) count(merges, `${step.from}\t${step.to}`, step);
        const word = own.reduce((now, one) => (one.word === now ? one.as : now), judged.word);
        addMention(descriptors, word, mention, answer.model, !named.has(word), most, hash);
        named.add(word);
      }
      const found = answerWords([...named], read);
      columns.add(answer, found);
      return found;
    },
    lexicon: () => ({
      descriptors: [...descriptors.values()]
        .map((tally) => toDescriptor(tally, most))
        .sort(byCountThen((one) => [one.word])),
      answers: columns.columns(),
      merges: [...merges.values()].sort(byCountThen((one) => [one.from, one.to])),
      dropped: [...dropped.values()].sort(byCountThen((one) => [one.raw, one.reason])),
    }),
  };
}

/** A word may be divided, and what came of it again: each answer's divisions in their order. */
function divisionsByAnswer(divisions: readonly Division[]): Map<string, Division[]> {
  const byAnswer = new Map<string, Division[]>();
  for (const division of divisions)
    for (const answer of division.answers)
      byAnswer.set(answer, [...(byAnswer.get(answer) ?? []), division]);
  return byAnswer;
}

/** Reads answers as they come in: the descriptors of each, and whether it is a refusal. */
export function createReader(
  options: Pick<LexiconOptions, 'wordnet'>,
): (text: string) => Omit<AnswerWords, 'id'> {
  const judge = createJudge(options);
  return (text) => {
    const answer = { id: '', text, model: '', respondent: '', prompt: '' };
    const read = readAnswer(answer, [], judge);
    return answerWords([...new Set(read.mentions.map(({ judged }) => judged.word))], read);
  };
}

const answerWords = (
  words: string[],
  { refused, unread, language }: Reading,
): Omit<AnswerWords, 'id'> => ({
  words,
  refused,
  ...(unread ? { unread } : {}),
  ...(language === undefined ? {} : { language }),
});

/** The lexicon of bare texts, for tables without models or prompts. */
export function lexiconOfTexts(
  rows: readonly { id: string; answer: string }[],
  options: LexiconOptions,
): TextLexicon {
  const builder = createLexiconBuilder(options);
  const answers = rows.map(({ id, answer }) => ({
    id,
    ...builder.add({ id, text: answer, model: '', respondent: '', prompt: '' }),
  }));
  return { ...builder.lexicon(), answers };
}

type Judge = {
  (raw: string, standing: Standing): Judged;
  /** A value word of another language, and its English descriptor. */
  translated(base: string, word: string): Judged;
  isWord(word: string): boolean;
  /** Whether a text is of orders to the reader. */
  instructs(text: string): boolean;
};

function createJudge({ wordnet, unmerged }: LexiconOptions): Judge {
  const normalise = createNormaliser(wordnet, unmerged);
  const normalised = new Map<string, Normalised>();
  const judged: Record<Standing, Map<string, Judged>> = {
    listed: new Map(),
    described: new Map(),
    mentioned: new Map(),
  };
  const judge = (raw: string, standing: Standing): Judged => {
    const known = judged[standing].get(raw);
    if (known) return known;
    if (normalised.size >= mostRemembered)
      for (const memory of [normalised, ...Object.values(judged)]) memory.clear();
    const result = normalised.get(raw) ?? normalise(raw);
    normalised.set(raw, result);
    const answer = { ...result, drop: reasonToDrop(result.word, raw, standing, wordnet) };
    judged[standing].set(raw, answer);
    return answer;
  };
  return Object.assign(judge, {
    translated: (base: string, word: string): Judged =>
      unmerged?.has(base)
        ? { word: base, steps: [], drop: null }
        : { word, steps: [{ from: base, to: word, rule: 'translation' as const }], drop: null },
    instructs: (text: string): boolean => isInstruction(text, wordnet),
    isWord: (word: string): boolean =>
      wordnet.isNoun(word) ||
      wordnet.isVerb(word) ||
      wordnet.isAdjective(word) ||
      wordnet.isAdverb(word) ||
      wordnet.baseForms(word, 'noun').length + wordnet.baseForms(word, 'verb').length > 0,
  });
}

/** Lists first, then prose that says what is valued, then the model's words, then the rest of the prose. */
const ranks: ((candidate: Candidate) => boolean)[] = [
  ({ standing, source }) => standing === 'listed' && source !== 'prose' && source !== 'model',
  ({ standing, source }) => standing === 'listed' && source === 'prose',
  ({ source }) => source === 'model',
  ({ standing, source }) => standing === 'described' && source !== 'model',
  ({ standing }) => standing === 'mentioned',
];

/** Whether a kept word of a list or a heading lies in the head. */
const isHeadOf = (other: Candidate, head: Span): boolean =>
  other.source !== 'prose' && other.start >= head.start && other.end <= head.end;

type Found = { mention: Mention; judged: Judged };
type Reading = {
  mentions: Found[];
  dropped: { raw: string; reason: Dropped['reason'] }[];
  refused: boolean;
  unread?: true;
  language?: string;
};

/** Candidates read per answer, from its beginning: an answer of megabytes must not hold up the others. */
const mostCandidates = 2000;

/**
 * The words of an answer, in its main language or in another one that it contains. An answer without
 * any, in a language that the lexicon cannot read, is unread.
 */
function readAnswer(answer: AnswerText, extractions: readonly Extraction[], judge: Judge): Reading {
  const { text, place } = readableText(answer.text);
  const blocks = findBlocks(text);
  const spoken = blocks.map(({ start, end }) => text.slice(start, end)).join('\n');
  const { main, others } = detectLanguage(spoken);
  const dropped: Reading['dropped'] = [];
  for (const code of new Set([main, ...others])) {
    if (code === null) continue;
    const english = code === 'en' ? readEnglish(text, blocks, extractions, judge) : null;
    const found = english?.found ?? readOther(text, code as LanguageCode, judge);
    if (!english) found.push(...namedInEnglish(text, extractions, judge, found));
    // Words of another script within an English answer.
    if (found.length > 0 && code === 'en')
      for (const other of others)
        if (other !== 'en') found.push(...readOther(text, other as LanguageCode, judge));
    const named = new Set(found.map(({ raw }) => raw));
    dropped.push(...(english?.dropped ?? []).filter(({ raw }) => !named.has(raw)));
    if (found.length === 0) continue;
    const seen = new Set<string>();
    const mentions: Found[] = [];
    for (const { raw, start, end, source, judged } of found.sort((a, b) => a.start - b.start)) {
      // Loops repeat a word; its first place is enough.
      if (seen.has(raw)) continue;
      seen.add(raw);
      const at = place(start, end);
      // A word that a model named in English does not occur in the answer: its place is the whole answer.
      const said = isWhole(start, end, text) ? raw : answer.text.slice(at.start, at.end);
      mentions.push({ mention: { answer: answer.id, raw: said, ...at, source }, judged });
    }
    return { mentions, dropped, refused: false, ...(code === 'en' ? {} : { language: code }) };
  }
  const translated = main === null ? namedInEnglish(text, extractions, judge, []) : [];
  if (translated.length > 0)
    return {
      mentions: translated.map(({ raw, source, judged }) => ({
        mention: { answer: answer.id, raw, start: 0, end: answer.text.length, source },
        judged,
      })),
      dropped,
      refused: false,
    };
  const refused =
    soundsRefused(text) ||
    (main !== 'en' && main !== null && languageOf(main).refusals.test(spoken));
  const unread =
    !refused && (main === null || (main === 'en' && isUnknownWords(spoken, judge.isWord)));
  return {
    mentions: [],
    dropped,
    refused,
    ...(unread ? { unread } : {}),
    ...(main === 'en' || main === null ? {} : { language: main }),
  };
}

type Kept = Candidate & { judged: Judged };

const readOther = (text: string, code: LanguageCode, judge: Judge): Kept[] =>
  readLanguage(text, languageOf(code)).map(({ start, end, base, word, source }) => ({
    start,
    end,
    raw: text.slice(start, end),
    source,
    standing: 'listed' as const,
    judged: judge.translated(base, word),
  }));

const isWhole = (start: number, end: number, text: string) => start === 0 && end === text.length;

/**
 * The values that a model named, in English, in an answer in another language, in addition to those read in it.
 * The text itself cannot confirm them, so only known values count.
 */
function namedInEnglish(
  text: string,
  extractions: readonly Extraction[],
  judge: Judge,
  read: readonly Kept[],
): Kept[] {
  const known = new Set(read.map(({ judged }) => judged.word));
  const named = extractions.flatMap(({ words }) => words);
  return [...new Set(named)].flatMap((raw) => {
    const judged = judge(raw, 'listed');
    if (judged.drop || known.has(judged.word) || !knownValues.has(judged.word)) return [];
    known.add(judged.word);
    const place = { start: 0, end: text.length };
    return [{ ...place, raw, source: 'model' as const, standing: 'listed' as const, judged }];
  });
}

function readEnglish(
  text: string,
  blocks: readonly Block[],
  extractions: readonly Extraction[],
  judge: Judge,
): { found: Kept[]; dropped: Reading['dropped'] } {
  const candidates = parseAnswer(text, blocks).slice(0, mostCandidates);
  const fromModel = extractions.flatMap((extraction) =>
    locateWords(text, extraction.words).flatMap((span) => {
      const candidate = candidateAt(text, span, 'model', 'listed');
      return candidate ? [candidate] : [];
    }),
  );
  const all = [...candidates, ...fromModel];
  const kept: Kept[] = [];
  const dropped = new Map<string, Dropped['reason']>();
  for (const rank of ranks) {
    for (const candidate of all) {
      if (!rank(candidate)) continue;
      const { standing } = candidate;
      if (kept.some((other) => candidate.start < other.end && other.start < candidate.end))
        continue;
      if (candidate.explains && kept.some((other) => isHeadOf(other, candidate.explains!)))
        continue;
      const judged = judge(candidate.shunned ? `never ${candidate.raw}` : candidate.raw, standing);
      // "I help people": an activity, not a value.
      if (candidate.verbal && standing === 'mentioned' && isSaidInPassing(judged.word)) continue;
      if (!judged.drop) kept.push({ ...candidate, judged });
      // A word that is only mentioned was not named as a value.
      else if (standing === 'listed' && !candidate.verbal) dropped.set(candidate.raw, judged.drop);
    }
  }
  if (kept.length > 0 && judge.instructs(text)) return { found: [], dropped: [] };
  for (const neighbour of neighbours(text, candidates, kept, judge)) kept.push(neighbour);
  return { found: kept, dropped: [...dropped].map(([raw, reason]) => ({ raw, reason })) };
}

const isSaidInPassing = (word: string): boolean =>
  plainWords.has(word) || cueWords.weakVerbPhrases.has(word);

/** Known values in passing count where "and" or a comma joins them to one that counts. */
function neighbours(
  text: string,
  candidates: readonly Candidate[],
  kept: readonly (Candidate & { judged: Judged })[],
  judge: Judge,
): (Candidate & { judged: Judged })[] {
  const found: (Candidate & { judged: Judged })[] = [];
  const prose = kept.filter((other) => other.source === 'prose');
  for (const candidate of candidates) {
    if (candidate.standing !== 'mentioned' || candidate.explains) continue;
    if ([...kept, ...found].some((o) => candidate.start < o.end && o.start < candidate.end))
      continue;
    const judged = judge(candidate.raw, 'described');
    if (judged.drop) continue;
    // "truth and a genuine desire": the adjective belongs to the noun after it.
    const isAttribute =
      isDerived(judged) && /^\s+(?!and\b|or\b)\p{L}/u.test(text.slice(candidate.end));
    const near = prose.some(
      (other) =>
        (joins(text.slice(other.end, candidate.start)) &&
          !(isAttribute && !isDerived(other.judged))) ||
        joins(text.slice(candidate.end, other.start)),
    );
    if (near) found.push({ ...candidate, judged });
  }
  return found;
}

const isDerived = (judged: Judged): boolean =>
  judged.steps.some(({ rule }) => rule === 'exception' || rule === 'derivation');

const joins = (between: string) =>
  /^\s*(?:,|,?\s*(?:and|or|&)(?:\s+(?:a|an|the))?)\s+$/i.test(between);

type Tally = {
  word: string;
  answers: number;
  models: Set<string>;
  mentions: Mention[];
  /** Hashes of the mentions where only the lowest are kept; hashes at or above `bound` are no longer added. */
  hashes: number[];
  bound: number;
};

/** `hash` is that of the answer, where at most `most` mentions are kept. */
function addMention(
  descriptors: Map<string, Tally>,
  word: string,
  mention: Mention,
  model: string,
  isFirstOfAnswer: boolean,
  most: number,
  hash: number,
): void {
  let tally = descriptors.get(word);
  if (!tally) {
    const bound = Number.POSITIVE_INFINITY;
    tally = { word, answers: 0, models: new Set(), mentions: [], hashes: [], bound };
    descriptors.set(word, tally);
  }
  if (isFirstOfAnswer) tally.answers += 1;
  tally.models.add(model);
  if (hash >= tally.bound) return;
  tally.mentions.push(mention);
  if (most === Number.POSITIVE_INFINITY) return;
  tally.hashes.push(hash);
  if (tally.mentions.length >= 2 * most) keepLowest(tally, most);
}

const toDescriptor = (tally: Tally, most: number): Descriptor => {
  if (tally.mentions.length > most) keepLowest(tally, most);
  const { word, answers, models, mentions } = tally;
  return { word, count: answers, models: models.size, mentions };
};

/** The same few for any order of the answers, spread over all of them. */
function keepLowest(tally: Tally, most: number): void {
  const { mentions, hashes } = tally;
  const order = mentions
    .map((_, i) => i)
    .sort((a, b) => hashes[a]! - hashes[b]! || (mentions[a]!.answer < mentions[b]!.answer ? -1 : 1))
    .slice(0, most);
  tally.mentions = order.map((i) => mentions[i]!);
  tally.hashes = order.map((i) => hashes[i]!);
  tally.bound = tally.hashes.at(-1)! + 1;
}

function count<T extends object>(
  counts: Map<string, T & { count: number }>,
  key: string,
  row: T,
): void {
  const known = counts.get(key);
  if (known) known.count++;
  else counts.set(key, { ...row, count: 1 });
}

/** The most frequent first; ties in the order of their names. */
function byCountThen<T extends { count: number }>(names: (row: T) => readonly string[]) {
  return (a: T, b: T) => {
    if (a.count !== b.count) return b.count - a.count;
    const others = names(b);
    for (const [i, name] of names(a).entries())
      if (name !== others[i]) return name < others[i]! ? -1 : 1;
    return 0;
  };
}
