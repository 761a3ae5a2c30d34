/** The real outside of a run: clock, cache, prompt files, endpoints. Built once, at the top. */
import { join } from 'node:path';
import type { StudyEndpoints } from './asking/asking-environment.ts';
import { chooseEmbedding, openNamedEmbedder } from './embedding/named-embedders.ts';
import { createEndpointsOfStudies } from './endpoints-of-studies.ts';
import { UserError } from './errors.ts';
import type { KeyLookup } from './keys/key-lookup.ts';
import type { KeyPlace } from './keys/key-places.ts';
import type { EndpointSettings } from './models/discover.ts';
import { createLocalEndpoint } from './models/local/endpoint.ts';
import type { Endpoint, Model, ModelInfo } from './models/model.ts';
import { capabilityFiles } from './models/openai/capabilities.ts';
import { findModel, openModel } from './models/registry.ts';
import { simulatedEndpoint } from './models/simulated/endpoint.ts';
import type { OwnEndpoint } from './own-endpoints.ts';
import { promptFiles } from './prompts/load.ts';
import { socketFolder } from './run/control/address.ts';
import type { RunEnvironment } from './run/environment.ts';
import { ownRegistry, type Registry } from './run/instruments/registry.ts';
import { loadThesaurus } from './thesaurus/load.ts';
import { type UsableCache, usableCache } from './usable-cache.ts';
import { programBuild, programVersion } from './version.ts';
import { loadWordVectors } from './word-vectors/load.ts';
import { loadWordNet } from './wordnet/load.ts';

export type Outside = RunEnvironment & {
  cache: string;
  /** The user's cache folder where another is used, because that one cannot be written to. */
  unwritableCache: UsableCache['unwritable'];
  env: Readonly<Record<string, string | undefined>>;
  /** What every endpoint is opened with: environment, keyring, what was learned. */
  endpointSettings: EndpointSettings;
  local: ReturnType<typeof createLocalEndpoint>;
  /** The endpoints of a study, the user's own, the known ones, `local:`, and `sim:`. */
  endpointsOf(study: StudyEndpoints | null): Map<string, Endpoint>;
  /** Keys of the user that a study wants to send where they are neither for nor allowed to go, by its endpoints' names. */
  keysToAllow(study: StudyEndpoints): ReadonlyMap<string, KeyPlace>;
  /** What is known of a model that a study names, without opening it; null where its endpoint cannot tell. Throws as `openModel` does. */
  findModel(name: string, study: StudyEndpoints): Promise<ModelInfo | null>;
  /** The user's own endpoints, by name. */
  readonly ownEndpoints: Readonly<Record<string, OwnEndpoint>>;
  /** Of these models' endpoints the user's own, as a study records them. */
  ownEndpointsOf(models: readonly string[]): StudyEndpoints['endpoints'];
  /** After the user has added one. */
  reloadEndpoints(): void;
};

/**
 * `endpoints` are those that the user has added by hand; `onProgress` hears what is fetched on the
 * way. `VALUELEX_SIM_SPEED` (tokens per second) slows the simulated models down.
 */
export function realOutside(settings: {
  endpoints: () => Readonly<Record<string, OwnEndpoint>>;
  /** Keys that the environment does not hold; none by default. */
  keys?: KeyLookup;
  /** Where the user has allowed keys to go, beside where they are for; nowhere by default. */
  allowedKeys?: () => readonly KeyPlace[];
  onProgress?: (line: string) => void;
  env?: Readonly<Record<string, string | undefined>>;
  /** Its own by default. */
  build?: string;
  /** The program's own by default. */
  instruments?: Registry;
}): Outside {
  const env = settings.env ?? process.env;
  const build = settings.build ?? programBuild();
  const prompts = promptFiles();
  let own = settings.endpoints();
  const { folder: cache, unwritable: unwritableCache } = usableCache(env);
  const local = createLocalEndpoint({
    cache,
    env,
    // Models that were fetched where there was a home folder to write to are found all the same.
    ...(unwritableCache && { alsoIn: [unwritableCache.folder] }),
    openModels: 2,
    ...(settings.onProgress && { onProgress: settings.onProgress }),
  });
  const instruments = settings.instruments ?? ownRegistry;
  const simulated = simulatedEndpoint({
    tokensPerSecond: simulatedSpeed(env),
    speakers: instruments.list.flatMap(({ speaker }) => speaker ?? []),
    scorers: instruments.list.flatMap(({ scorer }) => scorer ?? []),
  });
  const endpointSettings: EndpointSettings = {
    env,
    memory: capabilityFiles(join(cache, 'capabilities'), Date.now),
    ...(settings.keys ? { keys: settings.keys } : {}),
  };
  const { endpointsOf, keysToAllow } = createEndpointsOfStudies({
    local,
    simulated,
    own: () => own,
    allowedKeys: () => settings.allowedKeys?.() ?? [],
    settings: endpointSettings,
  });
  const open = async (name: string, study: StudyEndpoints): Promise<Model> => {
    const model = await openModel(name, endpointsOf(study));
    // What an endpoint can do decides the form of asking and a rater’s protocol.
    await model.probe?.();
    return model;
  };
  return {
    version: programVersion(),
    ...(build === undefined ? {} : { build }),
    instruments,
    now: Date.now,
    random: Math.random,
    prompts,
    wordNet: () => loadWordNet(),
    thesaurus: () => loadThesaurus(),
    wordVectors: () => loadWordVectors(),
    cache,
    unwritableCache,
    env,
    endpointSettings,
    local,
    endpointsOf,
    keysToAllow,
    get ownEndpoints() {
      return own;
    },
    ownEndpointsOf(models) {
      const used = new Set(models.map((model) => model.slice(0, model.indexOf(':'))));
      return Object.fromEntries(Object.entries(own).filter(([name]) => used.has(name)));
    },
    reloadEndpoints() {
      own = settings.endpoints();
    },
    openModel: open,
    findModel: (name, study) => findModel(name, endpointsOf(study)),
    openEmbedder: (name, study) => openNamedEmbedder(name, () => open(name, study)),
    chooseEmbedding: (name) => chooseEmbedding(name, local),
    vectorsFolder: join(cache, 'vectors'),
    examFolder: join(cache, 'exams'),
    resultsFolder: join(cache, 'results'),
    socketFolder: socketFolder(env, cache),
  };
}

function simulatedSpeed(env: Readonly<Record<string, string | undefined>>): number | null {
  const text = env.VALUELEX_SIM_SPEED;
  if (text === undefined || text === '') return null;
  const speed = Number(text);
  if (speed > 0) return speed;
  throw new UserError(`VALUELEX_SIM_SPEED is "${text}"`, {
    hint: 'Give tokens per second, above 0, or leave it out.',
    exit: 'usage',
  });
}
