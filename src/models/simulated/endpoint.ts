/** The `sim:` endpoint: planted models that speak, and simulated judges that rate. */

import { EndpointError } from '../../errors.ts';
import type {
  Answer,
  AskOptions,
  Context,
  Endpoint,
  Likelihood,
  Model,
  ModelInfo,
  NextToken,
  Request,
  Sampling,
} from '../model.ts';
import { nearest } from '../nearest.ts';
import {
  type JudgeTraits,
  judgeAnswer,
  judgeLogProbability,
  judgeNextToken,
  simulatedJudges,
} from './judge.ts';
import { evenly, simulatedLikelihood } from './likelihood.ts';
import { streamText, type Wait, waitOnTimer } from './pace.ts';
import { hashText } from './random.ts';
import { speakerFor } from './respondent.ts';
import { tokensOf } from './speech.ts';
import { plantWorld, type SimulationOptions } from './world.ts';

/** `seed` differs by model and is the same in each world. */
export type SimulatedSpeaker = (
  request: Request,
  model: { id: string; seed: number },
) => string | null;

/** The log-probability (nats, ≤ 0) of a continuation, as far as it is planted. */
export type SimulatedScorer = (
  asked: { context: Context; continuation: string },
  model: { id: string; seed: number },
) => number | null;

export type SimulatedEndpointOptions = SimulationOptions & {
  /** Speed of every stream; null, the default, answers at once. */
  tokensPerSecond?: number | null;
  /** Answers to requests that the planted models have no words for, asked in turn; null from one that does not know a request. */
  speakers?: readonly SimulatedSpeaker[];
  /** The same for likelihoods of continuations. */
  scorers?: readonly SimulatedScorer[];
  /** For tests: how to wait. */
  wait?: Wait;
};

/**
 * The simulated endpoint: `alpha-7b`, … (35 by default), `judge`, and `judge-b`. Answers follow
 * from model, sampling setting, prompt, and seed alone, so the same study gives the same answers.
 * Models return no next-token probabilities, judges do; all return likelihoods of continuations; none embeds.
 */
export function simulatedEndpoint(options: SimulatedEndpointOptions = {}): Endpoint {
  const world = plantWorld(options);
  const speed = options.tokensPerSecond ?? null;
  if (speed !== null && !(speed > 0))
    throw new EndpointError('malformed', `sim: tokensPerSecond is ${speed}`, {
      hint: 'Give a number above 0, or leave it out to answer at once.',
    });
  const wait = options.wait ?? waitOnTimer;
  // A world that is not the default one answers differently, so its requests have other names.
  const settled = JSON.stringify(world.options);
  const usual = JSON.stringify(plantWorld({ models: world.options.models }).options);
  const worldMark = settled === usual ? '' : `#${hashText(settled).toString(16)}`;
  const infos = new Map<string, ModelInfo>();
  for (const model of world.models)
    infos.set(
      model.id,
      infoFor(model.id, model.tags, model.tags.training === 'base' ? 'completion' : 'chat'),
    );
  for (const judge of simulatedJudges)
    infos.set(
      judge.id,
      infoFor(judge.id, { family: judge.id, size: null, training: 'instruct' }, 'chat'),
    );

  const find = (id: string): ModelInfo => {
    const info = infos.get(id);
    if (info) return info;
    const near = nearest(id, [...infos.keys()]).map((one) => `sim:${one}`);
    throw new EndpointError('missing', `There is no simulated model sim:${id}`, {
      hint: near.length > 0 ? `Did you mean ${near.join(', ')}?` : 'See: valuelex models',
    });
  };

  return {
    name: 'sim',
    title: 'Simulated models',
    list: async () => [...infos.values()],
    find: async (id) => find(id),
    open: async (id) => {
      const info = find(id);
      const judge = simulatedJudges.find((one) => one.id === id);
      const planted = world.models.find((one) => one.id === id);
      const own = planted
        ? speakerFor(world, planted)
        : (request: Request) => judgeAnswer(judge as JudgeTraits, request);
      const speak = (request: Request) => {
        for (const speaker of options.speakers ?? []) {
          const said = speaker(request, { id, seed: hashText(id) });
          if (said !== null) return said;
        }
        return own(request);
      };
      const score = (context: Context, continuation: string) => {
        for (const scorer of options.scorers ?? []) {
          const told = scorer({ context, continuation }, { id, seed: hashText(id) });
          if (told !== null) return told;
        }
        return judge ? judgeLogProbability(judge, context, continuation) : null;
      };
      return simulatedModel({ info, judge, speak, score, speed, wait, worldMark });
    },
  };
}

function infoFor(id: string, tags: ModelInfo['tags'], form: ModelInfo['form']): ModelInfo {
  return {
    name: `sim:${id}`,
    tags,
    form,
    contextLength: null,
    price: { prompt: 0, completion: 0 },
    bytes: null,
    licence: null,
    place: 'simulated',
    ready: true,
  };
}

function simulatedModel(parts: {
  info: ModelInfo;
  judge: JudgeTraits | undefined;
  speak: (request: Request) => string;
  /** A continuation's log-probability, where it is planted. */
  score: (context: Context, continuation: string) => number | null;
  speed: number | null;
  wait: Wait;
  worldMark: string;
}): Model {
  const { info, judge, speak, score, speed, wait, worldMark } = parts;
  return {
    info,
    capabilities: {
      chat: true,
      completion: true,
      prefill: true,
      tokenProbabilities: judge ? 'full' : 'none',
      likelihood: 'chat',
      seed: true,
      embed: false,
    },
    requestName: `${info.name}${worldMark}`,
    concurrency: 64,
    ask: async (request: Request, options: AskOptions = {}): Promise<Answer> => {
      const started = performance.now();
      const said = await streamText(speak(request), {
        maxTokens: request.sampling.maxTokens,
        stop: request.sampling.stop,
        tokensPerSecond: speed,
        signal: options.signal,
        onText: options.onText,
        wait,
      });
      return {
        text: said.text,
        finishReason: said.finishReason,
        promptTokens: tokensOf(promptOf(request)).length,
        completionTokens: said.tokens,
        milliseconds: performance.now() - started,
      };
    },
    nextToken: async (request, candidates): Promise<NextToken> => {
      if (!judge)
        throw new EndpointError('missing', `${info.name} gives no token probabilities`, {
          hint: 'Name sim:judge or sim:judge-b as judge.',
        });
      const started = performance.now();
      const probabilities = judgeNextToken(judge, request, candidates);
      return { probabilities, milliseconds: performance.now() - started };
    },
    likelihood: async (context, continuations): Promise<Likelihood> => {
      const started = performance.now();
      if (continuations.some((continuation) => tokensOf(continuation).length === 0))
        throw new EndpointError('malformed', 'A continuation is empty', { where: info.name });
      const said = speak({ ...context, sampling: greedy });
      const prompt = tokensOf(promptOf(context)).length;
      const scored = continuations.map((continuation) => {
        const planted = score(context, continuation);
        return planted === null
          ? simulatedLikelihood(`${info.name}${worldMark}`, context, continuation, said)
          : evenly(continuation, planted);
      });
      return {
        continuations: scored,
        milliseconds: performance.now() - started,
        promptTokens: scored.reduce((sum, { tokens }) => sum + prompt + tokens.length, 0),
        completionTokens: 0,
      };
    },
    embed: async () => {
      throw new EndpointError('missing', `${info.name} cannot embed`, {
        hint: 'Simulated models have no embeddings; name a local model or an endpoint.',
      });
    },
    close: async () => {},
  };
}

/** What a model says where nothing is left to chance. */
const greedy: Sampling = { temperature: 0, topP: 1, maxTokens: 64 };

function promptOf(request: Context): string {
  return request.kind === 'completion'
    ? request.prompt
    : request.messages.map((message) => message.content).join('\n');
}
