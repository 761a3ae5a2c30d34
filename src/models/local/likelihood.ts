/**
 * How likely a local model finds the tokens of a text. Everything is evaluated in whole chunks that begin at
 * multiples of their length, the last one padded. So a token's figure is the same wherever the border between context
 * and continuation lies, whatever stands behind it, and whatever was asked before: bit for bit with quantised weights,
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

/** The distributions behind one start of a text, for all texts that go on from it. */
export type KnownStart = { tokens: Token[]; usual: Distribution; whole: Distribution | null };

export type Scoring = {
  /** How many of the most likely tokens to tell. */
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
  const tell = (token: Token, distribution: Distribution) =>
    scores.push({
      logProbability: log(distribution.get(token) ?? 0),
      top: firstOf(distribution, top),
    });
  let place = from - 1;
  const { known } = start;
  if (known && known.tokens.length === from && known.tokens.every((one, i) => one === tokens[i])) {
    const wanted = tokens[from] as Token;
    if (!known.usual.has(wanted)) known.whole ??= await wholeAt(slot, tokens, place, aborted);
    if (aborted()) return null;
    tell(wanted, known.usual.has(wanted) ? known.usual : (known.whole as Distribution));
    place += 1;
  }
  while (place < tokens.length - 1) {
    const at = startOfChunk(place);
    if (!(await evaluateChunks(slot, tokens, at, aborted))) return null;
    const places = Array.from(
      { length: Math.min(tokens.length - 1, at + chunk) - place },
      (_, i) => place + i,
    );
    const found = await distributionsAt(slot, tokens, places, usual);
    for (const [i, one] of places.entries()) {
      const wanted = tokens[one + 1] as Token;
      const distribution = found[i] as Distribution;
      const rare = distribution.has(wanted) ? null : await wholeAt(slot, tokens, one, aborted);
      if (aborted()) return null;
      if (one === from - 1)
        start.known = { tokens: tokens.slice(0, from), usual: distribution, whole: rare };
      tell(wanted, rare ?? distribution);
    }
    place = at + chunk;
  }
  return scores;
}

const startOfChunk = (place: number): number => Math.floor(place / chunk) * chunk;

async function wholeAt(
  slot: Slot,
  tokens: readonly Token[],
  place: number,
  aborted: () => boolean,
): Promise<Distribution | null> {
  if (!(await evaluateChunks(slot, tokens, startOfChunk(place), aborted))) return null;
  const [found] = await distributionsAt(slot, tokens, [place], whole);
  return found ?? null;
}

/** The distributions of the tokens behind these places, which lie in the chunk that comes next. */
async function distributionsAt(
  slot: Slot,
  tokens: readonly Token[],
  places: readonly number[],
  options: Sampling,
): Promise<Distribution[]> {
  const { sequence } = slot;
  const at = startOfChunk(places[0] as number);
  const wanted = new Set(places);
  const piece = tokens.slice(at, at + chunk);
  // At the end of what the model can see there is no room for all of it; the library shifts its window in the last cell.
  const length = Math.min(chunk, slot.size - 1 - at);
  const padded = [...piece, ...Array(Math.max(0, length - piece.length)).fill(tokens[0])];
  const outputs = await sequence.controlledEvaluate(
    padded.map((token: Token, i) =>
      wanted.has(at + i) ? [token, { generateNext: { probabilities: true, options } }] : token,
    ) as Parameters<LlamaContextSequence['controlledEvaluate']>[0],
  );
  slot.stable = padded.length === chunk ? at + chunk : at;
  return places.map((place) => {
    const found = outputs[place - at]?.next.probabilities;
    if (!found) throw new EndpointError('server', 'llama.cpp gave no probabilities');
    return found;
  });
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
