/** Any OpenAI-compatible address as an endpoint of ours. */

import { EndpointError } from '../../errors.ts';
import type { Endpoint, ModelInfo } from '../model.ts';
import { noMemory } from './capabilities.ts';
import { type Connection, connectionTo } from './connection.ts';
import type { OpenaiEndpointConfig } from './endpoint-config.ts';
import { infoByName, listModels } from './listing.ts';
import { missingModel } from './missing-model.ts';
import { openaiModel } from './model.ts';

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
      return openaiModel(id, info, connection, config.memory ?? noMemory, listed);
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
  if (info) return { ...info, tags: { ...info.tags }, name: `${prefix}${id}` };
  if (infos.length === 0) return infoByName(id, connection);
  throw missingModel(id, connection, [...byId.keys()]);
}
