/** Endpoints that need no setting up but a key, or a server on this machine; and which of them answer. */
import { EndpointError } from '../errors.ts';
import type { ModelInfo } from './model.ts';
import { openaiEndpoint } from './openai/endpoint.ts';

export type KnownEndpoint = {
  name: string;
  title: string;
  url: string;
  /** The environment variable that holds the key; absent for servers on this machine. */
  keyEnv?: string;
  listing?: { keyHeader: string; headers: Readonly<Record<string, string>> };
  /** How to come by it, one sentence. */
  mend: string;
};

export const knownEndpoints: readonly KnownEndpoint[] = [
  {
    name: 'ollama',
    title: 'Ollama',
    url: 'http://127.0.0.1:11434/v1',
    mend: 'Install Ollama and start it: ollama serve',
  },
  {
    name: 'lmstudio',
    title: 'LM Studio',
    url: 'http://127.0.0.1:1234/v1',
    mend: 'Start the local server in LM Studio (Developer, Start server), or: lms server start',
  },
  {
    name: 'vllm',
    title: 'vLLM',
    url: 'http://127.0.0.1:8000/v1',
    mend: 'Start it: vllm serve <model>',
  },
  {
    name: 'llamacpp',
    title: 'llama-server',
    url: 'http://127.0.0.1:8080/v1',
    mend: 'Start it: llama-server -m <file.gguf>',
  },
  {
    name: 'openai',
    title: 'OpenAI',
    url: 'https://api.openai.com/v1',
    keyEnv: 'OPENAI_API_KEY',
    mend: 'export OPENAI_API_KEY=…',
  },
  {
    name: 'openrouter',
    title: 'OpenRouter',
    url: 'https://openrouter.ai/api/v1',
    keyEnv: 'OPENROUTER_API_KEY',
    mend: 'export OPENROUTER_API_KEY=…',
  },
  {
    name: 'anthropic',
    title: 'Anthropic',
    url: 'https://api.anthropic.com/v1',
    keyEnv: 'ANTHROPIC_API_KEY',
    listing: { keyHeader: 'x-api-key', headers: { 'anthropic-version': '2023-06-01' } },
    mend: 'export ANTHROPIC_API_KEY=…',
  },
  {
    name: 'google',
    title: 'Google',
    url: 'https://generativelanguage.googleapis.com/v1beta/openai',
    keyEnv: 'GEMINI_API_KEY',
    mend: 'export GEMINI_API_KEY=…',
  },
];

export type DiscoveredEndpoint = {
  endpoint: KnownEndpoint;
  found: boolean;
  models: readonly ModelInfo[];
  /** Why it was not found, and what to do; null where it was. */
  problem: { what: string; mend: string } | null;
};

export type DiscoverOptions = {
  endpoints?: readonly KnownEndpoint[];
  fetch?: typeof globalThis.fetch;
  env?: Readonly<Record<string, string | undefined>>;
  /** Seconds that one endpoint may take; 2 unless told. */
  timeout?: number;
  signal?: AbortSignal;
};

/**
 * Asks every known endpoint for its models, all at once, in the order of the list. Endpoints whose
 * key is not set are not asked. Never throws for an endpoint that does not answer.
 */
export function discoverEndpoints(options: DiscoverOptions = {}): Promise<DiscoveredEndpoint[]> {
  const { endpoints = knownEndpoints, timeout = 2 } = options;
  return Promise.all(
    endpoints.map(async (endpoint): Promise<DiscoveredEndpoint> => {
      const limit = AbortSignal.timeout(1000 * timeout);
      const signal = options.signal ? AbortSignal.any([options.signal, limit]) : limit;
      try {
        const listing = openaiEndpoint({
          ...endpoint,
          ...(options.fetch ? { fetch: options.fetch } : {}),
          ...(options.env ? { env: options.env } : {}),
        }).list({ signal });
        const models = await Promise.race([listing, rejectOn(signal)]);
        return { endpoint, found: true, models, problem: null };
      } catch (error) {
        const what =
          error instanceof EndpointError && !limit.aborted
            ? error.message
            : `${endpoint.title} did not answer within ${timeout} s`;
        const wrongKey = error instanceof EndpointError && error.fault === 'auth';
        const mend = wrongKey ? (error.hint ?? endpoint.mend) : endpoint.mend;
        return { endpoint, found: false, models: [], problem: { what, mend } };
      }
    }),
  );
}

/** Rejects when the signal is aborted; a server that holds the connection open holds up nobody. */
function rejectOn(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    if (signal.aborted) reject(signal.reason);
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
  });
}
