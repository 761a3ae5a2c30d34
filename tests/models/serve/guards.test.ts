import type { IncomingMessage } from 'node:http';
import { hostname } from 'node:os';
import { describe, expect, it } from 'vitest';
import { checkHost } from '../../../src/models/serve/guards.ts';

/** The code of the refusal, or null where it is let through. */
function refusal(
  headers: Record<string, string>,
  listening = '127.0.0.1',
  names: string[] = [],
): string | null {
  try {
    checkHost({ headers } as unknown as IncomingMessage, listening, names);
    return null;
  } catch (error) {
    return (error as { code: string }).code;
  }
}

describe('a server of this machine alone', () => {
  it.each([
    ['127.0.0.1:8090', null],
    ['127.0.0.1', null],
    ['localhost:8090', null],
    ['LOCALHOST', null],
    ['[::1]:8090', null],
    ['a.example', 'host_refused'],
    ['a.example:8090', 'host_refused'],
    ['127.0.0.1.a.example', 'host_refused'],
    ['localhost.a.example:8090', 'host_refused'],
    ['a.example@127.0.0.1', 'host_refused'],
    ['127.0.0.1:8090@a.example', 'host_refused'],
    ['192.168.1.7:8090', 'host_refused'],
    [`${hostname()}.a.example`, 'host_refused'],
    ['', 'host_refused'],
  ])('Host "%s": %s', (host, code) => {
    expect(refusal({ host })).toBe(code);
  });

  it.each([
    ['origin', 'https://a.example'],
    ['origin', 'http://localhost:3000'],
    ['origin', 'null'],
    ['sec-fetch-site', 'cross-site'],
    ['sec-fetch-site', 'same-site'],
    ['sec-fetch-site', 'same-origin'],
  ])('%s: %s is a web page', (name, value) => {
    expect(refusal({ host: 'localhost', [name]: value })).toBe('origin_refused');
  });

  it('lets a person look at it in a browser', () => {
    expect(refusal({ host: 'localhost:8090', 'sec-fetch-site': 'none' })).toBeNull();
  });
});

describe('a server that listens beyond this machine', () => {
  it.each([
    ['192.168.1.7:8090', null],
    ['[fe80::1]:8090', null],
    [hostname(), null],
    [`${hostname().split('.')[0]?.toUpperCase()}.local`, null],
    ['gpu.lab.example:8090', null],
    ['a.example', 'host_refused'],
  ])('Host "%s": %s', (host, code) => {
    expect(refusal({ host }, '0.0.0.0', ['GPU.lab.example'])).toBe(code);
  });
});
