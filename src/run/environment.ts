/** What reaches a run from outside: clock, models, prompt files, word data, embedders, folders. */
import type { Embedder } from '../embedding/embedder.ts';
import type { Model } from '../models/model.ts';
import type { PromptFiles } from '../prompts/load.ts';
import type { WordNet } from '../wordnet/wordnet.ts';
import type { Study } from './study.ts';

export type RunEnvironment = {
  version: string;
  /** What the program was built from: results of the same build are not computed again to be read. None from source. */
  build?: string;
  /** Epoch milliseconds. */
  now(): number;
  /** In [0, 1), for the jitter of waits; results never depend on it. */
  random(): number;
  /** How the wait before another attempt passes; on a timer unless told. Rejects with the signal's reason. */
  wait?: (seconds: number, signal: AbortSignal | undefined) => Promise<void>;
  prompts: PromptFiles;
  wordNet(): Promise<WordNet>;
  /** `use-lite`, or the name of a model that embeds. */
  openEmbedder(name: string, study: Study): Promise<Embedder>;
  /** `<endpoint>:<id>`, with the study's own endpoints. Throws UserError or EndpointError. */
  openModel(name: string, study: Study): Promise<Model>;
  /** Where exams are kept between runs. */
  examFolder: string;
  /** Where the last results of runs are kept. */
  resultsFolder: string;
  /** Where the owner of a run listens for other programs; none where no run can be reached. */
  socketFolder?: string;
};
