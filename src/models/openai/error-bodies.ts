/**
 * Errors as OpenAI's client reads them. It looks for `{ error: { message, code } }` and drops the rest,
 * so what other servers say is put into that form first.
 */
import { z } from 'zod';

/** More of an error than this is not read. */
const longest = 64 * 1024;

const text = z.string().nullish().catch(null);
const errorSchema = z.looseObject({
  message: text,
  type: text,
  code: z.union([z.string(), z.number()]).nullish().catch(null),
  param: text,
  /** Google's. */
  details: z
    .array(z.looseObject({ reason: text, retryDelay: text }))
    .nullish()
    .catch(null),
});

const bodySchema = z.looseObject({
  /** Text from TGI, beside `error_type`. */
  error: z.union([z.string(), errorSchema]).nullish().catch(null),
  error_type: text,
  /** FastAPI: text, or a list of what is wrong where. */
  detail: z
    .union([z.string(), z.array(z.looseObject({ msg: text, loc: z.array(z.unknown()).nullish() }))])
    .nullish()
    .catch(null),
  message: text,
});

/** Wraps `fetch`: answers with a status of 400 and more and a JSON body get an `error` object; others pass as they are. */
export function withReadableErrors(fetch: typeof globalThis.fetch): typeof globalThis.fetch {
  return async (input, init) => {
    const response = await fetch(input, init);
    if (response.status < 400) return response;
    if (!/json/i.test(response.headers.get('content-type') ?? '')) return response;
    if (Number(response.headers.get('content-length') ?? 0) > longest) return response;
    const body = await response.text();
    const headers = new Headers(response.headers);
    // The body is decoded and will be written anew.
    for (const name of ['content-length', 'content-encoding', 'transfer-encoding'])
      headers.delete(name);
    const said = readError(body);
    if (said?.retryAfter !== undefined && !headers.has('retry-after'))
      headers.set('retry-after', String(said.retryAfter));
    return new Response(said ? JSON.stringify({ error: said.error }) : body, {
      status: response.status,
      statusText: response.statusText,
      headers,
    });
  };
}

type Said = {
  error: { message: string; type: string | null; code: string | null; param: string | null };
  /** Seconds. */
  retryAfter?: number;
};

/** What a body says; null where it is in no known form. */
function readError(body: string): Said | null {
  let raw: unknown;
  try {
    raw = JSON.parse(body);
  } catch {
    return null;
  }
  // Google's compatible address sends a list of one.
  const parsed = bodySchema.safeParse(Array.isArray(raw) ? raw[0] : raw);
  if (!parsed.success) return null;
  const { error, error_type, detail } = parsed.data;
  if (typeof error === 'string') return plain(error, error_type ?? null);
  if (error) return readObject(error);
  if (typeof detail === 'string') return plain(detail, null);
  if (detail)
    return plain(
      detail
        .map((one) => `${(one.loc ?? []).slice(1).join('.')}: ${one.msg ?? 'is wrong'}`)
        .join('; '),
      null,
    );
  // vLLM before 0.10: the error's fields without an object around them.
  const bare = errorSchema.safeParse(Array.isArray(raw) ? raw[0] : raw);
  return bare.success && bare.data.message ? readObject(bare.data) : null;
}

function plain(message: string, type: string | null): Said {
  return { error: { message, type, code: null, param: null } };
}

function readObject({ message, type, code, param, details }: z.infer<typeof errorSchema>): Said {
  const reason = details?.find((one) => one.reason)?.reason;
  const delay = /^(\d+(?:\.\d+)?)s$/.exec(
    details?.find((one) => one.retryDelay)?.retryDelay ?? '',
  )?.[1];
  return {
    error: {
      message: message ?? '',
      type: type ?? null,
      code: reason ?? (code === null || code === undefined ? null : String(code)),
      param: param ?? null,
    },
    ...(delay === undefined ? {} : { retryAfter: Number(delay) }),
  };
}
