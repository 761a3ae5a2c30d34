import type { CapabilityMemory } from './capabilities.ts';

/** The settings of an OpenAI-compatible endpoint. */
export type OpenaiEndpointConfig = {
  /** The part of a model's name before the first colon. */
  name: string;
  /** The base URL, with its `/v1` where it has one. */
  url: string;
  /** The environment variable that holds the key; none for endpoints that need no key. */
  keyEnv?: string;
  /** Where the list of models wants the key in a header of its own, and others beside it (Anthropic). */
  listing?: {
    keyHeader: string;
    headers: Readonly<Record<string, string>>;
    query?: Readonly<Record<string, string>>;
  };
  /** For a person; the name and the host by default. */
  title?: string;
  /** Requests at once at most; 4 on this machine, 32 elsewhere, by default. */
  concurrency?: number;
  /** Seconds without a sign of life before a request counts as timed out; 120 by default. */
  timeout?: number;
  /** Asked for the key where the environment does not hold it: the keyring. Null where there is none. */
  keys?: (name: string) => Promise<string | null>;
  /** The environment; the process's own by default. */
  env?: Readonly<Record<string, string | undefined>>;
  /** Storage of what was learned about its models; none by default. */
  memory?: CapabilityMemory;
  /** Asked without a proxy, whatever the environment says: a server on this machine that was looked for. */
  direct?: boolean;
  /** Asked through this, and no proxy. */
  fetch?: typeof globalThis.fetch;
};
