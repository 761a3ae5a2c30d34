/**
 * What went wrong at an OpenAI-compatible endpoint, as one of our faults. What a server says is
 * repeated only where it holds no key and nothing of what it was asked.
 */

import { z } from 'zod';
import { EndpointError, type EndpointFault } from '../../errors.ts';
import type { Connection } from './connection.ts';

export type FaultContext = {
  connection: Connection;
  /** The model's id at the endpoint, where one was asked. */
  model?: string;
  /** Everything that was sent and could come back in a message. */
  texts?: readonly string[];
  /** Whether the answer had begun to stream. */
  streaming?: boolean;
};

const bodySchema = z.looseObject({
  code: z.union([z.string(), z.number()]).nullish(),
  type: z.string().nullish(),
  message: z.string().nullish(),
});

type Said = { code: string; type: string; message: string };

/** Turns what was thrown into an EndpointError; an EndpointError stays as it is. Nothing is kept as `cause`, which might hold what was sent. */
export function faultFrom(error: unknown, context: FaultContext): EndpointError {
  if (error instanceof EndpointError) return error;
  const status = readStatus(error);
  if (status !== undefined) return httpFault(error, status, context);
  if (hasBody(error)) return streamFault(error, context);
  return transportFault(error, context);
}

function readStatus(error: unknown): number | undefined {
  if (typeof error !== 'object' || error === null || !('status' in error)) return undefined;
  return typeof error.status === 'number' ? error.status : undefined;
}

function hasBody(error: unknown): boolean {
  return typeof error === 'object' && error !== null && 'error' in error && error.error != null;
}

function readBody(error: unknown): Said {
  const raw = typeof error === 'object' && error !== null && 'error' in error ? error.error : null;
  const inner =
    typeof raw === 'object' && raw !== null && 'error' in raw && typeof raw.error === 'object'
      ? raw.error
      : raw;
  const parsed = bodySchema.safeParse(inner);
  if (!parsed.success)
    return { code: '', type: '', message: typeof inner === 'string' ? inner : '' };
  const { code, type, message } = parsed.data;
  return { code: String(code ?? ''), type: type ?? '', message: message ?? '' };
}

function httpFault(error: unknown, status: number, context: FaultContext): EndpointError {
  const { connection, model } = context;
  const { name, keyEnv, url } = connection.config;
  const said = readBody(error);
  const quote = quoteOf(said, context);
  const where = connection.host;
  const retryAfter = readRetryAfter(error);
  const make = (fault: EndpointFault, what: string, hint?: string): EndpointError =>
    new EndpointError(fault, `${name}: ${what} (HTTP ${status})${quote}`, {
      where,
      ...(hint === undefined ? {} : { hint }),
      ...(retryAfter === undefined ? {} : { retryAfter }),
    });
  const marks = `${said.code} ${said.type}`.toLowerCase();
  if (/insufficient_quota|billing|insufficient_credits/.test(marks) || status === 402)
    return make(
      'quota',
      'the quota or the credit is used up',
      'Add credit there, or name another model.',
    );
  if (/content_filter|content_policy|moderation/.test(marks))
    return make('filter', 'the content filter refused the request');
  // Google says so with 400.
  if (status === 401 || status === 403 || /api_key_invalid|invalid_api_key/.test(marks))
    return make(
      'auth',
      'the key was not accepted',
      keyEnv === undefined
        ? `Give the endpoint a keyEnv and set it: export ${suggestedKeyEnv(name)}=…`
        : `export ${keyEnv}=… or: valuelex keys set ${keyEnv}`,
    );
  if (status === 404 || status === 405)
    return make(
      'missing',
      model === undefined ? 'the address was not found' : `the model ${model} was not found`,
      /\/v\d+\/?$/.test(new URL(url).pathname)
        ? undefined
        : 'Does the URL lack its /v1? Most endpoints want it.',
    );
  if (status === 408) return make('timeout', 'the endpoint gave up waiting');
  if (status === 409 || status === 425) return make('server', 'the endpoint is not ready for it');
  if (status === 429) return make('rate', 'too many requests');
  if (status >= 500) return make('server', 'the endpoint failed');
  if (/<!doctype|<html/i.test(said.message)) return htmlFault(context);
  return make(
    'malformed',
    status === 413 || /context_length|too long|maximum context/i.test(`${marks} ${said.message}`)
      ? 'the request is longer than the model takes'
      : 'the endpoint did not accept the request',
    'Check the sampling settings and the form of asking of this model.',
  );
}

/** An error that came inside a stream that had begun with status 200. */
function streamFault(error: unknown, context: FaultContext): EndpointError {
  const said = readBody(error);
  const code = Number(said.code);
  if (code >= 400 && code < 600) return httpFault(error, code, context);
  const marks = `${said.code} ${said.type}`.toLowerCase();
  const fault: EndpointFault = /insufficient_quota/.test(marks)
    ? 'quota'
    : /rate/.test(marks)
      ? 'rate'
      : /content_filter|moderation/.test(marks)
        ? 'filter'
        : 'server';
  const { connection } = context;
  return new EndpointError(
    fault,
    `${connection.config.name}: the endpoint failed while it answered${quoteOf(said, context)}`,
    { where: connection.host },
  );
}

function transportFault(error: unknown, context: FaultContext): EndpointError {
  const { connection, streaming } = context;
  const { name } = connection.config;
  const where = connection.host;
  const chain = causesOf(error);
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
        hint: 'Is it http rather than https, or does its certificate need NODE_EXTRA_CA_CERTS?',
      },
    );
  if (/Timeout/i.test(kinds) || /TIMEDOUT|TIMEOUT/.test(codes)) return timeoutFault(context);
  if (chain.some((one) => one instanceof SyntaxError))
    return new EndpointError('malformed', `${name}: the answer is not JSON`, {
      where,
      hint: 'Is this the address of an OpenAI-compatible endpoint?',
    });
  if (streaming)
    return new EndpointError('truncated', `${name}: the answer was cut off`, { where });
  return new EndpointError('network', `${name}: the connection to ${where} failed`, {
    where,
    hint: 'Look at the network and at the server.',
  });
}

export function timeoutFault({ connection }: FaultContext): EndpointError {
  return new EndpointError(
    'timeout',
    `${connection.config.name}: no sign of life for ${connection.patience / 1000} s`,
    { where: connection.host },
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

/** Seconds, from Retry-After (seconds or a date) or retry-after-ms. */
function readRetryAfter(error: unknown): number | undefined {
  if (typeof error !== 'object' || error === null || !('headers' in error)) return undefined;
  const headers = error.headers;
  if (!(headers instanceof Headers)) return undefined;
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

/** The server's own words, or nothing where they hold a secret or what was sent. */
function quoteOf(said: Said, { connection, texts = [] }: FaultContext): string {
  const words = said.message.replace(/\s+/g, ' ').trim().slice(0, 300);
  if (words === '' || /<[a-z!]/i.test(words)) return '';
  if (connection.secrets().some((secret) => holdsPart(words, secret))) return '';
  if (/bearer|authorization|\bsk-|api[ _-]?key/i.test(words)) return '';
  const plain = (text: string): string => text.replace(/\\n|\s+/g, ' ').toLowerCase();
  const said16 = plain(words);
  for (const text of texts.map(plain)) {
    const whole = text.trim();
    if (whole.length >= 6 && whole.length <= 16 && said16.includes(whole)) return '';
    for (let i = 0; i + 16 <= said16.length; i++)
      if (text.includes(said16.slice(i, i + 16))) return '';
  }
  return `: ${words}`;
}

/** Whether a text holds twelve letters in a row of a secret, or the whole of a shorter one. */
function holdsPart(text: string, secret: string): boolean {
  const part = Math.min(12, secret.length);
  for (let i = 0; i + part <= secret.length; i++)
    if (text.includes(secret.slice(i, i + part))) return true;
  return false;
}

function suggestedKeyEnv(name: string): string {
  return `${name.toUpperCase().replace(/[^A-Z0-9]+/g, '_')}_API_KEY`;
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
