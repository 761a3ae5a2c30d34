/** What a proxy, and not the endpoint behind it, did to a request. */
import { EndpointError } from '../../errors.ts';
import type { NamedProxy } from './proxies.ts';

/** What to look at where something goes wrong on the way through a proxy to `host`. */
export function proxyHint({ url, variable }: NamedProxy, host: string): string {
  return `It is asked through the proxy ${url.host} of ${variable}; NO_PROXY=${host.replace(/:\d+$/, '')} leaves the proxy out.`;
}

/** For status 407, of a connection or of an answer. */
export function proxyUserFault(
  { url, user, variable }: NamedProxy,
  name: string,
  where: string,
): EndpointError {
  const what =
    user === null ? 'wants a user name and a password' : 'refuses the user name and the password';
  return new EndpointError('forbidden', `${name}: the proxy ${url.host} ${what}`, {
    where,
    hint:
      user === null
        ? `Write them into the variable: ${variable}=${url.protocol}//name:password@${url.host}`
        : `Correct them in ${variable}.`,
  });
}

/** What a proxy did to a connection; null where it did nothing. `chain`: the error and its causes; `name`: of the endpoint. */
export function proxyFault(
  chain: readonly Error[],
  proxy: NamedProxy,
  name: string,
  host: string,
): EndpointError | null {
  const { url } = proxy;
  const words = chain.map((one) => one.message).join(' · ');
  const codes = chain.map((one) => ('code' in one ? String(one.code) : '')).join(' ');
  const fault = (what: string, kind: 'network' | 'forbidden' = 'network') =>
    new EndpointError(kind, `${name}: ${what}`, { where: host, hint: proxyHint(proxy, host) });
  if (/\(407\)/.test(words)) return proxyUserFault(proxy, name, host);
  const status = /Proxy response \((\d+)\)/.exec(words)?.[1];
  if (status !== undefined)
    return fault(
      `the proxy ${url.host} does not connect to ${host} (HTTP ${status})`,
      Number(status) >= 500 ? 'network' : 'forbidden',
    );
  if (chain.some((one) => isOf(one, url)))
    return fault(
      /ENOTFOUND|EAI_AGAIN/.test(codes)
        ? `the name of the proxy ${url.host} cannot be resolved`
        : `nothing answers at the proxy ${url.host}`,
    );
  if (/socks/i.test(words)) return fault(`the proxy ${url.host} does not connect to ${host}`);
  return null;
}

/** Whether a connection failed on the way to this host and port. */
function isOf(error: Error, { hostname, port, protocol }: URL): boolean {
  const usual = protocol === 'https:' ? 443 : protocol === 'http:' ? 80 : 1080;
  if ('hostname' in error && error.hostname === hostname) return true;
  return 'port' in error && error.port === Number(port || usual) && 'address' in error;
}
