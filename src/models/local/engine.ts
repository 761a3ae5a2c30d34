/** One GGUF model at work inside its child process: text to tokens, answers, probabilities, vectors. */
import { randomInt } from 'node:crypto';
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';
import type { Llama, LlamaEmbeddingContext, LlamaModel, Token } from 'node-llama-cpp';
import { EndpointError } from '../../errors.ts';
import { compileChatTemplate, type JinjaLibrary, plainConversation } from './chat-template.ts';
import { createContexts, evaluateStart } from './contexts.ts';
import type { ChildAnswer, ChildRequest, LoadMessage } from './messages.ts';
import { splitReasoning } from './reasoning.ts';
import { stopFilter } from './stop-filter.ts';

type Library = typeof import('node-llama-cpp');
type TokenProbabilities = NonNullable<ChildAnswer['tokens']>;
type Generated = Omit<ChildAnswer, 'kind' | 'id'>;

/** The uint32 that llama.cpp reads as "choose a seed yourself". */
const randomSeed = 0xffffffff;

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
  let embedding: Promise<LlamaEmbeddingContext> | undefined;

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

  /** One vector a text, as the model pools them (not normalised). */
  async function embed(
    texts: readonly string[],
    aborted: () => boolean,
  ): Promise<Float32Array<ArrayBuffer>[]> {
    embedding ??= model.createEmbeddingContext({
      contextSize: Math.min(2048, model.trainContextSize),
      threads: load.threads,
    });
    const context = await embedding.catch((cause: unknown) => {
      embedding = undefined;
      throw new EndpointError('missing', `This model cannot embed: ${textOf(cause)}`, { cause });
    });
    const vectors: Float32Array<ArrayBuffer>[] = [];
    for (const text of texts) {
      if (aborted()) break;
      const length = context.calculateInputLength(text);
      const most = Math.min(2048, model.trainContextSize);
      if (length >= most) {
        throw new EndpointError(
          'malformed',
          `A text is too long to embed: ${length} tokens, and this model takes fewer than ${most}`,
        );
      }
      vectors.push(Float32Array.from((await context.getEmbeddingFor(text)).vector));
    }
    return vectors;
  }

  return { ask, next, embed };
}

/** `special`: the text may name special tokens, as chat templates do. */
type Prompt = { text: string; tokens: Token[]; special: boolean };

/** Turns a request into the text and tokens that the model sees. */
function promptWriter(model: LlamaModel, jinja: JinjaLibrary): (request: ChildRequest) => Prompt {
  const source = model.fileInfo.metadata?.tokenizer?.chat_template;
  const { bos, bosString, eosString, shouldPrependBosToken } = model.tokens;
  const template =
    typeof source === 'string'
      ? compileChatTemplate(jinja, source, { bos: bosString ?? '', eos: eosString ?? '' })
      : null;
  return (request) => {
    let text: string;
    if (request.kind === 'completion') text = request.prompt;
    else {
      try {
        text = (template ?? plainConversation)(request.messages, request.prefill);
      } catch (cause) {
        throw new EndpointError('malformed', `The chat template refuses: ${textOf(cause)}`, {
          hint: 'Some templates want user and assistant to take turns, the user first.',
          cause,
        });
      }
    }
    const special = request.kind === 'chat' && template !== null;
    const tokens = model.tokenize(text, special);
    if (shouldPrependBosToken && bos !== null && tokens[0] !== bos) tokens.unshift(bos);
    if (tokens.length === 0) {
      const start = bos ?? model.tokens.eos ?? model.tokens.nl;
      if (start === null) throw new EndpointError('malformed', 'The prompt is empty');
      tokens.push(start);
    }
    return { text, tokens, special };
  };
}

/**
 * The token that each candidate would begin with right after the prompt. A candidate that would
 * melt into the prompt's last token is read as the token it begins with on its own.
 */
function firstTokens(model: LlamaModel, prompt: Prompt, candidates: readonly string[]): Token[] {
  const tail = safeTail(model, prompt);
  return candidates.map((candidate) => {
    const whole = model.tokenize(tail.text + candidate, prompt.special);
    const melted = tail.tokens.some((token, index) => whole[index] !== token);
    const first = melted
      ? model.tokenize(candidate, false, 'trimLeadingSpace')[0]
      : whole[tail.tokens.length];
    if (first === undefined) {
      throw new EndpointError('malformed', 'A candidate for the next token is empty', {
        where: JSON.stringify(candidate),
      });
    }
    return first;
  });
}

/** A short end of the prompt that gives the same tokens alone as in the whole prompt, else the whole. */
function safeTail(model: LlamaModel, prompt: Prompt) {
  const { special } = prompt;
  for (const length of [48, 200]) {
    const from = prompt.text.indexOf('\n', Math.max(0, prompt.text.length - length));
    if (from < 1 || from === prompt.text.length - 1) continue;
    const text = prompt.text.slice(from);
    const tokens = model.tokenize(text, special);
    const end = prompt.tokens.slice(-tokens.length);
    if (tokens.every((token, index) => token === end[index])) return { text, tokens };
  }
  return { text: prompt.text, tokens: model.tokenize(prompt.text, special) };
}

type Sequence = Parameters<typeof evaluateStart>[0]['sequence'];

/** Token → probability at temperature 1 over the whole vocabulary, after `last` is evaluated. */
async function nextDistribution(sequence: Sequence, last: Token[]): Promise<Map<Token, number>> {
  const outputs = await sequence.controlledEvaluate(
    last.map((token, index) =>
      index === last.length - 1
        ? [token, { generateNext: { probabilities: true, options: { temperature: 0 } } }]
        : token,
    ),
  );
  const distribution = outputs[last.length - 1]?.next.probabilities;
  if (!distribution) throw new EndpointError('server', 'llama.cpp gave no probabilities');
  return distribution;
}

type Generation = {
  model: LlamaModel;
  sequence: Sequence;
  last: Token[];
  prompt: readonly Token[];
  request: ChildRequest;
  maxTokens: number;
  topTokens?: number;
  aborted: () => boolean;
  onText: (text: string) => void;
};

type Step = { token: Token; probabilities?: Map<Token, number> };

async function generate(llama: Llama, library: Library, options: Generation) {
  const { model, sequence, request, maxTokens, aborted } = options;
  const { temperature, topP, stop = [], seed = randomInt(randomSeed) } = request.sampling;
  const grammar = request.jsonSchema
    ? await llama
        .createGrammarForJsonSchema(request.jsonSchema as never)
        .catch((cause: unknown) => {
          throw new EndpointError('malformed', `This JSON schema cannot be used: ${textOf(cause)}`);
        })
    : null;
  const stream: AsyncGenerator<Step, void> = sequence.evaluateWithMetadata(
    options.last,
    { probabilities: options.topTokens !== undefined },
    {
      temperature,
      topP,
      topK: 0,
      seed: Math.floor(seed) >>> 0 === randomSeed ? 0 : Math.floor(seed) >>> 0,
      yieldEogToken: true,
      ...(grammar
        ? { grammarEvaluationState: new library.LlamaGrammarEvaluationState({ model, grammar }) }
        : {}),
    },
  );
  const filter = stopFilter(stop);
  const tokens: TokenProbabilities = [];
  const recent = options.prompt.slice(-8);
  let pending: Token[] = [];
  let text = '';
  let count = 0;
  const show = (piece: string) => {
    if (piece === '') return;
    text += piece;
    options.onText(piece);
  };
  const end = (finishReason: Generated['finishReason']) => {
    show(filter.rest());
    return {
      finishReason,
      // A grammar lets a model go on with white space after the end of the JSON.
      text: grammar ? text.trimEnd() : text,
      count,
      ...(options.topTokens !== undefined ? { tokens } : {}),
    };
  };
  for await (const step of stream) {
    if (aborted()) return end('abort');
    if (model.isEogToken(step.token)) return end('stop');
    count += 1;
    if (options.topTokens !== undefined && step.probabilities) {
      tokens.push(describe(model, step.token, step.probabilities, options.topTokens));
    }
    pending.push(step.token);
    const piece = model.detokenize(pending, false, recent);
    // A character may be spread over several tokens; its end is waited for, but not forever.
    if (!piece.endsWith('\uFFFD') || pending.length > 8) {
      recent.push(...pending);
      recent.splice(0, Math.max(0, recent.length - 8));
      pending = [];
      const { text: shown, stopped } = filter.push(piece);
      show(shown);
      if (stopped) return end('stop');
    }
    if (count >= maxTokens) return end('length');
  }
  return end('stop');
}

function describe(
  model: LlamaModel,
  token: Token,
  probabilities: Map<Token, number>,
  most: number,
): TokenProbabilities[number] {
  const top: { token: string; probability: number }[] = [];
  for (const [other, probability] of probabilities) {
    if (top.length >= most) break;
    top.push({ token: model.detokenize([other], true), probability });
  }
  return {
    token: model.detokenize([token], true),
    probability: probabilities.get(token) ?? 0,
    top,
  };
}

function textOf(cause: unknown): string {
  return cause instanceof Error ? cause.message : String(cause);
}
