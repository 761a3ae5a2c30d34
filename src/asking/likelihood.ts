/** One request for likelihoods as it is asked, shared, and stored. */
import { EndpointError } from '../errors.ts';
import type { ScoredLine } from '../facts/records.ts';
import type { Capabilities, Context, Form, Model } from '../models/model.ts';
import type { RateLimits } from '../models/rate-limits.ts';
import { contextBound, costOf, nothingSent, type Sharing, sourceOf } from './ask.ts';
import { likelihoodKey } from './identity.ts';
import type { Item } from './items.ts';

/** What a model returned for an item. */
export type ToldScores = Pick<
  ScoredLine,
  'scores' | 'promptTokens' | 'completionTokens' | 'milliseconds'
> & { limits?: RateLimits };

/** The fields of a line that follow from the request and the result. */
export type ScoredFields = Omit<ToldScores, 'limits'> &
  Pick<ScoredLine, 'key' | 'source' | 'cost' | 'at'>;

/** How a model's likelihoods are asked: in its chat template where it is asked in one and returns them there, else as plain text. */
export function likelihoodForm(
  form: Form,
  { likelihood }: Pick<Capabilities, 'likelihood'>,
): Context['kind'] {
  return form === 'completion' || likelihood === 'base' ? 'completion' : 'chat';
}

/**
 * The likelihoods of an item's continuations: asked once per request key, stored by `store` before it resolves,
 * left out on an abort. Where a content filter refuses them there are none: asked again it would refuse again.
 * `now` in epoch milliseconds.
 */
export function likelihoodItem(
  model: Model,
  share: Sharing<ToldScores>,
  asked: { id: string; context: Context; continuations: readonly string[] },
  now: () => number,
  store: (fields: ScoredFields) => void,
): Item {
  const { id, context, continuations } = asked;
  const bound = { tokens: 0, dollars: 0 };
  for (const { length } of continuations) {
    const one = contextBound(model, context, { letters: length, answer: 1 });
    bound.tokens += one.tokens;
    bound.dollars += one.dollars;
  }
  return {
    id,
    bound,
    async ask({ signal, reserve }) {
      const key = likelihoodKey(model.requestName, context, continuations);
      const told = await share(key, async () => {
        reserve();
        return likelihoodsOf(model, context, continuations, signal);
      });
      if (!told) return null;
      const { limits, ...rest } = told.value;
      const { promptTokens, completionTokens, scores } = rest;
      const cost = told.shared ? 0 : costOf(model, rest);
      const at = new Date(now()).toISOString();
      store({ key, source: sourceOf(model), ...rest, cost, at });
      share.stored(key);
      if (told.shared) return { ...nothingSent, limits };
      const counted = promptTokens !== null && completionTokens !== null;
      return {
        tokens: counted ? promptTokens + completionTokens : bound.tokens,
        dollars: cost ?? bound.dollars,
        limits,
        remark: scores.length === 0 ? 'the content filter refused a request' : undefined,
      };
    },
  };
}

/** Null on an abort. */
async function likelihoodsOf(
  model: Model,
  context: Context,
  continuations: readonly string[],
  signal: AbortSignal,
): Promise<ToldScores | null> {
  try {
    const told = await model.likelihood(context, continuations, { signal });
    return {
      scores: told.continuations.map(({ logProbability, tokens }) => ({
        logProbability,
        tokens: tokens.length,
      })),
      promptTokens: told.promptTokens ?? null,
      completionTokens: told.completionTokens ?? null,
      // Of a batch the waiting time is known, not how long an answer took.
      milliseconds: model.batched ? null : Math.round(told.milliseconds),
      ...(told.limits ? { limits: told.limits } : {}),
    };
  } catch (error) {
    if (signal.aborted) return null;
    if (!(error instanceof EndpointError) || error.fault !== 'filter') throw error;
    return { scores: [], promptTokens: 0, completionTokens: 0, milliseconds: null };
  }
}

/** What a log holds, by request key. */
export function storedScores(lines: readonly ScoredLine[]): [string, ToldScores][] {
  return lines.flatMap(({ key, scores, promptTokens, completionTokens, milliseconds }) =>
    key === null ? [] : [[key, { scores, promptTokens, completionTokens, milliseconds }]],
  );
}
