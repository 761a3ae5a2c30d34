/** One model at an OpenAI-compatible address: asks it, tests it, and stores what was learned. */
import { EndpointError } from '../../errors.ts';
import type { Answer, Model, ModelInfo } from '../model.ts';
import { createBegunTurns } from './begun-turns.ts';
import type { CapabilityMemory } from './capabilities.ts';
import type { Connection } from './connection.ts';
import { embedTexts } from './embed.ts';
import { findOut, settleLikelihood } from './find-out.ts';
import { createLearning } from './learning.ts';
import { likelihoodOf, noLikelihoods } from './likelihood.ts';
import { missingModel, missingPath } from './missing-model.ts';
import { createPace, hastier } from './pace.ts';
import { nextTokenOf } from './probabilities.ts';
import { streamAnswer } from './stream.ts';

/** Milliseconds of silence at most while a model's abilities are tested. */
const probePatience = 20_000;

/**
 * `listed` gives the endpoint's models, for a 404 that may mean the model; `sentAs` is its name in
 * requests. What `memory` holds is
 * believed until an answer says otherwise; what answers teach is written back.
 */
export function openaiModel(
  id: string,
  info: ModelInfo,
  endpoint: Connection,
  memory: CapabilityMemory,
  { listed, sentAs }: { listed: () => Promise<ModelInfo[]>; sentAs: string },
): Model {
  /** Its dialect and its pace are this model's own. */
  const connection: Connection = { ...endpoint, pace: createPace(endpoint.patience) };
  /** For questions that test what it can do. */
  const probing = (): Connection => ({
    ...connection,
    patience: Math.min(probePatience, connection.patience),
    pace: hastier(connection.pace, probePatience),
  });
  const learning = createLearning(id, info, connection, memory);
  const { capabilities } = learning;
  const turns = createBegunTurns(info, sentAs, learning, probing);

  /** Runs a request, and makes a 404 say what is missing: the path, or the model. */
  async function sent<T>(path: 'chat' | 'completion' | 'embed', task: () => Promise<T>) {
    try {
      return await task();
    } catch (error) {
      if (!isNotFound(error)) throw error;
      const infos = await listed().catch(() => []);
      const ids = infos.map((one) => one.name.slice(connection.config.name.length + 1));
      if (ids.length > 0 && !ids.includes(id) && !ids.includes(`${id}:latest`))
        throw missingModel(id, connection, ids);
      if (path === 'chat') throw error;
      learning.learned[path] = false;
      throw missingPath(path, info.name, connection);
    } finally {
      learning.keep();
    }
  }

  const nextTokenOver =
    (over: () => Connection): Model['nextToken'] =>
    async (request, candidates, { signal } = {}) => {
      try {
        return await sent(request.kind, () =>
          turns.withMeans(request, signal, (means) =>
            nextTokenOf(over(), sentAs, request, means, candidates, signal),
          ),
        );
      } catch (error) {
        if (error instanceof EndpointError && /token probabilities/.test(error.message)) {
          learning.learned.probabilities = 'none';
          learning.keep();
        }
        throw error;
      }
    };

  return {
    info,
    capabilities,
    requestName: info.name,
    concurrency: connection.config.concurrency ?? (connection.loopback ? 4 : 32),
    account: connection.config.name,
    probe: async ({ signal, again = false, likelihood = false } = {}) => {
      if (again) learning.forget();
      const questions = { sentAs, learning, turns, probing, nextToken: nextTokenOver(probing) };
      try {
        if (!learning.embeds) await findOut(questions, signal, again);
        if (!learning.embeds && likelihood) await settleLikelihood(questions, signal);
      } catch (error) {
        // A model that is being loaded is silent for longer: the answers themselves will tell.
        const isSlow = error instanceof EndpointError && error.fault === 'timeout';
        if (again || likelihood || !isSlow) throw error;
      }
      return capabilities;
    },
    ask: async (request, options = {}) => {
      try {
        return await sent(request.kind, () =>
          turns.withMeans(request, options.signal, async (means) => {
            const answer = await streamAnswer(connection, sentAs, request, means, options);
            learning.notice(answer);
            return answer;
          }),
        );
      } catch (error) {
        if (options.signal?.aborted) return nothingSaid;
        throw error;
      }
    },
    nextToken: nextTokenOver(() => connection),
    likelihood: async (context, continuations, { signal } = {}) => {
      await settleLikelihood({ learning, sentAs, probing }, signal);
      const { likelihood } = learning.learned;
      // Where a filter kept it from being known, the plain way is tried: it works or is refused.
      const found = likelihood === undefined ? { maxTokens: 1 as const } : likelihood;
      if (found === null) throw noLikelihoods(connection, sentAs);
      return sent('completion', () =>
        likelihoodOf(connection, sentAs, context, continuations, found, signal),
      );
    },
    embed: (texts, options = {}) =>
      sent('embed', () => embedTexts(connection, sentAs, texts, options.signal)),
    close: async () => {},
  };
}

function isNotFound(error: unknown): boolean {
  return (
    error instanceof EndpointError &&
    error.fault === 'missing' &&
    /\((?:HTTP|code) 4\d\d\)/.test(error.message)
  );
}

const nothingSaid: Answer = {
  text: '',
  finishReason: 'abort',
  promptTokens: null,
  completionTokens: null,
  milliseconds: 0,
};
