/**
 * Data on models that servers give only in their own interfaces, not in the OpenAI-compatible one:
 * Ollama's /api/tags and /api/show, LM Studio's /api/v0/models, llama-server's /props, TGI's /info.
 * All of it is extra: a server that does not answer there is no fault.
 */
import * as z from 'zod';
import type { Connection } from './connection.ts';
import type { ServerKind } from './server-kind.ts';

/** Absent where it is not given. */
export type Details = {
  contextLength?: number;
  /** Bytes on disk. */
  bytes?: number;
  /** Billions of parameters. */
  size?: number;
  quantisation?: string;
  embeds?: boolean;
  /** False where the model has no chat template. */
  chat?: boolean;
};

const text = z.string().nullish().catch(null);
const count = z.number().positive().nullish().catch(null);

const ollamaTags = z.looseObject({
  models: z.array(
    z.looseObject({
      name: z.string(),
      size: count,
      details: z.looseObject({ parameter_size: text, quantization_level: text }).nullish(),
    }),
  ),
});

const ollamaShow = z.looseObject({
  template: text,
  capabilities: z.array(z.string()).nullish().catch(null),
  model_info: z.record(z.string(), z.unknown()).nullish().catch(null),
});

const lmstudioModels = z.looseObject({
  data: z.array(
    z.looseObject({
      id: z.string(),
      type: text,
      quantization: text,
      max_context_length: count,
      loaded_context_length: count,
    }),
  ),
});

const llamacppProps = z.looseObject({
  chat_template: text,
  default_generation_settings: z.looseObject({ n_ctx: count }).nullish().catch(null),
});

const tgiInfo = z.looseObject({ max_total_tokens: count, max_input_tokens: count });

/** Details of all listed models, by their ids, in one further request at most. */
export async function listedDetails(
  connection: Connection,
  kind: ServerKind | null,
  ids: readonly string[],
  signal?: AbortSignal,
): Promise<Map<string, Details>> {
  if (kind === 'ollama') {
    const tags = await native(connection, '/api/tags', ollamaTags, { signal });
    return new Map(
      tags?.models.map(({ name, size, details }) => [
        name,
        known({
          bytes: size,
          size: billions(details?.parameter_size),
          quantisation: unlessUnknown(details?.quantization_level),
        }),
      ]),
    );
  }
  if (kind === 'lmstudio') {
    const models = await native(connection, '/api/v0/models', lmstudioModels, { signal });
    return new Map(
      models?.data.map((one) => [
        one.id,
        known({
          contextLength: one.loaded_context_length ?? one.max_context_length,
          quantisation: one.quantization,
          embeds: one.type === 'embeddings' ? true : null,
        }),
      ]),
    );
  }
  const [only] = ids;
  if (only === undefined || ids.length > 1) return new Map();
  if (kind === 'llamacpp') {
    const props = await native(connection, '/props', llamacppProps, { signal });
    return new Map([
      [
        only,
        known({
          contextLength: props?.default_generation_settings?.n_ctx,
          // Left empty where the file has none; the server then makes one up.
          chat: props?.chat_template === '' ? false : null,
        }),
      ],
    ]);
  }
  if (kind === 'tgi') {
    const info = await native(connection, '/info', tgiInfo, { signal });
    return new Map([
      [only, known({ contextLength: info?.max_total_tokens ?? info?.max_input_tokens })],
    ]);
  }
  return new Map();
}

/** Data from a model's own page; fetched when it is opened. */
export async function openedDetails(
  connection: Connection,
  kind: ServerKind | null,
  id: string,
): Promise<Details> {
  if (kind !== 'ollama') return {};
  const shown = await native(connection, '/api/show', ollamaShow, { body: { model: id } });
  const lengths = Object.entries(shown?.model_info ?? {}).find(([name]) =>
    name.endsWith('.context_length'),
  );
  return known({
    contextLength: typeof lengths?.[1] === 'number' ? lengths[1] : null,
    embeds: shown?.capabilities?.includes('embedding') ? true : null,
    // Ollama's template for a model without one.
    chat: shown?.template?.trim() === '{{ .Prompt }}' ? false : null,
  });
}

/** The answer at a path beside the compatible interface; null where there is none of that form. */
async function native<T>(
  connection: Connection,
  path: string,
  schema: z.ZodType<T>,
  { body, signal }: { body?: unknown; signal?: AbortSignal | undefined },
): Promise<T | null> {
  const url = new URL(connection.config.url);
  url.pathname = url.pathname.replace(/\/v1\/?$/, '') + path;
  try {
    const { client } = await connection.client();
    const limit = AbortSignal.timeout(2000);
    const options = { signal: signal ? AbortSignal.any([signal, limit]) : limit };
    const response =
      body === undefined
        ? await client.get(url.href, options).asResponse()
        : await client.post(url.href, { ...options, body }).asResponse();
    return schema.safeParse(await response.json()).data ?? null;
  } catch {
    signal?.throwIfAborted();
    return null;
  }
}

/** Without undefined fields. */
function known(details: { [Name in keyof Details]: Details[Name] | null | undefined }): Details {
  return Object.fromEntries(
    Object.entries(details).filter(([, value]) => value !== null && value !== undefined),
  );
}

/** "8.0B" is 8; "134.52M" is 0.13452. */
function billions(size: string | null | undefined): number | null {
  const found = /^([\d.]+)\s*([BMK])$/i.exec(size ?? '');
  if (!found) return null;
  const unit = { B: 1, M: 1e3, K: 1e6 }[(found[2] as string).toUpperCase() as 'B' | 'M' | 'K'];
  return Number(found[1]) / unit;
}

function unlessUnknown(level: string | null | undefined): string | null {
  return !level || /unknown/i.test(level) ? null : level;
}
