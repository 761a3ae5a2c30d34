/** Redirects of requests that must stay what they are. */

const mostRedirects = 5;

/** `fetch` by itself turns a POST into a GET at 301, 302, and 303, and the body is lost. */
const redirects: ReadonlySet<number> = new Set([301, 302, 303, 307, 308]);

/**
 * Wraps `fetch`: a redirect to the same host is followed with the same method, headers, and body. One to another
 * host, or from https to http, is handed on as it is: the key and the questions are for the address that was given.
 */
export function withRedirects(fetch: typeof globalThis.fetch): typeof globalThis.fetch {
  return async (input, init) => {
    let url = String(input);
    for (let followed = 0; ; followed++) {
      const response = await fetch(url, { ...init, redirect: 'manual' });
      const next = redirectOf(response, url);
      if (next === null || followed === mostRedirects || !mayFollow(url, next)) return response;
      void response.body?.cancel().catch(() => {});
      url = next.href;
    }
  };
}

/** Where an answer redirects to; null where it does not. */
export function redirectOf(
  { status, headers }: Pick<Response, 'status' | 'headers'>,
  from: string,
): URL | null {
  if (!redirects.has(status)) return null;
  const to = headers.get('location');
  return to !== null && URL.canParse(to, from) ? new URL(to, from) : null;
}

function mayFollow(from: string, next: URL): boolean {
  const here = new URL(from);
  if (next.username !== '' || next.password !== '') return false;
  if (next.origin === here.origin) return true;
  const upgraded = here.protocol === 'http:' && next.protocol === 'https:';
  return upgraded && next.hostname === here.hostname && next.port === '';
}
