/** Opens models for a run that works. */
import type { Model } from '../models/model.ts';
import { openingPolicy, withRetries } from '../models/retry.ts';
import type { RunEnvironment } from './environment.ts';

/** An endpoint that fails for a moment is asked again, and the wait is shown. */
export function createOpening({
  environment,
  openModel,
  signal: signalOf,
  onWait,
}: {
  environment: RunEnvironment;
  openModel(name: string): Promise<Model>;
  signal(): AbortSignal | undefined;
  onWait(model: string, text: string): void;
}) {
  /** Endpoints that did not answer for one model: their other models are tried only once. */
  const unreached = new Set<string>();
  return {
    begin: () => unreached.clear(),
    async open(name: string): Promise<Model> {
      const signal = signalOf();
      signal?.throwIfAborted();
      const endpoint = name.slice(0, name.indexOf(':'));
      if (unreached.has(endpoint)) return openModel(name);
      try {
        return await withRetries(() => openModel(name), {
          policy: openingPolicy,
          random: environment.random,
          ...(signal && { signal }),
          ...(environment.wait && { wait: environment.wait }),
          onWait: ({ reason, seconds }) =>
            onWait(name, `${reason}; again in ${seconds.toFixed(1)} s`),
        });
      } catch (error) {
        unreached.add(endpoint);
        throw error;
      }
    },
  };
}

/** Opens each model once, and again if that failed. */
export function rememberModels(openModel: (name: string) => Promise<Model>) {
  const models = new Map<string, Promise<Model>>();
  return {
    open(name: string): Promise<Model> {
      const known = models.get(name);
      if (known) return known;
      const model = openModel(name);
      models.set(name, model);
      model.catch(() => models.delete(name));
      return model;
    },
    async close(): Promise<void> {
      for (const model of models.values()) await model.then((one) => one.close()).catch(() => {});
    },
  };
}
