/** The `llm` tool against `valuelex serve`, as a model that its settings describe. */
import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { execa } from 'execa';
import { stringify } from 'yaml';
import { type Found, findings, type Served } from './found.ts';

/** `bin` holds the tool; `folder` becomes its own settings and logs. */
export async function checkLlm(
  bin: string,
  folder: string,
  { url, token, id, embedder }: Served,
): Promise<Found[]> {
  mkdirSync(folder, { recursive: true });
  const shared = { model_name: id, api_base: url, api_key_name: 'served' };
  writeFileSync(
    join(folder, 'extra-openai-models.yaml'),
    stringify([
      { ...shared, model_id: 'served', supports_schema: true },
      { ...shared, model_id: 'served-plain', completion: true },
      { ...shared, model_id: 'served-wrong', model_name: 'nothing' },
      { ...shared, model_id: 'served-strange', api_key_name: 'strange' },
    ]),
  );
  const stored = join(folder, 'keys.json');
  writeFileSync(stored, JSON.stringify({ served: token, strange: 'wrong' }), { mode: 0o600 });
  const env = { LLM_USER_PATH: folder, OPENAI_API_KEY: token, OPENAI_BASE_URL: url };
  const llm = (...args: string[]) => execa(join(bin, 'llm'), args, { env, stdin: 'ignore' });
  const cold = ['-o', 'temperature', '0', '-o', 'max_tokens', '12'];
  const ask = (...args: string[]) => llm('-m', 'served', 'I value', ...cold, ...args);
  const lastLog = async () => JSON.parse((await llm('logs', '-n', '1', '--json')).stdout)[0];

  /** What the tool says when it ends with a fault. */
  const fault = async (
    status: number,
    said: RegExp,
    request: Promise<unknown>,
  ): Promise<string> => {
    const error = await request.then(
      () => assert.fail('it was answered'),
      (reason: { exitCode?: number; stderr?: string }) => reason,
    );
    assert.equal(error.exitCode, 1);
    const words = (error.stderr ?? '').trim();
    assert.ok(words.startsWith(`Error: Error code: ${status} - `), words);
    assert.match(words, said);
    return words.replace('Error: Error code: ', '').slice(0, 90);
  };

  return findings({
    'chat, whole and streamed': async () => {
      const whole = (await ask('--no-stream')).stdout;
      assert.ok(whole.trim());
      assert.equal((await ask()).stdout, whole);
      return 'one text';
    },
    usage: async () => {
      const { stderr } = await ask('--usage');
      const log = await lastLog();
      assert.match(stderr, /Token usage: \d+ input, \d+ output/);
      assert.ok(log.input_tokens > 0 && log.output_tokens > 0);
      return `${stderr.trim()}; the same in its log of a stream`;
    },
    'a system prompt, continuing': async () => {
      await ask('-s', 'Be short.');
      const before = (await lastLog()).input_tokens;
      await llm('-c', 'And?', ...cold);
      const after = (await lastLog()).input_tokens;
      assert.ok(after > before);
      return `${before}, then ${after} tokens asked`;
    },
    'JSON of a schema': async () => {
      const { stdout } = await llm(
        '-m',
        'served',
        'Sure?',
        '--schema',
        'sure bool',
        '-o',
        'temperature',
        '0',
      );
      assert.equal(typeof JSON.parse(stdout).sure, 'boolean');
      return stdout.trim();
    },
    'plain text, with log-probabilities': async () => {
      const plain = ['-m', 'served-plain', 'I value', ...cold, '-o', 'logprobs', '3'];
      const streamed = (await llm(...plain)).stdout;
      const { logprobs } = (await lastLog()).response_json;
      assert.ok(logprobs.length > 0);
      assert.equal((await llm(...plain, '--no-stream')).stdout, streamed);
      return `${logprobs.flatMap((one: { top_logprobs: unknown[] }) => one.top_logprobs).length} tokens in its log`;
    },
    vectors: async () => {
      const { stdout } = await llm('embed', '-m', embedder, '-c', 'honest');
      const vector: number[] = JSON.parse(stdout);
      assert.ok(Math.abs(Math.hypot(...vector) - 1) < 1e-5);
      return `1 × ${vector.length}`;
    },
    'a wrong token': () =>
      fault(401, /token is missing or wrong/, llm('-m', 'served-strange', 'I value')),
    'a wrong model': () =>
      fault(404, /no model "nothing" here/, llm('-m', 'served-wrong', 'I value')),
    'a prompt that is too long': () =>
      fault(400, /too long: \d+ tokens/, llm('-m', 'served', 'I value '.repeat(12_000))),
  });
}
