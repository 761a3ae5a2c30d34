/** Asks endpoints which models they have. */
import type { Outside } from '../../environment.ts';
import { EndpointError, explainError, UserError } from '../../errors.ts';
import { discoverEndpoints } from '../../models/discover.ts';
import type { ModelInfo } from '../../models/model.ts';

export type AskedEndpoint = {
  name: string;
  title: string;
  /** Of a known endpoint that answers: host and port. */
  host: string | null;
  models: readonly ModelInfo[];
  /** Why it lists no models, without its name before it, and what to do; null where it answers. */
  problem: { what: string; mend: string | null } | null;
};

/** Seconds that an endpoint added by hand may take. */
const patience = 3;

/** All at once: those added by hand, then the known ones. Never throws for one that does not answer. */
export async function askEndpoints(outside: Outside): Promise<AskedEndpoint[]> {
  const [own, known] = await Promise.all([
    Promise.all(Object.keys(outside.ownEndpoints).map((name) => askOwnEndpoint(name, outside))),
    discoverEndpoints(outside.endpointSettings),
  ]);
  return [
    ...own,
    ...known.map(({ endpoint: { name, title, url }, models, problem }) => ({
      ...{ name, title, models },
      host: new URL(url).host,
      problem: problem && { ...problem, what: withoutName(name, problem.what) },
    })),
  ];
}

/** Asks one that was added by hand. Throws what is neither of the endpoint nor of its settings. */
export async function askOwnEndpoint(name: string, outside: Outside): Promise<AskedEndpoint> {
  const endpoint = outside.endpointsOf(null).get(name)!;
  const asked = { name, title: endpoint.title, host: null };
  try {
    const models = await endpoint.list({ signal: AbortSignal.timeout(1000 * patience) });
    return { ...asked, models, problem: null };
  } catch (error) {
    const isSlow = error instanceof DOMException;
    if (!isSlow && !(error instanceof EndpointError) && !(error instanceof UserError)) throw error;
    const [what, mend] = isSlow ? [`did not answer within ${patience} s`] : explainError(error);
    return {
      ...asked,
      models: [],
      problem: { what: withoutName(name, what!), mend: mend ?? null },
    };
  }
}

function withoutName(name: string, problem: string): string {
  return problem.startsWith(`${name}: `) ? problem.slice(name.length + 2) : problem;
}
