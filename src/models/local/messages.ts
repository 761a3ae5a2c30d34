/** What the program and a local model's child process say to each other, validated on both sides. */
import * as z from 'zod';

const sampling = z.object({
  temperature: z.number().min(0),
  topP: z.number().positive().max(1),
  maxTokens: z.int().positive(),
  stop: z.array(z.string()).optional(),
  seed: z.number().optional(),
});

const chat = z.object({
  kind: z.literal('chat'),
  messages: z.array(
    z.object({ role: z.enum(['system', 'user', 'assistant']), content: z.string() }),
  ),
  prefill: z.string().optional(),
});
const completion = z.object({ kind: z.literal('completion'), prompt: z.string() });
const context = z.discriminatedUnion('kind', [chat, completion]);

const drawn = { sampling, jsonSchema: z.record(z.string(), z.unknown()).optional() };
const request = z.discriminatedUnion('kind', [chat.extend(drawn), completion.extend(drawn)]);

export const toChild = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('load'),
    /** The GGUF file. */
    path: z.string(),
    /** The entry file of node-llama-cpp. */
    library: z.string(),
    gpu: z.enum(['auto', 'off']),
    /** Contexts of one sequence each, and threads for each of them. */
    contexts: z.int().positive(),
    threads: z.int().positive(),
  }),
  z.object({
    kind: z.literal('ask'),
    id: z.int(),
    request,
    topTokens: z.int().min(0).optional(),
  }),
  z.object({
    kind: z.literal('next'),
    id: z.int(),
    request,
    candidates: z.array(z.string()),
  }),
  z.object({
    kind: z.literal('likelihood'),
    id: z.int(),
    context,
    continuations: z.array(z.string()),
  }),
  z.object({
    kind: z.literal('echo'),
    id: z.int(),
    text: z.string(),
    topTokens: z.int().min(0),
  }),
  z.object({ kind: z.literal('embed'), id: z.int(), texts: z.array(z.string()) }),
  z.object({ kind: z.literal('abort'), id: z.int() }),
]);
export type ToChild = z.infer<typeof toChild>;
export type LoadMessage = Extract<ToChild, { kind: 'load' }>;
export type ChildContext = z.infer<typeof context>;
export type ChildRequest = z.infer<typeof request>;

const fault = z.enum(['server', 'malformed', 'missing']);

const tokenProbability = z.object({
  token: z.string(),
  probability: z.number(),
  top: z.array(z.object({ token: z.string(), probability: z.number() })),
});

const scoredToken = z.object({ token: z.string(), logProbability: z.number() });

export const fromChild = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('ready') }),
  z.object({ kind: z.literal('text'), id: z.int(), text: z.string() }),
  z.object({
    kind: z.literal('answer'),
    id: z.int(),
    text: z.string(),
    reasoning: z.string().optional(),
    finishReason: z.enum(['stop', 'length', 'abort']),
    promptTokens: z.int(),
    completionTokens: z.int(),
    milliseconds: z.number(),
    tokens: z.array(tokenProbability).optional(),
  }),
  z.object({
    kind: z.literal('probabilities'),
    id: z.int(),
    probabilities: z.array(z.number()),
    milliseconds: z.number(),
  }),
  z.object({
    kind: z.literal('likelihoods'),
    id: z.int(),
    /** The tokens of each continuation. */
    continuations: z.array(z.array(scoredToken)),
    promptTokens: z.int(),
    milliseconds: z.number(),
  }),
  z.object({
    kind: z.literal('echo'),
    id: z.int(),
    tokens: z.array(
      z.object({
        token: z.string(),
        logProbability: z.number().nullable(),
        top: z.array(scoredToken),
      }),
    ),
  }),
  z.object({
    kind: z.literal('vectors'),
    id: z.int(),
    vectors: z.array(z.instanceof(Float32Array)),
  }),
  z.object({
    kind: z.literal('failed'),
    /** Null: the model itself could not be loaded. */
    id: z.int().nullable(),
    fault,
    message: z.string(),
    hint: z.string().optional(),
  }),
]);
export type FromChild = z.infer<typeof fromChild>;
export type ChildLikelihoods = Extract<FromChild, { kind: 'likelihoods' }>;
export type ChildEcho = Extract<FromChild, { kind: 'echo' }>;
export type ChildAnswer = Extract<FromChild, { kind: 'answer' }>;
