/** Vectors from an endpoint's `/embeddings`. */

import * as z from 'zod';
import { EndpointError } from '../../errors.ts';
import { isObject } from '../../tables/loose-json.ts';
import type { Connection } from './connection.ts';
import { faultFrom, ToldError } from './faults.ts';
import { jsonFrom } from './json-from.ts';
import { readSaid, saysSomething } from './said.ts';

const answerSchema = z.looseObject({
  data: z.array(z.looseObject({ index: z.number().nullish(), embedding: z.array(z.number()) })),
});

const batch = 64;

/** One vector per text. Throws EndpointError; 'missing' where there is no such path. */
export async function embedTexts(
  connection: Connection,
  model: string,
  texts: readonly string[],
  signal?: AbortSignal,
): Promise<Float32Array[]> {
  const vectors: Float32Array[] = [];
  for (let from = 0; from < texts.length; from += batch) {
    const input = texts.slice(from, from + batch);
    vectors.push(...(await embedBatch(connection, model, input, signal)));
  }
  return vectors;
}

async function embedBatch(
  connection: Connection,
  model: string,
  input: readonly string[],
  signal?: AbortSignal,
): Promise<Float32Array[]> {
  const context = { connection, model, texts: input };
  let raw: unknown;
  try {
    const body = { model, input, encoding_format: 'float' };
    const { value } = await jsonFrom(context, signal, (client, options) =>
      client.post('/embeddings', { ...options, body }),
    );
    if (isObject(value) && value.data === undefined && saysSomething(readSaid(value)))
      throw new ToldError(value);
    raw = value;
  } catch (error) {
    signal?.throwIfAborted();
    throw faultFrom(error, context);
  }
  const parsed = answerSchema.safeParse(raw);
  const data = parsed.success ? parsed.data.data : [];
  const vectors = input.map((_, i) => data.find((one) => one.index === i) ?? data[i]);
  const length = vectors[0]?.embedding.length ?? 0;
  if (data.length !== input.length || length === 0)
    throw new EndpointError('malformed', `${connection.config.name}: the vectors are incomplete`, {
      where: connection.host,
      hint: 'Name a model that embeds.',
    });
  return vectors.map((one) => {
    const vector = Float32Array.from(one?.embedding ?? []);
    if (vector.length !== length)
      throw new EndpointError('malformed', `${connection.config.name}: vectors of unequal length`, {
        where: connection.host,
      });
    return vector;
  });
}
