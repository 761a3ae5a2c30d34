/** The slow computations, as plain data in and out, so that a worker thread can do them. */

import { type ClusterOptions, clusterWords } from '../../clustering/clustering.ts';
import type { Clustering, WordCount } from '../../clustering/clusters.ts';
import type { MeaningSpace } from '../../clustering/embedding.ts';
import { wordsApart } from '../../clustering/words-apart.ts';
import { UserError } from '../../errors.ts';
import {
  type Asking,
  type Facts,
  hasScores,
  isScored,
  type NoScores,
} from '../../instruments/contract.ts';
import { compareModels, type ModelComparison } from '../../instruments/shared/compare-models.ts';
import { scoreModels } from '../../instruments/shared/score-models.ts';
import type { SystemScores } from '../../instruments/shared/scores.ts';
import { buildLexicon } from '../../lexicon/build-lexicon.ts';
import type { AnswerText, Extraction, Lexicon } from '../../lexicon/lexicon.ts';
import { createRandom } from '../../statistics/random.ts';
import type { ValueSystem } from '../../values/value-system.ts';
import { loadWordNet } from '../../wordnet/load.ts';
import { type CheckReport, checkReport, openAgainst } from '../check-run.ts';
import { ownRegistry } from '../instruments/registry.ts';
import type { FactorView, InstrumentResult } from '../state.ts';
import { lengthsOf, scoreInputOf } from './facts.ts';
import { largeLexicon } from './large-lexicon.ts';
import { factsAt, type Scoring, type SystemScoring } from './rated-facts.ts';

export const jobs = {
  /** `module` exports the list of instruments where it is not the program's own. */
  async instrument(input: {
    module?: string;
    id: string;
    facts: Facts;
    settings: unknown;
  }): Promise<InstrumentResult> {
    const { list } = input.module
      ? { list: ((await import(input.module)) as { instruments: Asking[] }).instruments }
      : ownRegistry;
    const instrument = list.filter(isScored).find((one) => one.id === input.id)!;
    const scored = instrument.score(input.facts, input.settings);
    if (!hasScores(scored)) return scored as NoScores;
    const result = instrument.result.parse(scored);
    return { result, told: instrument.tell(result) };
  },
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
  /** Those without ratings are left out. */
  scores({ systems, ...scoring }: Scoring & { systems: readonly ValueSystem[] }): SystemScores[] {
    const run = factsAt(scoring.facts);
    return systems
      .map((system) => scoreInputOf(run, system, scoring.stems, scoring.exams))
      .filter((input) => input.ratings.length > 0)
      .map(scoreModels);
  },
  /** In the check of a model, among those of the finished run too. Throws UserError as `compareModels` does. */
  async comparison({
    facts,
    system,
    stems,
    exams,
    a,
    b,
  }: SystemScoring & { a: string; b: string }): Promise<ModelComparison> {
    const run = factsAt(facts);
    const input = scoreInputOf(run, system, stems, exams);
    const lengths = lengthsOf(run, stems, input.models);
    const against = facts.study.against === undefined ? null : openAgainst(facts.study, Date.now);
    try {
      return compareModels(against?.extend(input) ?? input, a, b, {
        lengths: (model, stem) => lengths.get(model)?.get(stem),
      });
    } finally {
      await against?.close();
    }
  },
  /** All that the check of a model says; `scoring` null without ratings. */
  async check({
    folder,
    scoring,
    words,
  }: {
    folder: string;
    scoring: SystemScoring | null;
    words: readonly WordCount[] | null;
  }): Promise<CheckReport> {
    const input =
      scoring && scoreInputOf(factsAt(scoring.facts), scoring.system, scoring.stems, scoring.exams);
    return checkReport(folder, { input, words }, { now: Date.now, wordNet: () => loadWordNet() });
  },
};

export type Jobs = typeof jobs;
export type JobName = keyof Jobs;
