/** Faults that an endpoint tells by its status. */
import type { EndpointFaultRow } from './fault-row.ts';
import type { RawScript } from './raw-server.ts';

const test = 'endpoint.test.ts';

const html = '<!doctype html><html><body><h1>Something is wrong</h1></body></html>';

function refuse(status: number, body: unknown = {}, headers?: Record<string, string>): RawScript {
  return (exchange) => exchange.send(status, 'application/json', JSON.stringify(body), headers);
}

const says = (message: string, code?: string) => ({
  error: { message, ...(code === undefined ? {} : { code }) },
});

const page = (title: string) => `<!DOCTYPE html><html><head><title>${title}</title></head></html>`;

const filtered = {
  does: 'stores an empty answer with finish `filter`: asked again it would be refused again',
  sees: 'the content filter refused a request; its answer is empty',
  outcome: 'taken',
  stored: { text: '', finish: 'filter' },
} as const;

const backsOff = 'asks again after 1 s, doubled each time up to 60 s, with jitter';
const stopsLane = 'stops the lane; other lanes continue; the same command asks for the rest';

/** A server whose clock is an hour slow: its dates are to be read by its own clock. */
const slowClock = (seconds: number) => new Date(Date.now() - 3_600_000 + 1000 * seconds);

export const statusRows: readonly EndpointFaultRow[] = [
  {
    fault: '400 bad request',
    does: stopsLane,
    sees: 'lab: the endpoint did not accept the request (HTTP 400): temperature must lie below 1 (<host>)',
    outcome: 'stops',
    script: refuse(400, says('temperature must lie below 1')),
    test,
  },
  {
    fault: '401 unauthorized',
    does: stopsLane,
    sees: 'lab: the key was not accepted (HTTP 401) (<host>)',
    outcome: 'stops',
    script: refuse(401),
    test,
  },
  {
    fault: '403 forbidden',
    does: stopsLane,
    sees: 'lab: the key was not accepted (HTTP 403) (<host>)',
    outcome: 'stops',
    script: refuse(403),
    test,
  },
  {
    fault: '404 not found',
    does: stopsLane,
    sees: 'lab: the model test-8b-instruct was not found (HTTP 404) (<host>)',
    outcome: 'stops',
    script: refuse(404),
    test,
  },
  {
    fault: '408 request timeout',
    does: backsOff,
    sees: 'lab: the endpoint gave up waiting (HTTP 408)',
    outcome: 'again',
    script: refuse(408),
    test,
  },
  {
    fault: '409 conflict',
    does: backsOff,
    sees: 'lab: the endpoint is not ready for it (HTTP 409)',
    outcome: 'again',
    script: refuse(409),
    test,
  },
  {
    fault: '413 too large',
    does: stopsLane,
    sees: 'lab: the request is longer than the model takes (HTTP 413) (<host>)',
    outcome: 'stops',
    script: refuse(413),
    test,
  },
  {
    fault: '422 unprocessable',
    does: stopsLane,
    sees: 'lab: the endpoint did not accept the request (HTTP 422) (<host>)',
    outcome: 'stops',
    script: refuse(422),
    test,
  },
  {
    fault: '429 without Retry-After',
    does: `halves the requests at once of the account, ${backsOff}`,
    sees: 'lab: too many requests (HTTP 429): slow down; again in 0.5 s',
    outcome: 'again',
    script: refuse(429, says('slow down')),
    test,
  },
  {
    fault: '429, Retry-After in seconds',
    does: 'lets the whole account rest that long, then asks again',
    sees: 'lab: too many requests (HTTP 429); again in 2.0 s',
    outcome: 'again',
    script: refuse(429, {}, { 'retry-after': '2' }),
    test,
  },
  {
    fault: '429, Retry-After as a date',
    does: 'the same, by the clock of the endpoint where it tells its time',
    sees: 'lab: too many requests (HTTP 429); again in 2.0 s',
    outcome: 'again',
    script: (exchange, count) =>
      refuse(
        429,
        {},
        {
          date: slowClock(0).toUTCString(),
          'retry-after': slowClock(2).toUTCString(),
        },
      )(exchange, count),
    test,
  },
  {
    fault: '429, Retry-After of a day',
    does: `${stopsLane}, and no other lane of the account waits for it`,
    sees: 'lab: too many requests (HTTP 429). It asks to wait 24 h (<host>)',
    outcome: 'stops',
    script: refuse(429, {}, { 'retry-after': '86400' }),
    test,
  },
  {
    fault: '429, Retry-After that is no time',
    does: backsOff,
    sees: 'lab: too many requests (HTTP 429); again in 0.5 s',
    outcome: 'again',
    script: refuse(429, {}, { 'retry-after': 'soon' }),
    test,
  },
  {
    fault: '429, the credit is used up',
    does: stopsLane,
    sees: 'lab: the quota or the credit is used up (HTTP 429) (<host>)',
    outcome: 'stops',
    script: refuse(429, says('', 'insufficient_quota')),
    test,
  },
  ...[500, 501, 502, 503, 504, 529].map(
    (status): EndpointFaultRow => ({
      fault: status === 529 ? '529 overloaded' : `${status}`,
      does: backsOff,
      sees: `lab: the endpoint failed (HTTP ${status})`,
      outcome: 'again',
      script: refuse(status),
      test,
    }),
  ),
  {
    fault: 'an HTML error page with 502',
    does: backsOff,
    sees: 'lab: the endpoint failed (HTTP 502)',
    outcome: 'again',
    script: (exchange) => exchange.send(502, 'text/html', html),
    test,
  },
  {
    fault: 'an HTML page with 200',
    does: stopsLane,
    sees: 'lab: a web page came back instead of an answer (<host>)',
    outcome: 'stops',
    script: (exchange) => exchange.send(200, 'text/html; charset=utf-8', html),
    test,
  },
  {
    fault: 'an HTML page that calls itself JSON',
    does: stopsLane,
    sees: 'lab: a web page came back instead of an answer (<host>)',
    outcome: 'stops',
    script: (exchange) => exchange.send(200, 'application/json', html),
    test,
  },
  {
    fault: 'a content filter refuses the request (400)',
    ...filtered,
    script: refuse(400, says('no', 'content_filter')),
    test,
  },
  {
    fault:
      'a content filter refuses it in words of its own (400 Content Exists Risk, DataInspectionFailed, 1301, PROHIBITED_CONTENT …)',
    ...filtered,
    script: refuse(400, says('Content Exists Risk', 'invalid_request_error')),
    test,
  },
  {
    fault: 'a content filter refuses it with status 200 and a number of its own (Baidu’s 336503)',
    ...filtered,
    script: refuse(200, {
      error_code: 336503,
      error_msg: 'the content of message is sensitive',
    }),
    test,
  },
  {
    fault: '500 of a server without the memory for the model or the request',
    does: stopsLane,
    sees: 'lab: the server has too little memory for it (HTTP 500): model requires more system memory (12.7 GiB) than is available (7.1 GiB) (<host>)',
    outcome: 'stops',
    script: refuse(
      500,
      says('model requires more system memory (12.7 GiB) than is available (7.1 GiB)'),
    ),
    test,
  },
  {
    fault: '403 of a moderation, with reasons',
    ...filtered,
    script: refuse(403, {
      error: {
        message: 'm requires moderation. Your input was flagged.',
        code: 403,
        metadata: { reasons: ['harassment'] },
      },
    }),
    test,
  },
  {
    fault: '403 of a country or region',
    does: stopsLane,
    sees: 'lab: the endpoint does not serve this country or region (HTTP 403): Country, region, or territory not supported (<host>)',
    outcome: 'stops',
    script: refuse(403, says('Country, region, or territory not supported')),
    test,
  },
  {
    fault: '403 of a missing permission',
    does: stopsLane,
    sees: 'lab: the endpoint does not permit this request (HTTP 403): Your project has no access to this model (<host>)',
    outcome: 'stops',
    script: refuse(403, says('Your project has no access to this model')),
    test,
  },
  {
    fault: '403 or 400 of used-up credit',
    does: stopsLane,
    sees: 'lab: the quota or the credit is used up (HTTP 400): Your credit balance is too low (<host>)',
    outcome: 'stops',
    script: refuse(400, says('Your credit balance is too low')),
    test,
  },
  {
    fault: 'a challenge page before the endpoint (403, 429, 503)',
    does: stopsLane,
    sees: 'lab: a web page came back instead of an answer (HTTP 403): Just a moment... (<host>)',
    outcome: 'stops',
    script: (exchange) => exchange.send(403, 'text/html', page('Just a moment...')),
    test,
  },
  {
    fault: 'a request that is too long, with whatever status',
    does: stopsLane,
    sees: 'lab: the request is longer than the model takes (HTTP 500): prompt is too long: 9 tokens > 8 maximum (<host>)',
    outcome: 'stops',
    script: refuse(500, says('prompt is too long: 9 tokens > 8 maximum')),
    test,
  },
  {
    fault: 'a redirect to the same host (301, 302, 303, 307, 308)',
    does: 'follows it with the same method and body',
    sees: null,
    outcome: 'taken',
    extra: 1,
    script: (exchange) =>
      exchange.send(302, 'text/html', page('302 Found'), { location: '/v2/chat/completions' }),
    stored: { finish: 'stop' },
    test,
  },
  {
    fault: 'a redirect to another host',
    does: `sends neither key nor questions there, ${stopsLane}`,
    sees: 'lab: the address redirects to https://llm.example.org/v1/chat/completions (HTTP 301): 301 Moved Permanently (<host>)',
    outcome: 'stops',
    script: (exchange) =>
      exchange.send(301, 'text/html', page('301 Moved Permanently'), {
        location: 'https://llm.example.org/v1/chat/completions?key=x',
      }),
    test,
  },
  {
    fault: 'streaming is refused',
    does: 'asks again without it, and remembers that; so with usage, seed, stop, and a temperature or top_p of 1',
    sees: null,
    outcome: 'taken',
    extra: 1,
    script: refuse(400, says('Your organization must be verified to stream this model.')),
    stored: { finish: 'stop' },
    test,
  },
  {
    fault: 'an error with status 200',
    does: 'takes it for what it says: here the lane stops, others are asked again',
    sees: 'lab: the quota or the credit is used up (code 500): the trial quota is used up (<host>)',
    outcome: 'stops',
    script: refuse(200, { code: 500, msg: 'the trial quota is used up', success: false }),
    test,
  },
  {
    fault: 'an error at the choice',
    does: backsOff,
    sees: 'lab: the endpoint failed while it answered (code 502): Upstream idle timeout',
    outcome: 'again',
    script: refuse(200, {
      choices: [{ index: 0, error: { code: 502, message: 'Upstream idle timeout' } }],
    }),
    test,
  },
  {
    fault: 'no choices, and nothing said',
    does: backsOff,
    sees: 'lab: the answer holds no choices',
    outcome: 'again',
    script: refuse(200, { id: 'x', choices: [] }),
    test,
  },
];
