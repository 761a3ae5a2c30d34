/** Any OpenAI-compatible address as an endpoint of ours. */

import { EndpointError } from '../../errors.ts';
import type { Answer, Capabilities, Endpoint, Model, ModelInfo, Request } from '../model.ts';
import { nearest } from '../nearest.ts';
import type { PrefillMeans } from './bodies.ts';
import { type Connection, connectionTo } from './connection.ts';
import { embedTexts } from './embed.ts';
import type { OpenaiEndpointConfig } from './endpoint-config.ts';
import { infoByName, listModels } from './listing.ts';
import { probePrefill } from './prefill.ts';
import { nextTokenOf } from './probabilities.ts';
import { streamAnswer } from './stream.ts';

/**
 * An endpoint at `config.url`. Nothing is sent before it is listed or asked; a missing key is an
 * EndpointError then, with the line to type. Throws UserError for an address that is no URL.
 */
export function openaiEndpoint(config: OpenaiEndpointConfig): Endpoint {
  const connection = connectionTo(config);
  const title = config.title ?? `${config.name} · ${connection.host}`;
  let known: Promise<ModelInfo[]> | null = null;
  const listed = (): Promise<ModelInfo[]> => {
    if (!known) {
      known = listModels(connection);
      known.catch(() => {
        known = null;
      });
    }
    return known;
  };
  return {
    name: config.name,
    title,
    list: async (options = {}) => {
      const infos = await listModels(connection, options.signal);
      known = Promise.resolve(infos);
      return infos;
    },
    open: async (id) => {
      const info = await findModel(id, connection, listed);
      return openaiModel(id, info, connection, listed);
    },
  };
}

/** Some endpoints list no models: then the name is taken at its word. */
async function findModel(
  id: string,
  connection: Connection,
  listed: () => Promise<ModelInfo[]>,
): Promise<ModelInfo> {
  let infos: ModelInfo[];
  try {
    infos = await listed();
  } catch (error) {
    if (error instanceof EndpointError && error.fault === 'missing')
      return infoByName(id, connection);
    throw error;
  }
  const prefix = `${connection.config.name}:`;
  const byId = new Map(infos.map((info) => [info.name.slice(prefix.length), info]));
  // "llama3.1" is "llama3.1:latest" to Ollama; "model:free" is a variant of "model" to OpenRouter.
  const info =
    byId.get(id) ?? byId.get(`${id}:latest`) ?? byId.get(id.replace(/:[^:/]+$/, '')) ?? null;
  if (info) return { ...info, name: `${prefix}${id}` };
  if (infos.length === 0) return infoByName(id, connection);
  throw missingModel(id, connection, [...byId.keys()]);
}

function missingModel(id: string, connection: Connection, names: string[]): EndpointError {
  const { name } = connection.config;
  const near = nearest(id, names).map((one) => `${name}:${one}`);
  return new EndpointError('missing', `${name} has no model ${id}`, {
    where: connection.host,
    hint:
      near.length > 0
        ? `Did you mean ${near.join(', ')}?`
        : `It has ${names.length}; see: valuelex models`,
  });
}

function openaiModel(
  id: string,
  info: ModelInfo,
  connection: Connection,
  listed: () => Promise<ModelInfo[]>,
): Model {
  const embeds = info.tags.training === 'embedding';
  const capabilities: Capabilities = {
    chat: !embeds && info.form !== 'completion',
    completion: !embeds,
    // Unknown until probed; false is the safe way to ask.
    prefill: false,
    tokenProbabilities: 'top',
    seed: true,
    embed: true,
  };
  let means: Promise<PrefillMeans> | null = null;
  // Shared by all that wait for it, so no one's abort may end it.
  const prefillMeans = (): Promise<PrefillMeans> => {
    if (!means) {
      means = probePrefill(connection, id);
      means.then(
        (found) => {
          capabilities.prefill = found !== null;
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
  /** Runs a request, and makes a 404 say what is missing: the path, or the model. */
  const sent = async <T>(path: 'chat' | 'completion' | 'embed', task: () => Promise<T>) => {
    try {
      return await task();
    } catch (error) {
      if (!(error instanceof EndpointError) || error.fault !== 'missing') throw error;
      if (!/HTTP 40[45]/.test(error.message)) throw error;
      const infos = await listed().catch(() => []);
      const ids = infos.map((one) => one.name.slice(connection.config.name.length + 1));
      if (ids.length > 0 && !ids.includes(id) && !ids.includes(`${id}:latest`))
        throw missingModel(id, connection, ids);
      if (path === 'chat') throw error;
      capabilities[path] = false;
      throw path === 'completion'
        ? new EndpointError('missing', `${info.name} stands behind no /completions`, {
            where: connection.host,
            hint: 'A base model cannot be asked as a chat: serve it where there is /completions, or set its form to chat if it is an instruct model.',
          })
        : new EndpointError('missing', `${info.name} cannot embed`, {
            where: connection.host,
            hint: 'Name a model that embeds.',
          });
    }
  };
  const nextToken: Model['nextToken'] = async (request, candidates, options = {}) => {
    const found = await meansFor(request, options.signal);
    try {
      return await sent(request.kind, () =>
        nextTokenOf(connection, id, request, found, candidates, options.signal),
      );
    } catch (error) {
      if (error instanceof EndpointError && /token probabilities/.test(error.message))
        capabilities.tokenProbabilities = 'none';
      throw error;
    }
  };
  const settleProbabilities = async (signal: AbortSignal | undefined): Promise<void> => {
    try {
      await nextToken(digitQuestion, ['1'], signal ? { signal } : {});
    } catch (error) {
      const unable =
        error instanceof EndpointError && ['missing', 'malformed', 'filter'].includes(error.fault);
      if (!unable) throw error;
      capabilities.tokenProbabilities = 'none';
    }
  };
  return {
    info,
    capabilities,
    requestName: info.name,
    concurrency: connection.config.concurrency ?? (connection.loopback ? 4 : 32),
    account: connection.config.name,
    probe: async (options = {}) => {
      if (capabilities.chat) {
        await orAbort(prefillMeans(), options.signal);
        await settleProbabilities(options.signal);
      }
      return capabilities;
    },
    ask: (request, options = {}) =>
      sent(request.kind, async () => {
        let found: PrefillMeans = null;
        try {
          found = await meansFor(request, options.signal);
        } catch (error) {
          if (options.signal?.aborted) return nothingSaid;
          throw error;
        }
        const answer = await streamAnswer(connection, id, request, found, options);
        capabilities.seed = connection.dialect.seed;
        return answer;
      }),
    nextToken,
    embed: (texts, options = {}) =>
      sent('embed', () => embedTexts(connection, id, texts, options.signal)),
    close: async () => {},
  };
}

const digitQuestion: Request = {
  kind: 'chat',
  messages: [{ role: 'user', content: 'Answer with the digit 1 and nothing else.' }],
  sampling: { temperature: 0, topP: 1, maxTokens: 1 },
};

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
