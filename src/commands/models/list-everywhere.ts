/** Every model that can be asked from here: local files, servers on this machine, endpoints with a key. */

import type { Outside } from '../../environment.ts';
import { EndpointError, explainError, UserError } from '../../errors.ts';
import { discoverEndpoints } from '../../models/discover.ts';
import type { ModelInfo } from '../../models/model.ts';
import type { EndpointView } from '../../ui/interface-options.ts';

/** Asks all endpoints at once; one that does not answer is listed with how to fix it. */
export async function listEverywhere(
  outside: Outside,
): Promise<{ endpoints: EndpointView[]; models: ModelInfo[] }> {
  const [local, simulated, discovered, own] = await Promise.all([
    outside.local.list(),
    outside.endpointsOf(null).get('sim')!.list(),
    discoverEndpoints(outside.endpointSettings),
    Promise.all(Object.keys(outside.ownEndpoints).map((name) => listOwn(name, outside))),
  ]);
  const ready = local.filter((model) => model.ready);
  const endpoints: EndpointView[] = [
    {
      name: 'local',
      title: `${ready.length} local model${ready.length === 1 ? '' : 's'}`,
      detail: ready
        .slice(0, 3)
        .map((model) => model.name.slice(6))
        .join(', '),
      ready: ready.length > 0,
      mend: ready.length > 0 ? null : 'The quick study fetches two small models (352 MB).',
    },
    ...discovered.map(({ endpoint, found, models, problem }) => ({
      name: endpoint.name,
      title: endpoint.title,
      detail: found
        ? `${new URL(endpoint.url).host} · ${models.length} models`
        : whatIsWrong(endpoint.name, problem?.what ?? ''),
      ready: found,
      mend: problem?.mend ?? null,
    })),
    ...own.map(({ view }) => view),
  ];
  return {
    endpoints,
    models: [
      ...local,
      ...discovered.flatMap((one) => one.models),
      ...own.flatMap((one) => one.models),
      ...simulated,
    ],
  };
}

/** Without the name of the endpoint, in whose row it stands. */
function whatIsWrong(name: string, problem: string): string {
  return problem.startsWith(`${name}: `) ? problem.slice(name.length + 2) : problem;
}

/** Asks one that was added by hand; where it does not answer, the view says why and how to mend that. */
export async function listOwn(
  name: string,
  outside: Outside,
): Promise<{ view: EndpointView; models: ModelInfo[] }> {
  const endpoint = outside.endpointsOf(null).get(name)!;
  const view = { name, title: name, ready: true, mend: null };
  try {
    const models = [...(await endpoint.list({ signal: AbortSignal.timeout(3000) }))];
    return { view: { ...view, detail: `${models.length} models` }, models };
  } catch (error) {
    if (
      !(
        error instanceof EndpointError ||
        error instanceof UserError ||
        error instanceof DOMException
      )
    )
      throw error;
    const [what, hint] =
      error instanceof DOMException ? ['it does not answer'] : explainError(error);
    return {
      view: { ...view, detail: whatIsWrong(name, what!), ready: false, mend: hint ?? null },
      models: [],
    };
  }
}
