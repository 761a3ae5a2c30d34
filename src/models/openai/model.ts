/** One model at an OpenAI-compatible address: asked, probed, and what was learned of it kept. */
import { EndpointError } from '../../errors.ts';
import type { Answer, Capabilities, Model, ModelInfo, NextToken, Request } from '../model.ts';
import type { PrefillMeans } from './bodies.ts';
import { type CapabilityMemory, nothingLearned } from './capabilities.ts';
import type { Connection } from './connection.ts';
import { embedTexts } from './embed.ts';
import { likelihoodOf, noLikelihoods, probeLikelihood } from './likelihood.ts';
import { missingModel } from './missing-model.ts';
import { createPace, hastier } from './pace.ts';
import { probePrefill } from './prefill.ts';
import { nextTokenOf } from './probabilities.ts';
import {
  askTwice,
  completes,
  digitQuestion,
  isFiltered,
  isInability,
  keepsSchema,
  lacksTemplate,
  repeats,
} from './questions.ts';
import { streamAnswer } from './stream.ts';

/** Milliseconds that silence lasts at most while it is only found out what a model can do. */
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
  const { url } = endpoint.config;
  const remembered = memory.read(url, id);
  let learned = remembered?.learned ?? nothingLearned();
  let kept = JSON.stringify(learned);
  /** Its dialect and its pace are this model's own. */
  const connection: Connection = {
    ...endpoint,
    dialect: learned.dialect,
    pace: createPace(endpoint.patience),
  };
  /** For questions that only find out what it can do. */
  const probing = (): Connection => ({
    ...connection,
    patience: Math.min(probePatience, connection.patience),
    pace: hastier(connection.pace, probePatience),
  });
  const embeds = info.tags.training === 'embedding';
  const capabilities: Capabilities = {
    chat: false,
    completion: false,
    prefill: false,
    tokenProbabilities: 'top',
    likelihood: 'none',
    seed: true,
    embed: true,
  };

  /** Capabilities from what was learned; what nobody asked is what such models usually can. */
  const show = (): void => {
    if (learned.chat === false) info.form = 'completion';
    capabilities.chat = learned.chat ?? (!embeds && info.form !== 'completion');
    capabilities.completion = learned.completion ?? !embeds;
    // Unknown until probed; false is the safe way to ask.
    capabilities.prefill = (learned.prefill ?? null) !== null;
    capabilities.tokenProbabilities = learned.probabilities ?? 'top';
    capabilities.likelihood = learned.likelihood ? 'base' : 'none';
    capabilities.seed = learned.dialect.seed && learned.seedRepeats !== false;
    capabilities.embed = learned.embed ?? true;
    for (const field of ['seedRepeats', 'jsonSchema', 'usage', 'reasoning'] as const) {
      const value = learned[field];
      if (value === undefined) delete capabilities[field];
      else capabilities[field] = value;
    }
  };
  /** Shows what has just been learned, and keeps it if it is new. */
  const keep = (): void => {
    show();
    const now = JSON.stringify(learned);
    if (now === kept) return;
    kept = now;
    memory.write(url, id, learned);
  };
  show();

  /** What an answer tells in passing. */
  const notice = ({ finishReason, completionTokens, reasoning }: Answer): void => {
    if (finishReason === 'abort') return;
    learned.usage = completionTokens !== null;
    if (reasoning !== undefined) learned.reasoning = true;
  };

  let means: Promise<PrefillMeans> | null = null;
  // Shared by all that wait for it, so no one's abort may end it.
  const prefillMeans = (): Promise<PrefillMeans> => {
    if (learned.prefill !== undefined) return Promise.resolve(learned.prefill);
    if (!means) {
      // Where a filter keeps it from being known, the plain way is tried: it works or is refused.
      means = probePrefill(probing(), sentAs).then((found) => {
        if (found !== undefined) learned.prefill = found;
        return found === undefined ? {} : found;
      });
      means.then(
        () => {
          means = null;
          keep();
        },
        () => {
          means = null;
        },
      );
    }
    return means;
  };
  const meansFor = async (
    request: Request,
    signal: AbortSignal | undefined,
  ): Promise<PrefillMeans> => {
    if (request.kind === 'completion' || request.prefill === undefined) return null;
    const found = await orAbort(prefillMeans(), signal);
    if (found === null)
      throw new EndpointError('missing', `${info.name} cannot go on from a begun turn`, {
        where: connection.host,
        hint: 'Set its form to chat: the stem is then asked for in words.',
      });
    return found;
  };
  /** Continuing a begun turn was learned in an earlier session and not yet seen in this one. */
  let prefillUnproven = learned.prefill != null;
  /** Runs a request with the means to continue a begun turn; where those are refused now, they are learned again, once. */
  const withMeans = async <T>(
    request: Request,
    signal: AbortSignal | undefined,
    task: (means: PrefillMeans) => Promise<T>,
  ): Promise<T> => {
    const found = await meansFor(request, signal);
    try {
      const done = await task(found);
      if (found !== null) prefillUnproven = false;
      return done;
    } catch (error) {
      if (found === null || !prefillUnproven || !isInability(error)) throw error;
      prefillUnproven = false;
      delete learned.prefill;
      return task(await meansFor(request, signal));
    }
  };

  /** Runs a request, and makes a 404 say what is missing: the path, or the model. */
  const sent = async <T>(path: 'chat' | 'completion' | 'embed', task: () => Promise<T>) => {
    try {
      return await task();
    } catch (error) {
      if (!(error instanceof EndpointError) || error.fault !== 'missing') throw error;
      if (!/\((?:HTTP|code) 4\d\d\)/.test(error.message)) throw error;
      const infos = await listed().catch(() => []);
      const ids = infos.map((one) => one.name.slice(connection.config.name.length + 1));
      if (ids.length > 0 && !ids.includes(id) && !ids.includes(`${id}:latest`))
        throw missingModel(id, connection, ids);
      if (path === 'chat') throw error;
      learned[path] = false;
      throw path === 'completion'
        ? new EndpointError('missing', `${info.name} stands behind no /completions`, {
            where: connection.host,
            hint: 'A base model cannot be asked as a chat: serve it where there is /completions, or set its form to chat if it is an instruct model.',
          })
        : new EndpointError('missing', `${info.name} cannot embed`, {
            where: connection.host,
            hint: 'Name a model that embeds.',
          });
    } finally {
      keep();
    }
  };

  const nextTokenOver = async (
    over: Connection,
    ...[request, candidates, options = {}]: Parameters<Model['nextToken']>
  ): Promise<NextToken> => {
    try {
      return await sent(request.kind, () =>
        withMeans(request, options.signal, (found) =>
          nextTokenOf(over, sentAs, request, found, candidates, options.signal),
        ),
      );
    } catch (error) {
      if (error instanceof EndpointError && /token probabilities/.test(error.message)) {
        learned.probabilities = 'none';
        keep();
      }
      throw error;
    }
  };

  /** Finds out whether token probabilities are told, and whether there is a chat at all. */
  const settleProbabilities = async (signal: AbortSignal | undefined): Promise<void> => {
    const kind = capabilities.chat ? 'chat' : 'completion';
    try {
      await nextTokenOver(probing(), digitQuestion[kind], ['1'], signal ? { signal } : {});
      learned.probabilities = 'top';
      learned[kind] = true;
    } catch (error) {
      if (isFiltered(error)) return;
      if (!isInability(error)) throw error;
      if (kind === 'chat' && lacksTemplate(error)) {
        learned.chat = false;
        show();
        return settleProbabilities(signal);
      }
      learned.probabilities = 'none';
    }
  };

  /** Finds out whether likelihoods of given texts are told: for this alone, since few need it. */
  const settleLikelihood = async (signal: AbortSignal | undefined): Promise<void> => {
    if (learned.likelihood !== undefined) return;
    if (learned.completion === false) learned.likelihood = null;
    else {
      const found = await probeLikelihood(probing(), sentAs, signal);
      if (found === undefined) return;
      learned.likelihood = found;
    }
    keep();
  };

  /** What decides the form of asking and a judge's protocol; with `thorough` all the rest. */
  const findOut = async (signal: AbortSignal | undefined, thorough: boolean): Promise<void> => {
    const step = async (task: () => Promise<void>): Promise<void> => {
      signal?.throwIfAborted();
      await task();
      keep();
    };
    if (learned.probabilities === undefined) await step(() => settleProbabilities(signal));
    if (capabilities.chat && learned.prefill === undefined)
      await step(async () => {
        await orAbort(prefillMeans(), signal);
      });
    if (learned.completion === undefined)
      await step(async () => {
        const able = await orAbort(completes(probing(), sentAs), signal);
        if (able !== undefined) learned.completion = able;
      });
    if (!thorough) return;
    await step(() => settleLikelihood(signal));
    const kind = capabilities.chat ? 'chat' : 'completion';
    await step(async () => {
      const answers = await orAbort(askTwice(probing(), sentAs, kind), signal).catch(
        unlessFiltered,
      );
      if (!answers) return;
      for (const answer of answers) notice(answer);
      const same = learned.dialect.seed ? repeats(answers) : false;
      if (same !== null) learned.seedRepeats = same;
    });
    await step(async () => {
      const keeps = await orAbort(keepsSchema(probing(), sentAs, kind), signal);
      if (keeps !== undefined) learned.jsonSchema = keeps;
    });
  };

  return {
    info,
    capabilities,
    requestName: info.name,
    concurrency: connection.config.concurrency ?? (connection.loopback ? 4 : 32),
    account: connection.config.name,
    probe: async (options = {}) => {
      if (options.again) {
        memory.forget(url, id);
        learned = nothingLearned();
        kept = '';
        connection.dialect = learned.dialect;
        show();
      }
      try {
        if (!embeds) await findOut(options.signal, options.again ?? false);
        if (!embeds && options.likelihood) await settleLikelihood(options.signal);
      } catch (error) {
        // A model that is being loaded is silent for longer: the answers themselves will tell.
        if (
          options.again ||
          options.likelihood ||
          !(error instanceof EndpointError) ||
          error.fault !== 'timeout'
        )
          throw error;
      }
      return capabilities;
    },
    ask: async (request, options = {}) => {
      try {
        return await sent(request.kind, () =>
          withMeans(request, options.signal, async (found) => {
            const answer = await streamAnswer(connection, sentAs, request, found, options);
            notice(answer);
            return answer;
          }),
        );
      } catch (error) {
        if (options.signal?.aborted) return nothingSaid;
        throw error;
      }
    },
    nextToken: (...asked) => nextTokenOver(connection, ...asked),
    likelihood: async (context, continuations, { signal } = {}) => {
      await settleLikelihood(signal);
      // Where a filter kept it from being known, the plain way is tried: it works or is refused.
      const found =
        learned.likelihood === undefined ? { maxTokens: 1 as const } : learned.likelihood;
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

function unlessFiltered(error: unknown): null {
  if (isFiltered(error)) return null;
  throw error;
}

const nothingSaid: Answer = {
  text: '',
  finishReason: 'abort',
  promptTokens: null,
  completionTokens: null,
  milliseconds: 0,
};

/** The promise's value, or the signal's reason as soon as it is aborted. */
function orAbort<T>(promise: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (!signal) return promise;
  return new Promise((resolve, reject) => {
    const onAbort = (): void => reject(signal.reason);
    if (signal.aborted) onAbort();
    signal.addEventListener('abort', onAbort, { once: true });
    promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', onAbort));
  });
}
