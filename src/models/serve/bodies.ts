/** The bodies of OpenAI's requests, as far as they are served, and their translation. */
import * as z from 'zod';
import type { JsonSchema, Message, Request, Sampling } from '../model.ts';
import { HttpError } from './http-error.ts';

const text = z.union([
  z.string(),
  z
    .array(z.object({ type: z.literal('text'), text: z.string() }))
    .transform((parts) => parts.map((part) => part.text).join('')),
]);

const shared = {
  model: z.string(),
  temperature: z.number().min(0).max(2).nullish(),
  top_p: z.number().positive().max(1).nullish(),
  seed: z.int().nullish(),
  stop: z.union([z.string(), z.array(z.string()).max(16)]).nullish(),
  stream: z.boolean().nullish(),
  stream_options: z.object({ include_usage: z.boolean().nullish() }).nullish(),
  n: z.literal(1, 'only one choice is made for each request').nullish(),
};

const chatBody = z.object({
  ...shared,
  messages: z
    .array(
      z.object({
        role: z.enum(['system', 'developer', 'user', 'assistant']),
        content: text,
      }),
    )
    .min(1),
  max_tokens: z.int().positive().nullish(),
  max_completion_tokens: z.int().positive().nullish(),
  logprobs: z.boolean().nullish(),
  top_logprobs: z.int().min(0).max(20).nullish(),
  tools: z.array(z.unknown()).max(0, 'tools are not served').nullish(),
  response_format: z
    .discriminatedUnion('type', [
      z.object({ type: z.literal('text') }),
      z.object({ type: z.literal('json_object') }),
      z.object({
        type: z.literal('json_schema'),
        json_schema: z.object({ schema: z.record(z.string(), z.unknown()) }),
      }),
    ])
    .nullish(),
});

const completionBody = z.object({
  ...shared,
  prompt: z.union([
    z.string(),
    z
      .array(z.string())
      .length(1, 'one prompt for each request')
      .transform((prompts) => prompts[0] as string),
  ]),
  max_tokens: z.int().min(0).nullish(),
  logprobs: z.int().min(0).max(20).nullish(),
  echo: z.boolean().nullish(),
  suffix: z.null('a suffix is not served').nullish(),
});

const embeddingBody = z.object({
  model: z.string(),
  input: z.union([
    z.string().transform((one) => [one]),
    z.array(z.string(), 'text or a list of texts').min(1).max(2048),
  ]),
  encoding_format: z.enum(['float', 'base64']).nullish(),
  dimensions: z.null('the length of the vectors is the model’s').nullish(),
});

export type Wanted = {
  model: string;
  request: Request;
  stream: boolean;
  includeUsage: boolean;
  /** How many of the most likely tokens to tell, if log-probabilities are wanted at all. */
  topTokens: number | undefined;
  /** The prompt is repeated before the answer; `alone`: there is no answer. */
  echo?: 'before' | 'alone';
};

/** Tokens of an answer when the request does not say. */
const defaultTokens = { chat: 1024, completion: 16 };

/** A trailing assistant message is the start of the turn that is to be continued. */
export function readChat(body: unknown): Wanted {
  const given = parse(chatBody, body);
  const messages = given.messages.map(
    ({ role, content }): Message => ({ role: role === 'developer' ? 'system' : role, content }),
  );
  const last = messages.at(-1);
  const prefill = last?.role === 'assistant' ? last.content : undefined;
  const schema = schemaOf(given.response_format);
  return {
    ...common(given),
    request: {
      kind: 'chat',
      messages: prefill === undefined ? messages : messages.slice(0, -1),
      ...(prefill !== undefined ? { prefill } : {}),
      ...(schema ? { jsonSchema: schema } : {}),
      sampling: samplingOf(
        given,
        given.max_completion_tokens ?? given.max_tokens ?? defaultTokens.chat,
      ),
    },
    topTokens: given.logprobs ? (given.top_logprobs ?? 0) : undefined,
  };
}

export function readCompletion(body: unknown): Wanted {
  const given = parse(completionBody, body);
  const tokens = given.max_tokens ?? defaultTokens.completion;
  if (tokens === 0 && !given.echo)
    throw new HttpError(400, 'invalid_request', 'max_tokens: 0 wants the prompt back: set echo');
  if (given.echo && given.prompt === '')
    throw new HttpError(400, 'invalid_request', 'prompt: there is nothing to repeat');
  return {
    ...common(given),
    request: {
      kind: 'completion',
      prompt: given.prompt,
      sampling: samplingOf(given, Math.max(1, tokens)),
    },
    topTokens: given.logprobs ?? undefined,
    ...(given.echo ? { echo: tokens === 0 ? 'alone' : 'before' } : {}),
  };
}

export function readEmbedding(body: unknown): {
  model: string;
  texts: string[];
  base64: boolean;
} {
  const given = parse(embeddingBody, body);
  return {
    model: given.model,
    texts: given.input,
    base64: given.encoding_format === 'base64',
  };
}

function parse<Output>(schema: z.ZodType<Output>, body: unknown): Output {
  const parsed = schema.safeParse(body);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  const field = issue?.path.join('.') || 'the body';
  throw new HttpError(400, 'invalid_request', `${field}: ${issue?.message ?? 'is wrong'}`);
}

type Common = {
  model: string;
  stream?: boolean | null | undefined;
  stream_options?: { include_usage?: boolean | null | undefined } | null | undefined;
};

function common(given: Common): Pick<Wanted, 'model' | 'stream' | 'includeUsage'> {
  return {
    model: given.model,
    stream: given.stream ?? false,
    includeUsage: given.stream_options?.include_usage ?? false,
  };
}

type Sampled = {
  temperature?: number | null | undefined;
  top_p?: number | null | undefined;
  seed?: number | null | undefined;
  stop?: string | string[] | null | undefined;
};

function samplingOf(given: Sampled, maxTokens: number): Sampling {
  const stop = typeof given.stop === 'string' ? [given.stop] : given.stop;
  return {
    temperature: given.temperature ?? 1,
    topP: given.top_p ?? 1,
    maxTokens,
    ...(stop ? { stop } : {}),
    ...(given.seed !== null && given.seed !== undefined ? { seed: given.seed } : {}),
  };
}

function schemaOf(format: z.infer<typeof chatBody>['response_format']): JsonSchema | undefined {
  if (format?.type === 'json_schema') return format.json_schema.schema;
  return format?.type === 'json_object'
    ? { type: 'object', additionalProperties: true }
    : undefined;
}
