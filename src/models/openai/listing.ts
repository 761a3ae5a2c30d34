/** The models that an OpenAI-compatible endpoint lists. */

import { z } from 'zod';
import { EndpointError } from '../../errors.ts';
import type { ModelInfo } from '../model.ts';
import { formOfTags, guessTags } from '../tags.ts';
import type { Connection } from './connection.ts';
import { checkContentType, faultFrom } from './faults.ts';

const amount = z.union([z.number(), z.string()]).nullish();

/** OpenRouter tells context_length and pricing, vLLM max_model_len, LM Studio max_context_length, llama-server meta. */
const entrySchema = z.looseObject({
  id: z.string().min(1),
  context_length: z.number().nullish(),
  max_model_len: z.number().nullish(),
  max_context_length: z.number().nullish(),
  pricing: z.looseObject({ prompt: amount, completion: amount }).nullish(),
  meta: z.looseObject({ n_ctx_train: z.number().nullish(), size: z.number().nullish() }).nullish(),
});

const listSchema = z.looseObject({ data: z.array(z.unknown()) });

/** Throws EndpointError. Entries without an id are left out. */
export async function listModels(
  connection: Connection,
  signal?: AbortSignal,
): Promise<ModelInfo[]> {
  let raw: unknown;
  try {
    const { client } = await connection.client();
    const response = await client.models
      .list({
        timeout: Math.min(connection.patience, 20_000),
        headers: connection.listingHeaders(),
        ...(signal ? { signal } : {}),
      })
      .asResponse();
    checkContentType(response, { connection });
    raw = await response.json();
  } catch (error) {
    throw faultFrom(error, { connection });
  }
  const list = listSchema.safeParse(Array.isArray(raw) ? { data: raw } : raw);
  if (!list.success)
    throw new EndpointError('malformed', `${connection.config.name}: this is no list of models`, {
      where: connection.host,
      hint: 'Is this the address of an OpenAI-compatible endpoint?',
    });
  return list.data.data.flatMap((entry) => {
    const parsed = entrySchema.safeParse(entry);
    return parsed.success ? [infoOf(parsed.data, connection)] : [];
  });
}

/** What is known of a model by its name alone. */
export function infoByName(id: string, connection: Connection): ModelInfo {
  return infoOf({ id }, connection);
}

function infoOf(entry: z.infer<typeof entrySchema>, connection: Connection): ModelInfo {
  const tags = guessTags(entry.id);
  return {
    name: `${connection.config.name}:${entry.id}`,
    tags,
    form: formOfTags(tags),
    contextLength:
      entry.context_length ??
      entry.max_model_len ??
      entry.max_context_length ??
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
