/** Token by token: drawing an answer, and reading the distribution of the next token. */
import { randomInt } from 'node:crypto';
import type { Llama, LlamaContextSequence, LlamaModel, Token } from 'node-llama-cpp';
import { EndpointError } from '../../errors.ts';
import { textOf } from './error-text.ts';
import type { ChildAnswer, ChildRequest } from './messages.ts';
import { stopFilter } from './stop-filter.ts';

type Library = typeof import('node-llama-cpp');
export type TokenProbabilities = NonNullable<ChildAnswer['tokens']>;
export type Generated = Omit<ChildAnswer, 'kind' | 'id'>;

/** The uint32 that llama.cpp reads as "choose a seed yourself". */
const randomSeed = 0xffffffff;

/** Token → probability at temperature 1 over the whole vocabulary, after `last` is evaluated. */
export async function nextDistribution(
  sequence: LlamaContextSequence,
  last: Token[],
): Promise<Map<Token, number>> {
  const outputs = await sequence.controlledEvaluate(
    last.map((token, index) =>
      index === last.length - 1
        ? [token, { generateNext: { probabilities: true, options: { temperature: 0 } } }]
        : token,
    ),
  );
  const distribution = outputs[last.length - 1]?.next.probabilities;
  if (!distribution) throw new EndpointError('server', 'llama.cpp gave no probabilities');
  return distribution;
}

type Generation = {
  model: LlamaModel;
  sequence: LlamaContextSequence;
  last: Token[];
  prompt: readonly Token[];
  request: ChildRequest;
  maxTokens: number;
  topTokens?: number;
  aborted: () => boolean;
  onText: (text: string) => void;
};

type Step = { token: Token; probabilities?: Map<Token, number> };

/** Draws tokens until the model, a stop string, the limit, or an abort ends it. Throws EndpointError 'malformed' for an unusable schema. */
export async function generate(llama: Llama, library: Library, options: Generation) {
  const { model, sequence, request, maxTokens, aborted } = options;
  const { temperature, topP, stop = [], seed = randomInt(randomSeed) } = request.sampling;
  const grammar = request.jsonSchema
    ? await llama
        .createGrammarForJsonSchema(request.jsonSchema as never)
        .catch((cause: unknown) => {
          throw new EndpointError('malformed', `This JSON schema cannot be used: ${textOf(cause)}`);
        })
    : null;
  const stream: AsyncGenerator<Step, void> = sequence.evaluateWithMetadata(
    options.last,
    { probabilities: options.topTokens !== undefined },
    {
      temperature,
      topP,
      topK: 0,
      seed: Math.floor(seed) >>> 0 === randomSeed ? 0 : Math.floor(seed) >>> 0,
      yieldEogToken: true,
      ...(grammar
        ? { grammarEvaluationState: new library.LlamaGrammarEvaluationState({ model, grammar }) }
        : {}),
    },
  );
  const filter = stopFilter(stop);
  const tokens: TokenProbabilities = [];
  const recent = options.prompt.slice(-8);
  let pending: Token[] = [];
  let text = '';
  let count = 0;
  const show = (piece: string) => {
    if (piece === '') return;
    text += piece;
    options.onText(piece);
  };
  const end = (finishReason: Generated['finishReason']) => {
    show(filter.rest());
    return {
      finishReason,
      // A grammar lets a model continue with white space after the end of the JSON.
      text: grammar ? text.trimEnd() : text,
      count,
      ...(options.topTokens !== undefined ? { tokens } : {}),
    };
  };
  for await (const step of stream) {
    if (aborted()) return end('abort');
    if (model.isEogToken(step.token)) return end('stop');
    count += 1;
    if (options.topTokens !== undefined && step.probabilities) {
      tokens.push(describe(model, step.token, step.probabilities, options.topTokens, recent));
    }
    pending.push(step.token);
    const piece = model.detokenize(pending, false, recent);
    // A character may be spread over several tokens; its end is waited for, but not forever.
    if (!piece.endsWith('\uFFFD') || pending.length > 8) {
      recent.push(...pending);
      recent.splice(0, Math.max(0, recent.length - 8));
      pending = [];
      const { text: shown, stopped } = filter.push(piece);
      show(shown);
      if (stopped) return end('stop');
    }
    if (count >= maxTokens) return end('length');
  }
  return end('stop');
}

function describe(
  model: LlamaModel,
  token: Token,
  probabilities: Map<Token, number>,
  most: number,
  recent: readonly Token[],
): TokenProbabilities[number] {
  // The text before decides whether a token's leading space is written.
  const textOfToken = (one: Token) => model.detokenize([one], true, recent);
  const top: { token: string; probability: number }[] = [];
  for (const [other, probability] of probabilities) {
    if (top.length >= most) break;
    top.push({ token: textOfToken(other), probability });
  }
  return {
    token: textOfToken(token),
    probability: probabilities.get(token) ?? 0,
    top,
  };
}
