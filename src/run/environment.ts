/** The environment of a run: models, word data, embedders, folders. */

import type { AskingEnvironment, StudyEndpoints } from '../asking/asking-environment.ts';
import type { Embedder } from '../embedding/embedder.ts';
import type { Thesaurus } from '../thesaurus/thesaurus.ts';
import type { WordVectors } from '../word-vectors/word-vectors.ts';
import type { WordNet } from '../wordnet/wordnet.ts';
import type { Registry } from './instruments/registry.ts';
import type { EmbeddingChoice } from './meaning-choice.ts';

export type RunEnvironment = AskingEnvironment & {
  /** The build of the program: stored results of the same build are not computed again for reading. None from source. */
  build?: string;
  wordNet(): Promise<WordNet>;
  thesaurus(): Promise<Thesaurus>;
  wordVectors(): Promise<WordVectors>;
  /** `use-lite` (also as `auto`), or the name of a model that embeds. */
  openEmbedder(name: string, study: StudyEndpoints): Promise<Embedder>;
  /** The embedding that a new run records: `auto` becomes the best one available here. */
  chooseEmbedding(name: string): Promise<EmbeddingChoice>;
  /** Where vectors of texts are kept for all runs; nowhere by default. */
  vectorsFolder?: string;
  /** Where the last results of runs are kept. */
  resultsFolder: string;
  /** The instruments of the program by default. */
  instruments?: Registry;
  /** Folder of the sockets on which owners of runs listen; absent if runs cannot be reached. */
  socketFolder?: string;
};
