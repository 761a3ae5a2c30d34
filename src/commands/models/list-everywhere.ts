/** Every model that can be asked from here: local files, servers on this machine, endpoints with a key. */

import type { Outside } from '../../environment.ts';
import type { ModelInfo } from '../../models/model.ts';
import type { EndpointView } from '../../ui/interface-options.ts';
import { type AskedEndpoint, askEndpoints } from './ask-endpoints.ts';

/** Asks all endpoints at once; one that does not answer is listed with how to fix it. */
export async function listEverywhere(
  outside: Outside,
): Promise<{ endpoints: EndpointView[]; models: ModelInfo[] }> {
  const [local, simulated, asked] = await Promise.all([
    outside.local.list(),
    outside.endpointsOf(null).get('sim')!.list(),
    askEndpoints(outside),
  ]);
  return {
    endpoints: [viewOfLocal(local), ...asked.map(viewOfEndpoint)],
    models: [...local, ...asked.flatMap(({ models }) => models), ...simulated],
  };
}

function viewOfLocal(local: readonly ModelInfo[]): EndpointView {
  const ready = local.filter((model) => model.ready);
  return {
    name: 'local',
    title: `${ready.length} local model${ready.length === 1 ? '' : 's'}`,
    detail: ready
      .slice(0, 3)
      .map((model) => model.name.slice(6))
      .join(', '),
    ready: ready.length > 0,
    mend: ready.length > 0 ? null : 'The quick study fetches two small models (352 MB).',
  };
}

/** How the screens show an endpoint. */
export function viewOfEndpoint(asked: AskedEndpoint): EndpointView {
  const { name, title, host, models, problem } = asked;
  const found = [...(host === null ? [] : [host]), `${models.length} models`].join(' · ');
  return {
    ...{ name, title },
    detail: problem?.what ?? found,
    ready: problem === null,
    mend: problem?.mend ?? null,
  };
}
