/** The slow computations, as plain data in and out, so that a worker thread can do them. */

import { type ClusterOptions, clusterWords } from '../../clustering/clustering.ts';
import type { Clustering, WordCount } from '../../clustering/clusters.ts';
import {
  type ContextGroups,
  contextGroups,
  wordsThatCount,
} from '../../clustering/context-groups.ts';
import { type CuratorsInput, curatorsOfRun } from '../../clustering/curators-of-run.ts';
import type { MeaningSpace } from '../../clustering/embedding.ts';
import { wordFeatures } from '../../clustering/learned-map.ts';
import { tellCurators } from '../../clustering/tell-curators.ts';
import { wordsApart } from '../../clustering/words-apart.ts';
import { UserError } from '../../errors.ts';
import { hasScores, type Instrument, type NoScores } from '../../instruments/contract.ts';
import type { ModelComparison } from '../../instruments/shared/compare-models.ts';
import { methodsOfRun, type WayOfAsking } from '../../methods/run-methods.ts';
import { tellMethods } from '../../methods/tell-methods.ts';
import { seldomRead } from '../../seldom-read.ts';
import { createRandom } from '../../statistics/random.ts';
import { loadWordVectors } from '../../word-vectors/load.ts';
import { loadWordNet } from '../../wordnet/load.ts';
import { type CheckReport, checkReport, openAgainst } from '../check-run.ts';
import type { FactorView } from '../factor-view.ts';
import { type FactsPlace, factsAt } from '../instruments/instrument-facts.ts';
import { allIn, ownRegistry } from '../instruments/registry.ts';
import { type LensInput, lensOf } from '../lens/lens.ts';
import type { LensResult } from '../lens/lens-result.ts';
import type { CuratorsFound, InstrumentResult } from '../state.ts';
import { parallelOfInWorkers } from './factor-ground.ts';
import { keptFit } from './kept-fit.ts';
import { readLexicon } from './read-lexicon.ts';
import { inThreads } from './replicates.ts';

/** An instrument of a run, and where its facts are stored. */
export type InstrumentInput = {
  /** The module that exports the list of instruments if it is not the program's own. */
  module?: string;
  place: FactsPlace;
  settings: unknown;
  /** The folder of the finished run that this one checks a model against. */
  against?: string | undefined;
  /** Folders that are searched for stored slow fits; new ones are stored in the first. */
  kept: readonly string[];
};

async function listFor({ module }: InstrumentInput): Promise<readonly Instrument[]> {
  if (module === undefined) return ownRegistry.list;
  return allIn({ list: ((await import(module)) as { instruments: Instrument[] }).instruments });
}

async function opened(input: InstrumentInput) {
  const list = await listFor(input);
  const instrument = list.find((one) => one.id === input.place.id)!;
  return { instrument, facts: factsAt(input.place, list) };
}

/** The scores, with the slow fit if it is stored. */
async function scored(input: InstrumentInput) {
  const { instrument, facts } = await opened(input);
  const told = (result: unknown, coarse: boolean): InstrumentResult => {
    const parsed = instrument.result.parse(result, seldomRead);
    return {
      result: parsed,
      told: instrument.tell(parsed, facts.items),
      profiles: instrument.profiles?.(parsed) ?? [],
      ...(coarse && { coarse }),
    };
  };
  const quick = instrument.score(facts, input.settings);
  const { refinement } = instrument;
  if (!hasScores(quick) || !refinement?.isWanted(quick, input.settings))
    return { found: hasScores(quick) ? told(quick, false) : (quick as NoScores), refine: null };
  const fit = keptFit(input.kept, instrument, facts, input.settings);
  const before = fit.read();
  return {
    found: told(before ?? quick, before === null),
    refine: async (progress: (done: number, total: number) => void): Promise<InstrumentResult> => {
      if (before !== null) return told(before, false);
      const refined = await refinement.refine(facts, input.settings, quick, {
        progress,
        runStretches: (part) => inThreads('ordinalStretch', part, part.stretches.length, {}),
        runFacetStretches: (part) => inThreads('facetStretch', part, part.stretches.length, {}),
      });
      fit.keep(refined);
      return told(refined, false);
    },
  };
}

export const jobs = {
  instrument: async (input: InstrumentInput): Promise<InstrumentResult> =>
    (await scored(input)).found,
  /** The same with its slow fit, reporting percent done; it ends with its thread. */
  async refinement(
    input: InstrumentInput,
    onDone: (percent: number) => void,
  ): Promise<InstrumentResult> {
    const { found, refine } = await scored(input);
    if (!refine) return found;
    return refine((done, total) => onDone(Math.floor((100 * done) / Math.max(1, total))));
  },
  /** The ways of asking of a run, compared; families by model. */
  methods({ ways, families }: { ways: WayOfAsking[]; families: Record<string, string> }) {
    const result = methodsOfRun(ways, (model) => families[model] ?? model);
    return { result, told: tellMethods(result) };
  },
  lexicon: readLexicon,
  clusters: (input: {
    words: WordCount[];
    space: MeaningSpace;
    options: ClusterOptions;
  }): Clustering => clusterWords(input.words, input.space, input.options),
  /** The texts around one word; `values` and `answers` as for `wordsThatCount`. */
  contexts: async (input: {
    contexts: readonly string[];
    values: readonly string[];
    answers: readonly string[];
    seed: number;
  }): Promise<ContextGroups> =>
    contextGroups(
      input.contexts,
      wordsThatCount(input.values, input.answers),
      await loadWordVectors(),
      createRandom(`${input.seed}|contexts`),
    ),
  curators(input: CuratorsInput): CuratorsFound {
    const result = curatorsOfRun(input);
    return { result, told: tellCurators(result) };
  },
  /** Words in the dimensions that are learned from decisions. */
  features: ({ similarity, n }: { similarity: Float32Array; n: number }): Float64Array =>
    wordFeatures(similarity, n),
  /** Null if too few words are frequent enough. */
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
  /** A part of the run beside the whole, in percent done. */
  lens: (input: LensInput, onDone: (percent: number) => void): Promise<LensResult> =>
    lensOf(input, (matrix, study) => parallelOfInWorkers(matrix, study), onDone),
  /** Two models compared; in the check of a model, models of the finished run too. Throws UserError as the instrument does. */
  async comparison({
    pair,
    ...input
  }: InstrumentInput & {
    pair: { system: string; a: string; b: string };
  }): Promise<ModelComparison> {
    const { instrument, facts } = await opened(input);
    const against = input.against === undefined ? null : openAgainst(input.against, facts.items);
    try {
      return instrument.compare!(facts, input.settings, pair, against?.before ?? null);
    } finally {
      await against?.close();
    }
  },
  /** The report of the check of a model; `input` is null before anything is asked. */
  async check({
    folder,
    input,
    words,
  }: {
    folder: string;
    input: InstrumentInput | null;
    words: readonly WordCount[] | null;
  }): Promise<CheckReport> {
    const facts = input && (await opened(input)).facts;
    return checkReport(folder, { facts, words }, { now: Date.now, wordNet: () => loadWordNet() });
  },
};

export type Jobs = typeof jobs;
export type JobName = keyof Jobs;
