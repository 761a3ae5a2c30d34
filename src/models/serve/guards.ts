/** Who may talk to the server: checks on a request's head, before its body is read. */
import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { isIP } from 'node:net';
import { hostname } from 'node:os';
import { HttpError } from './http-error.ts';

/** Whether an address to listen on can only be reached from this machine. */
function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || /^127(\.\d{1,3}){3}$/.test(host);
}

/**
 * Throws HttpError 403 when the request comes from a web page (a browser says so in Origin or
 * Sec-Fetch-Site), or names a host that is not this server's: a page whose name was pointed at this
 * machine (DNS rebinding). Plain addresses, the machine's own name, and `names` are let through where
 * the server listens beyond this machine.
 */
export function checkHost(
  request: IncomingMessage,
  listening: string,
  names: readonly string[] = [],
): void {
  const { origin, host, 'sec-fetch-site': site } = request.headers;
  // A browser leaves Origin out where a page loads an image or a script; "none" is a person who typed the address.
  if (origin !== undefined || (site !== undefined && site !== 'none')) {
    throw new HttpError(403, 'origin_refused', 'Requests from web pages are refused');
  }
  const name = hostName(host ?? '');
  if (isLoopback(name) || [listening, ...names].some((one) => one.toLowerCase() === name)) return;
  if (!isLoopback(listening) && (isIP(name) !== 0 || isThisMachine(name))) return;
  throw new HttpError(
    403,
    'host_refused',
    `This server is not "${name}": ask it by its address, or start it with --allow-host ${name}`,
  );
}

/** `gpu3`, `gpu3.local`, or `gpu3.lab.example`, where the system says that it is one of these. */
function isThisMachine(name: string): boolean {
  const own = hostname().toLowerCase();
  return name === own || name === own.split('.')[0] || name === `${own.split('.')[0]}.local`;
}

/** The name in a Host header, without port and brackets. */
function hostName(header: string): string {
  const found = /^(?:\[([^\]]+)\]|([^:]*))(?::\d+)?$/.exec(header.trim());
  return (found?.[1] ?? found?.[2] ?? '').toLowerCase();
}

/** Throws HttpError 401 when a token is set and the request does not bear it. Takes the same time for every wrong one. */
export function checkToken(request: IncomingMessage, token: string | undefined): void {
  if (token === undefined) return;
  const given = /^Bearer\s+(.+)$/i.exec(request.headers.authorization ?? '')?.[1] ?? '';
  const digest = (text: string) => createHash('sha256').update(text).digest();
  if (timingSafeEqual(digest(given), digest(token))) return;
  throw new HttpError(401, 'invalid_api_key', 'The token is missing or wrong', {
    'www-authenticate': 'Bearer',
  });
}

/** Times the limit that a body may be read and thrown away, so that a client which sends before it listens hears of the 413. */
const patience = 16;

/** The body as JSON. Throws HttpError 413 beyond `maxBytes`, 400 when it is not JSON or breaks off. */
export async function readJson(request: IncomingMessage, maxBytes: number): Promise<unknown> {
  const body = await readBody(request, maxBytes);
  try {
    return JSON.parse(body.toString('utf8'));
  } catch {
    throw new HttpError(400, 'invalid_json', 'The body is not JSON');
  }
}

function readBody(request: IncomingMessage, maxBytes: number): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    let pieces: Buffer[] = [];
    let bytes = 0;
    const refuse = (): void => {
      pieces = [];
      reject(new HttpError(413, 'body_too_large', `The body is larger than ${maxBytes} bytes`));
    };
    const brokenOff = () =>
      reject(new HttpError(400, 'invalid_request', 'The body breaks off before its end'));
    if (Number(request.headers['content-length'] ?? 0) > maxBytes) refuse();
    request.on('data', (piece: Buffer) => {
      bytes += piece.length;
      if (bytes <= maxBytes) pieces.push(piece);
      else refuse();
      if (bytes > patience * maxBytes) request.destroy();
    });
    request.on('end', () => resolve(Buffer.concat(pieces)));
    request.on('error', brokenOff);
    request.on('close', brokenOff);
  });
}
