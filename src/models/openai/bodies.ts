/** Request bodies, without fields that the endpoint has refused. */

import type { Request, Sampling } from '../model.ts';
import type { Dialect } from './capabilities.ts';
import type { FaultKind } from './fault-signs.ts';
import { saidOf } from './faults.ts';
import { kindOfFault } from './kind-of-fault.ts';
import { refusesField } from './refused-field.ts';

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

/**
 * Where a model refuses one of the two, or both together, the one that is 1 stays away: it changes
 * nothing. Any other is sent, so that what is asked for is what is answered, or refused.
 */
export function samplingFields(
  { temperature, topP }: Pick<Sampling, 'temperature' | 'topP'>,
  dialect: Dialect,
): { temperature?: number; top_p?: number } {
  const plainTop = topP === 1 && (!dialect.topP || !dialect.bothSamplings);
  const plainTemperature =
    temperature === 1 && (!dialect.temperature || (!dialect.bothSamplings && !plainTop));
  return {
    ...(plainTemperature ? {} : { temperature }),
    ...(plainTop ? {} : { top_p: topP }),
  };
}

/** Everything of a request that could come back in an error message. */
export function textsOf(request: Request): string[] {
  if (request.kind === 'completion') return [request.prompt];
  return [...request.messages.map((message) => message.content), request.prefill ?? ''];
}

/** Faults that say nothing of the fields of a request. */
const unrelated: ReadonlySet<FaultKind> = new Set([
  ...(['auth', 'credit', 'region', 'filter', 'rate'] as const),
  ...(['timeout', 'page', 'proxy', 'moved'] as const),
]);

/** Of a sentence that says which values are taken. */
const range = /\bbetween\b|\brange\b|less than|smaller|\bbelow\b|at most|exceed|[<≤]/i;

/**
 * Whether the error refuses a field that can be left out or named otherwise; if so, the dialect is
 * changed for good and the request may be sent again. What is left out is made up for on our side
 * (stop strings) or does not change the answer (streaming, usage, the seed's repeatability, a
 * temperature or top_p of 1). `texts` is what was sent and could come back in the error.
 */
export function learnFrom(
  error: unknown,
  dialect: Dialect,
  body: Record<string, unknown>,
  texts: readonly string[] = [],
): boolean {
  const told = saidOf(error);
  if (!told) return false;
  const { said, status } = told;
  const kind = kindOfFault(said, status, texts);
  if (unrelated.has(kind)) return false;
  const words = said.messages.join(' · ');
  const refuses = (field: string): boolean =>
    field in body && refusesField(said, field, kind === 'server');
  if (refuses('stream_options') || ('stream_options' in body && /include_usage/.test(words))) {
    dialect.usage = false;
    return true;
  }
  if (refuses('max_tokens') && /max_completion_tokens/.test(words)) {
    dialect.lengthField = 'max_completion_tokens';
    return true;
  }
  // Compares with what was sent: another request may have changed the dialect meanwhile.
  if (
    refuses('top_p') &&
    'temperature' in body &&
    /temperature/i.test(words) &&
    (body.top_p === 1 || body.temperature === 1)
  ) {
    dialect.bothSamplings = false;
    return true;
  }
  // A model with a range that ends below 1 has another temperature where it is told none.
  for (const [field, name] of [
    ['temperature', 'temperature'],
    ['top_p', 'topP'],
  ] as const)
    if (body[field] === 1 && refuses(field) && !(field === 'temperature' && range.test(words))) {
      dialect[name] = false;
      return true;
    }
  const format = [...said.fields, words].join(' ');
  if ('response_format' in body && /response_format|json_schema/i.test(format)) {
    dialect.jsonSchema = false;
    return true;
  }
  for (const field of ['seed', 'stop', 'stream'] as const)
    if (refuses(field)) {
      dialect[field] = false;
      return true;
    }
  const wanted = Number(body.top_logprobs ?? body.logprobs);
  if ((refuses('top_logprobs') || refuses('logprobs')) && wanted > 5) {
    dialect.topLogprobs = 5;
    return true;
  }
  return false;
}
