/** Known endpoints that answer, and the addresses of servers on this machine. */
import { connect } from 'node:net';
import { EndpointError } from '../errors.ts';
import { type KnownEndpoint, knownEndpoints } from './known-endpoints.ts';
import type { Endpoint, ModelInfo } from './model.ts';
import { type Connection, connectionTo } from './openai/connection.ts';
import { openaiEndpoint } from './openai/endpoint.ts';
import type { OpenaiEndpointConfig } from './openai/endpoint-config.ts';
import { faultFrom } from './openai/faults.ts';
import { listModels } from './openai/listing.ts';
import type { ServerKind } from './openai/server-kind.ts';

/** What every endpoint is opened with. */
export type EndpointSettings = Pick<OpenaiEndpointConfig, 'env' | 'keys' | 'memory' | 'fetch'>;

export type DiscoveredEndpoint = {
  /** With the address at which it was found. */
  endpoint: KnownEndpoint;
  found: boolean;
  models: readonly ModelInfo[];
  /** Why it was not found, and what to do; null where it was. */
  problem: { what: string; mend: string } | null;
};

export type DiscoverOptions = EndpointSettings & {
  endpoints?: readonly KnownEndpoint[];
  /** Seconds that one endpoint may take; 2 by default. */
  timeout?: number;
  signal?: AbortSignal;
};

/**
 * Asks every known endpoint for its models, all at once, in the order of the list. Servers on this
 * machine are looked for at all their usual ports and told apart by how they list their models.
 * Endpoints whose key is not set are not asked. Never throws for an endpoint that does not answer.
 */
export async function discoverEndpoints(
  options: DiscoverOptions = {},
): Promise<DiscoveredEndpoint[]> {
  const { endpoints = knownEndpoints, timeout = 2, signal, ...settings } = options;
  const places = assign(endpoints, await lookAround(endpoints, settings, timeout, signal));
  return Promise.all(
    endpoints.map(async (endpoint): Promise<DiscoveredEndpoint> => {
      const place = places.get(endpoint.name);
      if (place?.problem)
        return {
          endpoint,
          found: false,
          models: [],
          problem: { what: place.problem, mend: place.mend ?? endpoint.mend },
        };
      const at = { ...endpoint, url: place?.url ?? endpoint.url };
      const listed = await within(timeout, signal, at.title, (limit) =>
        openaiEndpoint({ ...at, ...settings, direct: isHere(at) }).list({ signal: limit }),
      );
      if ('value' in listed)
        return { endpoint: at, found: true, models: listed.value, problem: null };
      return {
        endpoint: at,
        found: false,
        models: [],
        problem: { what: listed.problem, mend: listed.mend ?? endpoint.mend },
      };
    }),
  );
}

/**
 * A known endpoint that finds its server when it is first asked: at its usual address, else at the
 * usual one of another on this machine. An endpoint elsewhere is where it is.
 */
export function knownEndpoint(known: KnownEndpoint, settings: EndpointSettings): Endpoint {
  const usual = openaiEndpoint({ ...known, ...settings, direct: isHere(known) });
  if (!known.kind) return usual;
  let found: Endpoint | null = null;
  const locate = async (): Promise<Endpoint> => {
    if (found) return found;
    const local = knownEndpoints.filter((one) => one.kind);
    const seen = await lookAround(local, settings, 2, undefined);
    const url = assign(local, seen).get(known.name)?.url;
    if (url === undefined) return usual;
    found = openaiEndpoint({ ...known, ...settings, url, direct: true });
    return found;
  };
  return {
    name: usual.name,
    title: usual.title,
    list: async (options) => (await locate()).list(options),
    find: async (id) => (await locate()).find(id),
    open: async (id) => (await locate()).open(id),
  };
}

/** On this machine, which needs no proxy. */
const isHere = ({ kind }: KnownEndpoint): boolean => kind !== undefined;

type Seen = { url: string } & ({ kind: ServerKind | null } | { problem: string; mend?: string });

/** What answers at the usual addresses of servers on this machine. */
function lookAround(
  endpoints: readonly KnownEndpoint[],
  settings: EndpointSettings,
  timeout: number,
  signal: AbortSignal | undefined,
): Promise<Seen[]> {
  const owners = new Map<string, KnownEndpoint>();
  for (const endpoint of endpoints)
    if (endpoint.kind)
      for (const url of addressesOf(endpoint)) if (!owners.has(url)) owners.set(url, endpoint);
  return Promise.all(
    [...owners].map(async ([url, owner]): Promise<Seen> => {
      const connection = connectionTo({ ...owner, ...settings, url, direct: true });
      const answer = await within(timeout, signal, owner.title, async (limit) => {
        if (settings.fetch === undefined) await refuseSilence(connection, limit);
        return listModels(connection, limit);
      });
      return 'value' in answer ? { url, kind: answer.value.kind } : { url, ...answer };
    }),
  );
}

/**
 * Throws EndpointError where nothing listens, as asking for a list would: what asks takes a quarter of a start to load, and most
 * machines have no server.
 */
function refuseSilence(connection: Connection, signal: AbortSignal): Promise<void> {
  const { hostname, port, protocol } = new URL(connection.config.url);
  return new Promise((resolve, reject) => {
    const socket = connect({
      host: hostname.replace(/^\[|\]$/g, ''),
      port: Number(port) || (protocol === 'https:' ? 443 : 80),
      signal,
    });
    socket.once('connect', () => {
      socket.destroy();
      resolve();
    });
    socket.once('error', (error) => reject(faultFrom(error, { connection })));
  });
}

type Place = { url?: string; problem?: string; mend?: string };

/**
 * Which server is at which address: one that shows what it is, wherever it listens, its usual
 * address first; one that does not belongs to the first endpoint whose usual address it is.
 */
function assign(endpoints: readonly KnownEndpoint[], seen: readonly Seen[]): Map<string, Place> {
  const local = endpoints.filter((one) => one.kind);
  const places = new Map<string, Place>();
  const taken = new Set<string>();
  for (const endpoint of local) {
    const own = addressesOf(endpoint);
    const rank = (url: string): number => (own.includes(url) ? own.indexOf(url) : own.length);
    const [best] = seen
      .filter((one) => 'kind' in one && one.kind === endpoint.kind)
      .sort((a, b) => rank(a.url) - rank(b.url));
    if (!best) continue;
    places.set(endpoint.name, { url: best.url });
    taken.add(best.url);
  }
  for (const endpoint of local) {
    if (places.has(endpoint.name)) continue;
    const own = addressesOf(endpoint).map((url) => seen.find((one) => one.url === url));
    const unnamed = own.find(
      (one) => one && 'kind' in one && one.kind === null && !taken.has(one.url),
    );
    if (unnamed) {
      places.set(endpoint.name, { url: unnamed.url });
      taken.add(unnamed.url);
      continue;
    }
    const first = own[0];
    if (!first) continue;
    if ('problem' in first) {
      const { problem, mend } = first;
      places.set(endpoint.name, { problem, ...(mend === undefined ? {} : { mend }) });
      continue;
    }
    const other = local.find((one) => places.get(one.name)?.url === first.url);
    places.set(endpoint.name, {
      problem: `${new URL(first.url).host} is ${other?.title ?? 'another server'}`,
    });
  }
  return places;
}

function addressesOf(endpoint: KnownEndpoint): string[] {
  return [endpoint.url, ...(endpoint.alsoAt ?? [])];
}

type Outcome<T> = { value: T } | { problem: string; mend?: string };

/** The task's value, or why there is none; a server that keeps the connection open delays nothing. */
async function within<T>(
  timeout: number,
  signal: AbortSignal | undefined,
  title: string,
  task: (limit: AbortSignal) => Promise<T>,
): Promise<Outcome<T>> {
  const clock = AbortSignal.timeout(1000 * timeout);
  const limit = signal ? AbortSignal.any([signal, clock]) : clock;
  try {
    return { value: await Promise.race([task(limit), rejectOn(limit)]) };
  } catch (error) {
    if (!(error instanceof EndpointError) || clock.aborted)
      return { problem: `${title} did not answer within ${timeout} s` };
    const { message, hint, fault } = error;
    return { problem: message, ...(fault === 'auth' && hint !== undefined ? { mend: hint } : {}) };
  }
}

/** Rejects when the signal is aborted. */
function rejectOn(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    if (signal.aborted) reject(signal.reason);
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
  });
}
