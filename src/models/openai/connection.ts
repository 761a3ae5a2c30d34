/** One connection to an OpenAI-compatible address: the client, the key, and what the address refuses. */

import type OpenAI from 'openai';
import { EndpointError, UserError } from '../../errors.ts';
import { type Dialect, nothingLearned } from './capabilities.ts';
import type { OpenaiEndpointConfig } from './endpoint-config.ts';

export type Connection = {
  config: OpenaiEndpointConfig;
  /** Host and port, for messages; never the whole URL, which might hold a secret. */
  host: string;
  /** On this machine. */
  loopback: boolean;
  /** Of the model that is asked: what one model of a router refuses, another takes. */
  dialect: Dialect;
  /** Milliseconds. */
  patience: number;
  /** The client and the package's error classes. Throws EndpointError auth when the key is missing. */
  client(): Promise<{ client: OpenAI; openai: typeof import('openai') }>;
  /** Headers for the list of models; none where the usual ones do. */
  listingHeaders(): Record<string, string | null>;
  /** What must never stand in a message. */
  secrets(): string[];
};

/** Throws UserError for an address that is no http(s) URL. */
export function connectionTo(config: OpenaiEndpointConfig): Connection {
  const url = parseUrl(config);
  const env = config.env ?? process.env;
  const patience = 1000 * (config.timeout ?? 120);
  let opened: Promise<{ client: OpenAI; openai: typeof import('openai') }> | null = null;
  const key = (): string | null => {
    if (config.keyEnv === undefined) return null;
    const value = env[config.keyEnv]?.trim() ?? '';
    if (value === '')
      throw new EndpointError(
        'auth',
        `${config.name} needs a key, and ${config.keyEnv} is not set`,
        {
          where: url.host,
          hint: `export ${config.keyEnv}=…`,
        },
      );
    if (!/^[\x21-\x7e]+$/.test(value))
      throw new EndpointError(
        'auth',
        `The key in ${config.keyEnv} holds characters that no key has (a space, a line break, a letter outside ASCII)`,
        { where: url.host, hint: `export ${config.keyEnv}=…` },
      );
    return value;
  };
  const open = async () => {
    const found = key();
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
      ...(config.fetch ? { fetch: config.fetch } : {}),
    });
    return { client, openai };
  };
  return {
    config,
    host: url.host,
    loopback: /^(?:localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(url.hostname),
    dialect: nothingLearned().dialect,
    patience,
    client: () => {
      key();
      opened ??= open();
      return opened;
    },
    listingHeaders: () => {
      const found = config.listing ? key() : null;
      if (!config.listing || found === null) return {};
      return { ...config.listing.headers, [config.listing.keyHeader]: found, Authorization: null };
    },
    secrets: () => {
      const value = config.keyEnv === undefined ? '' : (env[config.keyEnv]?.trim() ?? '');
      return [value, url.username, decodeURIComponent(url.password)].filter(
        (one) => one.length > 3,
      );
    },
  };
}

function parseUrl(config: OpenaiEndpointConfig): URL {
  let url: URL;
  try {
    url = new URL(config.url);
  } catch {
    throw new UserError(`The address of the endpoint ${config.name} is not a URL`, {
      hint: 'Write it as https://host/v1 or http://127.0.0.1:port/v1.',
    });
  }
  if (url.protocol !== 'http:' && url.protocol !== 'https:')
    throw new UserError(`The address of the endpoint ${config.name} is not http or https`, {
      hint: 'Write it as https://host/v1 or http://127.0.0.1:port/v1.',
    });
  return url;
}
