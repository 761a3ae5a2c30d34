/**
 * Errors of an OpenAI-compatible endpoint as one of the program's faults. A server's message is
 * repeated only where it holds no key and nothing of what it was asked.
 */

import { EndpointError } from '../../errors.ts';
import type { Connection } from './connection.ts';
import { faultWords } from './fault-words.ts';
import { kindOfFault } from './kind-of-fault.ts';
import { proxyFault, proxyHint, proxyUserFault } from './proxy-faults.ts';
import { quoteOf } from './quote.ts';
import { redirectOf } from './redirects.ts';
import { readSaid, type Said } from './said.ts';

export type FaultContext = {
  connection: Connection;
  /** The model's id at the endpoint, where one was asked. */
  model?: string;
  /** Everything that was sent and could come back in a message. */
  texts?: readonly string[];
  /** Whether the answer had begun to stream. */
  streaming?: boolean;
};

/** An endpoint's own error inside an answer that began with status 200. */
export class ToldError extends Error {
  readonly error: unknown;
  constructor(error: unknown) {
    super('told inside an answer');
    this.error = error;
  }
}

/** The details of an error of OpenAI's client or a `ToldError`; null for a network error. */
export function saidOf(error: unknown): { said: Said; status: number | null } | null {
  if (typeof error !== 'object' || error === null) return null;
  const status = 'status' in error && typeof error.status === 'number' ? error.status : null;
  const body = 'error' in error ? error.error : null;
  if (status === null && (body === null || body === undefined)) return null;
  return { said: readSaid(body), status };
}

/** Turns what was thrown into an EndpointError; an EndpointError stays as it is. Nothing is kept as `cause`, which might hold what was sent. */
export function faultFrom(error: unknown, context: FaultContext): EndpointError {
  if (error instanceof EndpointError) return error;
  const told = saidOf(error);
  if (told === null) return transportFault(error, context);
  const { said, status } = told;
  const { connection, model, texts } = context;
  const { name, url, keyEnv } = connection.config;
  const headers = headersOf(error);
  const proxy = connection.proxy();
  if (status === 407 && proxy) return proxyUserFault(proxy, name, connection.host);
  const redirect = status === null || !headers ? null : redirectOf({ status, headers }, url);
  const { fault, what, hint } = faultWords(kindOfFault(said, status, texts), {
    ...{ name, url, keyEnv, model, status },
    redirect: redirect && redirect.origin + redirect.pathname,
    begun: status === null,
  });
  // A number that is only in the body is not an HTTP status.
  const number =
    status !== null ? ` (HTTP ${status})` : said.status !== null ? ` (code ${said.status})` : '';
  // Over http the page may be the proxy's own.
  const onTheWay = said.page !== null && proxy && new URL(url).protocol === 'http:';
  const help = [hint, onTheWay ? proxyHint(proxy, connection.host) : undefined].filter(
    (one) => one !== undefined,
  );
  const retryAfter = (headers && readRetryAfter(headers)) ?? said.wait ?? undefined;
  return new EndpointError(
    fault,
    `${name}: ${what}${number}${quoteOf(said, connection.secrets(), texts)}`,
    {
      where: connection.host,
      ...(help.length === 0 ? {} : { hint: help.join(' ') }),
      ...(retryAfter === undefined ? {} : { retryAfter }),
    },
  );
}

function transportFault(error: unknown, context: FaultContext): EndpointError {
  const { connection, streaming } = context;
  const { name } = connection.config;
  const where = connection.host;
  const chain = causesOf(error);
  const proxy = connection.proxy();
  const byProxy = proxy && proxyFault(chain, proxy, name, where);
  if (byProxy) return byProxy;
  const codes = chain.map((one) => codeOf(one)).join(' ');
  const kinds = chain.map((one) => one.name).join(' ');
  if (/ECONNREFUSED/.test(codes))
    return new EndpointError('network', `${name}: nothing answers at ${where}`, {
      where,
      hint: 'Start the server, or correct its address.',
    });
  if (/ENOTFOUND|EAI_AGAIN/.test(codes))
    return new EndpointError('network', `${name}: the name ${where} cannot be resolved`, {
      where,
      hint: 'Correct the address, or look at the network.',
    });
  if (/CERT|TLS|SSL|SELF_SIGNED|UNABLE_TO_VERIFY|UNABLE_TO_GET_ISSUER/.test(codes))
    return new EndpointError(
      'network',
      `${name}: no secure connection to ${where} (${codes.trim()})`,
      {
        where,
        hint: [
          'Is it http rather than https, or does its certificate need NODE_EXTRA_CA_CERTS?',
          ...(proxy ? [proxyHint(proxy, where)] : []),
        ].join(' '),
      },
    );
  if (/Timeout/i.test(kinds) || /TIMEDOUT|TIMEOUT/.test(codes))
    return timeoutFault(context, connection.patience);
  if (chain.some((one) => one instanceof SyntaxError))
    return new EndpointError('malformed', `${name}: the answer is not JSON`, {
      where,
      hint: 'Is this the address of an OpenAI-compatible endpoint?',
    });
  if (streaming)
    return new EndpointError('truncated', `${name}: the answer was cut off`, { where });
  return new EndpointError('network', `${name}: the connection to ${where} failed`, {
    where,
    hint: proxy ? proxyHint(proxy, where) : 'Look at the network and at the server.',
  });
}

/** After so many milliseconds of silence. */
export function timeoutFault({ connection }: FaultContext, silence: number): EndpointError {
  const seconds = Number((silence / 1000).toPrecision(2));
  const proxy = connection.proxy();
  return new EndpointError(
    'timeout',
    `${connection.config.name}: no sign of life for ${seconds} s`,
    {
      where: connection.host,
      ...(proxy ? { hint: proxyHint(proxy, connection.host) } : {}),
    },
  );
}

/** A web page where an answer should be. */
export function htmlFault({ connection }: FaultContext): EndpointError {
  const { pathname, origin } = new URL(connection.config.url);
  const versioned = /\/v\d+(?:\/|$)/.test(pathname);
  return new EndpointError(
    'malformed',
    `${connection.config.name}: a web page came back instead of an answer`,
    {
      where: connection.host,
      hint: versioned
        ? 'Is this the address of the API, and not of its web page?'
        : `The URL probably lacks its /v1: try ${origin}${pathname.replace(/\/$/, '')}/v1`,
    },
  );
}

/** Throws where a response with status 200 is no API answer. */
export function checkContentType(response: Response, context: FaultContext): string {
  const type = response.headers.get('content-type')?.toLowerCase() ?? '';
  if (type.includes('text/html')) throw htmlFault(context);
  return type;
}

/** Of whichever fetch was used: each has a class of its own. */
function headersOf(error: unknown): Headers | null {
  if (typeof error !== 'object' || error === null || !('headers' in error)) return null;
  const { headers } = error;
  return typeof headers === 'object' && headers !== null && 'get' in headers
    ? (headers as Headers)
    : null;
}

/** Seconds, from Retry-After (seconds or a date) or retry-after-ms. */
function readRetryAfter(headers: Headers): number | undefined {
  const milliseconds = Number(headers.get('retry-after-ms') || Number.NaN);
  if (milliseconds >= 0) return milliseconds / 1000;
  const text = headers.get('retry-after');
  if (text === null) return undefined;
  const seconds = text.trim() === '' ? Number.NaN : Number(text);
  if (!Number.isNaN(seconds)) return seconds >= 0 ? seconds : undefined;
  const date = Date.parse(text);
  // Of two clocks that differ the endpoint's own counts.
  const sent = Date.parse(headers.get('date') ?? '');
  const now = Number.isNaN(sent) ? Date.now() : sent;
  return Number.isNaN(date) ? undefined : Math.max(0, (date - now) / 1000);
}

function causesOf(error: unknown): Error[] {
  const chain: Error[] = [];
  let one: unknown = error;
  while (one instanceof Error && chain.length < 8) {
    chain.push(one);
    if (one instanceof AggregateError && one.errors.length > 0) one = one.errors[0];
    else one = one.cause;
  }
  return chain;
}

function codeOf(error: Error): string {
  return 'code' in error && typeof error.code === 'string' ? error.code : '';
}
