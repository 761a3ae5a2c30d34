/**
 * How likely a local model finds the tokens of a text. Everything is evaluated in whole chunks that begin at
 * multiples of their length, the last one padded. So a token's figure is the same wherever the border between context
 * and continuation lies, whatever follows it, and whatever was asked before: bit for bit with quantised weights,
 * within 1e-6 with others.
 */
import type { LlamaContextSequence, Token } from 'node-llama-cpp';
import { EndpointError } from '../../errors.ts';
import { chunk, evaluateChunks, type Slot } from './contexts.ts';

type Sampling = { temperature: number; topK?: number; topP?: number; minP?: number; seed?: number };

/**
 * Hands over the tokens that are at least `minP` as likely as the likeliest one: the whole vocabulary takes several
 * times as long. Their probabilities add up to one, so each is too high by what the others weigh: less than 1e-4.
 */
const usual: Sampling = { temperature: 1, topK: 0, topP: 1, minP: 1e-8, seed: 1 };
/** Hands over the whole vocabulary, for a token that is less likely than that. */
const whole: Sampling = { temperature: 0 };

/** Logarithm of the smallest probability that 32 bits hold, for one that became 0. */
const least = Math.log(1e-45);

/** Likeliest first. */
type Distribution = ReadonlyMap<Token, number>;

export type TokenScore = {
  logProbability: number;
  /** The most likely ones in its place, best first. */
  top: { token: Token; logProbability: number }[];
};

/** The distributions behind one start of a text, for all texts that continue from it. */
export type KnownStart = { tokens: Token[]; usual: Distribution; whole: Distribution | null };

export type Scoring = {
  /** How many of the most likely tokens to return. */
  top?: number;
  /** What is known of the distribution behind the first `from` tokens; it is filled in. */
  start?: { known: KnownStart | null };
  aborted: () => boolean;
};

/**
 * Natural logarithm of each token's probability given all before it, at temperature 1, from the token `from` on (1 or
 * more). Null on an abort.
 */
export async function scoreTokens(
  slot: Slot,
  tokens: readonly Token[],
  from: number,
  { top = 0, start = { known: null }, aborted }: Scoring,
): Promise<TokenScore[] | null> {
  const scores: TokenScore[] = [];
  /** Places whose next token is not among those that were handed over. */
  const rare: number[] = [];
  const collect = (place: number, distribution: Distribution) => {
    const probability = distribution.get(tokens[place + 1] as Token);
    if (probability === undefined) rare.push(place);
    else
      scores[place + 1 - from] = {
        logProbability: log(probability),
        top: firstOf(distribution, top),
      };
  };
  const first = from - 1;
  const isKnown =
    start.known?.tokens.length === from &&
    start.known.tokens.every((token, i) => token === tokens[i]);
  if (!isKnown) start.known = null;
  if (start.known) collect(first, start.known.usual);
  const last = tokens.length - 1;
  for (let place = start.known ? from : first; place < last; ) {
    const end = Math.min(last, startOfChunk(place) + chunk);
    const places = Array.from({ length: end - place }, (_, i) => place + i);
    const told = await distributionsAt(slot, tokens, places, usual, aborted, (at, found) => {
      if (at === first) start.known = { tokens: tokens.slice(0, from), usual: found, whole: null };
      collect(at, found);
    });
    if (!told) return null;
    place = end;
  }
  for (const place of rare) {
    let found = place === first ? (start.known?.whole ?? null) : null;
    if (!found) {
      const told = await distributionsAt(slot, tokens, [place], whole, aborted, (_, all) => {
        found = all;
      });
      if (!told) return null;
    }
    if (place === first && start.known) start.known.whole = found;
    collect(place, found ?? new Map());
  }
  if (scores.length !== tokens.length - from || scores.includes(undefined as never))
    throw new EndpointError('server', 'llama.cpp gave no probabilities');
  return scores;
}

const startOfChunk = (place: number): number => Math.floor(place / chunk) * chunk;

/**
 * Hands over the distributions of the tokens behind these places, which lie in one chunk, one by one: they are large.
 * False on an abort.
 */
async function distributionsAt(
  slot: Slot,
  tokens: readonly Token[],
  places: readonly number[],
  options: Sampling,
  aborted: () => boolean,
  collect: (place: number, distribution: Distribution) => void,
): Promise<boolean> {
  const { sequence } = slot;
  const at = startOfChunk(places[0] as number);
  if (!(await evaluateChunks(slot, tokens, at, aborted))) return false;
  const wanted = new Set(places);
  const piece = tokens.slice(at, at + chunk);
  // At the end of what the model can see there is no room for all of it: the library shifts its window in the last cell.
  const length = Math.min(chunk, slot.size - 1 - at);
  const padded = [...piece, ...Array(Math.max(0, length - piece.length)).fill(tokens[0])];
  await sequence.controlledEvaluate(
    padded.map((token: Token, i) =>
      wanted.has(at + i) ? [token, { generateNext: { probabilities: true, options } }] : token,
    ) as Parameters<LlamaContextSequence['controlledEvaluate']>[0],
    {
      onTokenResult(i, { next }) {
        if (next.probabilities) collect(at + i, next.probabilities);
        delete next.probabilities;
      },
    },
  );
  slot.stable = padded.length === chunk ? at + chunk : at;
  return !aborted();
}

function firstOf(distribution: Distribution, count: number): TokenScore['top'] {
  const top: TokenScore['top'] = [];
  for (const [token, probability] of distribution) {
    if (top.length >= count) break;
    top.push({ token, logProbability: log(probability) });
  }
  return top;
}

const log = (probability: number): number => (probability > 0 ? Math.log(probability) : least);
