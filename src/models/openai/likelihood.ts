/** How likely a model at an endpoint finds given texts: `/completions` with `echo`, one request for each. */
import { EndpointError } from '../../errors.ts';
import type { Context, Likelihood, ScoredContinuation } from '../model.ts';
import { type RateLimits, rateLimitsOf } from '../rate-limits.ts';
import type { Connection } from './connection.ts';
import { type Echoed, readEchoed } from './echoed.ts';
import { faultFrom, ToldError } from './faults.ts';
import { jsonFrom } from './json-from.ts';
import { readPiece } from './piece.ts';
import { isFiltered, isInability } from './questions.ts';
import { readSaid, saysSomething } from './said.ts';

/** Tokens that have to be made behind the text, since some refuse to make none. */
export type EchoMeans = { maxTokens: 0 | 1 };

/** The likelihoods of continuations of a plain text. Throws EndpointError: 'missing' where the endpoint does not tell them. */
export async function likelihoodOf(
  connection: Connection,
  model: string,
  context: Context,
  continuations: readonly string[],
  means: EchoMeans,
  signal?: AbortSignal,
): Promise<Likelihood> {
  if (context.kind !== 'completion')
    throw new EndpointError(
      'missing',
      `${connection.config.name}: ${model} tells no likelihoods in a conversation`,
      {
        where: connection.host,
        hint: 'Ask for those of a plain text.',
      },
    );
  if (context.prompt === '' || continuations.includes(''))
    throw new EndpointError('malformed', 'A context or a continuation is empty', {
      where: connection.host,
    });
  const started = performance.now();
  const told: ScoredContinuation[] = [];
  let promptTokens: number | null = 0;
  let completionTokens: number | null = 0;
  let limits: RateLimits | null = null;
  for (const continuation of continuations) {
    const text = context.prompt + continuation;
    const answer = await askEchoed(connection, model, text, means, signal);
    const scored = answer.echoed && scoreOf(answer.echoed, context.prompt);
    if (!scored) throw noLikelihoods(connection, model);
    told.push(scored);
    promptTokens = sum(promptTokens, answer.promptTokens);
    completionTokens = sum(completionTokens, answer.completionTokens);
    limits = answer.limits ?? limits;
  }
  return {
    continuations: told,
    milliseconds: performance.now() - started,
    ...(promptTokens === null ? {} : { promptTokens }),
    ...(completionTokens === null ? {} : { completionTokens }),
    ...(limits ? { limits } : {}),
  };
}

const sum = (a: number | null, b: number | null): number | null =>
  a === null || b === null ? null : a + b;

/** The continuation after the context; null where a token of it has no log-probability. A token that straddles the border counts. */
function scoreOf(echoed: readonly Echoed[], context: string): ScoredContinuation | null {
  const own = echoed.filter(({ start, end }) => end > context.length || start >= context.length);
  const tokens = own.flatMap(({ token, logProbability }) =>
    logProbability === null ? [] : [{ token, logProbability }],
  );
  if (tokens.length === 0 || tokens.length < own.length) return null;
  return { tokens, logProbability: tokens.reduce((total, one) => total + one.logProbability, 0) };
}

async function askEchoed(
  connection: Connection,
  model: string,
  text: string,
  { maxTokens }: EchoMeans,
  signal: AbortSignal | undefined,
) {
  const faults = { connection, model, texts: [text] };
  const body = { model, prompt: text, echo: true, logprobs: 1, max_tokens: maxTokens };
  try {
    const { value, headers } = await jsonFrom(faults, signal, (client, options) =>
      client.post('/completions', { ...options, body }),
    );
    const { error, promptTokens, completionTokens, hasChoice } = readPiece(value);
    if (error !== null) throw new ToldError(error);
    if (!hasChoice && saysSomething(readSaid(value))) throw new ToldError(value);
    return {
      echoed: readEchoed(value, text),
      promptTokens,
      completionTokens,
      limits: rateLimitsOf(headers, Date.now()),
    };
  } catch (error) {
    signal?.throwIfAborted();
    throw faultFrom(error, faults);
  }
}

/** The error that the endpoint cannot, with what it would need. */
export function noLikelihoods(connection: Connection, model: string): EndpointError {
  return new EndpointError(
    'missing',
    `${connection.config.name}: ${model} does not tell how likely it finds a given text`,
    {
      where: connection.host,
      hint: 'That takes /completions with echo and logprobs, as vLLM and valuelex serve have them.',
    },
  );
}

const asked = {
  context: { kind: 'completion', prompt: 'One, two, three, four, five,' },
  likely: ' six, seven, eight, nine, ten',
  absurd: ' moss ladder quietly sevenths of copper umbrella',
} as const;

/**
 * Sends one likely and one absurd ending: a server that ignores `echo` tells nothing of them, and one that makes its
 * figures up need not find the likely one likelier. Null where the endpoint cannot, undefined where a content filter
 * refused the question.
 */
export async function probeLikelihood(
  connection: Connection,
  model: string,
  signal?: AbortSignal,
): Promise<EchoMeans | null | undefined> {
  for (const maxTokens of [0, 1] as const) {
    const means: EchoMeans = { maxTokens };
    try {
      const { context, likely, absurd } = asked;
      const told = await likelihoodOf(connection, model, context, [likely, absurd], means, signal);
      const [first, second] = told.continuations;
      const mean = (one: ScoredContinuation | undefined) =>
        one ? one.logProbability / one.tokens.length : Number.NaN;
      if (mean(first) > mean(second)) return means;
    } catch (error) {
      if (isFiltered(error)) return undefined;
      const isEmpty = error instanceof EndpointError && error.fault === 'truncated';
      if (!isInability(error) && !isEmpty) throw error;
    }
  }
  return null;
}
