/** Request bodies, and what to leave out once an endpoint has refused it. */

import { z } from 'zod';
import type { Request, Sampling } from '../model.ts';
import type { Dialect } from './capabilities.ts';

/** Extra fields with which an endpoint continues a begun turn; `null` where it cannot. */
export type PrefillMeans = Readonly<Record<string, unknown>> | null;

/** The body for `/chat/completions` or `/completions`, without streaming. */
export function bodyOf(
  request: Request,
  model: string,
  dialect: Dialect,
  prefill: PrefillMeans,
): Record<string, unknown> {
  const { sampling } = request;
  const common = {
    model,
    ...samplingFields(sampling, dialect),
    ...(dialect.stop && sampling.stop?.length ? { stop: sampling.stop.slice(0, 4) } : {}),
    ...(dialect.seed && sampling.seed !== undefined ? { seed: sampling.seed } : {}),
    ...(dialect.jsonSchema && request.jsonSchema
      ? {
          response_format: {
            type: 'json_schema',
            json_schema: { name: 'answer', strict: true, schema: request.jsonSchema },
          },
        }
      : {}),
  };
  if (request.kind === 'completion')
    return { ...common, prompt: request.prompt, max_tokens: sampling.maxTokens };
  const messages = request.messages.map(({ role, content }) => ({ role, content }));
  if (request.prefill !== undefined)
    messages.push({ role: 'assistant', content: request.prefill.trimEnd() });
  return {
    ...common,
    messages,
    [dialect.lengthField]: sampling.maxTokens,
    ...(request.prefill === undefined ? {} : prefill),
  };
}

/** Some models take only one of the two: then the one that is 1, which changes nothing, stays away. */
export function samplingFields(
  { temperature, topP }: Pick<Sampling, 'temperature' | 'topP'>,
  dialect: Dialect,
): { temperature?: number; top_p?: number } {
  if (dialect.bothSamplings) return { temperature, top_p: topP };
  if (topP === 1) return { temperature };
  return temperature === 1 ? { top_p: topP } : { temperature, top_p: topP };
}

/** Everything of a request that could come back in an error message. */
export function textsOf(request: Request): string[] {
  if (request.kind === 'completion') return [request.prompt];
  return [...request.messages.map((message) => message.content), request.prefill ?? ''];
}

const refusalSchema = z.looseObject({
  status: z.number(),
  message: z.string().catch(''),
  param: z.string().nullish().catch(null),
});

/**
 * Whether the error refuses a field that can be left out or named otherwise; if so, the dialect is
 * changed for good and the request may be sent again. What is left out is made up for on our side
 * (stop strings) or does not change the answer (usage, the seed's repeatability).
 */
export function learnFrom(
  error: unknown,
  dialect: Dialect,
  body: Record<string, unknown>,
): boolean {
  const refusal = refusalSchema.safeParse(error);
  if (!refusal.success) return false;
  const { status, message, param } = refusal.data;
  if (status !== 400 && status !== 422) return false;
  const names = (field: string): boolean =>
    field in body && (param === field || new RegExp(`\\b${field}\\b`, 'i').test(message));
  if (names('stream_options')) {
    dialect.usage = false;
    return true;
  }
  if (names('max_tokens') && /max_completion_tokens/.test(message)) {
    dialect.lengthField = 'max_completion_tokens';
    return true;
  }
  // Judged by what was sent: another request may have taught the dialect meanwhile.
  if (
    names('top_p') &&
    'temperature' in body &&
    /temperature/i.test(message) &&
    (body.top_p === 1 || body.temperature === 1)
  ) {
    dialect.bothSamplings = false;
    return true;
  }
  if ('response_format' in body && /response_format|json_schema/i.test(`${param} ${message}`)) {
    dialect.jsonSchema = false;
    return true;
  }
  if (names('seed')) {
    dialect.seed = false;
    return true;
  }
  if (names('stop')) {
    dialect.stop = false;
    return true;
  }
  const wanted = Number(body.top_logprobs ?? body.logprobs);
  if ((names('top_logprobs') || names('logprobs')) && wanted > 5) {
    dialect.topLogprobs = 5;
    return true;
  }
  return false;
}
