/** What asking needs from outside: clock, chance, models, prompt files. */
import type { Model } from '../models/model.ts';
import type { PromptFiles } from '../prompts/load.ts';

/** Endpoints that a study brings along. */
export type StudyEndpoints = {
  endpoints: Readonly<
    Record<string, { url: string; keyEnv?: string | undefined; concurrency?: number | undefined }>
  >;
};

export type AskingEnvironment = {
  version: string;
  /** Epoch milliseconds. */
  now(): number;
  /** In [0, 1), for the jitter of waits; results never depend on it. */
  random(): number;
  /** Waits before another attempt; a timer unless given. Rejects with the signal's reason. */
  wait?: (seconds: number, signal: AbortSignal | undefined) => Promise<void>;
  prompts: PromptFiles;
  /** `<endpoint>:<id>`, with the study's own endpoints. Throws UserError or EndpointError. */
  openModel(name: string, study: StudyEndpoints): Promise<Model>;
  /** Where exams are kept between runs. */
  examFolder: string;
};
