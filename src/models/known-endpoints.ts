/** Endpoints that need only a key, or a server on this machine. */
import type { ServerKind } from './openai/server-kind.ts';

export type KnownEndpoint = {
  name: string;
  title: string;
  /** Its usual address. */
  url: string;
  /** Other usual addresses of servers on this machine. */
  alsoAt?: readonly string[];
  /** Of a server on this machine: how its list of models shows it, wherever it listens. */
  kind?: ServerKind;
  /** The environment variable that holds the key; absent for servers on this machine. */
  keyEnv?: string;
  listing?: {
    keyHeader: string;
    headers: Readonly<Record<string, string>>;
    query?: Readonly<Record<string, string>>;
  };
  /** How to get it, one sentence. */
  mend: string;
};

export const knownEndpoints: readonly KnownEndpoint[] = [
  {
    name: 'ollama',
    title: 'Ollama',
    url: 'http://127.0.0.1:11434/v1',
    kind: 'ollama',
    mend: 'Install Ollama and start it: ollama serve',
  },
  {
    name: 'lmstudio',
    title: 'LM Studio',
    url: 'http://127.0.0.1:1234/v1',
    kind: 'lmstudio',
    mend: 'Start the local server in LM Studio (Developer, Start server), or: lms server start',
  },
  {
    name: 'vllm',
    title: 'vLLM',
    url: 'http://127.0.0.1:8000/v1',
    kind: 'vllm',
    mend: 'Start it: vllm serve <model>',
  },
  {
    name: 'llamacpp',
    title: 'llama-server',
    url: 'http://127.0.0.1:8080/v1',
    kind: 'llamacpp',
    mend: 'Start it: llama-server -m <file.gguf>',
  },
  {
    name: 'tgi',
    title: 'TGI',
    url: 'http://127.0.0.1:3000/v1',
    // The port that its container's documentation publishes.
    alsoAt: ['http://127.0.0.1:8080/v1'],
    kind: 'tgi',
    mend: 'Start it: text-generation-launcher --model-id <model>',
  },
  {
    name: 'serve',
    title: 'valuelex serve',
    url: 'http://127.0.0.1:8090/v1',
    kind: 'serve',
    mend: 'Start it: valuelex serve',
  },
  {
    name: 'openai',
    title: 'OpenAI',
    url: 'https://api.openai.com/v1',
    keyEnv: 'OPENAI_API_KEY',
    mend: 'export OPENAI_API_KEY=… or: valuelex keys set OPENAI_API_KEY',
  },
  {
    name: 'openrouter',
    title: 'OpenRouter',
    url: 'https://openrouter.ai/api/v1',
    keyEnv: 'OPENROUTER_API_KEY',
    mend: 'export OPENROUTER_API_KEY=… or: valuelex keys set OPENROUTER_API_KEY',
  },
  {
    name: 'anthropic',
    title: 'Anthropic',
    url: 'https://api.anthropic.com/v1',
    keyEnv: 'ANTHROPIC_API_KEY',
    listing: {
      keyHeader: 'x-api-key',
      headers: { 'anthropic-version': '2023-06-01' },
      // Twenty a page by default.
      query: { limit: '1000' },
    },
    mend: 'export ANTHROPIC_API_KEY=… or: valuelex keys set ANTHROPIC_API_KEY',
  },
  {
    name: 'google',
    title: 'Google',
    url: 'https://generativelanguage.googleapis.com/v1beta/openai',
    keyEnv: 'GEMINI_API_KEY',
    mend: 'export GEMINI_API_KEY=… or: valuelex keys set GEMINI_API_KEY',
  },
];
