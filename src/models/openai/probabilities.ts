/** Next-token probabilities from an endpoint that gives the most likely tokens. */

import { EndpointError } from '../../errors.ts';
import { isObject } from '../../tables/loose-json.ts';
import type { NextToken, Request } from '../model.ts';
import { type RateLimits, rateLimitsOf } from '../rate-limits.ts';
import { bodyOf, learnFrom, type PrefillMeans, samplingFields, textsOf } from './bodies.ts';
import type { Connection } from './connection.ts';
import { faultFrom, saidOf, ToldError } from './faults.ts';
import { jsonFrom } from './json-from.ts';
import { readPiece } from './piece.ts';
import { refusesField } from './refused-field.ts';
import { readSaid, saysSomething } from './said.ts';

type TopToken = { token: string; probability: number };

type Told = {
  top: TopToken[];
  promptTokens: number;
  completionTokens: number;
  limits: RateLimits | null;
};

/**
 * The probability of each candidate's first token; null for one outside the endpoint's list. Some
 * tokenizers write the space before a digit as a token of its own: where a plain completion most
 * likely begins with one, the request is made again behind it, and both ways count together.
 * Throws EndpointError: 'missing' where the endpoint tells no probabilities.
 */
export async function nextTokenOf(
  connection: Connection,
  model: string,
  request: Request,
  prefill: PrefillMeans,
  candidates: readonly string[],
  signal?: AbortSignal,
): Promise<NextToken> {
  const started = performance.now();
  const usage = { promptTokens: 0, completionTokens: 0 };
  let limits: RateLimits | null = null;
  const ask = async (one: Request): Promise<TopToken[]> => {
    const told = await askTop(connection, model, one, prefill, signal);
    usage.promptTokens += told.promptTokens;
    usage.completionTokens += told.completionTokens;
    limits = told.limits ?? limits;
    return told.top;
  };
  const top = await ask(request);
  let probabilities = matchCandidates(top, candidates);
  const space = top
    .filter(({ token }) => /^[ ▁Ġ]+$/.test(token))
    .sort((a, b) => b.probability - a.probability)[0];
  if (request.kind === 'completion' && space && space.probability > 0.2) {
    const behind = await ask({ ...request, prompt: `${request.prompt} ` });
    const after = matchCandidates(behind, candidates);
    probabilities = probabilities.map((direct, i) => {
      const later = after[i] ?? null;
      if (later === null) return direct;
      return Math.min(1, (direct ?? 0) + space.probability * later);
    });
  }
  return {
    probabilities,
    milliseconds: performance.now() - started,
    ...usage,
    ...(limits ? { limits } : {}),
  };
}

/** The most likely first tokens of the answer. */
async function askTop(
  connection: Connection,
  model: string,
  request: Request,
  prefill: PrefillMeans,
  signal: AbortSignal | undefined,
): Promise<Told> {
  const context = { connection, model, texts: textsOf(request) };
  const { dialect } = connection;
  const single: Request = { ...request, sampling: { ...request.sampling, maxTokens: 1 } };
  const path = request.kind === 'chat' ? '/chat/completions' : '/completions';
  for (;;) {
    const body = {
      ...bodyOf(single, model, dialect, prefill),
      ...(request.kind === 'chat'
        ? { logprobs: true, top_logprobs: dialect.topLogprobs }
        : { logprobs: dialect.topLogprobs }),
    };
    // A cut at a stop string could empty the answer; temperature and top-p would bend the probabilities on some servers.
    const { temperature: _, top_p: __, stop: ___, ...rest } = body as Record<string, unknown>;
    const asked = { ...rest, ...samplingFields({ temperature: 1, topP: 1 }, dialect) };
    try {
      const { value, headers } = await jsonFrom(context, signal, (client, options) =>
        client.post(path, { ...options, body: asked }),
      );
      const { error, promptTokens, completionTokens, hasChoice } = readPiece(value);
      if (error !== null) throw new ToldError(error);
      if (!hasChoice && saysSomething(readSaid(value))) throw new ToldError(value);
      const top = topOf(value);
      if (top !== null)
        return {
          top,
          promptTokens: promptTokens ?? 0,
          completionTokens: completionTokens ?? 0,
          limits: rateLimitsOf(headers, Date.now()),
        };
      throw noProbabilities(connection, model);
    } catch (error) {
      signal?.throwIfAborted();
      if (learnFrom(error, dialect, asked, context.texts)) continue;
      throw refusesLogprobs(error) ? noProbabilities(connection, model) : faultFrom(error, context);
    }
  }
}

function noProbabilities(connection: Connection, model: string): EndpointError {
  return new EndpointError(
    'missing',
    `${connection.config.name}: ${model} tells no token probabilities`,
    { where: connection.host, hint: 'Have this model rate in words.' },
  );
}

/** Reasoning models refuse the field: with 400, 422, or, at OpenAI, 403. */
function refusesLogprobs(error: unknown): boolean {
  const told = saidOf(error);
  return told !== null && refusesField(told.said, 'logprobs');
}

/** The most likely first tokens as given; null without any. A field in another form costs that token. */
function topOf(value: unknown): TopToken[] | null {
  const choices = isObject(value) ? value.choices : null;
  const choice: unknown = Array.isArray(choices) ? choices[0] : null;
  const logprobs = isObject(choice) && isObject(choice.logprobs) ? choice.logprobs : {};
  const first: unknown = Array.isArray(logprobs.content) ? logprobs.content[0] : null;
  const listed: unknown = isObject(first) ? first.top_logprobs : null;
  // Chat answers list objects, completions a map from token to logprob; llama-server gives objects for both.
  if (Array.isArray(listed) && listed.length > 0) {
    const top = listed.flatMap((one) => (isObject(one) ? tokenOf(one.token, one.logprob) : []));
    return top.length > 0 ? top : null;
  }
  const mapped: unknown = Array.isArray(logprobs.top_logprobs) ? logprobs.top_logprobs[0] : null;
  if (!isObject(mapped)) return null;
  return Object.entries(mapped).flatMap(([token, logprob]) => tokenOf(token, logprob));
}

/** Undefined without a logarithm: NaN, or text. */
function tokenOf(token: unknown, logprob: unknown): TopToken[] {
  if (typeof token !== 'string' || typeof logprob !== 'number') return [];
  return [{ token, probability: Math.exp(logprob) }];
}

/**
 * The probability of each candidate's first token. The tokenizer is not known, so the first token
 * is taken to be the longest listed token that begins the candidate, with or without a space before
 * it; both spellings count together. A token of one or two letters is not a sign of a longer word.
 */
function matchCandidates(
  top: readonly TopToken[],
  candidates: readonly string[],
): (number | null)[] {
  const byText = new Map<string, number>();
  for (const { token, probability } of top) {
    const text = token.replaceAll('▁', ' ').replaceAll('Ġ', ' ').trim();
    if (text !== '') byText.set(text, (byText.get(text) ?? 0) + probability);
  }
  return candidates.map((candidate) => {
    const wanted = candidate.trim();
    for (let length = wanted.length; length >= Math.min(3, wanted.length); length--) {
      const found = byText.get(wanted.slice(0, length));
      if (found !== undefined) return Math.min(1, found);
    }
    return null;
  });
}
