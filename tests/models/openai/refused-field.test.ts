import { describe, expect, test } from 'vitest';
import { refusesField } from '../../../src/models/openai/refused-field.ts';
import { readSaid } from '../../../src/models/openai/said.ts';

const refuses = (message: string, field: string, failed = false) =>
  refusesField(readSaid({ error: { message } }), field, failed);

describe('is refused', () => {
  const table: [string, string][] = [
    ['stream', 'Your organization must be verified to stream this model.'],
    ['stream', "Unsupported value: 'stream' does not support true with this model."],
    ['stream', 'streaming is not supported'],
    ['stream', 'This model does not support streaming.'],
    ['stream', 'stream must be false'],
    ['stream', 'Streaming is unavailable: contact support'],
    ['temperature', 'gpt-5 models don’t support temperature. Only temperature=1 is supported'],
    ['stream', 'Only non-streaming requests are served here'],
    ['stream', 'Streaming responses are disabled for this key'],
    ['stream_options', 'Unknown parameter: stream_options'],
    ['seed', 'Unrecognized request argument supplied: seed'],
    ['seed', 'seed is not permitted'],
    ['seed', 'Invalid JSON payload received. Unknown name "seed": Cannot find field.'],
    ['stop', "Unsupported parameter: 'stop' is not supported with this model."],
    ['stop', 'stop sequences are not supported'],
    ['temperature', '`temperature` is deprecated for this model.'],
    ['top_p', 'topP is not supported'],
    ['stream', 'stream 参数错误：该模型不支持流式输出'],
    ['stream', '该模型不支持流式输出'],
    ['seed', '不支持参数 seed'],
    ['stream', 'Streaming responses are blocked by your organization’s policy'],
    [
      'seed',
      'json: cannot unmarshal number 1234567890123 into Go struct field ChatRequest.seed of type int32',
    ],
    ['seed', 'Range of seed should be [0, 2147483647]'],
    ['seed', '参数 seed 不被该模型支持'],
    ['seed', 'body must NOT have additional properties: seed'],
    ['seed', "litellm.UnsupportedParamsError: cohere does not support parameters: ['seed']"],
    ['seed', 'unknown field: random_seed'],
    ['stop', 'stop_sequences: each stop sequence must contain non-whitespace'],
    ['stop', 'Unknown name "stopSequences" at \'generation_config\': Cannot find field.'],
    ['stream', 'Streaming responses are turned off for this endpoint'],
  ];
  for (const [field, message] of table)
    test(message, () => expect(refuses(message, field)).toBe(true));
});

describe('is not refused by a word like it', () => {
  const table: [string, string][] = [
    ['stream', 'Bad request to upstream provider'],
    ['stream', 'Unknown parameter: stream_options'],
    ['stop', 'Please slow down, or we stop you'],
    ['seed', 'The seeds of doubt'],
    ['temperature', 'Too many messages'],
  ];
  for (const [field, message] of table)
    test(message, () => expect(refuses(message, field)).toBe(false));
});

test.each([
  { title: 'One or more validation errors occurred.', errors: { seed: ['is not recognised'] } },
  { detail: [{ type: 'extra_forbidden', loc: ['body', 'random_seed'], msg: 'Extra inputs' }] },
  { error: { issues: [{ code: 'unrecognized_keys', keys: ['seed'], message: 'Unrecognized' }] } },
])('is named beside the sentences: %j', (body) => {
  expect(refusesField(readSaid(body), 'seed')).toBe(true);
});

test('an endpoint that failed has to say that it does not take the field', () => {
  expect(refuses('stream error: cannot continue, the stream was closed', 'stream', true)).toBe(
    false,
  );
  expect(refuses('streaming is not implemented', 'stream', true)).toBe(true);
});
