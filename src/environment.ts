/** The real outside of a run: clock, cache, prompt files, endpoints. Built once, at the top. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { embedderOf } from './embedding/model-embedder.ts';
import { openUseLite } from './embedding/use-lite.ts';
import { cacheFolder } from './models/local/cache-folder.ts';
import { createLocalEndpoint } from './models/local/endpoint.ts';
import type { Endpoint, Model } from './models/model.ts';
import { openModel } from './models/registry.ts';
import { openaiEndpoint } from './models/openai/endpoint.ts';
import { knownEndpoints } from './models/known-endpoints.ts';
import { simulatedEndpoint } from './models/simulated/endpoint.ts';
import { promptFiles } from './prompts/load.ts';
import type { RunEnvironment } from './run/environment.ts';
import type { Study } from './run/study.ts';
import { loadWordNet } from './wordnet/load.ts';

export type Outside = RunEnvironment & {
  cache: string;
  local: ReturnType<typeof createLocalEndpoint>;
  /** The endpoints of a study, the user's own, the known ones, `local:`, and `sim:`. */
  endpointsOf(study: Pick<Study, 'endpoints'> | null): Map<string, Endpoint>;
};

/** `settings.endpoints` are those that the user has added by hand. */
export function realOutside(settings: {
  endpoints: Record<string, { url: string; keyEnv?: string | undefined }>;
  onProgress?: (line: string) => void;
}): Outside {
  const prompts = promptFiles();
  const cache = cacheFolder();
  const local = createLocalEndpoint({ cache, openModels: 2, ...(settings.onProgress && { onProgress: settings.onProgress }) });
  const simulated = simulatedEndpoint();
  const endpointsOf: Outside['endpointsOf'] = (study) => {
    const endpoints = new Map<string, Endpoint>([
      ['local', local],
      ['sim', simulated],
    ]);
    for (const known of knownEndpoints) endpoints.set(known.name, openaiEndpoint(known));
    for (const own of [settings.endpoints, study?.endpoints ?? {}])
      for (const [name, { url, keyEnv }] of Object.entries(own))
        endpoints.set(name, openaiEndpoint({ name, url, ...(keyEnv ? { keyEnv } : {}) }));
    return endpoints;
  };
  const open = (name: string, study: Study): Promise<Model> => openModel(name, endpointsOf(study));
  return {
    version: programVersion(prompts.root),
    now: Date.now,
    random: Math.random,
    prompts,
    wordNet: () => loadWordNet(),
    cache,
    local,
    endpointsOf,
    openModel: open,
    async openEmbedder(name, study) {
      if (name === 'use-lite') return openUseLite();
      const model = await open(name, study);
      return { ...embedderOf(model), close: () => model.close() };
    },
    examFolder: join(cache, 'exams'),
  };
}

/** From package.json beside the prompts folder. */
function programVersion(promptRoot: string): string {
  const text = readFileSync(join(promptRoot, '..', 'package.json'), 'utf8');
  return String((JSON.parse(text) as { version: unknown }).version);
}
