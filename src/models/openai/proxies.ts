/** Proxies that the environment names, as other programs understand these variables. */
import { EndpointError } from '../../errors.ts';
import { rememberSecret } from '../../secrets.ts';

export type Proxies = {
  /** For http and for https; null where none is named. */
  http: URL | null;
  https: URL | null;
  /** Hosts that are asked directly, as NO_PROXY lists them. */
  except: string;
};

type Env = Readonly<Record<string, string | undefined>>;

/** A name in lower case goes before the same in capitals, as in curl. */
const valueIn = (env: Env, name: string): string | undefined =>
  env[name.toLowerCase()]?.trim() || env[name]?.trim() || undefined;

/**
 * HTTP_PROXY and HTTPS_PROXY, ALL_PROXY where one of them is not set, and NO_PROXY. Null where no proxy is named. Throws
 * EndpointError 'malformed' for a value that is not an address of a proxy; it is not repeated, for it may hold a password.
 */
export function proxiesIn(env: Env): Proxies | null {
  const http = proxyIn(env, 'HTTP_PROXY') ?? proxyIn(env, 'ALL_PROXY');
  const https = proxyIn(env, 'HTTPS_PROXY') ?? proxyIn(env, 'ALL_PROXY');
  if (!http && !https) return null;
  return { http, https, except: valueIn(env, 'NO_PROXY') ?? '' };
}

const protocols: ReadonlySet<string> = new Set(['http:', 'https:', 'socks5:']);

function proxyIn(env: Env, name: string): URL | null {
  const value = valueIn(env, name);
  if (value === undefined) return null;
  const address = (/^[\w+.-]+:\/\//.test(value) ? value : `http://${value}`).replace(
    /^socks(?:5h)?:/i,
    'socks5:',
  );
  const url = URL.canParse(address) ? new URL(address) : null;
  if (url && url.password !== '') rememberSecret(decodeURIComponent(url.password));
  if (!url || url.hostname === '' || !protocols.has(url.protocol))
    throw new EndpointError('malformed', `${name} holds no address of a proxy`, {
      hint: `Write it as ${name}=http://host:port, or socks5://host:port.`,
    });
  return url;
}

/** `fetch` through these proxies. What it needs is loaded on first use. */
export function fetchThrough({ http, https, except }: Proxies): typeof globalThis.fetch {
  type Through = Pick<typeof import('undici'), 'fetch'> & {
    dispatcher: import('undici').Dispatcher;
  };
  let opened: Promise<Through> | null = null;
  const open = async (): Promise<Through> => {
    // Once bundled, its parts stand behind the default export alone.
    const { EnvHttpProxyAgent, Socks5ProxyAgent, fetch } = (await import('undici')).default;
    for (const proxy of [http, https])
      if (proxy?.protocol === 'socks5:') withoutWarnings(() => new Socks5ProxyAgent(proxy));
    const dispatcher = new EnvHttpProxyAgent({
      // An empty text is none; left out, the process's own variables would count.
      httpProxy: http?.href ?? '',
      httpsProxy: https?.href ?? '',
      noProxy: except,
      // A request over http goes to the proxy as it is: many open tunnels to port 443 alone.
      proxyTunnel: false,
    });
    return { fetch, dispatcher };
  };
  return async (input, init) => {
    opened ??= open();
    const { fetch, dispatcher } = await opened;
    const options = { ...init, dispatcher } as unknown as Parameters<typeof fetch>[1];
    return (await fetch(String(input), options)) as unknown as Response;
  };
}

/** undici says once, at the first agent for SOCKS, that it is experimental: not in the middle of the terminal. */
function withoutWarnings(make: () => unknown): void {
  const { emitWarning } = process;
  process.emitWarning = () => {};
  try {
    make();
  } finally {
    process.emitWarning = emitWarning;
  }
}

/** What a proxy, and not the endpoint, did to a connection; null where it was none. `chain`: the error and its causes. */
export function proxyFault(
  chain: readonly Error[],
  { http, https }: Proxies,
  name: string,
  host: string,
): EndpointError | null {
  const words = chain.map((one) => one.message).join(' · ');
  const proxies = [http, https].filter((one) => one !== null);
  const hint = `Look at HTTP_PROXY, HTTPS_PROXY, and ALL_PROXY; NO_PROXY=${host.replace(/:\d+$/, '')} leaves the proxy out.`;
  if (/\(407\)/.test(words))
    return new EndpointError('forbidden', `${name}: the proxy wants a user name and a password`, {
      where: host,
      hint: 'Write them into the variable: HTTPS_PROXY=http://name:password@host:port',
    });
  const status = /Proxy response \((\d+)\)/.exec(words)?.[1];
  if (status !== undefined)
    return new EndpointError(
      Number(status) >= 500 ? 'network' : 'forbidden',
      `${name}: the proxy does not connect to ${host} (HTTP ${status})`,
      { where: host, hint },
    );
  const unreached = proxies.find((proxy) => chain.some((one) => isOf(one, proxy)));
  if (unreached || /socks/i.test(words))
    return new EndpointError(
      'network',
      unreached
        ? `${name}: nothing answers at the proxy ${unreached.host}`
        : `${name}: the proxy does not connect to ${host}`,
      { where: host, hint },
    );
  return null;
}

/** Whether a connection failed on the way to this host and port. */
function isOf(error: Error, { hostname, port, protocol }: URL): boolean {
  const usual = protocol === 'https:' ? 443 : protocol === 'http:' ? 80 : 1080;
  if ('hostname' in error && error.hostname === hostname) return true;
  return 'port' in error && error.port === Number(port || usual) && 'address' in error;
}
