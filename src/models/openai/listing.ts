/** The models that an OpenAI-compatible endpoint lists. */

import * as z from 'zod';
import { EndpointError } from '../../errors.ts';
import { isObject } from '../../tables/loose-json.ts';
import type { ModelInfo } from '../model.ts';
import { formOfTags, guessTags } from '../tags.ts';
import type { Connection } from './connection.ts';
import { faultFrom, ToldError } from './faults.ts';
import { jsonFrom } from './json-from.ts';
import { type Details, listedDetails } from './native-details.ts';
import { readSaid, saysSomething } from './said.ts';
import { type ServerKind, serverKindOf } from './server-kind.ts';

const amount = z.union([z.number(), z.string()]).nullish();

/** OpenRouter tells context_length and pricing, vLLM max_model_len, Anthropic max_input_tokens, llama-server meta. */
const entrySchema = z.looseObject({
  id: z.string().min(1),
  owned_by: z.string().nullish().catch(null),
  max_input_tokens: z.number().nullish().catch(null),
  context_length: z.number().nullish(),
  max_model_len: z.number().nullish(),
  max_context_length: z.number().nullish(),
  pricing: z.looseObject({ prompt: amount, completion: amount }).nullish(),
  meta: z.looseObject({ n_ctx_train: z.number().nullish(), size: z.number().nullish() }).nullish(),
});

const listSchema = z.looseObject({ data: z.array(z.unknown()) });

/** The models that an endpoint lists, and its program where it is known. */
export type Listing = { models: ModelInfo[]; kind: ServerKind | null };

/** Throws EndpointError. Entries without an id are left out. */
export async function listModels(connection: Connection, signal?: AbortSignal): Promise<Listing> {
  let raw: unknown;
  let headers: Headers;
  try {
    const extra = await connection.listingHeaders();
    const query = connection.config.listing?.query;
    const listed = await jsonFrom(
      { connection },
      signal,
      (client, options) =>
        client.models.list({ ...options, headers: extra, ...(query ? { query } : {}) }),
      Math.min(connection.patience, 20_000),
    );
    headers = listed.headers;
    raw = listed.value;
    // LM Studio answers with 200 and an error where it does not know the path.
    if (isObject(raw) && raw.data === undefined && saysSomething(readSaid(raw)))
      throw new ToldError(raw);
  } catch (error) {
    throw faultFrom(error, { connection });
  }
  const list = listSchema.safeParse(Array.isArray(raw) ? { data: raw } : raw);
  if (!list.success)
    throw new EndpointError(
      'malformed',
      `${connection.config.name}: this is not a list of models`,
      {
        where: connection.host,
        hint: 'Is this the address of an OpenAI-compatible endpoint?',
      },
    );
  const entries = list.data.data.flatMap((entry) => {
    const parsed = entrySchema.safeParse(entry);
    return parsed.success ? [parsed.data] : [];
  });
  const kind = serverKindOf(entries, headers);
  const ids = entries.map((entry) => entry.id);
  const details = await listedDetails(connection, kind, ids, signal);
  const models = entries.map((entry) =>
    withDetails(infoOf(entry, connection), details.get(entry.id) ?? {}),
  );
  return { models, kind };
}

/** The server's data on a model take precedence over its name. */
export function withDetails(info: ModelInfo, details: Details): ModelInfo {
  const tags = {
    ...info.tags,
    ...(details.size === undefined ? {} : { size: details.size }),
    ...(details.quantisation === undefined ? {} : { quantisation: details.quantisation }),
    ...(details.embeds ? { training: 'embedding' as const } : {}),
  };
  return {
    ...info,
    tags,
    form: details.chat === false ? 'completion' : formOfTags(tags),
    contextLength: details.contextLength ?? info.contextLength,
    bytes: details.bytes ?? info.bytes,
  };
}

/** Guesses about a model from its name. */
export function infoByName(id: string, connection: Connection): ModelInfo {
  return infoOf({ id }, connection);
}

function infoOf(entry: z.infer<typeof entrySchema>, connection: Connection): ModelInfo {
  const tags = guessTags(entry.id);
  return {
    // Google lists models/gemini-…, and is asked for gemini-….
    name: `${connection.config.name}:${entry.id.replace(/^models\//, '')}`,
    tags,
    form: formOfTags(tags),
    contextLength:
      entry.context_length ??
      entry.max_model_len ??
      entry.max_context_length ??
      entry.max_input_tokens ??
      entry.meta?.n_ctx_train ??
      null,
    price: connection.loopback ? { prompt: 0, completion: 0 } : priceOf(entry.pricing),
    bytes: entry.meta?.size ?? null,
    licence: null,
    place: connection.config.title ?? connection.config.name,
    ready: true,
  };
}

/** Dollars per million tokens, from OpenRouter's dollars per token; its −1 means "varies". */
function priceOf(pricing: z.infer<typeof entrySchema>['pricing']): ModelInfo['price'] {
  const prompt = perMillion(pricing?.prompt);
  const completion = perMillion(pricing?.completion);
  return prompt === null || completion === null ? null : { prompt, completion };
}

function perMillion(value: z.infer<typeof amount>): number | null {
  if (value === null || value === undefined || value === '') return null;
  const dollars = Number(value);
  return dollars >= 0 ? Number((dollars * 1e6).toPrecision(12)) : null;
}
