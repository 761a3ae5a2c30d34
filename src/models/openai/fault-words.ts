/** For each kind of fault: its effect on the lane, its message, and how to fix it. */
import type { EndpointFault } from '../../errors.ts';
import type { FaultKind } from './fault-signs.ts';

export type FaultWords = { fault: EndpointFault; what: string; hint?: string };

/** Details for the message. */
export type FaultPlace = {
  /** Of the endpoint. */
  name: string;
  url: string;
  keyEnv: string | undefined;
  /** The model that was asked; absent where none was. */
  model: string | undefined;
  /** Where the address redirects to, without its query; null where it does not. */
  redirect: string | null;
  status: number | null;
  /** The answer had begun with status 200. */
  begun: boolean;
};

export function faultWords(kind: FaultKind, place: FaultPlace): FaultWords {
  const { name, model, keyEnv, begun } = place;
  switch (kind) {
    case 'filter':
      return { fault: 'filter', what: 'the content filter refused the request' };
    case 'credit':
      return {
        fault: 'quota',
        what: 'the quota or the credit is used up',
        hint: 'Add credit there, or name another model.',
      };
    case 'region':
      return {
        fault: 'forbidden',
        what: 'the endpoint does not serve this country or region',
        hint: 'Ask from where it is offered, or name another endpoint.',
      };
    case 'permission':
      return {
        fault: 'forbidden',
        what: 'the endpoint does not permit this request',
        hint: 'Look at what this account may use there, or name another model.',
      };
    case 'page':
      return {
        fault: 'forbidden',
        what: 'a web page came back instead of an answer',
        hint: 'Something before the endpoint (a firewall, a check for browsers, a proxy) keeps programs out: ask whoever runs it.',
      };
    case 'auth':
      return {
        fault: 'auth',
        what: 'the key was not accepted',
        hint:
          keyEnv === undefined
            ? `Give the endpoint a keyEnv and set it: export ${suggestedKeyEnv(name)}=…`
            : `export ${keyEnv}=… or: valuelex keys set ${keyEnv}`,
      };
    case 'length':
      return {
        fault: 'malformed',
        what: 'the request is longer than the model takes',
        hint: 'Ask for fewer tokens, or name a model with a longer context.',
      };
    case 'rate':
      return { fault: 'rate', what: 'too many requests' };
    case 'model':
      return {
        fault: 'missing',
        what:
          model === undefined ? 'the address was not found' : `the model ${model} was not found`,
        ...hintOfPath(place),
      };
    case 'address':
      return {
        fault: 'missing',
        what:
          place.status === 405
            ? 'the address does not take this kind of request'
            : 'the address was not found',
        ...hintOfPath(place),
      };
    case 'moved':
      return {
        fault: 'missing',
        what:
          place.redirect === null
            ? 'the address redirects to nowhere'
            : `the address redirects to ${place.redirect}`,
        ...(place.redirect === null
          ? {}
          : { hint: `If you trust it, write ${baseOf(place.redirect)} as the endpoint’s url.` }),
      };
    case 'proxy':
      return {
        fault: 'forbidden',
        what: 'the proxy wants a user name and a password',
        hint: 'Write them into HTTP_PROXY or HTTPS_PROXY: http://name:password@host:port',
      };
    case 'timeout':
      return { fault: 'timeout', what: 'the endpoint gave up waiting' };
    case 'unready':
      return { fault: 'server', what: 'the endpoint is not ready for it' };
    case 'memory':
      return {
        fault: 'malformed',
        what: 'the server has too little memory for it',
        hint: 'Ask for fewer tokens or less at once, or name a smaller model.',
      };
    case 'server':
      return {
        fault: 'server',
        what: begun ? 'the endpoint failed while it answered' : 'the endpoint failed',
      };
    case 'refused':
      return {
        fault: 'malformed',
        what: 'the endpoint did not accept the request',
        hint: 'Check the sampling settings and the form of asking of this model.',
      };
  }
}

function suggestedKeyEnv(name: string): string {
  return `${name.toUpperCase().replace(/[^A-Z0-9]+/g, '_')}_API_KEY`;
}

function hintOfPath({ url }: FaultPlace): { hint?: string } {
  return /\/v\d+\w*(?:\/|$)/.test(new URL(url).pathname)
    ? {}
    : { hint: 'Does the URL lack its /v1? Most endpoints want it.' };
}

/** What was asked for at an address. */
const asked = /\/(?:chat\/completions|completions|models|embeddings|batches|files)\/?$/;

function baseOf(address: string): string {
  return address.replace(asked, '');
}
