/**
 * Values named in running text. Three readings of a sentence, from sure to unsure: words after a
 * cue of valuing ("I value …", "principles such as …") or before one ("… are important to me"); words that describe the speaker ("I strive to be …"); and known values anywhere in it. What is denied ("not", "without") is left out.
 */
import { type Candidate, candidateAt, moved, type Standing } from './candidate.ts';
import {
  describedCues,
  findDenied,
  findOffered,
  isNounUse,
  isOffer,
  isSubjectVerb,
  knownPhrases,
  phraseAt,
  startsClause,
  valuedCues,
} from './cues.ts';
import { universal } from './frame-lists.ts';
import { oncePerText } from './once-per-text.ts';
import { countWords, type Span, type Token, tokenise } from './tokens.ts';
import { beginsVerbPhrase, verbPhraseAt } from './verb-phrases.ts';
import { weigh } from './weighing.ts';
import { cueWords, framingWords, intensifiers, knownValues, labelWords } from './word-lists.ts';

/** Candidates of a stretch of prose. */
export function readProse(text: string, span: Span): Candidate[] {
  const found: Candidate[] = [];
  for (const sentence of sentences(text, span)) {
    const { lead, rest } = leadingLabel(text, sentence);
    if (lead) found.push(lead);
    // What follows a label explains it; "Honestly?" asks.
    const asks =
      text[rest.end] === '?' &&
      countWords(text, rest) <= 3 &&
      !/^\s*(?:perhaps|maybe|probably|possibly|surely|certainly|definitely)\s/i.test(
        text.slice(rest.start, rest.end),
      );
    if (!asks && (!lead || lead.end === rest.start)) readSentence(text, rest, found);
  }
  return found;
}

const sentenceEnd = /[.!?]+["'”’)\]*_]*(?=\s|$)|\n\s*\n|[;…]|\n(?=\s*[-*•\d])/g;

function sentences(text: string, span: Span): Span[] {
  const parts: Span[] = [];
  const part = text.slice(span.start, span.end);
  let at = 0;
  for (const match of part.matchAll(sentenceEnd)) {
    parts.push({ start: span.start + at, end: span.start + match.index });
    at = match.index + match[0].length;
  }
  parts.push({ start: span.start + at, end: span.end });
  return parts.filter((piece) => piece.end > piece.start);
}

/** "Loyalty: I am loyal to …" within a paragraph. */
function leadingLabel(text: string, sentence: Span): { lead: Candidate | null; rest: Span } {
  const match = /^\s*((?:\p{Lu}[\p{L}'’-]*)(?:\s+[\p{L}'’-]+){0,3})\s*:\s+(?=\p{L})/u.exec(
    text.slice(sentence.start, sentence.end),
  );
  if (!match) return { lead: null, rest: sentence };
  const words = match[1]!.toLowerCase();
  const last = words.slice(words.lastIndexOf(' ') + 1);
  const rest = { start: sentence.start + match[0].length, end: sentence.end };
  const framing =
    /^(?:my|our|your|what|things?)\s|^(?:a )?(?:close |distant )?(?:first|second|third|next|last|runner-up)\b|\banswer$|^in (?:short|brief|sum)|^bottom line/.test(
      words,
    ) ||
    framingWords.has(words) ||
    framingWords.has(last) ||
    labelWords.has(last) ||
    cueWords.voice.has(last);
  const clause = tokenise(words, { start: 0, end: words.length }).some(
    (word) => cueWords.verbs.has(word.text) || cueWords.clauseStarts.has(word.text),
  );
  if (framing || clause) return { lead: null, rest: sentence };
  const start = sentence.start + match[0].indexOf(match[1]!);
  const head = { start, end: start + match[1]!.length };
  return { lead: candidateAt(text, head, 'list', 'listed'), rest };
}

type Sentence = {
  text: string;
  tokens: readonly Token[];
  /** Per token: does not count, as denied or part of an idiom. */
  denied: readonly (boolean | undefined)[];
  /** Per token: an offered good, not a value. */
  offered: readonly (boolean | undefined)[];
  found: Candidate[];
};

/** Words of a sentence at most; a longer one is read in pieces, so that the time stays linear. */
const longestSentence = 400;

function readSentence(text: string, { start, end }: Span, found: Candidate[]): void {
  for (const candidate of readOwnSentence(text.slice(start, end)))
    found.push(moved(candidate, start));
}

const readOwnSentence = oncePerText((text) => {
  const found: Candidate[] = [];
  const tokens = tokenise(text, { start: 0, end: text.length });
  for (let from = 0; from < tokens.length; from += longestSentence)
    readTokens(text, tokens.slice(from, from + longestSentence), found);
  return found;
});

function readTokens(text: string, tokens: readonly Token[], found: Candidate[]): void {
  if (isOffer(tokens) || isPolite(tokens)) return;
  const words = tokens.filter((token) => token.isWord).length;
  const hasVoice = tokens.some(
    (token) => cueWords.voice.has(token.text) || cueWords.important.has(token.text),
  );
  const denied = findDenied(tokens);
  const weighed = weigh(tokens);
  for (const [i, lighter] of weighed?.lighter.entries() ?? []) if (lighter) denied[i] = true;
  const sentence: Sentence = { text, tokens, denied, offered: findOffered(tokens), found };

  for (let i = 0; i < tokens.length; i++) {
    if (denied[i]) continue;
    const valued = phraseAt(tokens, i, valuedCues);
    const described = valued > 0 || isOffered(tokens, i) ? 0 : phraseAt(tokens, i, describedCues);
    if (valued > 0 && !isNounUse(tokens, i, valued)) readRunAfter(sentence, i + valued, 'listed');
    else if (described > 0) readRunAfter(sentence, i + described, 'described');
    // "A few commitments run through everything I do — candor about my limits, …"
    else if (/^[—–:]$/.test(tokens[i]!.text) && isAnnounced(tokens, i))
      readRunAfter(sentence, i + 1, 'described');
    else if (isPredicate(tokens, i)) readRunAfter(sentence, i + 1, 'listed');
    // "Being honest even when it hurts", "I want to be fair".
    else if (isBeing.test(tokens[i]!.text) && (i === 0 || isWanted(tokens, i, -1)))
      readRunAfter(sentence, i + 1, 'described');
  }
  for (const at of weighed?.held ?? []) {
    // "never trade honesty": the denial of the loss holds what follows.
    for (let k = at; k < tokens.length && !weighed!.lighter[k]; k++) denied[k] = false;
    readRunAfter(sentence, at, 'listed');
  }
  readSubjects(sentence);
  const core = shortCore(sentence);
  if (core >= 0) readRunAfter(sentence, core, 'described');
  readVerbPhrases(sentence, hasVoice || words <= 12);
  if (hasVoice || words <= 12) readMentions(sentence);
}

/**
 * Where the words of a sentence without a verb begin: "Truth.", "Then patience.", "Peace, I suppose.", "Alongside
 * it, justice, because …"; −1 for other sentences.
 */
function shortCore({ tokens, denied }: Sentence): number {
  let start = 0;
  while (start < tokens.length && (denied[start] || openingWord.test(tokens[start]!.text))) start++;
  if (beside.test(tokens[start]?.text ?? '')) {
    const it = tokens.findIndex(({ text }, k) => k > start && k < start + 4 && itself.test(text));
    const next = tokens[it + 1]?.text ?? '';
    if (it > 0 && (next === ',' || arrives.test(next))) {
      start = it + 2;
      const name = tokens[start];
      return name?.isWord && !isPlainly(name.text) ? start : -1;
    }
  }
  let end = start;
  while (end < tokens.length && tokens[end]!.text !== ',') end++;
  const isTag = tag.test(
    tokens
      .slice(end + 1)
      .map(({ text }) => text)
      .join(' '),
  );
  const said = tokens.slice(start, isTag ? end : tokens.length).filter((token) => token.isWord);
  return said.length > 0 && said.length <= 3 && !said.some(({ text }) => isPlainly(text))
    ? start
    : -1;
}

const openingWord =
  /^(?:then|next|also|finally|lastly|first|second|third|perhaps|maybe|probably|possibly|surely|certainly|definitely|and|,|hmm|well|oh|yes)$/;
const beside =
  /^(?:alongside|beside|besides|beneath|behind|after|beyond|next|close|right|underneath|with)$/;
const itself = /^(?:it|that|this|them|these|those|both)$/;
const arrives = /^(?:comes?|sits?|stands?|is|are|lies|lie|follows?|goes)$/;
const tag =
  /^(?:i (?:suppose|think|guess|believe|would say|imagine|hope)|i'd say|for me|of course|obviously|probably|perhaps|maybe|too|as well|certainly|definitely|above all|always|without (?:question|hesitation|a doubt)|no question|no doubt)$/;

const isAnnounced = (tokens: readonly Token[], at: number): boolean =>
  tokens
    .slice(0, at)
    .some(({ text }) =>
      /^(?:commitments|values|principles|things|ideas|words|qualities|virtues|ideals|pillars|priorities|convictions)$/.test(
        text,
      ),
    );

/** "if that would be helpful": about the offer. */
const isOffered = (tokens: readonly Token[], at: number): boolean =>
  tokens[at]!.text === 'be' &&
  /^(?:would|might|could|may|can|will)$/.test(tokens[at - 1]?.text ?? '') &&
  /^(?:that|it|this|these|which|they)$/.test(tokens[at - 2]?.text ?? '');

/** "That's a thoughtful question", "Thank you for asking". */
const isPolite = (tokens: readonly Token[]): boolean =>
  /^(?:that's|that|this|it's|it|what|such|thank|thanks|great|good)$/.test(tokens[0]!.text) &&
  tokens.length <= 14 &&
  tokens.some(({ text }) => /^(?:questions?|asking|prompt)$/.test(text));

const isBeing = /^(?:be|being|stay|staying|remain|remaining|become|becoming)$/;

const isPlainly = (word: string) => cueWords.clauseStarts.has(word) || cueWords.verbs.has(word);

/** Reads "A, B, and C" from token `at` on, up to the end of the clause, or of `tokens`. */
function readRunAfter(
  { text, tokens: all, denied, offered, found }: Sentence,
  at: number,
  standing: Standing,
  until = all.length,
): void {
  const tokens = until < all.length ? all.slice(0, until) : all;
  let first = -1;
  let last = -1;
  let inPhrase = false;
  const close = () => {
    if (first >= 0) pushSpan(text, tokens[first]!.start, tokens[last]!.end, standing, found);
    first = -1;
    inPhrase = false;
  };
  for (let i = at; i < tokens.length; i++) {
    const token = tokens[i]!;
    if (denied[i]) break;
    if (offered[i]) {
      // "clear guidance": the good is dropped, its quality stays.
      close();
      continue;
    }
    if (!token.isWord) {
      if (/^[*"“”'‘’_(]$/.test(token.text)) {
        close();
        continue;
      }
      if (token.text === ':' && i === at) continue;
      if (token.text !== ',' && token.text !== '/' && token.text !== '&') break;
      close();
      if (token.text === ',' && startsClause(tokens[i + 1]?.text ?? '', tokens[i + 2]?.text)) break;
      continue;
    }
    const word = token.text;
    if (word === 'and' || word === 'or' || word === 'but') {
      const after = tokens[i + 1]?.text ?? '';
      if (cueWords.clauseStarts.has(after)) break;
      close();
      continue;
    }
    if (cueWords.clauseStarts.has(word)) break;
    if (first < 0) {
      // "What I care about is …"
      if (i === at && standing === 'listed' && /^(?:is|are)$/.test(word)) continue;
      if (cueWords.articles.has(word) && !isAdjectiveJust(tokens, i)) continue;
      if (cueWords.verbs.has(word) && standing !== 'listed') break;
      // "in craft, in care": the same one again.
      if (/^(?:,|and)$/.test(tokens[i - 1]?.text ?? '') && word === tokens[at - 1]?.text) continue;
      if (cueWords.prepositions.has(word)) break;
      // "I am committed to …" has a cue of its own.
      if (standing === 'described' && phraseAt(tokens, i, valuedCues) > 1) break;
      // "My values are deeply rooted in …": a passive, not a list.
      if (i > at - 1 && /^(?:are|is)$/.test(tokens[at - 1]?.text ?? '') && /ed$/.test(word)) break;
      first = i;
      last = i;
      inPhrase = cueWords.phraseHeads.has(word);
      continue;
    }
    if (
      /^(?:is|are|was|were|am|has|have|had|can|could|will|would|shall|should|may|might|must)$/.test(
        word,
      )
    )
      break;
    if (cueWords.prepositions.has(word)) {
      const keeps =
        (inPhrase || cueWords.phraseHeads.has(tokens[last]!.text)) &&
        joinsPhrase(word, tokens[last]!.text) &&
        !cueWords.articles.has(tokens[i + 1]?.text ?? '');
      if (keeps && standing === 'listed' && i - first <= 3) {
        inPhrase = true;
        last = i;
        continue;
      }
      close();
      i = skipAdjunct(tokens, i);
      if (i < 0) return;
      i--;
      continue;
    }
    // "a strong commitment to …": its object follows its own cue.
    if (standing === 'described' && phraseAt(tokens, i, valuedCues) > 1) {
      if (intensifiers.has(tokens[first]!.text)) first = -1;
      break;
    }
    last = i;
  }
  close();
}

/** "fair and just", "a just person", and not "just a person". */
const isAdjectiveJust = (tokens: readonly Token[], at: number): boolean =>
  tokens[at]!.text === 'just' &&
  /^(?:and|,|or|person|people|human|one|society|world|soul)$/.test(tokens[at + 1]?.text ?? ',');

/** Prepositions between a noun and its object: "respect for others", "faith in people". */
const joinsPhrase = (preposition: string, noun: string): boolean =>
  /^(?:of|for|to|towards?)$/.test(preposition) ||
  (preposition === 'in' && /^(?:trust|faith|belief|pride|joy)$/.test(noun));

/** From a preposition to the next comma that continues the list; −1 where the list is over. */
function skipAdjunct(tokens: readonly Token[], from: number): number {
  for (let i = from; i < tokens.length; i++) {
    const token = tokens[i]!;
    if (cueWords.clauseStarts.has(token.text)) return -1;
    if (!token.isWord && token.text !== ',') return -1;
    if (token.text === ',') return i;
  }
  return -1;
}

/** "What guides me is …", "the things that matter most to us are …". */
function isPredicate(tokens: readonly Token[], at: number): boolean {
  if (!/^(?:is|are)$/.test(tokens[at]!.text)) return false;
  // "… are important", "… are deeply personal" say how, not what.
  const next = tokens[at + 1]?.text ?? '';
  const says = /^(?:very|so|more)$|(?:ly|ed)$/.test(next) && !knownValues.has(next);
  if (says || cueWords.important.has(next)) return false;
  for (let i = at - 1; i >= Math.max(0, at - 9); i--) {
    const text = tokens[i]!.text;
    if (!tokens[i]!.isWord) return false;
    const asks = text === 'what' || (/^(?:that|which)$/.test(text) && isFrame(tokens[i - 1]?.text));
    if (!asks) continue;
    const between = tokens.slice(i + 1, at).map((token) => token.text);
    return between.length > 1 && between.some((word) => /^(?:i|me|my|we|us|our|most)$/.test(word));
  }
  return false;
}

const isFrame = (word: string | undefined) =>
  word !== undefined && (framingWords.has(word) || cueWords.voice.has(word));

/** "Honesty and kindness are important to me": the run before the verb. */
function readSubjects(sentence: Sentence): void {
  const { tokens, denied } = sentence;
  for (let i = 1; i < tokens.length; i++) {
    if (denied[i]) continue;
    const isCopula = /^(?:is|are)$/.test(tokens[i]!.text);
    if (!isCopula && !isSubjectVerb(tokens, i)) continue;
    const near = tokens.slice(i + 1, i + 7);
    if (isCopula && !near.some((token) => cueWords.important.has(token.text))) continue;
    let start = i;
    while (start > 0) {
      const before = tokens[start - 1]!.text;
      if (cueWords.clauseStarts.has(before) || cueWords.verbs.has(before) || before === ':') break;
      // "Faith gives me strength, family gives me joy": the clause before this one has a verb of its own.
      if (isSubjectVerb(tokens, start - 1)) {
        while (start < i && tokens[start]!.text !== ',') start++;
        break;
      }
      start--;
    }
    // "Three values strongly shape …"
    const verb = i - 1 > start && /ly$/.test(tokens[i - 1]!.text) ? i - 1 : i;
    const before = tokens.slice(start, verb);
    const words = before.filter((token) => token.isWord).length;
    const items = 1 + before.filter((token) => token.text === ',').length;
    if (words === 0 || words > Math.max(9, 3 * items)) continue;
    readRunAfter(sentence, start, 'listed', verb);
  }
}

/** Single words and known phrases, anywhere unless denied. */
function readMentions({ text, tokens, denied, offered, found }: Sentence): void {
  for (let i = 0; i < tokens.length; i++) {
    const token = tokens[i]!;
    if (denied[i] || offered[i] || !token.isWord || isVerbHere(tokens, i)) continue;
    const length = phraseAt(tokens, i, knownPhrases);
    if (length > 0) {
      pushSpan(text, token.start, tokens[i + length - 1]!.end, 'mentioned', found);
      i += length - 1;
    } else if (token.end - token.start >= 3 && !cueWords.articles.has(token.text))
      pushSpan(text, token.start, token.end, 'mentioned', found);
  }
}

/** "to honor all three", "we trust our readers": a verb with its object, not a value. */
const isVerbHere = (tokens: readonly Token[], at: number): boolean =>
  /^(?:to|i|we|you|they|can|could|will|would|should|must)$/.test(tokens[at - 1]?.text ?? '') &&
  /^(?:a|an|the|my|your|our|their|his|her|its|this|that|these|those|all|any|every|each|both|it|them|you|him|me|us|what|how)$/.test(
    tokens[at + 1]?.text ?? '',
  );

/** "I keep my word", "never lie": values expressed by a verb. */
function readVerbPhrases({ text, tokens, denied, found }: Sentence, anywhere: boolean): void {
  const first = tokens[0];
  const last = tokens.at(-1);
  if (!first || !last) return;
  // Letter by letter, so that places stay.
  const lower = text.slice(first.start, last.end).toLowerCase().replace(/[’‘]/g, "'");
  if (lower.length !== last.end - first.start) return;
  /** Where the phrase before this one ends. */
  let reached = -1;
  for (let i = 0; i < tokens.length; i++) {
    const token = tokens[i]!;
    if (!token.isWord) continue;
    const phrase = beginsVerbPhrase(token.text)
      ? verbPhraseAt(lower, token.start - first.start, token.end - first.start)
      : null;
    if (!phrase) {
      const end = framedEnd(tokens, i, denied[i] === true, anywhere, reached);
      if (end < 0) continue;
      const from = tokens[i - 1]?.text === 'to' ? tokens[i - 1]! : token;
      const span = { start: from.start, end: tokens[end]!.end };
      // "I welcome …" is an activity: words mostly said in passing count only where they are wanted.
      const isOwn =
        (/^(?:i|we|you)$/.test(tokens[i - 1]?.text ?? '') &&
          !refusesHere.test(token.text) &&
          !avoids.test(token.text)) ||
        isMade(tokens, i) ||
        tokens[i - 1]?.text === 'who';
      const candidate = candidateAt(text, span, 'prose', isOwn ? 'mentioned' : 'described');
      if (candidate) found.push({ ...candidate, verbal: true });
      if (isOwn) continue;
      reached = end;
      continue;
    }
    // "never lie, admit mistakes, …": behind a comma another phrase begins.
    const begins = reached >= 0 && /^(?:,|and)$/.test(tokens[i - 1]?.text ?? '');
    const purpose = isPurpose(tokens, i);
    if (denied[i] && !phrase.negative && !begins && !purpose) continue;
    // "Seek the truth, …" and "I want to stand up for the weak" speak of values without saying so.
    if (!anywhere && i > 0 && reached < 0 && !purpose && !isWanted(tokens, i, reached)) continue;
    if (phrase.to === 'perseverance' && tokens[i - 1]?.text === 'would') continue;
    // "I can help people": an offer.
    const isOwn =
      /^(?:i|we)$/.test(tokens[i - 2]?.text ?? '') ||
      /^(?:i'd|i'll)$/.test(tokens[i - 1]?.text ?? '');
    if (isOwn && offersHere.has(tokens[i - 1]?.text ?? '') && token.text !== 'can') continue;
    if (cueWords.weakVerbPhrases.has(phrase.to) && !purpose && !isWanted(tokens, i, reached))
      continue;
    reached = i;
    const end = first.start + phrase.end;
    const candidate = candidateAt(text, { start: token.start, end }, 'prose', 'listed');
    if (candidate) found.push(candidate);
    while (tokens[i + 1] && tokens[i + 1]!.start < end) i++;
    reached = i;
  }
}

const noVerbs = new Set([
  ...cueWords.clauseStarts,
  ...cueWords.prepositions,
  ...cueWords.articles,
  ...'and but or is are was were not'.split(' '),
]);
for (const verb of ['be', 'being', 'having']) noVerbs.delete(verb);
const nominal =
  /^(?:some|any|every|no)?thing$|^(?:during|morning|evening|king|spring|bring|sing|ring|string|being)$/;
const servingVerbs =
  /^(?:help|assist|serve|support|answer|work|start|begin|continue|know|see|do|be|learn|share|provide)$/;
const introduces = /^(?:that|when|making|make|ensuring|ensure|seeing)$/;
/** Before "that" and "when" with a wish after them: "It matters to me that …". */
const beforeClause =
  /^(?:me|us|matters?|important|essential|vital|sure|ensure|ensuring|is|care|value|love|like|believe|appreciate|enjoy|prefer|want|hope|wish|:)$/;
const refusesHere =
  /^(?:never|don't|won't|doesn't|refuse|refusing|unwillingness|unwilling|reluctance|reluctant)$/;
/** "a fair answer without any biases": counts only where it is wanted. */
const avoids = /^(?:without|not|avoid|avoiding)$/;

/**
 * The last token of a verb phrase or a clause that may begin at a token and name a value by its kind
 * (`verb-frames.ts`); −1 where none does. The judge of words decides whether it counts.
 */
function framedEnd(
  tokens: readonly Token[],
  at: number,
  isDenied: boolean,
  anywhere: boolean,
  reached: number,
): number {
  const word = tokens[at]!.text;
  const before = tokens[at - 1]?.text;
  const isGerund = word.endsWith('ing') && word.length > 4 && !nominal.test(word);
  const begins =
    (anywhere &&
      (refusesHere.test(word) ||
        (avoids.test(word) &&
          (/^(?:i|we)$/.test(before ?? 'i') || isWanted(tokens, at, reached))) ||
        isLesser(tokens, at) ||
        isRule(tokens, at) ||
        (introduces.test(word) && opensClause(tokens, at, reached)))) ||
    (!isDenied &&
      !noVerbs.has(word) &&
      (isGerund ||
        before === undefined ||
        /^(?:to|always|and|,|:|who|should|must)$/.test(before)) &&
      (before === undefined
        ? tokens.length <= (isGerund ? 40 : 20)
        : isWanted(tokens, at, before === 'to' ? -1 : reached))) ||
    (!isDenied &&
      isGerund &&
      anywhere &&
      (isBehindCue(tokens, at) ||
        // "believe in paying fairly and in closing the gap"
        (reached >= 0 &&
          /^(?:in|to|by|about)$/.test(before ?? '') &&
          tokens[at - 2]?.text === 'and'))) ||
    (!isDenied &&
      anywhere &&
      (/^(?:i|we)$/.test(before ?? '') || (before === 'you' && tokens[0]!.text === 'you')) &&
      !noVerbs.has(word) &&
      !cueWords.verbs.has(word));
  // "guiding principles"
  if (
    !begins ||
    (isGerund && !introduces.test(word) && framingWords.has(tokens[at + 1]?.text ?? ''))
  )
    return -1;
  let end = at;
  while (end + 1 < tokens.length && end - at < 9) {
    const next = tokens[end + 1]!;
    if (!next.isWord && !/^['’"“”*]$/.test(next.text)) break;
    if (next.end - tokens[at]!.start > 58) break;
    if (/^(?:and|or|but)$/.test(next.text)) break;
    end++;
  }
  // "I want to help" states a function, "I need to create" a value.
  return end > at || (before === 'to' && !servingVerbs.test(word)) ? end : -1;
}

/** "Nobody should go hungry", "Everyone deserves a second chance". */
const isRule = (tokens: readonly Token[], at: number): boolean =>
  at === 0 &&
  tokens.length <= 16 &&
  universal.test(tokens[at]!.text) &&
  tokens.slice(1, 6).some(({ text }) => /^(?:should|must|ought|deserves?)$/.test(text));

/** "I would rather lose than cheat" */
const isLesser = (tokens: readonly Token[], at: number): boolean =>
  tokens[at]!.text === 'than' &&
  tokens.slice(Math.max(0, at - 8), at).some(({ text }) => text === 'rather');

function opensClause(tokens: readonly Token[], at: number, reached: number): boolean {
  const before = tokens[at - 1]?.text;
  if (!/^(?:that|when)$/.test(tokens[at]!.text))
    return before === undefined || isWanted(tokens, at, reached) || isBehindCue(tokens, at);
  return (
    before === undefined ||
    beforeClause.test(before) ||
    (/^(?:,|and)$/.test(before) && reached >= 0)
  );
}

/** "committed to helping", "by listening", "guided by wanting …": after a preposition of a cue. */
const isBehindCue = (tokens: readonly Token[], at: number): boolean =>
  cueWords.prepositions.has(tokens[at - 1]?.text ?? '') &&
  [1, 2, 3, 4].some((k) => at - k >= 0 && phraseAt(tokens, at - k, valuedCues) === k);

/**
 * Whether the activity is wanted: at the beginning of a sentence, after "I try to", "I value", "what
 * matters is", or after another such phrase. "I help people by …" states a function.
 */
function isWanted(tokens: readonly Token[], at: number, reached: number): boolean {
  const before = tokens[at - 1]?.text;
  if (before === undefined || before === 'always' || before === 'never' || before === ':')
    return true;
  if (/^(?:,|and|or|;|:)$/.test(before) && reached >= 0 && at - reached <= 3) return true;
  // "say sorry when you are wrong, and lend a hand"
  if (before === 'and' && tokens[at - 2]?.text === ',' && reached >= 0 && at - reached <= 9)
    return true;
  if (before === 'to')
    return (
      at === 1 ||
      (cueWords.wanting.has(tokens[at - 2]?.text ?? '') &&
        !/^(?:is|are)$/.test(tokens[at - 2]!.text)) ||
      (reached >= 0 && at - reached <= 4) ||
      /^(?:and|,)$/.test(tokens[at - 2]?.text ?? '') ||
      isMade(tokens, at) ||
      isWishFor(tokens, at)
    );
  // "I want to be someone who …"
  if (before === 'who')
    return /^(?:someone|somebody|person|people|those|others|folks|anyone|anybody|one|friend|neighbou?r|parent|leader|human|man|woman|,|and)$/.test(
      tokens[at - 2]?.text ?? '',
    );
  return cueWords.wanting.has(before);
}

/** "I was built to …" */
const isMade = (tokens: readonly Token[], at: number): boolean =>
  tokens[at - 1]?.text === 'to' &&
  /^(?:built|made|designed|trained|created|programmed|meant|supposed)$/.test(
    tokens[at - 2]?.text ?? '',
  );

/** "I want people to …", "I'd like everyone to …". */
const isWishFor = (tokens: readonly Token[], at: number): boolean =>
  [3, 4, 5].some(
    (k) =>
      /^(?:want|like|need|wish|hope|expect|enable|encourage|taught|teach|raised|urged?|reminds?|sort|kind|be|become|am|i'm)$/.test(
        tokens[at - k]?.text ?? '',
      ) && tokens.slice(at - k, at).every(({ isWord }) => isWord),
  );

/** "My goal is to …". */
const isPurpose = (tokens: readonly Token[], at: number): boolean =>
  tokens[at - 1]?.text === 'to' &&
  tokens[at - 2]?.text === 'is' &&
  /^(?:goal|aim|mission|job|duty|dream|priority|intention|calling)$/.test(
    tokens[at - 3]?.text ?? '',
  );

const offersHere = new Set(['can', 'could', 'may', 'might', "i'd", "i'll", 'will']);

function pushSpan(
  text: string,
  start: number,
  end: number,
  standing: Standing,
  found: Candidate[],
): void {
  const span = { start, end };
  if (standing !== 'mentioned' && countWords(text, span) > 7) return;
  const candidate = candidateAt(text, span, 'prose', standing);
  if (candidate) found.push(candidate);
}
