/** What the endpoints of this machine answer, and what is said of those that do not. */
import { expect, test } from 'vitest';
import { askEndpoints } from '../../../src/commands/models/ask-endpoints.ts';
import { listEverywhere } from '../../../src/commands/models/list-everywhere.ts';
import { type Outside, realOutside } from '../../../src/environment.ts';
import { openaiEndpoint } from '../../../src/models/openai/endpoint.ts';

const key = 'sk-canary-91cc04';

/** An outside with these endpoints added by hand; nothing is sent. */
function outsideWith(own: Record<string, string>): Outside {
  const fetch = async (input: string | URL | Request) => {
    const url = String(input);
    if (url.includes('good.test'))
      return Response.json({ data: [{ id: 'm-7b' }, { id: 'm-13b' }] });
    if (url.includes('locked.test'))
      return Response.json({ error: { message: 'Incorrect API key' } }, { status: 401 });
    throw Object.assign(new TypeError('fetch failed'), {
      cause: Object.assign(new Error('connect'), { code: 'ECONNREFUSED' }),
    });
  };
  const env = { HOME: '/nonexistent', LAB_KEY: key };
  const outside = realOutside({ endpoints: () => ({}), env });
  const added = Object.entries(own).map(
    ([name, url]) =>
      [name, openaiEndpoint({ name, title: name, url, keyEnv: 'LAB_KEY', env, fetch })] as const,
  );
  return {
    ...outside,
    endpointSettings: { env: {}, fetch },
    ownEndpoints: Object.fromEntries(
      Object.entries(own).map(([name, url]) => [name, { url, keyEnv: 'LAB_KEY' }]),
    ),
    endpointsOf: (study) => new Map([...outside.endpointsOf(study), ...added]),
  };
}

test('those added by hand come first, and a problem does not repeat its name', async () => {
  const outside = outsideWith({
    lab: 'https://good.test/v1',
    shut: 'https://locked.test/v1',
    gone: 'https://gone.test/v1',
  });
  const asked = await askEndpoints(outside);
  expect(asked.slice(0, 4).map(({ name }) => name)).toEqual(['lab', 'shut', 'gone', 'ollama']);
  const [lab, shut, gone, ollama] = asked;
  expect(lab).toMatchObject({ problem: null });
  expect(lab!.models.map(({ name }) => name)).toEqual(['lab:m-7b', 'lab:m-13b']);
  for (const { name, problem } of [shut!, gone!]) {
    expect(problem!.what).not.toMatch(new RegExp(`^${name}`));
    expect(problem!.mend).not.toBe('');
  }
  expect(shut!.problem!.what).toContain('Incorrect API key');
  expect(ollama!.problem!.what).toBe('nothing answers at 127.0.0.1:11434');
  expect(ollama!.problem!.mend).toContain('ollama serve');
  expect(JSON.stringify(asked)).not.toContain(key);
});

test('the screens show the same, beside local and simulated models', async () => {
  const outside = outsideWith({ lab: 'https://good.test/v1', gone: 'https://gone.test/v1' });
  const { endpoints, models } = await listEverywhere(outside);
  expect(endpoints.slice(0, 3)).toMatchObject([
    { name: 'local' },
    { name: 'lab', detail: '2 models', ready: true, mend: null },
    { name: 'gone', ready: false },
  ]);
  const names = models.map(({ name }) => name);
  expect(names).toContain('lab:m-13b');
  expect(names).toContain('sim:judge');
});
