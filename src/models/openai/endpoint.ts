/** Any OpenAI-compatible address as an endpoint. */

import { EndpointError } from '../../errors.ts';
import type { Endpoint, ModelInfo } from '../model.ts';
import { batchesOf } from './batch.ts';
import { noMemory } from './capabilities.ts';
import { type Connection, connectionTo } from './connection.ts';
import type { OpenaiEndpointConfig } from './endpoint-config.ts';
import { infoByName, type Listing, listModels, withDetails } from './listing.ts';
import { missingModel } from './missing-model.ts';
import { openaiModel } from './model.ts';
import { openedDetails } from './native-details.ts';
import type { ServerKind } from './server-kind.ts';

/**
 * An endpoint at `config.url`. Nothing is sent before it is listed or asked; a missing key is an
 * EndpointError then, with the line to type. Throws UserError for an address that is not a URL.
 */
export function openaiEndpoint(config: OpenaiEndpointConfig): Endpoint {
  const connection = connectionTo(config);
  const title = config.title ?? `${config.name} · ${connection.host}`;
  let known: Promise<Listing> | null = null;
  const listed = (): Promise<Listing> => {
    if (!known) {
      known = listModels(connection);
      known.catch(() => {
        known = null;
      });
    }
    return known;
  };
  const find = async (id: string): Promise<Found> => {
    const fresh = known === null;
    return findModel(id, connection, listed).catch((error: unknown) => {
      // The model may have been added since the list was made.
      if (fresh || !(error instanceof EndpointError) || error.fault !== 'missing') throw error;
      known = null;
      return findModel(id, connection, listed);
    });
  };
  return {
    name: config.name,
    title,
    list: async (options = {}) => {
      const listing = await listModels(connection, options.signal);
      known = Promise.resolve(listing);
      return listing.models;
    },
    find: async (id) => {
      const { info, isListed } = await find(id);
      return isListed ? info : null;
    },
    open: async (id) => {
      const { info, kind } = await find(id);
      const details = await openedDetails(connection, kind, id);
      const detailed = withDetails(info, {
        ...(info.form === 'completion' ? { chat: false } : {}),
        ...details,
      });
      const model = (over: Connection) =>
        openaiModel(id, detailed, over, config.memory ?? noMemory, {
          listed: async () => (await listed()).models,
          // TGI takes any other name for an adapter's.
          sentAs: kind === 'tgi' ? 'tgi' : id,
        });
      return { ...model(connection), batches: batchesOf(connection, detailed, model) };
    },
  };
}

type Found = {
  info: ModelInfo;
  kind: ServerKind | null;
  /** False where the endpoint lists no models. */
  isListed: boolean;
};

/** Some endpoints list no models, or not to everybody: then the name is taken at its word. */
async function findModel(
  id: string,
  connection: Connection,
  listed: () => Promise<Listing>,
): Promise<Found> {
  let listing: Listing;
  try {
    listing = await listed();
  } catch (error) {
    if (error instanceof EndpointError && ['missing', 'forbidden'].includes(error.fault))
      return { info: infoByName(id, connection), kind: null, isListed: false };
    throw error;
  }
  const { models, kind } = listing;
  const prefix = `${connection.config.name}:`;
  const byId = new Map(models.map((info) => [info.name.slice(prefix.length), info]));
  // "llama3.1" is "llama3.1:latest" to Ollama; "model:free" is a variant of "model" to OpenRouter;
  // "models/gemini-…" is how Google lists "gemini-…".
  const info =
    byId.get(id) ??
    byId.get(`${id}:latest`) ??
    byId.get(id.replace(/^models\//, '')) ??
    byId.get(id.replace(/:[^:/]+$/, '')) ??
    null;
  if (info) return { info: { ...info, name: `${prefix}${id}` }, kind, isListed: true };
  if (models.length === 0) return { info: infoByName(id, connection), kind, isListed: false };
  throw missingModel(id, connection, [...byId.keys()]);
}
