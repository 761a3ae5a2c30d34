/** Who may talk to the server: checks on a request's head, before its body is read. */
import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { isIP } from 'node:net';
import { HttpError } from './http-error.ts';

/** Whether an address to listen on can only be reached from this machine. */
function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || /^127(\.\d{1,3}){3}$/.test(host);
}

/**
 * Throws HttpError 403 when the request comes from a web page (it has an Origin), or names a host
 * that is not this server's: a page whose name was pointed at this machine (DNS rebinding). Plain
 * addresses are let through where the server listens beyond this machine.
 */
export function checkHost(request: IncomingMessage, listening: string): void {
  if (request.headers.origin !== undefined) {
    throw new HttpError(403, 'origin_refused', 'Requests from web pages are refused');
  }
  const name = hostName(request.headers.host ?? '');
  const own = isLoopback(name) || name === listening.toLowerCase();
  if (own || (!isLoopback(listening) && isIP(name) !== 0)) return;
  throw new HttpError(403, 'host_refused', `This server is not "${name}"`);
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

/** The body as JSON. Throws HttpError 413 beyond `maxBytes`, 400 when it is not JSON. */
export async function readJson(request: IncomingMessage, maxBytes: number): Promise<unknown> {
  const tooLarge = () =>
    new HttpError(413, 'body_too_large', `The body is larger than ${maxBytes} bytes`, {
      connection: 'close',
    });
  if (Number(request.headers['content-length'] ?? 0) > maxBytes) throw tooLarge();
  const pieces: Buffer[] = [];
  let bytes = 0;
  for await (const piece of request) {
    bytes += (piece as Buffer).length;
    if (bytes > maxBytes) throw tooLarge();
    pieces.push(piece as Buffer);
  }
  try {
    return JSON.parse(Buffer.concat(pieces).toString('utf8'));
  } catch {
    throw new HttpError(400, 'invalid_json', 'The body is not JSON');
  }
}
