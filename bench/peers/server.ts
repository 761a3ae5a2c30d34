/**
 * A scripted endpoint in a process of its own: chat completions of some two dozen pieces, streamed or
 * whole, after `--delay` milliseconds. Prints its address when it listens. `GET /stats` tells how many were
 * answered, and the milliseconds from the first request to the end of the last answer; `POST /reset`
 * begins again.
 */
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { parseArgs } from 'node:util';

const { delay } = parseArgs({ options: { delay: { type: 'string', default: '0' } } }).values;
const milliseconds = Number(delay);

const words = [
  ...['honesty', 'kindness', 'curiosity', 'patience', 'fairness', 'courage', 'humility'],
  ...['creativity', 'loyalty', 'clarity', 'respect', 'safety', 'freedom', 'wisdom', 'harmony'],
  ...['accuracy', 'empathy', 'diligence', 'gratitude', 'openness', 'privacy', 'autonomy'],
];
const wordsEach = 12;
const promptTokens = 60;
const models = ['a', 'b', 'c', 'd'].map((letter) => `bench-${letter}`);

/** Answers ready to be sent, one beginning at each word. */
const answers = words.map((_, first) => {
  const pieces = Array.from({ length: wordsEach }, (_, i) => [
    words[(first + i * 5) % words.length]!,
    ', ',
  ])
    .flat()
    .slice(0, -1);
  const usage = {
    prompt_tokens: promptTokens,
    completion_tokens: pieces.length,
    total_tokens: promptTokens + pieces.length,
  };
  const head = { id: `bench-${first}`, created: 1_700_000_000, model: models[0] };
  const chunk = (choices: unknown[], more = {}) =>
    `data: ${JSON.stringify({ ...head, object: 'chat.completion.chunk', choices, ...more })}\n\n`;
  const delta = (said: unknown, reason: string | null = null) =>
    chunk([{ index: 0, delta: said, logprobs: null, finish_reason: reason }]);
  return {
    chunks: [
      delta({ role: 'assistant', content: '' }),
      ...pieces.map((content) => delta({ content })),
      delta({}, 'stop'),
    ].map((text) => Buffer.from(text)),
    usage: Buffer.from(chunk([], { usage })),
    whole: Buffer.from(
      JSON.stringify({
        ...head,
        object: 'chat.completion',
        choices: [
          {
            index: 0,
            message: { role: 'assistant', content: pieces.join(''), refusal: null },
            logprobs: null,
            finish_reason: 'stop',
          },
        ],
        usage,
      }),
    ),
  };
});
const done = Buffer.from('data: [DONE]\n\n');

let stats = { answered: 0, first: 0, last: 0, atOnce: 0, mostAtOnce: 0, streamed: 0 };

function json(response: ServerResponse, body: unknown): void {
  response.writeHead(200, { 'content-type': 'application/json' });
  response.end(JSON.stringify(body));
}

function answer(response: ServerResponse, body: { stream?: boolean; stream_options?: unknown }) {
  const made = answers[stats.answered % answers.length]!;
  stats.answered += 1;
  if (body.stream) {
    stats.streamed += 1;
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    for (const chunk of made.chunks) response.write(chunk);
    if (body.stream_options) response.write(made.usage);
    response.end(done);
  } else {
    response.writeHead(200, { 'content-type': 'application/json' });
    response.end(made.whole);
  }
  stats.atOnce -= 1;
  stats.last = performance.now();
}

const server = createServer((request, response) => {
  const path = request.url ?? '';
  if (path === '/stats') {
    const { first, last, ...counts } = stats;
    json(response, { ...counts, milliseconds: last - first });
    return;
  }
  if (path === '/reset') {
    stats = { answered: 0, first: 0, last: 0, atOnce: 0, mostAtOnce: 0, streamed: 0 };
    json(response, {});
    return;
  }
  if (path.endsWith('/models')) {
    json(response, { object: 'list', data: models.map((id) => ({ id, object: 'model' })) });
    return;
  }
  if (request.method !== 'POST' || !path.endsWith('/chat/completions')) {
    response.writeHead(404).end();
    return;
  }
  stats.first ||= performance.now();
  stats.atOnce += 1;
  stats.mostAtOnce = Math.max(stats.mostAtOnce, stats.atOnce);
  const parts: Buffer[] = [];
  request.on('data', (part: Buffer) => parts.push(part));
  request.on('end', () => {
    const body = JSON.parse(Buffer.concat(parts).toString());
    if (milliseconds === 0) answer(response, body);
    else setTimeout(answer, milliseconds, response, body);
  });
});
server.listen(0, '127.0.0.1', () => {
  const { port } = server.address() as AddressInfo;
  process.stdout.write(`http://127.0.0.1:${port}\n`);
});
