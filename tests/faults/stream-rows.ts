/** Faults within an answer that began well. */
import type { EndpointFaultRow } from './fault-row.ts';
import {
  answerWell,
  beginStream,
  done,
  type Exchange,
  event,
  goodText,
  piece,
  stopped,
  usage,
} from './raw-server.ts';

const test = 'endpoint.test.ts';

const backsOff = 'asks again after 1 s, doubled each time up to 60 s, with jitter';
const stopsLane = 'stops the lane; other lanes continue; the same command asks for the rest';

function stream(exchange: Exchange, ...parts: (string | Buffer)[]): void {
  beginStream(exchange);
  for (const part of parts) exchange.chunk(part);
}

function whole(exchange: Exchange, ...parts: (string | Buffer)[]): void {
  stream(exchange, ...parts);
  exchange.finish();
}

/** Sends the parts one after another with a pause before each. */
function slowly(exchange: Exchange, milliseconds: number, parts: readonly string[]): void {
  const [first, ...rest] = parts;
  if (first === undefined) {
    exchange.finish();
    return;
  }
  setTimeout(() => {
    if (exchange.socket.destroyed) return;
    exchange.chunk(first);
    slowly(exchange, milliseconds, rest);
  }, milliseconds);
}

const letters = [...goodText];
/** One comment, as OpenRouter sends while a request is queued. */
const comment = ': PROCESSING\n\n';
/** The good answer in one event, cut inside its second letter, which takes two bytes. */
const umlaut = Buffer.from(piece(goodText));
const insideLetter = umlaut.indexOf(0xc3) + 1;

export const streamRows: readonly EndpointFaultRow[] = [
  {
    fault: 'no answer at all',
    does: `gives up after 120 s of silence, or, once five answers have come, after ten times the longest wait for a first token (20 s at least), ${backsOff}`,
    sees: 'lab: no sign of life for 1 s',
    patience: 1,
    outcome: 'again',
    script: () => {},
    test,
  },
  {
    fault: 'a stall mid-stream',
    does: `gives up after six times the longest gap that is usual there (1 s at least, 120 s at most; the double after each silence in a row), ${backsOff}`,
    sees: 'lab: no sign of life for 1 s',
    patience: 1,
    outcome: 'again',
    script: (exchange) => stream(exchange, piece('Gü')),
    test,
  },
  {
    fault: 'a cut mid-stream',
    does: `drops the begun answer, ${backsOff}`,
    sees: 'lab: the answer was cut off',
    outcome: 'again',
    script: (exchange) => {
      stream(exchange, piece('Gü'));
      setTimeout(() => exchange.socket.destroy(), 20);
    },
    test,
  },
  {
    fault: 'a cut mid-UTF-8 character',
    does: `drops the begun answer, ${backsOff}`,
    sees: 'lab: the answer was cut off',
    outcome: 'again',
    script: (exchange) => {
      stream(exchange, umlaut.subarray(0, insideLetter));
      setTimeout(() => exchange.socket.destroy(), 20);
    },
    test,
  },
  {
    fault: 'an orderly end mid-UTF-8 character',
    does: `drops the begun answer, ${backsOff}`,
    sees: 'lab: a part of the answer is not JSON',
    outcome: 'again',
    script: (exchange) => whole(exchange, umlaut.subarray(0, insideLetter)),
    test,
  },
  {
    fault: 'a UTF-8 character cut over two packets',
    does: 'puts it together',
    sees: null,
    outcome: 'taken',
    script: (exchange) => {
      stream(exchange, umlaut.subarray(0, insideLetter));
      setTimeout(() => {
        for (const part of [umlaut.subarray(insideLetter), stopped, usage, done])
          exchange.chunk(part);
        exchange.finish();
      }, 20);
    },
    stored: { text: goodText, finish: 'stop' },
    test,
  },
  {
    fault: 'invalid JSON in a chunk',
    does: `drops the begun answer, ${backsOff}`,
    sees: 'lab: a part of the answer is not JSON',
    outcome: 'again',
    script: (exchange) =>
      whole(exchange, piece('Gü'), 'data: {"choices": [{"del\n\n', stopped, done),
    test,
  },
  {
    fault: 'an error inside the stream',
    does: backsOff,
    sees: 'lab: the endpoint failed while it answered (code 502): upstream is gone',
    outcome: 'again',
    script: (exchange) =>
      whole(exchange, piece('Gü'), event({ error: { code: 502, message: 'upstream is gone' } })),
    test,
  },
  {
    fault: 'an error in a form of its own between the pieces, and an orderly end',
    does: backsOff,
    sees: 'lab: the endpoint failed while it answered (code 500): engine failure',
    outcome: 'again',
    script: (exchange) =>
      whole(
        exchange,
        piece('Gü'),
        event({ object: 'error', message: 'engine failure', code: 500 }),
        'data: [DONE]\n\n',
      ),
    test,
  },
  {
    fault: 'words between the pieces, no reason for the end, and an orderly end',
    does: backsOff,
    sees: 'lab: the endpoint failed while it answered: the engine died',
    outcome: 'again',
    script: (exchange) =>
      whole(exchange, piece('Gü'), event({ detail: 'the engine died' }), 'data: [DONE]\n\n'),
    test,
  },
  {
    fault: 'an event named error',
    does: backsOff,
    sees: 'lab: the endpoint failed while it answered: out of memory',
    outcome: 'again',
    script: (exchange) =>
      whole(exchange, piece('Gü'), `event: error\n${event({ message: 'out of memory' })}`),
    test,
  },
  {
    fault: 'a stream that calls itself JSON',
    does: 'reads it by what is in it',
    sees: null,
    outcome: 'taken',
    script: (exchange) => {
      beginStream(exchange, 'application/json');
      for (const part of [piece(goodText), stopped, usage, done]) exchange.chunk(part);
      exchange.finish();
    },
    stored: { text: goodText, finish: 'stop' },
    test,
  },
  {
    fault: 'a whole answer that calls itself a stream',
    does: 'reads it by what is in it',
    sees: null,
    outcome: 'taken',
    script: (exchange) =>
      whole(
        exchange,
        JSON.stringify({ choices: [{ message: { content: goodText }, finish_reason: 'stop' }] }),
      ),
    stored: { text: goodText, finish: 'stop' },
    test,
  },
  {
    fault: 'something that is not an answer',
    does: stopsLane,
    sees: 'lab: what came back (of type image/png) is not an answer (<host>)',
    outcome: 'stops',
    script: (exchange) => exchange.send(200, 'image/png', '\x89PNG and so on'),
    test,
  },
  {
    fault:
      'choices keyed by their numbers, or a body in the provider’s own form (Anthropic, Google, Ollama, DashScope …)',
    does: 'reads it',
    sees: null,
    outcome: 'taken',
    script: (exchange) =>
      exchange.send(
        200,
        'application/json',
        JSON.stringify({
          choices: { '0': { message: { content: goodText }, finish_reason: 'stop' } },
        }),
      ),
    stored: { text: goodText, finish: 'stop' },
    test,
  },
  {
    fault: 'missing usage',
    does: 'takes it; tokens and cost are null in the log, and a budget counts the most that it can have taken',
    sees: null,
    outcome: 'taken',
    script: (exchange) => whole(exchange, piece(goodText), stopped, done),
    stored: { text: goodText, promptTokens: null, completionTokens: null, cost: null },
    test,
  },
  {
    fault: 'missing finish reason, but the end is told',
    does: 'takes it as whole',
    sees: null,
    outcome: 'taken',
    script: (exchange) => whole(exchange, piece(goodText), usage, done),
    stored: { text: goodText, finish: 'stop' },
    test,
  },
  {
    fault: 'missing finish reason and no end',
    does: `takes it for cut off, ${backsOff}`,
    sees: 'lab: the answer ended without saying why',
    outcome: 'again',
    script: (exchange) => whole(exchange, piece('Güte, ')),
    test,
  },
  {
    fault: 'empty finish reasons, then a cut',
    does: `takes it for cut off, ${backsOff}`,
    sees: 'lab: the answer ended without saying why',
    outcome: 'again',
    script: (exchange) =>
      whole(exchange, event({ choices: [{ delta: { content: 'Gü' }, finish_reason: '' }] })),
    test,
  },
  {
    fault: 'an empty answer',
    does: 'stores it as it is: it is what the model said',
    sees: 'an answer is empty',
    outcome: 'taken',
    script: (exchange) => whole(exchange, stopped, usage, done),
    stored: { text: '', finish: 'stop' },
    test,
  },
  {
    fault: 'reasoning that leaves no tokens for an answer',
    does: 'stores the empty answer',
    sees: 'an answer is empty: its reasoning took all of its tokens',
    outcome: 'taken',
    script: (exchange) =>
      whole(
        exchange,
        event({ choices: [{ delta: { reasoning_content: 'Hm.' }, finish_reason: 'length' }] }),
        done,
      ),
    stored: { text: '', finish: 'length' },
    test,
  },
  {
    fault: 'a content filter ends the answer',
    does: 'stores what came, with finish `filter`',
    sees: 'the content filter ended an answer',
    outcome: 'taken',
    script: (exchange) =>
      whole(
        exchange,
        piece('Güte, '),
        event({ choices: [{ delta: {}, finish_reason: 'content_filter' }] }),
        done,
      ),
    stored: { text: 'Güte, ', finish: 'filter' },
    test,
  },
  {
    fault: 'a 10 MB answer',
    does: 'cuts it at 64 Ki letters (or 32 a token asked for, if that is more), stores that with finish `length`, and closes the connection',
    sees: 'an answer was cut after 65536 letters: 40 tokens were asked for, and it did not end',
    outcome: 'taken',
    script: (exchange) => {
      beginStream(exchange);
      const block = piece('endless '.repeat(128));
      const more = (sent: number): void => {
        if (exchange.socket.destroyed || sent > 10 * 2 ** 20) return;
        for (let i = 0; i < 64; i++) exchange.chunk(block);
        setImmediate(() => more(sent + 64 * block.length));
      };
      more(0);
    },
    stored: { text: 'endless '.repeat(8192), finish: 'length' },
    test,
  },
  {
    fault: 'a 10 MB answer in one event',
    does: 'the same',
    sees: 'an answer was cut after 65536 letters: 40 tokens were asked for, and it did not end',
    outcome: 'taken',
    script: (exchange) =>
      whole(exchange, piece('endless '.repeat((10 * 2 ** 20) / 8)), stopped, done),
    stored: { text: 'endless '.repeat(8192), finish: 'length' },
    test,
  },
  {
    fault: 'an event without end',
    does: `reads no further than 16 MB, ${stopsLane}`,
    sees: 'lab: a piece of the answer is longer than 16 MB (<host>)',
    outcome: 'stops',
    script: (exchange) => {
      stream(exchange, 'data: {"choices": [{"delta": {"content": "');
      const block = 'x'.repeat(2 ** 20);
      const more = (): void => {
        if (exchange.socket.destroyed) return;
        exchange.chunk(block);
        setTimeout(more, 2);
      };
      more();
    },
    test,
  },
  {
    fault: 'duplicated chunks',
    does: 'counts usage and the finish once; where events are numbered, one that comes twice counts once',
    sees: null,
    outcome: 'taken',
    script: (exchange) => {
      const parts = [piece('Güte, '), piece('honesty, and patience 🌱.'), stopped, usage];
      const numbered = parts.map((part, i) => `id: ${i}\n${part}`);
      whole(exchange, ...numbered.flatMap((part) => [part, part]), stopped, usage, done);
    },
    stored: { text: goodText, finish: 'stop', promptTokens: 11, completionTokens: 5 },
    test,
  },
  {
    fault: 'out-of-order SSE fields, CR and CRLF line ends, `data` over two lines',
    does: 'reads it as the standard says',
    sees: null,
    outcome: 'taken',
    script: (exchange) =>
      whole(
        exchange,
        '\ufeffretry: 10\r\nid: 7\r\ndata:{"choices":\r\ndata: [{"delta":{"content":"Güte, "}}]}\r\nevent: message\r\n\r\n',
        `${piece('honesty, and patience 🌱.').replaceAll('\n', '\r')}`,
        `unknown: field\nno colon\n${stopped}`,
        usage.replaceAll('\n', '\r\n'),
        'data: [DONE]',
      ),
    stored: { text: goodText, finish: 'stop', promptTokens: 11, completionTokens: 5 },
    test,
  },
  {
    fault: 'keep-alive comments for longer than silence may last',
    does: 'waits on: a comment is a sign of life',
    sees: null,
    patience: 0.3,
    outcome: 'taken',
    script: (exchange) => {
      beginStream(exchange);
      const comments = Array.from({ length: 10 }, () => comment);
      slowly(exchange, 60, [...comments, piece(goodText), stopped + usage + done]);
    },
    stored: { text: goodText, finish: 'stop' },
    test,
  },
  {
    fault: 'keep-alive comments and nothing else',
    does: `gives up after ten times as long as silence may last (20 minutes), ${backsOff}`,
    sees: 'lab: no sign of life for 0.1 s',
    patience: 0.1,
    outcome: 'again',
    script: (exchange) => {
      beginStream(exchange);
      const comments = Array.from({ length: 500 }, () => comment);
      slowly(exchange, 20, comments);
    },
    test,
  },
  {
    fault: 'a slow trickle',
    does: 'waits on as long as letters come',
    sees: null,
    patience: 0.3,
    outcome: 'taken',
    script: (exchange) => {
      beginStream(exchange);
      slowly(exchange, 30, [...letters.map(piece), stopped + usage + done]);
    },
    stored: { text: goodText, finish: 'stop' },
    test,
  },
  {
    fault: 'a proxy closes the connection that was idle',
    does: backsOff,
    sees: 'lab: the connection to <host> failed',
    outcome: 'again',
    script: (exchange) => exchange.socket.destroy(),
    test,
  },
  {
    fault: 'a stream that stays open after its end',
    does: 'takes the answer at once and closes the connection',
    sees: null,
    patience: 0.5,
    outcome: 'taken',
    script: (exchange) => stream(exchange, piece(goodText), stopped, usage, done),
    stored: { text: goodText, finish: 'stop' },
    test,
  },
  {
    fault: 'the machine sleeps mid-stream',
    does: 'reads what came meanwhile first: a timer that fires late counts as one tick of silence',
    sees: null,
    patience: 0.3,
    outcome: 'taken',
    script: (exchange) => {
      stream(exchange, piece('Güte, '));
      setTimeout(() => {
        // Holds up everything, timers included, as a sleep does.
        Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 1200);
        setTimeout(() => {
          for (const part of [piece('honesty, and patience 🌱.'), stopped, usage, done])
            exchange.chunk(part);
          exchange.finish();
        }, 30);
      }, 30);
    },
    stored: { text: goodText, finish: 'stop' },
    test,
  },
  {
    fault: 'empty `data:`, named keep-alives, pings in words',
    does: 'passes over them',
    sees: null,
    outcome: 'taken',
    script: (exchange) =>
      whole(
        exchange,
        'data:\n\n',
        'event: keepalive\ndata: keepalive\n\n',
        piece('Güte, '),
        'event: ping\ndata: {"type": "ping"}\n\n',
        'data: ping\n\n',
        piece('honesty, and patience 🌱.'),
        stopped,
        'data: \n\n',
        usage,
        done,
      ),
    stored: { text: goodText, finish: 'stop', promptTokens: 11, completionTokens: 5 },
    test,
  },
  {
    fault: 'NaN and Infinity in a chunk',
    does: 'reads what stands beside them',
    sees: null,
    outcome: 'taken',
    script: (exchange) =>
      whole(
        exchange,
        `data: {"choices": [{"index": 0, "logprobs": {"top": [NaN, -Infinity]}, "delta": {"content": "${goodText}"}}]}\n\n`,
        stopped,
        done,
      ),
    stored: { text: goodText, finish: 'stop' },
    test,
  },
  {
    fault: 'events without an empty line between them',
    does: 'reads them one by one',
    sees: null,
    outcome: 'taken',
    script: (exchange) =>
      whole(
        exchange,
        piece('Güte, ').trimEnd(),
        `\n${piece('honesty, and patience 🌱.')}`,
        stopped,
        done,
      ),
    stored: { text: goodText, finish: 'stop' },
    test,
  },
  {
    fault: 'a second choice among the first',
    does: 'reads choice 0 alone',
    sees: null,
    outcome: 'taken',
    script: (exchange) =>
      whole(
        exchange,
        event({ choices: [{ index: 1, delta: { content: 'Something else' } }] }),
        event({ choices: [{ index: 0, delta: { content: goodText } }] }),
        event({ choices: [{ index: 1, delta: {}, finish_reason: 'length' }] }),
        event({ choices: [{ index: 0, delta: {}, finish_reason: 'stop' }] }),
        done,
      ),
    stored: { text: goodText, finish: 'stop' },
    test,
  },
  {
    fault: 'a whole message after its pieces',
    does: 'lets it replace them',
    sees: null,
    outcome: 'taken',
    script: (exchange) =>
      whole(
        exchange,
        piece('Güte, '),
        piece('honesty, '),
        event({ choices: [{ message: { content: goodText }, finish_reason: 'stop' }] }),
        done,
      ),
    stored: { text: goodText, finish: 'stop' },
    test,
  },
  {
    fault: 'fields in another form (content in parts, usage as a list, a reason as an object)',
    does: 'reads every other field',
    sees: null,
    outcome: 'taken',
    script: (exchange) =>
      whole(
        exchange,
        event({ usage: [], choices: [{ delta: { content: ['Güte, ', { text: 'honesty, ' }] } }] }),
        event({
          choices: [
            {
              delta: { content: { type: 'text', text: { value: 'and patience 🌱.' } } },
              finish_reason: { type: 'stop', matched: 2 },
            },
          ],
        }),
        done,
      ),
    stored: { text: goodText, finish: 'stop' },
    test,
  },
  ...(
    [
      ['MAX_TOKENS', 'length', null],
      ['content_filter: SAFETY', 'filter', 'the content filter ended an answer'],
      [
        'repetition',
        'stop',
        'an answer ended with the reason "repetition", which is not known here; it is kept',
      ],
    ] as const
  ).map(
    ([reason, finish, sees]): EndpointFaultRow => ({
      fault: `the finish reason \`${reason}\``,
      does: `stores what came, with finish \`${finish}\``,
      sees,
      outcome: 'taken',
      script: (exchange) =>
        whole(
          exchange,
          piece('Güte.'),
          event({ choices: [{ delta: {}, finish_reason: reason }] }),
          done,
        ),
      stored: { text: 'Güte.', finish },
      test,
    }),
  ),
  {
    fault: 'a finish reason that tells a failure (`error`, `abort`, `network_error` …)',
    does: `drops the begun answer, ${backsOff}`,
    sees: 'lab: the endpoint failed while it answered (finish reason network_error)',
    outcome: 'again',
    script: (exchange) =>
      whole(
        exchange,
        piece('Gü'),
        event({ choices: [{ delta: {}, finish_reason: 'network_error' }] }),
        done,
      ),
    test,
  },
  {
    fault: 'a content filter that speaks in the middle',
    does: 'stores what came, with finish `filter`',
    sees: 'the content filter ended an answer',
    outcome: 'taken',
    script: (exchange) =>
      whole(
        exchange,
        piece('Güte, '),
        event({ error: { code: 'content_filter', message: 'The response was filtered' } }),
      ),
    stored: { text: 'Güte, ', finish: 'filter' },
    test,
  },
  {
    fault: 'an answer in many small packets',
    does: 'puts it together, byte by byte',
    sees: null,
    outcome: 'taken',
    script: (exchange) => {
      const all = Buffer.from(piece(goodText) + stopped + usage + done);
      stream(exchange, ...Array.from(all, (_, i) => all.subarray(i, i + 1)));
      exchange.finish();
    },
    stored: { text: goodText, finish: 'stop', promptTokens: 11, completionTokens: 5 },
    test,
  },
  {
    fault: 'no fault',
    does: 'takes every answer once',
    sees: null,
    outcome: 'taken',
    script: answerWell,
    stored: { text: goodText, finish: 'stop', promptTokens: 11, completionTokens: 5 },
    test,
  },
];
