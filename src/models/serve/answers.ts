/** Answers in OpenAI's shapes, whole and in pieces. */
import { randomUUID } from 'node:crypto';
import type { Answer, TokenProbability } from '../model.ts';

export type AnswerKind = 'chat' | 'completion';

/** The first token of an echoed prompt has no probability. */
type ServedToken = Omit<TokenProbability, 'probability'> & { probability: number | null };

export type ServedAnswer = Omit<Answer, 'tokens'> & { tokens?: readonly ServedToken[] };

/** The shapes of one answer: `whole` for one body; `opening`, `piece`, `closing`, `usage` for a stream. */
export function answerShapes(kind: AnswerKind, model: string, now: Date) {
  const id = `${kind === 'chat' ? 'chatcmpl' : 'cmpl'}-${randomUUID()}`;
  const created = Math.floor(now.getTime() / 1000);
  const head = (object: string) => ({ id, object, created, model });
  const chunk = 'chat.completion.chunk';

  const pieceChoice = (text: string) =>
    kind === 'chat'
      ? { index: 0, delta: { content: text }, logprobs: null, finish_reason: null }
      : { index: 0, text, logprobs: null, finish_reason: null };
  const streamObject = kind === 'chat' ? chunk : 'text_completion';

  return {
    /** The first piece of a chat, which names the role; null for a completion. */
    opening: () =>
      kind === 'chat'
        ? {
            ...head(chunk),
            choices: [
              {
                index: 0,
                delta: { role: 'assistant', content: '' },
                logprobs: null,
                finish_reason: null,
              },
            ],
          }
        : null,
    piece: (text: string) => ({ ...head(streamObject), choices: [pieceChoice(text)] }),
    /** The last piece: why it ended, and the log-probabilities of all tokens, if wanted. */
    closing: (answer: ServedAnswer) => ({
      ...head(streamObject),
      choices: [
        {
          index: 0,
          ...(kind === 'chat' ? { delta: {} } : { text: '' }),
          logprobs: logprobs(kind, answer.tokens),
          finish_reason: finish(answer),
        },
      ],
    }),
    usage: (answer: ServedAnswer) => ({ ...head(streamObject), choices: [], usage: usage(answer) }),
    whole: (answer: ServedAnswer) => ({
      ...head(kind === 'chat' ? 'chat.completion' : 'text_completion'),
      choices: [
        {
          index: 0,
          ...(kind === 'chat'
            ? {
                message: {
                  role: 'assistant',
                  content: answer.text,
                  refusal: null,
                  ...(answer.reasoning !== undefined
                    ? { reasoning_content: answer.reasoning }
                    : {}),
                },
              }
            : { text: answer.text }),
          logprobs: logprobs(kind, answer.tokens),
          finish_reason: finish(answer),
        },
      ],
      usage: usage(answer),
    }),
  };
}

function finish(answer: ServedAnswer): 'stop' | 'length' | 'content_filter' {
  if (answer.finishReason === 'length') return 'length';
  return answer.finishReason === 'filter' ? 'content_filter' : 'stop';
}

function usage(answer: ServedAnswer) {
  const prompt_tokens = answer.promptTokens ?? 0;
  const completion_tokens = answer.completionTokens ?? 0;
  return { prompt_tokens, completion_tokens, total_tokens: prompt_tokens + completion_tokens };
}

/** Natural logarithm; a probability that underflowed to 0 is told as the smallest one there is. */
function log(probability: number): number;
function log(probability: number | null): number | null;
function log(probability: number | null): number | null {
  return probability === null ? null : Math.log(Math.max(probability, 1e-45));
}

function logprobs(kind: AnswerKind, tokens: readonly ServedToken[] | undefined) {
  if (!tokens) return null;
  if (kind === 'chat') {
    return {
      content: tokens.map((one) => ({
        ...described(one),
        top_logprobs: one.top.map(described),
      })),
      refusal: null,
    };
  }
  return {
    tokens: tokens.map((one) => one.token),
    token_logprobs: tokens.map((one) => log(one.probability)),
    top_logprobs: tokens.map((one) =>
      one.probability === null
        ? null
        : // Two tokens can be written alike; the likelier one, which comes first, is told.
          Object.fromEntries(one.top.map((o) => [o.token, log(o.probability)] as const).reverse()),
    ),
    text_offset: offsets(tokens),
  };
}

/** In characters, as OpenAI counts them; a token that writes nothing belongs to the character before it. */
function offsets(tokens: readonly ServedToken[]): number[] {
  let start = 0;
  let end = 0;
  return tokens.map(({ token }) => {
    if (token !== '') {
      start = end;
      end += [...token].length;
    }
    return start;
  });
}

function described({ token, probability }: { token: string; probability: number | null }) {
  return { token, logprob: log(probability), bytes: [...Buffer.from(token)] };
}

/** Vectors of length one, as OpenAI's are. `base64`: little-endian 32-bit floats. */
export function embeddingShape(model: string, vectors: readonly Float32Array[], base64: boolean) {
  return {
    object: 'list',
    model,
    data: vectors.map((vector, index) => {
      const unit = normalised(vector);
      return {
        object: 'embedding',
        index,
        embedding: base64 ? floatsToBase64(unit) : [...unit],
      };
    }),
  };
}

function normalised(vector: Float32Array): Float32Array {
  const length = Math.hypot(...vector);
  return length > 0 ? vector.map((value) => value / length) : vector;
}

function floatsToBase64(vector: Float32Array): string {
  const bytes = Buffer.alloc(vector.length * 4);
  vector.forEach((value, index) => {
    bytes.writeFloatLE(value, index * 4);
  });
  return bytes.toString('base64');
}
