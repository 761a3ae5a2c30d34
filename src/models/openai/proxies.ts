/** Proxies that the environment names, as other programs understand these variables. */

import { EndpointError } from '../../errors.ts';
import { rememberSecret } from '../../secrets.ts';
import { isExcepted } from './no-proxy.ts';

export type NamedProxy = {
  /** Without its user. */
  url: URL;
  /** "name:password", or null. */
  user: string | null;
  /** The variable that names it, as it is written there. */
  variable: string;
};

export type Proxies = {
  /** For http and for https; null where none is named. */
  http: NamedProxy | null;
  https: NamedProxy | null;
  /** Hosts that are asked directly, as NO_PROXY lists them. */
  except: string;
};

type Env = Readonly<Record<string, string | undefined>>;

/** A name in lower case goes before the same in capitals, as in curl. Quotation marks of a file of settings are no part of it. */
function valueIn(env: Env, name: string): { variable: string; value: string } | null {
  for (const variable of [name.toLowerCase(), name]) {
    const value = env[variable]
      ?.trim()
      .replace(/^(["'])(.*)\1$/, '$2')
      .trim();
    if (value) return { variable, value };
  }
  return null;
}

/**
 * HTTP_PROXY and HTTPS_PROXY, ALL_PROXY where one of them is not set, and NO_PROXY. Null where no proxy is named. Throws
 * EndpointError 'malformed' for a value that is not an address of a proxy; it is not repeated, for it may hold a password.
 */
export function proxiesIn(env: Env): Proxies | null {
  const http = proxyIn(env, 'HTTP_PROXY') ?? proxyIn(env, 'ALL_PROXY');
  const https = proxyIn(env, 'HTTPS_PROXY') ?? proxyIn(env, 'ALL_PROXY');
  if (!http && !https) return null;
  return { http, https, except: valueIn(env, 'NO_PROXY')?.value ?? '' };
}

/** The proxy through which an address is asked, on this machine too, as in curl; null where it is asked directly. */
export function proxyOf({ http, https, except }: Proxies, url: URL): NamedProxy | null {
  if (isExcepted(url, except)) return null;
  return url.protocol === 'https:' ? https : http;
}

const protocols: ReadonlySet<string> = new Set(['http:', 'https:', 'socks5:']);

function proxyIn(env: Env, name: string): NamedProxy | null {
  const found = valueIn(env, name);
  if (found === null) return null;
  const { variable, value } = found;
  const address = (/^[\w+.-]+:\/\//.test(value) ? value : `http://${value}`).replace(
    /^socks(?:5h)?:/i,
    'socks5:',
  );
  const url = URL.canParse(address) ? new URL(address) : null;
  const password = url?.password ?? '';
  for (const text of [password, decoded(password)]) rememberSecret(text);
  if (!url || url.hostname === '' || !protocols.has(url.protocol))
    throw new EndpointError('malformed', `${variable} holds no address of a proxy`, {
      hint: `Write it as ${variable}=http://host:port, or socks5://host:port; in a password write %23 for #, %2F for /, and %3F for ?.`,
    });
  const user = url.username === '' ? null : `${decoded(url.username)}:${decoded(password)}`;
  if (user) rememberSecret(basicOf(user));
  url.username = '';
  url.password = '';
  return { url, user, variable };
}

/** A % that begins no code stands for itself. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

const basicOf = (user: string): string => Buffer.from(user).toString('base64');

/** `fetch` through these proxies. What it needs is loaded on first use. */
export function fetchThrough(proxies: Proxies): typeof globalThis.fetch {
  const dispatchers = new Map<NamedProxy, Promise<import('undici').Dispatcher>>();
  return async (input, init) => {
    const proxy = proxyOf(proxies, new URL(String(input)));
    if (!proxy) return globalThis.fetch(input, init);
    const opened = dispatchers.get(proxy) ?? dispatcherOf(proxy);
    dispatchers.set(proxy, opened);
    const dispatcher = await opened;
    const { fetch } = (await import('undici')).default;
    const options = { ...init, dispatcher } as unknown as Parameters<typeof fetch>[1];
    return (await fetch(String(input), options)) as unknown as Response;
  };
}

async function dispatcherOf({ url, user }: NamedProxy): Promise<import('undici').Dispatcher> {
  // Once bundled, its parts stand behind the default export alone.
  const { ProxyAgent, Socks5ProxyAgent } = (await import('undici')).default;
  if (url.protocol === 'socks5:') {
    const [username = '', ...password] = user?.split(':') ?? [];
    const named = user === null ? {} : { username, password: password.join(':') };
    return withoutWarnings(() => new Socks5ProxyAgent(url, named));
  }
  return new ProxyAgent({
    uri: url.href,
    // A request over http goes to the proxy as it is: many open tunnels to port 443 alone.
    proxyTunnel: false,
    ...(user === null ? {} : { token: `Basic ${basicOf(user)}` }),
  });
}

/** undici says once, at the first agent for SOCKS, that it is experimental: not in the middle of the terminal. */
function withoutWarnings<T>(make: () => T): T {
  const { emitWarning } = process;
  process.emitWarning = () => {};
  try {
    return make();
  } finally {
    process.emitWarning = emitWarning;
  }
}
