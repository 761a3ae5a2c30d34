/** A GGUF file as a Model: the parent's side, which only sends and receives. */
import { EndpointError } from '../../errors.ts';
import type { Answer, Context, Model, ModelInfo, Request } from '../model.ts';
import { createModelChild } from './child-process.ts';
import type { GgufHead } from './gguf.ts';
import type { ChildContext, ChildRequest, LoadMessage } from './messages.ts';
import { isEmbedding } from './tags.ts';

export type LocalModel = Model & {
  /** The child's process id, while it runs. */
  pid(): Promise<number | undefined>;
};

export type LocalModelOptions = {
  info: ModelInfo;
  head: GgufHead;
  sha256: string;
  /** Contexts, and so requests, at once. */
  contexts: number;
  /** Asked at every start of the child. */
  load: () => Promise<Omit<LoadMessage, 'kind'>>;
  onClose?: () => void;
};

/** Nothing is loaded before the first request. */
export function createLocalModel(options: LocalModelOptions): LocalModel {
  const { info, head } = options;
  const generates = !isEmbedding(head);
  const child = createModelChild(options.load);

  const mustGenerate = () => {
    if (generates) return;
    throw new EndpointError('missing', 'This is an embedding model: it writes no text', {
      where: info.name,
      hint: 'Choose a generating model for this.',
    });
  };

  return {
    info,
    capabilities: {
      chat: generates && head.chatTemplate !== null,
      completion: generates,
      prefill: generates,
      tokenProbabilities: generates ? 'full' : 'none',
      likelihood: generates ? 'chat' : 'none',
      seed: generates,
      embed: true,
    },
    requestName: `sha256:${options.sha256}`,
    concurrency: options.contexts,

    async ask(request, { signal, onText, topTokens } = {}) {
      mustGenerate();
      const started = performance.now();
      let text = '';
      const result = await child.request(
        {
          kind: 'ask',
          request: plain(request),
          ...(topTokens !== undefined ? { topTokens } : {}),
        },
        {
          signal,
          onText: (piece) => {
            text += piece;
            onText?.(piece);
          },
        },
      );
      if (!result) {
        return {
          text,
          finishReason: 'abort',
          promptTokens: null,
          completionTokens: null,
          milliseconds: performance.now() - started,
        };
      }
      if (result.kind !== 'answer') throw unexpected();
      const { kind: _kind, id: _id, reasoning, tokens, ...answer } = result;
      return {
        ...answer,
        milliseconds: performance.now() - started,
        ...(reasoning !== undefined ? { reasoning } : {}),
        ...(tokens !== undefined ? { tokens } : {}),
      } satisfies Answer;
    },

    async nextToken(request, candidates, { signal } = {}) {
      mustGenerate();
      const started = performance.now();
      const result = await child.request(
        { kind: 'next', request: plain(request), candidates: [...candidates] },
        { signal },
      );
      signal?.throwIfAborted();
      if (result?.kind !== 'probabilities') throw unexpected();
      return {
        probabilities: result.probabilities,
        milliseconds: performance.now() - started,
      };
    },

    async likelihood(context, continuations, { signal } = {}) {
      mustGenerate();
      const started = performance.now();
      const result = await child.request(
        { kind: 'likelihood', context: plainContext(context), continuations: [...continuations] },
        { signal },
      );
      signal?.throwIfAborted();
      if (result?.kind !== 'likelihoods') throw unexpected();
      return {
        continuations: result.continuations.map((tokens) => ({
          logProbability: tokens.reduce((sum, one) => sum + one.logProbability, 0),
          tokens,
        })),
        milliseconds: performance.now() - started,
        promptTokens: result.promptTokens,
        completionTokens: 0,
      };
    },

    async echo(text, { signal, topTokens = 0 } = {}) {
      mustGenerate();
      const result = await child.request({ kind: 'echo', text, topTokens }, { signal });
      signal?.throwIfAborted();
      if (result?.kind !== 'echo') throw unexpected();
      return result.tokens;
    },

    async embed(texts, { signal } = {}) {
      const result = await child.request({ kind: 'embed', texts: [...texts] }, { signal });
      signal?.throwIfAborted();
      if (result?.kind !== 'vectors') throw unexpected();
      return result.vectors;
    },

    pid: child.pid,

    async close() {
      await child.close();
      options.onClose?.();
    },
  };
}

/** Copies that the message schema takes: mutable, without what it does not know. */
function plainContext(context: Context): ChildContext {
  return context.kind === 'completion'
    ? { kind: context.kind, prompt: context.prompt }
    : {
        kind: context.kind,
        messages: context.messages.map((message) => ({ ...message })),
        ...(context.prefill === undefined ? {} : { prefill: context.prefill }),
      };
}

function plain(request: Request): ChildRequest {
  const { stop, ...rest } = request.sampling;
  const sampling = { ...rest, ...(stop ? { stop: [...stop] } : {}) };
  return {
    ...plainContext(request),
    sampling,
    ...(request.jsonSchema ? { jsonSchema: { ...request.jsonSchema } } : {}),
  };
}

function unexpected(): EndpointError {
  return new EndpointError('server', 'The local model gave something else than was asked for');
}
