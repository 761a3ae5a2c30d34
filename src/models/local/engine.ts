/** One GGUF model at work inside its child process: text to tokens, answers, probabilities, vectors. */
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';
import type { LlamaEmbeddingContext, LlamaModel, Token } from 'node-llama-cpp';
import { EndpointError } from '../../errors.ts';
import type { JinjaLibrary } from './chat-template.ts';
import { chunk, createContexts, evaluateStart, type Slot, sharedStart } from './contexts.ts';
import { textOf } from './error-text.ts';
import { type Generated, generate, nextDistribution, type TokenProbabilities } from './generate.ts';
import { scoreTokens, type TokenScore } from './likelihood.ts';
import type {
  ChildContext,
  ChildEcho,
  ChildLikelihoods,
  ChildRequest,
  LoadMessage,
} from './messages.ts';
import { continueFrom, firstTokens, piecesOf, promptWriter } from './prompt.ts';
import { splitReasoning } from './reasoning.ts';

type Library = typeof import('node-llama-cpp');

export type Engine = Awaited<ReturnType<typeof createEngine>>;

/** Loads the model. Throws EndpointError 'malformed' when llama.cpp cannot read the file. */
export async function createEngine(load: LoadMessage) {
  const library = (await import(pathToFileURL(load.library).href)) as Library;
  const jinja = createRequire(load.library)('@huggingface/jinja') as JinjaLibrary;
  const llama = await library.getLlama({
    gpu: load.gpu === 'auto' ? 'auto' : false,
    build: 'never',
    skipDownload: true,
    maxThreads: 0,
    logLevel: library.LlamaLogLevel.error,
    logger: () => {},
  });
  const model = await llama
    .loadModel({ modelPath: load.path, ...(load.gpu === 'auto' ? {} : { gpuLayers: 0 }) })
    .catch((cause: unknown) => {
      throw new EndpointError('malformed', `llama.cpp cannot load this model: ${textOf(cause)}`, {
        hint: 'The file may be broken, or of a kind that this version of llama.cpp does not know.',
        cause,
      });
    });
  const contexts = createContexts(model, load.contexts, load.threads);
  const write = promptWriter(model, jinja);
  /** Streams one answer; `aborted` is looked at before every token. */
  async function ask(
    request: ChildRequest,
    options: { aborted: () => boolean; onText: (text: string) => void; topTokens?: number },
  ): Promise<Generated> {
    const started = performance.now();
    const prompt = write(request);
    const { maxTokens } = request.sampling;
    return contexts.withSlot(prompt.tokens, maxTokens, async (slot) => {
      const room = Math.max(1, slot.size - prompt.tokens.length - 2);
      const done = (
        finishReason: Generated['finishReason'],
        text: string,
        count: number,
        tokens?: TokenProbabilities,
      ): Generated => ({
        ...splitReasoning(text, prompt.text),
        finishReason,
        promptTokens: prompt.tokens.length,
        completionTokens: count,
        milliseconds: performance.now() - started,
        ...(tokens ? { tokens } : {}),
      });
      const last = await evaluateStart(slot, prompt.tokens, options.aborted);
      if (!last) return done('abort', '', 0);
      const generation = await generate(llama, library, {
        model,
        sequence: slot.sequence,
        last,
        prompt: prompt.tokens,
        request,
        maxTokens: Math.min(maxTokens, room),
        ...options,
      });
      return done(generation.finishReason, generation.text, generation.count, generation.tokens);
    });
  }

  /** The whole distribution of the next token, read at each candidate's first token. */
  async function next(
    request: ChildRequest,
    candidates: readonly string[],
    aborted: () => boolean,
  ): Promise<{ probabilities: number[]; milliseconds: number } | null> {
    const started = performance.now();
    const prompt = write(request);
    const firsts = firstTokens(model, prompt, candidates);
    return contexts.withSlot(prompt.tokens, 1, async (slot) => {
      const last = await evaluateStart(slot, prompt.tokens, aborted);
      if (!last) return null;
      const distribution = await nextDistribution(slot.sequence, last);
      return {
        probabilities: firsts.map((token) => distribution.get(token) ?? 0),
        milliseconds: performance.now() - started,
      };
    });
  }

  return {
    ask,
    next,
    ...createScorer({ model, contexts, write }),
    embed: createPooledEmbedder(model, load.threads),
  };
}

/** What the parts of an engine share: its model, its contexts, and what writes prompts as tokens. */
type EngineParts = {
  model: LlamaModel;
  contexts: ReturnType<typeof createContexts>;
  write: ReturnType<typeof promptWriter>;
};

/** How likely the model finds given texts. */
function createScorer({ model, contexts, write }: EngineParts) {
  const mustFit = (slot: Slot, tokens: readonly Token[]) => {
    if (tokens.length < slot.size) return;
    throw new EndpointError(
      'malformed',
      `The text is too long: ${tokens.length} tokens, and this model sees ${slot.size} at once`,
    );
  };
  const written = (token: Token, before: readonly Token[]) =>
    model.detokenize([token], true, before.slice(-8));

  /** The tokens of each continuation of a context, with their log-probabilities. Null on an abort. */
  async function likelihood(
    context: ChildContext,
    continuations: readonly string[],
    aborted: () => boolean,
  ): Promise<Omit<ChildLikelihoods, 'kind' | 'id'> | null> {
    const started = performance.now();
    const prompt = write(context);
    const texts = continuations.map((continuation) => continueFrom(model, prompt, continuation));
    const longest = Math.max(0, ...texts.map(({ tokens }) => tokens.length));
    const room = longest - prompt.tokens.length + chunk;
    return contexts.withSlot(prompt.tokens, room, async (slot) => {
      const scored: ChildLikelihoods['continuations'] = [];
      const start = { known: null };
      for (const { tokens, from, pieces } of texts) {
        mustFit(slot, tokens);
        const scores = await scoreTokens(slot, tokens, from, { start, aborted });
        if (!scores) return null;
        scored.push(
          scores.map(({ logProbability }, i) => ({ token: pieces[i] as string, logProbability })),
        );
      }
      return {
        continuations: scored,
        promptTokens: texts.reduce((sum, { tokens }) => sum + tokens.length, 0),
        milliseconds: performance.now() - started,
      };
    });
  }

  let echoed: { tokens: Token[]; top: number; scores: TokenScore[] } | null = null;

  /** The tokens of a plain text with their log-probabilities, the first without. Null on an abort. */
  async function echo(
    text: string,
    top: number,
    aborted: () => boolean,
  ): Promise<ChildEcho['tokens'] | null> {
    const { tokens, start } = write({ kind: 'completion', prompt: text });
    // Texts that are echoed one after another often begin alike: a figure depends only on the text before it.
    const last = echoed?.top === top ? echoed : null;
    const from = Math.max(1, last ? sharedStart(last.tokens, tokens) : 1);
    const more = await contexts.withSlot(tokens, chunk, (slot) => {
      mustFit(slot, tokens);
      return scoreTokens(slot, tokens, from, { top, aborted });
    });
    if (!more) return null;
    const scores = [...(last?.scores.slice(0, from - 1) ?? []), ...more];
    echoed = { tokens, top, scores };
    return piecesOf(model, tokens, start, text).map((token, i) => {
      const score = scores[i - 1];
      const before = tokens.slice(0, i);
      return {
        token,
        logProbability: score?.logProbability ?? null,
        top: (score?.top ?? []).map((one) => ({ ...one, token: written(one.token, before) })),
      };
    });
  }

  return { likelihood, echo };
}

/** The model as an embedder; its context is made by the first text. */
function createPooledEmbedder(model: LlamaModel, threads: number) {
  const most = Math.min(2048, model.trainContextSize);
  let embedding: Promise<LlamaEmbeddingContext> | undefined;
  /** One vector per text, as the model pools them (not normalised). */
  return async function embed(
    texts: readonly string[],
    aborted: () => boolean,
  ): Promise<Float32Array<ArrayBuffer>[]> {
    embedding ??= model.createEmbeddingContext({ contextSize: most, threads });
    const context = await embedding.catch((cause: unknown) => {
      embedding = undefined;
      throw new EndpointError('missing', `This model cannot embed: ${textOf(cause)}`, { cause });
    });
    const vectors: Float32Array<ArrayBuffer>[] = [];
    for (const text of texts) {
      if (aborted()) break;
      const tokens = model.tokenize(text);
      const length = context.calculateInputLength(tokens);
      if (length >= most) {
        throw new EndpointError(
          'malformed',
          `A text is too long to embed: ${length} tokens, and this model takes fewer than ${most}`,
        );
      }
      vectors.push(Float32Array.from((await context.getEmbeddingFor(tokens)).vector));
    }
    return vectors;
  };
}
