/** The endpoints that a study may ask: its own, the user's, the known ones, `local:`, and `sim:`; and the keys that it may not have. */
import type { StudyEndpoints } from './asking/asking-environment.ts';
import { UserError } from './errors.ts';
import type { KeyLookup } from './keys/key-lookup.ts';
import { type KeyPlace, mayHaveKey, placeOf } from './keys/key-places.ts';
import { type EndpointSettings, knownEndpoint } from './models/discover.ts';
import { knownEndpoints } from './models/known-endpoints.ts';
import type { Endpoint } from './models/model.ts';
import { openaiEndpoint } from './models/openai/endpoint.ts';
import type { OwnEndpoint } from './own-endpoints.ts';

export type EndpointSources = {
  local: Endpoint;
  simulated: Endpoint;
  /** The user's own endpoints, by name. */
  own(): Readonly<Record<string, OwnEndpoint>>;
  /** Where the user has allowed keys to go, beside where they are for. */
  allowedKeys(): readonly KeyPlace[];
  settings: EndpointSettings;
};

export function createEndpointsOfStudies(sources: EndpointSources) {
  const { settings } = sources;
  /** One object for all models of an endpoint, so that it is looked for and lists them once. */
  const made = new Map<string, Endpoint>();
  const once = (key: string, make: () => Endpoint): Endpoint => {
    const endpoint = made.get(key) ?? make();
    made.set(key, endpoint);
    return endpoint;
  };

  function keysToAllow(study: StudyEndpoints): Map<string, KeyPlace> {
    const allowed = [
      ...[...knownEndpoints, ...Object.values(sources.own())].flatMap(({ keyEnv, url }) =>
        keyEnv === undefined ? [] : (placeOf(keyEnv, url) ?? []),
      ),
      ...sources.allowedKeys(),
    ];
    return new Map(
      Object.entries(study.endpoints).flatMap(([name, { url, keyEnv }]) => {
        const place = keyEnv === undefined ? null : placeOf(keyEnv, url);
        return place && !mayHaveKey(place, allowed) ? [[name, place] as const] : [];
      }),
    );
  }

  /** Those of one table; `refused` are keys that may not be sent, by the endpoint's name. */
  function opened(
    table: StudyEndpoints['endpoints'],
    refused: ReadonlyMap<string, KeyPlace>,
  ): [string, Endpoint][] {
    return Object.entries(table).map(([name, { url, keyEnv, concurrency }]) => {
      const place = refused.get(name);
      const key = JSON.stringify([name, url, keyEnv, concurrency, place !== undefined]);
      const endpoint = once(key, () =>
        openaiEndpoint({
          name,
          url,
          ...settings,
          ...(keyEnv ? { keyEnv } : {}),
          ...(concurrency ? { concurrency } : {}),
          ...(place ? withoutKey(place) : {}),
        }),
      );
      return [name, endpoint];
    });
  }

  return {
    keysToAllow,
    /** By name; the study's own hide the user's, which hide the known ones. */
    endpointsOf(study: StudyEndpoints | null): Map<string, Endpoint> {
      const brought = study?.endpoints ?? {};
      return new Map([
        ['local', sources.local],
        ['sim', sources.simulated],
        ...knownEndpoints.map(
          (known) => [known.name, once(known.name, () => knownEndpoint(known, settings))] as const,
        ),
        ...opened(sources.own(), new Map()),
        ...opened(brought, keysToAllow({ endpoints: brought })),
      ]);
    },
  };
}

/** What to say where a study would send a key to a place that the user has not allowed. */
export function keyRefusal({ keyEnv, origin }: KeyPlace): UserError {
  return new UserError(
    `The study wants your ${keyEnv} sent to ${origin}, which you have not allowed; it was not sent`,
    {
      where: origin,
      hint: `If you trust that address: valuelex keys allow ${keyEnv} ${origin} (or VALUELEX_ALLOW_KEYS=${keyEnv}@${origin}).`,
    },
  );
}

/** An endpoint that finds no key, and says why. */
function withoutKey(place: KeyPlace): { env: Record<string, never>; keys: KeyLookup } {
  return { env: {}, keys: () => Promise.reject(keyRefusal(place)) };
}
