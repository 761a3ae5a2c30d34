/** Which hosts NO_PROXY names. */
import { BlockList, isIP, isIPv6 } from 'node:net';

/**
 * Whether `list`, as NO_PROXY writes it, names the host of `url`: names with the names below them, with or without a
 * leading dot or `*.`, addresses, subnets (10.0.0.0/8), stars, all with or without a port; `*` names every host.
 */
export function isExcepted({ hostname, port, protocol }: URL, list: string): boolean {
  const host = bareOf(hostname).toLowerCase().replace(/\.$/, '');
  const asked = port || (protocol === 'https:' ? '443' : '80');
  return list.split(/[,\s]+/).some((entry) => {
    if (entry === '') return false;
    const { name, port: only } = partsOf(entry.replace(/^\w+:\/\//, '').toLowerCase());
    return (only === undefined || only === asked) && names(name, host);
  });
}

/** An address with several colons has a port only behind brackets. */
function partsOf(entry: string): { name: string; port: string | undefined } {
  const found =
    /^\[([^\]]+)\](\/\d+)?(?::(\d+))?\/?$/.exec(entry) ??
    /^([^:]*?)(\/\d+)?(?::(\d+))?\/?$/.exec(entry);
  return found
    ? { name: `${found[1]}${found[2] ?? ''}`, port: found[3] }
    : { name: entry, port: undefined };
}

function names(name: string, host: string): boolean {
  const [address, bits] = name.split('/');
  if (bits !== undefined && address !== undefined) return inSubnet(address, Number(bits), host);
  if (isIP(host) !== 0 && isIP(name) !== 0) return isSame(name, host);
  const bare = name.replace(/^\*?\./, '').replace(/\.$/, '');
  if (bare.includes('*'))
    return new RegExp(`^${bare.split('*').map(escaped).join('.*')}$`).test(host);
  return host === bare || (isIP(host) === 0 && host.endsWith(`.${bare}`));
}

function inSubnet(address: string, bits: number, host: string): boolean {
  const family = isIPv6(address) ? 'ipv6' : 'ipv4';
  if (isIP(address) === 0 || bits > (family === 'ipv6' ? 128 : 32)) return false;
  const list = new BlockList();
  list.addSubnet(address, bits, family);
  return holds(list, host);
}

function isSame(address: string, host: string): boolean {
  const list = new BlockList();
  list.addAddress(address, isIPv6(address) ? 'ipv6' : 'ipv4');
  return holds(list, host);
}

const holds = (list: BlockList, host: string): boolean =>
  isIP(host) !== 0 && list.check(host, isIPv6(host) ? 'ipv6' : 'ipv4');

const bareOf = (hostname: string): string => hostname.replace(/^\[|\]$/g, '');

const escaped = (text: string): string => text.replace(/[.+?^${}()|[\]\\]/g, '\\$&');
