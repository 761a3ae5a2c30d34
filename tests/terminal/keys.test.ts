/** `valuelex keys` as a person types it, over programs with the interface of the real tools. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { command, makePlace, type Place } from '../support/program.ts';
import { startTerminal } from '../support/terminal.ts';

const key = 'sk-canary-0123456789';

let place: Place;
let ring: string;
beforeEach(() => {
  ring = mkdtempSync(join(tmpdir(), 'valuelex-ring-'));
  const tools = fileURLToPath(new URL('../support/keyring-tools', import.meta.url));
  place = makePlace({
    KEYRING_FILE: join(ring, 'ring'),
    PATH: [tools, process.env.PATH].join(delimiter),
  });
});
afterEach(() => {
  place.leave();
  rmSync(ring, { recursive: true });
});

const settings = () =>
  JSON.parse(readFileSync(join(place.folder, 'home/.config/valuelex/config.json'), 'utf8'));
const calls = () => readFileSync(join(ring, 'ring.calls'), 'utf8');

it('takes a typed key without showing it, lists its name, sends it, and removes it', async () => {
  const terminal = startTerminal(['keys', 'set', 'LAB_KEY'], place);
  await terminal.waitFor('The key for LAB_KEY');
  terminal.press(key, '\r');
  expect(await terminal.exitCode).toBe(0);
  expect(terminal.text()).toContain('Stored LAB_KEY');
  expect(terminal.raw()).not.toContain('canary');
  expect(JSON.parse(readFileSync(join(ring, 'ring'), 'utf8'))).toEqual({
    'service valuelex name LAB_KEY': key,
  });
  expect(settings()).toEqual({ keys: ['LAB_KEY'] });

  const sent: (string | undefined)[] = [];
  const server = createServer((request, response) => {
    sent.push(request.headers.authorization);
    response.setHeader('content-type', 'application/json');
    response.end('{"data":[{"id":"m-7b-instruct"}]}');
  });
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`;
  const lab = { url, keyEnv: 'LAB_KEY' };
  const config = join(place.folder, 'home/.config/valuelex/config.json');
  writeFileSync(config, JSON.stringify({ ...settings(), endpoints: { lab } }));
  const lookups = () => calls().split('"lookup"').length - 1;
  const before = lookups();
  const found = await command(['models', 'list', '--json'], place);
  expect(found.out).toContain('lab:m-7b-instruct');
  expect(new Set(sent)).toEqual(new Set([`Bearer ${key}`]));
  // Asked once, and for nothing that nobody stored.
  expect(lookups()).toBe(before + 1);
  expect(calls()).not.toContain('OPENAI_API_KEY');
  // The environment goes first, and then the keyring is not asked at all.
  await command(['models', 'list', '--json'], place, { LAB_KEY: 'sk-of-the-environment' });
  expect(sent.at(-1)).toBe('Bearer sk-of-the-environment');
  expect(lookups()).toBe(before + 1);
  server.close();

  const listed = JSON.parse((await command(['keys', 'list', '--json'], place)).out).keys;
  expect(listed).toContainEqual({
    name: 'LAB_KEY',
    endpoints: ['lab'],
    environment: false,
    keyring: true,
  });
  expect((await command(['keys', 'remove', 'LAB_KEY'], place)).code).toBe(0);
  expect(settings().keys).toEqual([]);
  expect(calls()).not.toContain('canary');
});

it('keeps the name of a key that it cannot reach', async () => {
  const terminal = startTerminal(['keys', 'set', 'LAB_KEY'], place);
  await terminal.waitFor('The key for LAB_KEY');
  terminal.press(key, '\r');
  await terminal.exitCode;
  const removed = await command(['keys', 'remove', 'LAB_KEY'], place, { KEYRING_DISMISSED: '1' });
  expect(removed.code).not.toBe(0);
  expect(removed.err).toContain('it is locked');
  expect(settings().keys).toEqual(['LAB_KEY']);
});

it('allows a key to go to another place, which a study needs', async () => {
  const study = join(place.folder, 'study.yaml');
  const url = 'https://llm.invalid/v1';
  writeFileSync(
    study,
    JSON.stringify({
      name: 'lent',
      seed: 1,
      endpoints: { lab: { url, keyEnv: 'LAB_KEY' } },
      models: [{ id: 'lab:m-7b-instruct' }],
      settings: [{ id: 't1', temperature: 1 }],
      prompts: [{ id: '01-describe' }],
      test: { stems: ['sad-person', 'own-faults'], judges: ['lab:m-7b-instruct'] },
    }),
  );
  const refused = await command(['run', study], place, { LAB_KEY: key });
  expect(refused.code).toBe(3);
  expect(refused.err).toContain('wants your LAB_KEY sent to https://llm.invalid');
  expect(refused.err).toContain('valuelex keys allow LAB_KEY https://llm.invalid');

  for (const address of ['not a host', 'ftp://llm.invalid'])
    expect((await command(['keys', 'allow', 'LAB_KEY', address], place)).code).toBe(2);
  const mistaken = await command(['keys', 'allow', key, 'llm.invalid'], place);
  expect(mistaken.code).toBe(2);
  expect(mistaken.err).not.toContain('canary');
  const allowed = await command(['keys', 'allow', 'LAB_KEY', 'llm.invalid'], place);
  expect(allowed.err).toContain('Studies may send LAB_KEY to https://llm.invalid.');
  expect(settings().allowedKeys).toEqual(['LAB_KEY@https://llm.invalid']);
  expect(JSON.stringify(settings())).not.toContain('canary');

  // Now it is asked; that nobody answers to that name is another matter.
  const taken = await command(['run', study], place, { LAB_KEY: key });
  expect(taken.code).toBe(4);
  expect(taken.err).toContain('llm.invalid cannot be resolved');
});
