/** `valuelex serve` is ended: what is under way is answered, unless Ctrl+C comes again. */
import { afterEach, beforeEach, expect, it } from 'vitest';
import { type GatedEndpoint, gatedEndpoint } from '../support/gated-endpoint.ts';
import { until } from '../support/program.ts';
import { type TestTerminal, testTerminal } from './test-context.ts';

let endpoint: GatedEndpoint;
let terminal: TestTerminal;
let notes: string[];
let url: string;
let command: ReturnType<TestTerminal['run']>;

const ask = (seed: number) =>
  fetch(`${url}/chat/completions`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      model: 'test-8b-instruct',
      seed,
      messages: [{ role: 'user', content: 'What do you value?' }],
    }),
  }).then(
    async (response) => ({ status: response.status, text: await response.text() }),
    () => null,
  );

beforeEach(async () => {
  endpoint = await gatedEndpoint(['test-8b-instruct'], 'judge');
  terminal = testTerminal({}, { endpoints: () => ({ lab: { url: endpoint.url } }) });
  notes = [];
  terminal.onNote = (line) => notes.push(line);
  const address = Promise.withResolvers<string>();
  terminal.onOut = address.resolve;
  command = terminal.run('serve', '--models', 'lab:test-8b-instruct', '--port', '0');
  url = await address.promise;
});

afterEach(() => endpoint.close());

it('ends at Ctrl+C where nothing is under way', async () => {
  await until(() => notes.some((line) => line.includes('Ctrl+C ends it')), 'that it serves');
  terminal.interrupt();
  expect(await command).toMatchObject({ code: 0, notes: expect.not.stringContaining('under way') });
  expect(await ask(1)).toBeNull();
});

it('gives the answers that are under way, and begins no other', async () => {
  const answers = [ask(1), ask(2)];
  await until(() => endpoint.waiting() === 2, 'both requests');
  terminal.interrupt();
  expect(notes.at(-1)).toContain('once the 2 answers under way are given');
  expect(await ask(3)).toBeNull();
  endpoint.allow(2);
  for (const answer of await Promise.all(answers))
    expect(answer).toMatchObject({ status: 200, text: expect.stringContaining('honesty') });
  expect((await command).code).toBe(0);
});

it('ends at once at a second Ctrl+C', async () => {
  const answer = ask(1);
  await until(() => endpoint.waiting() === 1, 'the request');
  terminal.interrupt();
  expect(notes.at(-1)).toContain('once the answer under way is given');
  terminal.interrupt();
  expect((await command).code).toBe(0);
  expect(notes.at(-1)).toBe('Ended at once.');
  expect(await answer).toBeNull();
});
