/** Errors as OpenAI's client hands them on: it keeps only what stands under `error`, so the whole body is put there. */
import { valueIn } from '../../tables/loose-json.ts';

/** More of an error than this is not read. */
const longest = 64 * 1024;

/** Wraps `fetch`: of an answer with a status of 300 and more the client keeps the body whole, as JSON or as text. */
export function withWholeErrors(fetch: typeof globalThis.fetch): typeof globalThis.fetch {
  return async (input, init) => {
    const response = await fetch(input, init);
    if (response.status < 300 || response.status === 304) return response;
    const text = await beginningOf(response);
    const headers = new Headers([...response.headers]);
    // The body is decoded and will be written again.
    for (const name of ['content-length', 'content-encoding', 'transfer-encoding'])
      headers.delete(name);
    headers.set('content-type', 'application/json');
    return new Response(JSON.stringify({ error: valueIn(text) ?? text }), {
      status: response.status,
      statusText: response.statusText,
      headers,
    });
  };
}

async function beginningOf(response: Response): Promise<string> {
  if (!response.body) return '';
  const reader = response.body.getReader();
  const decoder = new TextDecoder();
  let text = '';
  try {
    while (text.length < longest) {
      const { done, value } = await reader.read();
      if (done) break;
      text += decoder.decode(value, { stream: true });
    }
  } catch (error) {
    // What has come says more than that the rest did not.
    if (text === '') throw error;
  }
  void reader.cancel().catch(() => {});
  return text.slice(0, longest).replace(/^\ufeff/, '');
}
