import { expect, test } from 'vitest';
import { UserError } from '../../src/errors.ts';
import type { Endpoint } from '../../src/models/model.ts';
import { openModel, splitName } from '../../src/models/registry.ts';
import { simulatedEndpoint } from '../../src/models/simulated/endpoint.ts';

const registry = new Map<string, Endpoint>([
  ['sim', simulatedEndpoint()],
  ['openrouter', simulatedEndpoint()],
]);

test('a name is split at its first colon', () => {
  expect(splitName('ollama:llama3.1:8b')).toEqual({ endpoint: 'ollama', id: 'llama3.1:8b' });
  for (const broken of ['alpha', ':alpha', 'sim:', ''])
    expect(() => splitName(broken)).toThrow(UserError);
});

test('a known name is opened', async () => {
  expect((await openModel('sim:alpha-7b', registry)).info.name).toBe('sim:alpha-7b');
});

test('an unknown endpoint or model names the nearest', async () => {
  await expect(openModel('openruter:x/y', registry)).rejects.toMatchObject({
    name: 'UserError',
    hint: expect.stringContaining('openrouter:x/y'),
  });
  await expect(openModel('qqqqqqqq:x', registry)).rejects.toMatchObject({
    hint: expect.stringContaining('sim, openrouter'),
  });
  await expect(openModel('sim:alfa-7b', registry)).rejects.toMatchObject({
    hint: expect.stringContaining('sim:alpha-7b'),
  });
});
