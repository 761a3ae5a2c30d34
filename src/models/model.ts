/**
 * What a language model is to the rest of the program: something that lists itself, streams an answer, gives
 * probabilities of next tokens and of continuations, and embeds. Three kinds implement it: an
 * OpenAI-compatible endpoint, a local GGUF file, a simulated model.
 */

import type { Batches } from './batches.ts';
import type { RateLimits } from './rate-limits.ts';

/** How a model is asked: in its chat template, as plain text to continue, or with the start of its own turn given. */
export type Form = 'chat' | 'completion' | 'chat-prefill';

export type Training =
  | 'base'
  | 'instruct'
  | 'aligned'
  | 'reasoning'
  | 'code'
  | 'embedding'
  | 'unknown';

/** Guessed from the name, editable by the researcher. */
export type Tags = {
  family: string /** Billions of parameters. */;
  size: number | null;
  training: Training;
  /** As its makers write it: Q4_K_M, AWQ, FP8; absent where it is not told. */
  quantisation?: string;
};

export type Message = { role: 'system' | 'user' | 'assistant'; content: string };

export type Sampling = {
  /** ≥ 0; 0 is greedy. */
  temperature: number;
  /** In (0, 1]. */
  topP: number;
  maxTokens: number;
  /** The text before the first of these is the answer. */
  stop?: readonly string[];
  seed?: number;
};

/** Messages, or plain text. With `prefill` the answer continues from that start of the assistant's turn (and does not contain it). */
export type Context =
  | { kind: 'chat'; messages: readonly Message[]; prefill?: string }
  | { kind: 'completion'; prompt: string };

/** A context, and how its answer is drawn. */
export type Request = Context & { sampling: Sampling; jsonSchema?: JsonSchema };

/** Where it is given and the model can, the answer is JSON of this shape. */
export type JsonSchema = { readonly [key: string]: unknown };

/** One token of an answer: its probability when it was drawn, and the most likely ones, best first. */
export type TokenProbability = {
  token: string;
  probability: number;
  top: readonly { token: string; probability: number }[];
};

export type FinishReason = 'stop' | 'length' | 'filter' | 'abort';

export type Answer = {
  text: string;
  finishReason: FinishReason;
  /** Reasoning text that the endpoint keeps apart, if any. */
  reasoning?: string;
  /** Tokens; null where the endpoint does not tell. */
  promptTokens: number | null;
  completionTokens: number | null;
  milliseconds: number;
  /** Present when `topTokens` was asked for and the model tells. */
  tokens?: readonly TokenProbability[];
  /** What the endpoint told of its limits. */
  limits?: RateLimits;
  /** What a person should know of it, a few words; absent where nothing is odd. */
  remark?: string;
};

export type AskOptions = {
  signal?: AbortSignal;
  /** Tell each token's probability and this many of the most likely ones. */
  topTokens?: number;
  /** Called with each new piece of text as it streams. */
  onText?: (text: string) => void;
};

/** Probabilities of next tokens: one per candidate (of its first token), in order; `null` where the endpoint does not tell it. */
export type NextToken = {
  probabilities: readonly (number | null)[];
  milliseconds: number;
  /** Tokens; absent where the endpoint does not tell. */
  promptTokens?: number;
  completionTokens?: number;
  limits?: RateLimits;
};

/** A token of a text, and the natural logarithm of its probability given all before it. */
export type ScoredToken = { token: string; logProbability: number };

/** A token of an echoed text; the first has no log-probability. `top`: the most likely ones in its place, best first. */
export type EchoedToken = {
  token: string;
  logProbability: number | null;
  top: readonly ScoredToken[];
};

/** `logProbability`: nats, at temperature 1, summed over its tokens; the end of the turn is not among them. */
export type ScoredContinuation = { logProbability: number; tokens: readonly ScoredToken[] };

/** How likely a model finds continuations of one context, in their order. */
export type Likelihood = {
  continuations: readonly ScoredContinuation[];
  milliseconds: number;
  /** Tokens; absent where the endpoint does not tell. */
  promptTokens?: number;
  completionTokens?: number;
  limits?: RateLimits;
};

export type Capabilities = {
  chat: boolean;
  completion: boolean;
  prefill: boolean;
  /** All next-token probabilities (`full`), the most likely ones (`top`), or none. */
  tokenProbabilities: 'full' | 'top' | 'none';
  /**
   * The contexts whose continuations it tells likelihoods of: any (`chat`: conversations in its template, and
   * plain text), plain text alone (`base`: a chat model is then read without its template), or none.
   */
  likelihood: 'chat' | 'base' | 'none';
  seed: boolean;
  embed: boolean;
  /** Noticed in answers, or found by a thorough probe; absent where nobody asked. */
  seedRepeats?: boolean;
  jsonSchema?: boolean;
  /** Tells tokens. */
  usage?: boolean;
  /** Gives its reasoning apart from the answer. */
  reasoning?: boolean;
};

/** What a listing knows of a model before it is opened. */
export type ModelInfo = {
  /** `<endpoint>:<id>`, split at the first colon; `local:` and `sim:` included. */
  name: string;
  tags: Tags;
  /** The form that fits: from the chat template, or from the tags. */
  form: Form;
  contextLength: number | null;
  /** Dollars per million tokens, prompt and completion; null when not told; zeros for local and simulated models. */
  price: { prompt: number; completion: number } | null;
  /** The same in a batch; half of it by default. */
  batchPrice?: { prompt: number; completion: number };
  /** Bytes on disk of a local model. */
  bytes: number | null;
  licence: string | null;
  /** Where it was found, for a person: "Ollama", "cache", a folder. */
  place: string;
  /** False when it is known but not fetched yet. */
  ready: boolean;
};

export type Model = {
  info: ModelInfo;
  capabilities: Capabilities;
  /** What determines this model's answers, for the request key: `<endpoint>:<id>` of the study, or `sha256:<hash>` of a GGUF file. */
  requestName: string;
  /** Requests at once: that it serves well, or, where it shares an account, at most. */
  concurrency: number;
  /** Whose limits it shares with other models; absent where it has none to share. */
  account?: string;
  /** Streams one answer. Throws EndpointError; an abort resolves with finishReason 'abort'. */
  ask(request: Request, options?: AskOptions): Promise<Answer>;
  /** Probabilities that the answer begins with each candidate's first token. Requests that share a long start are quickest one after another. */
  nextToken(
    request: Request,
    candidates: readonly string[],
    options?: { signal?: AbortSignal },
  ): Promise<NextToken>;
  /**
   * How likely each continuation is right after the context. The two are one text to the tokenizer: a token that
   * straddles their border counts to the continuation. No figure depends on what else was asked. Throws
   * EndpointError: 'missing' where the model tells none of such a context, 'malformed' for an empty text.
   */
  likelihood(
    context: Context,
    continuations: readonly string[],
    options?: { signal?: AbortSignal },
  ): Promise<Likelihood>;
  /**
   * The tokens of a plain text as the model sees them, its own at the start included (as the empty text), each with
   * its log-probability and `topTokens` (none by default) of the most likely ones. Absent where the model cannot.
   */
  echo?(
    text: string,
    options?: { signal?: AbortSignal; topTokens?: number },
  ): Promise<readonly EchoedToken[]>;
  /** Unit-free vectors, one per text, all of one length. Throws EndpointError 'missing' where it cannot embed. */
  embed(texts: readonly string[], options?: { signal?: AbortSignal }): Promise<Float32Array[]>;
  /**
   * Finds out what only asking tells (whether a begun turn is continued, whether token probabilities
   * are told, whether plain text is) and is not remembered, and gives the capabilities, which from then on hold.
   * `again` forgets what is remembered and asks everything; `likelihood`: whether it tells likelihoods, which is else found out when they are first asked for. Absent where they are known from the start. Throws EndpointError.
   */
  probe?(options?: {
    signal?: AbortSignal;
    again?: boolean;
    likelihood?: boolean;
  }): Promise<Capabilities>;
  /** How it is asked in batches; absent where it cannot be. */
  batches?: Batches;
  /** It is asked in batches: what waits for a batch takes none of the requests at once. */
  batched?: boolean;
  close(): Promise<void>;
};

/** Somewhere models are: an address, this machine, or the simulator. */
export type Endpoint = {
  /** The part of a model's name before the first colon. */
  name: string;
  /** For a person: "Ollama · 127.0.0.1:11434". */
  title: string;
  list(options?: { signal?: AbortSignal }): Promise<ModelInfo[]>;
  /**
   * What is known of a model before it is opened; null where the endpoint lists no models, so that only
   * asking tells. One that is known and not fetched yet counts. Throws as `open` does.
   */
  find(id: string): Promise<ModelInfo | null>;
  /** Throws EndpointError 'missing' (with the nearest names in the hint) when it has no such model. */
  open(id: string): Promise<Model>;
};
