/** From a name to an open model. */
import { UserError } from '../errors.ts';
import type { Endpoint, Model, ModelInfo } from './model.ts';
import { nearest } from './nearest.ts';

/** The endpoints by the part of a model's name before the first colon. */
export type Registry = ReadonlyMap<string, Endpoint>;

/** `lab:llama3.1:8b` → lab and llama3.1:8b. Throws UserError for a name without both parts. */
export function splitName(name: string): { endpoint: string; id: string } {
  const colon = name.indexOf(':');
  if (colon < 1 || colon === name.length - 1)
    throw new UserError(`"${name}" names no model`, {
      hint: 'A model is named <endpoint>:<id>, like local:smollm2-135m-instruct or sim:alpha-7b.',
    });
  return { endpoint: name.slice(0, colon), id: name.slice(colon + 1) };
}

/**
 * Opens a model by its whole name. Throws UserError for an unknown endpoint, naming the nearest;
 * what the endpoint throws (an unknown model, a wrong key, no connection) passes through.
 */
export async function openModel(name: string, registry: Registry): Promise<Model> {
  const { endpoint, id } = endpointOf(name, registry);
  return endpoint.open(id);
}

/** What is known of a model by its whole name; null where its endpoint cannot tell. Throws as `openModel` does. */
export async function findModel(name: string, registry: Registry): Promise<ModelInfo | null> {
  const { endpoint, id } = endpointOf(name, registry);
  return endpoint.find(id);
}

function endpointOf(name: string, registry: Registry): { endpoint: Endpoint; id: string } {
  const { endpoint: wanted, id } = splitName(name);
  const endpoint = registry.get(wanted);
  if (!endpoint) {
    const names = [...registry.keys()];
    const near = nearest(wanted, names);
    throw new UserError(`There is no endpoint "${wanted}"`, {
      where: name,
      hint:
        near.length > 0
          ? `Did you mean ${near.map((one) => `${one}:${id}`).join(' or ')}?`
          : `Known: ${names.join(', ')}; others are listed in study.yaml under endpoints.`,
    });
  }
  return { endpoint, id };
}
