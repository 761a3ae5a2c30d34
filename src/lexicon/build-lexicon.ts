/** Answers → lexicon: descriptors with what was said, where, and what was merged and dropped. */
import { hashSeed } from '../statistics/random.ts';
import type { WordNet } from '../wordnet/wordnet.ts';
import { type Candidate, candidateAt, type Standing } from './candidate.ts';
import { locateWords } from './extraction.ts';
import { reasonToDrop } from './filter.ts';
import { isOtherLanguage } from './language.ts';
import type {
  AnswerText,
  AnswerWords,
  Descriptor,
  Dropped,
  Extraction,
  Lexicon,
  Mention,
  Merge,
} from './lexicon.ts';
import { createNormaliser, type Normalised } from './normalise.ts';
import { parseAnswer } from './parse.ts';
import { readableText } from './readable-text.ts';
import { soundsRefused } from './refusal.ts';
import type { Span } from './tokens.ts';

export type LexiconOptions = {
  wordnet: WordNet;
  /** Values that a model named in the prose of answers. */
  extractions?: readonly Extraction[];
  /** Undone merges, by their `from`. */
  unmerged?: ReadonlySet<string>;
};

/** Raw words whose judgement is remembered: what is forgotten is judged again, the same. */
const mostRemembered = 200_000;

type Judged = Normalised & { drop: Dropped['reason'] | null };

/**
 * The lexicon of the answers. Deterministic: the order of the answers only orders `answers`.
 * Each raw word is normalised once, so the time is that of reading the texts.
 */
export function buildLexicon(
  answers: readonly AnswerText[],
  options: LexiconOptions,
): Lexicon & { answers: AnswerWords[] } {
  const extracted = groupByAnswer(options.extractions ?? []);
  const builder = createLexiconBuilder(options);
  const words = answers.map((answer) => ({
    id: answer.id,
    ...builder.add(answer, extracted.get(answer.id) ?? []),
  }));
  return { ...builder.tallies(), answers: words };
}

export type LexiconBuilder = {
  /** Counts one answer; gives the descriptors that it names and whether it refused. No answer may come twice. */
  add(
    answer: AnswerText,
    extractions?: readonly Extraction[],
  ): { words: string[]; refused: boolean };
  /** What all answers so far give together. */
  tallies(): Omit<Lexicon, 'answers'>;
};

/** Counts answers one after another. With `mostMentions` each word keeps so many, those whose answers' ids hash lowest; counts stay exact. */
export function createLexiconBuilder(
  options: LexiconOptions & { mostMentions?: number },
): LexiconBuilder {
  const judge = createJudge(options);
  const most = options.mostMentions ?? Number.POSITIVE_INFINITY;
  const descriptors = new Map<string, Tally>();
  const merges = new Map<string, Merge>();
  const dropped = new Map<string, Dropped>();
  return {
    add(answer, extractions = []) {
      const read = readAnswer(answer, extractions, judge);
      for (const { raw, reason } of read.dropped)
        count(dropped, `${raw}\t${reason}`, { raw, reason });
      const named = new Set<string>();
      const hash = most === Number.POSITIVE_INFINITY ? 0 : hashSeed(answer.id);
      for (const { mention, judged } of read.mentions) {
        for (const step of judged.steps) count(merges, `${step.from}\t${step.to}`, step);
        const isFirst = !named.has(judged.word);
        addMention(descriptors, judged.word, mention, answer.model, isFirst, most, hash);
        named.add(judged.word);
      }
      return { words: [...named], refused: named.size === 0 && soundsRefused(answer.text) };
    },
    tallies: () => ({
      descriptors: [...descriptors.values()]
        .map((tally) => toDescriptor(tally, most))
        .sort(byCountThen((d) => d.word)),
      merges: [...merges.values()].sort(byCountThen((merge) => merge.from)),
      dropped: [...dropped.values()].sort(byCountThen((drop) => drop.raw)),
    }),
  };
}

/** Reads one answer after another as they come in: the descriptors that each names, and whether it refused. */
export function createReader(options: Pick<LexiconOptions, 'wordnet'>): (text: string) => {
  words: string[];
  refused: boolean;
} {
  const judge = createJudge(options);
  return (text) => {
    const answer = { id: '', text, model: '', respondent: '', prompt: '' };
    const { mentions } = readAnswer(answer, [], judge);
    const words = [...new Set(mentions.map(({ judged }) => judged.word))];
    return { words, refused: words.length === 0 && soundsRefused(text) };
  };
}

/** A lexicon of bare texts, for tables without models or prompts. */
export function lexiconOfTexts(
  rows: readonly { id: string; answer: string }[],
  options: LexiconOptions,
): Lexicon & { answers: AnswerWords[] } {
  return buildLexicon(
    rows.map((row) => ({ id: row.id, text: row.answer, model: '', respondent: '', prompt: '' })),
    options,
  );
}

type Judge = (raw: string, standing: Standing) => Judged;

function createJudge({ wordnet, unmerged }: LexiconOptions): Judge {
  const normalise = createNormaliser(wordnet, unmerged);
  const normalised = new Map<string, Normalised>();
  const judged: Record<Standing, Map<string, Judged>> = {
    listed: new Map(),
    described: new Map(),
    mentioned: new Map(),
  };
  return (raw, standing) => {
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
}

/** Lists before what prose is said to value, then the model's words, then the rest of the prose. */
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
type Reading = { mentions: Found[]; dropped: { raw: string; reason: Dropped['reason'] }[] };

/** Places of an answer that are looked at, from its beginning: one that goes on for megabytes must not stop the others. */
const mostCandidates = 2000;

function readAnswer(answer: AnswerText, extractions: readonly Extraction[], judge: Judge): Reading {
  const { text, place } = readableText(answer.text);
  const candidates = parseAnswer(text).slice(0, mostCandidates);
  const fromModel = extractions.flatMap((extraction) =>
    locateWords(text, extraction.words).flatMap((span) => {
      const candidate = candidateAt(text, span, 'model', 'listed');
      return candidate ? [candidate] : [];
    }),
  );
  const foreign = isOtherLanguage(text);
  const kept: (Candidate & { judged: Judged })[] = [];
  const dropped = new Map<string, Dropped['reason']>();
  for (const rank of ranks) {
    for (const candidate of [...candidates, ...fromModel]) {
      if (!rank(candidate)) continue;
      const { standing } = candidate;
      if (kept.some((other) => candidate.start < other.end && other.start < candidate.end))
        continue;
      if (candidate.explains && kept.some((other) => isHeadOf(other, candidate.explains!)))
        continue;
      const judged = judge(candidate.raw, standing);
      if (!judged.drop && !foreign) kept.push({ ...candidate, judged });
      // What is only mentioned was never offered as a value.
      else if (standing === 'listed')
        dropped.set(candidate.raw, foreign ? 'other language' : judged.drop!);
    }
  }
  for (const neighbour of neighbours(text, candidates, kept, judge)) kept.push(neighbour);
  kept.sort((a, b) => a.start - b.start);
  const seen = new Set<string>();
  const mentions: Found[] = [];
  for (const { raw, start, end, source, judged } of foreign ? [] : kept) {
    // Loops repeat a word; its first place is enough.
    if (seen.has(raw)) continue;
    seen.add(raw);
    const at = place(start, end);
    const said = answer.text.slice(at.start, at.end);
    mentions.push({ mention: { answer: answer.id, raw: said, ...at, source }, judged });
  }
  return { mentions, dropped: [...dropped].map(([raw, reason]) => ({ raw, reason })) };
}

/** Known values said in passing count where "and" or a comma joins them to one that counts. */
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
    // "truth and a genuine desire": the adjective is of the noun behind it.
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
  /** Of the mentions, where only the lowest are kept; no hash at or above `bound` comes in any more. */
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

/** The same few whatever the order in which answers came, spread over all of them. */
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

function byCountThen<T extends { count: number }>(name: (row: T) => string) {
  return (a: T, b: T) => {
    const first = name(a);
    const second = name(b);
    return b.count - a.count || (first < second ? -1 : first > second ? 1 : 0);
  };
}

function groupByAnswer(extractions: readonly Extraction[]): Map<string, Extraction[]> {
  const groups = new Map<string, Extraction[]>();
  for (const extraction of extractions) {
    const group = groups.get(extraction.answer);
    if (group) group.push(extraction);
    else groups.set(extraction.answer, [extraction]);
  }
  return groups;
}
