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

const backsOff = 'asks again after 1 s, doubled each time up to 60 s, with jitter';
const stopsLane = 'stops the lane; other lanes go on; the same command asks for the rest';

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
    does: 'stores an empty answer with finish `filter`: asked again it would be refused again',
    sees: 'the content filter refused a request; its answer is empty',
    outcome: 'taken',
    script: refuse(400, says('no', 'content_filter')),
    stored: { text: '', finish: 'filter' },
    test,
  },
];
