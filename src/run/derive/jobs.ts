/** The slow computations, as plain data in and out, so that a worker thread can do them. */

import { type ClusterOptions, clusterWords } from '../../clustering/clustering.ts';
import type { Clustering, WordCount } from '../../clustering/clusters.ts';
import type { MeaningSpace } from '../../clustering/embedding.ts';
import { wordsApart } from '../../clustering/words-apart.ts';
import { UserError } from '../../errors.ts';
import type { ScoreInput } from '../../instruments/cells.ts';
import { compareModels, type ModelComparison } from '../../instruments/compare.ts';
import { scoreModels } from '../../instruments/scores.ts';
import type { SystemScores } from '../../instruments/system-scores.ts';
import { buildLexicon } from '../../lexicon/build-lexicon.ts';
import type { AnswerText, Extraction, Lexicon } from '../../lexicon/lexicon.ts';
import { createRandom } from '../../statistics/random.ts';
import { loadWordNet } from '../../wordnet/load.ts';
import type { FactorView } from '../state.ts';
import type { Lengths } from './facts.ts';
import { largeLexicon } from './large-lexicon.ts';

export const jobs = {
  async lexicon(input: {
    answers: AnswerText[];
    extractions: Extraction[];
    unmerged: Set<string>;
  }): Promise<Lexicon> {
    const { answers, extractions, unmerged } = input;
    return buildLexicon(answers, { wordnet: await loadWordNet(), extractions, unmerged });
  },
  /** Of a log that is too large to be sent: read here, in chunks. */
  largeLexicon,
  clusters: (input: {
    words: WordCount[];
    space: MeaningSpace;
    options: ClusterOptions;
  }): Clustering => clusterWords(input.words, input.space, input.options),
  /** Null where too few words are said often enough. */
  meaning(input: {
    words: string[];
    similarity: Float32Array;
    answers: string[][];
    seed: number;
  }): FactorView['meaning'] {
    try {
      const apart = wordsApart(input.words, input.similarity, input.answers, {
        random: createRandom(`${input.seed}|meaning`),
      });
      return {
        r: apart.agreement.r,
        p: apart.agreement.p,
        disagree: [...apart.alikeNotTogether, ...apart.togetherNotAlike]
          .sort((a, b) => Math.abs(b.gap) - Math.abs(a.gap))
          .map(({ a, b, similarity, together }) => ({ a, b, meaning: similarity, together })),
      };
    } catch (error) {
      if (error instanceof UserError) return null;
      throw error;
    }
  },
  /** Null where the two share too few rated stems. */
  comparison({
    input,
    a,
    b,
    lengths,
  }: {
    input: ScoreInput;
    a: string;
    b: string;
    lengths: Lengths;
  }): ModelComparison | null {
    try {
      return compareModels(input, a, b, {
        lengths: (model, stem) => lengths.get(model)?.get(stem),
      });
    } catch (error) {
      if (error instanceof UserError) return null;
      throw error;
    }
  },
  /** One input a value system; those without ratings are left out. */
  scores: (inputs: ScoreInput[]): SystemScores[] =>
    inputs.filter((input) => input.ratings.length > 0).map(scoreModels),
};

export type Jobs = typeof jobs;
export type JobName = keyof Jobs;
