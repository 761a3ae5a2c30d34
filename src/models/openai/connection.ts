/** One connection to an OpenAI-compatible address: the client, the key, and what the address refuses. */

import type OpenAI from 'openai';
import { EndpointError, UserError } from '../../errors.ts';
import { isKey } from '../../keys/key-form.ts';
import { isLoopback } from '../../keys/key-places.ts';
import { rememberSecret } from '../../secrets.ts';
import { type Dialect, nothingLearned } from './capabilities.ts';
import { baseAddress, checkAddress, checkKeyEnv } from './check-address.ts';
import type { OpenaiEndpointConfig } from './endpoint-config.ts';
import { createPace, type Pace } from './pace.ts';
import { fetchThrough, type NamedProxy, type Proxies, proxiesIn, proxyOf } from './proxies.ts';
import { withRedirects } from './redirects.ts';
import { withWholeErrors } from './whole-errors.ts';

export type Connection = {
  config: OpenaiEndpointConfig;
  /** Host and port, for messages; never the whole URL, which might hold a secret. */
  host: string;
  /** On this machine. */
  loopback: boolean;
  /** Of the model that is asked: what one model of a router refuses, another takes. */
  dialect: Dialect;
  /** Milliseconds that silence lasts at most. */
  patience: number;
  /** Of the model that is asked: how long it may be silent. */
  pace: Pace;
  /** The proxy that it is asked through; null where it is asked directly. */
  proxy(): NamedProxy | null;
  /** How it is asked: through the proxies, where there are any. Throws as `proxiesIn`. */
  fetch(): typeof globalThis.fetch;
  /** The client and the package's error classes. Throws EndpointError auth when the key is missing. */
  client(): Promise<{ client: OpenAI; openai: typeof import('openai') }>;
  /** Headers for the list of models; undefined where the usual ones work. */
  listingHeaders(): Promise<Record<string, string | null>>;
  /** Secrets, which must never appear in a message. */
  secrets(): string[];
};

/** Throws UserError for an address that is no http(s) URL. */
export function connectionTo(given: OpenaiEndpointConfig): Connection {
  const url = checkAddress(given.name, given.url);
  const config = { ...given, url: baseAddress(given.url) };
  if (config.keyEnv !== undefined) checkKeyEnv(config.name, config.keyEnv);
  const env = config.env ?? process.env;
  const patience = 1000 * (config.timeout ?? 120);
  let proxies: Proxies | null | undefined;
  const findProxies = (): Proxies | null => {
    if (proxies === undefined)
      proxies = config.direct || config.fetch !== undefined ? null : proxiesIn(env);
    return proxies;
  };
  const findFetch = (): typeof globalThis.fetch => {
    if (config.fetch) return config.fetch;
    const through = findProxies();
    return through ? fetchThrough(through) : globalThis.fetch;
  };
  let opened: Promise<{ client: OpenAI; openai: typeof import('openai') }> | null = null;
  /** As it was last read. */
  let held: string | null = null;
  const key = async (): Promise<string | null> => {
    const { keyEnv } = config;
    if (keyEnv === undefined) return null;
    const value = env[keyEnv]?.trim() || (await fromKeyring(config, keyEnv, url.host));
    if (!value)
      throw new EndpointError('auth', `${config.name}: no key in ${keyEnv}`, {
        where: url.host,
        hint: mendKey(keyEnv),
      });
    rememberSecret(value);
    if (!isKey(value))
      throw new EndpointError(
        'auth',
        `The key in ${keyEnv} holds characters that no key has (a space, a line break, a letter outside ASCII)`,
        { where: url.host, hint: mendKey(keyEnv) },
      );
    held = value;
    return value;
  };
  const open = async () => {
    const found = await key();
    const fetch = findFetch();
    // Loaded on first use: a start without endpoints does not pay for it.
    const openai = await import('openai');
    const client = new openai.OpenAI({
      // The package insists on a key; without one its header is taken out again.
      apiKey: found ?? 'none',
      adminAPIKey: null,
      organization: null,
      project: null,
      webhookSecret: null,
      baseURL: config.url,
      maxRetries: 0,
      timeout: patience,
      logLevel: 'off',
      ...(found === null ? { defaultHeaders: { Authorization: null } } : {}),
      fetch: withWholeErrors(withRedirects(fetch)),
    });
    return { client, openai };
  };
  return {
    config,
    host: url.host,
    loopback: isLoopback(url.hostname),
    dialect: nothingLearned().dialect,
    patience,
    pace: createPace(patience),
    proxy: () => {
      const proxies = findProxies();
      return proxies && proxyOf(proxies, url);
    },
    fetch: findFetch,
    client: () => {
      if (!opened) {
        opened = open();
        // A key that was missing may be there the next time.
        opened.catch(() => {
          opened = null;
        });
      }
      return opened;
    },
    listingHeaders: async () => {
      const found = config.listing ? await key() : null;
      if (!config.listing || found === null) return {};
      return { ...config.listing.headers, [config.listing.keyHeader]: found, Authorization: null };
    },
    secrets: () => (held !== null && held.length > 3 ? [held] : []),
  };
}

/** Null where the keyring holds no such key. Throws EndpointError auth where it cannot be read. */
async function fromKeyring(
  config: OpenaiEndpointConfig,
  keyEnv: string,
  where: string,
): Promise<string | null> {
  try {
    return (await config.keys?.(keyEnv)) ?? null;
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    throw new EndpointError('auth', `${config.name} needs ${keyEnv}: ${error.message}`, {
      where,
      ...(error.hint === undefined ? {} : { hint: error.hint }),
    });
  }
}

/** How to give a key. */
function mendKey(keyEnv: string): string {
  return `export ${keyEnv}=… or: valuelex keys set ${keyEnv}`;
}
