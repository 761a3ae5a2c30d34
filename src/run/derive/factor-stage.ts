/**
 * Factors of an open run, from its clusters and edits: the quick part at once, the parallel analysis and the
 * checks in threads, which a newer request or the researcher can stop.
 */
import { createHash } from 'node:crypto';
import { hashOf } from '../../asking/identity.ts';
import type { Curated } from '../../clustering/curate.ts';
import { type CurationSettings, historyOf } from '../../clustering/edit-history.ts';
import type { Edit } from '../../clustering/edits.ts';
import { UserError } from '../../errors.ts';
import type { Lexicon } from '../../lexicon/lexicon.ts';
import { deriveSystem } from '../../values/derive-system.ts';
import { shippedSystems } from '../../values/load-systems.ts';
import { suggestNames } from '../../values/match.ts';
import type { FactorChecks } from '../factor-checks-schema.ts';
import type { FactorView } from '../factor-view.ts';
import type { Results } from '../state.ts';
import { checkFactors, isChecked, noChecks, powerOfFactors, withChecks } from './factor-checks.ts';
import { type ParallelPair, parallelOfInWorkers } from './factor-ground.ts';
import { factorOptions, factorView, unavailable } from './factors.ts';
import { independentUnits } from './independent-units.ts';
import { comparisonsOf } from './invariance.ts';
import { buildMatrix, type Matrix } from './matrix.ts';
import type { StageParts } from './stage.ts';

export type FactorStage = {
  /** Shows the loadings of these clusters at once, if their parallel analysis is done. */
  replay(lexicon: Lexicon, curated: Curated, edits: readonly Edit[]): void;
  /** All results except the checks. False if it was stopped. */
  compute(edits: readonly Edit[]): Promise<boolean>;
  /** The checks: halves, resamples, the other half. False if it was stopped. */
  check(edits: readonly Edit[]): Promise<boolean>;
  power(): Promise<void>;
  /** Stops computations that newer edits make void; naming or flipping a factor does not. */
  giveWay(edits: readonly Edit[]): void;
  stop(): void;
  resume(): void;
};

export type FactorStageOptions = Pick<
  StageParts,
  'run' | 'results' | 'publish' | 'onComputing' | 'closing'
> & {
  /** True if a newer request waits, so that nothing long is begun. */
  isWaiting(): boolean;
};

type Found = {
  /** Of the words and cells. */
  key: string;
  /** Of the edits that decide on them. */
  words: string;
  lexicon: Lexicon;
  matrix: Matrix;
};

export function createFactorStage(options: FactorStageOptions): FactorStage {
  const { run, results, publish, onComputing } = options;
  let found: Found | null = null;
  let parallel: { key: string; pair: ParallelPair } | null = null;
  /** The checks of the solution with this key, before its factors are flipped. */
  let checks: { key: string; parts: FactorChecks } | null = null;
  const lengthy = lengthyWork(options);
  /** The view that was published last, and of which matrix and settings it is. */
  let shown: { key: string; of: Found; view: FactorView } | null = null;

  function replay(lexicon: Lexicon, curated: Curated, edits: readonly Edit[]): void {
    try {
      const words = wordsKey(edits, curated);
      if (found?.words !== words || found.lexicon !== lexicon) {
        const matrix = buildMatrix(
          { columns: lexicon.answers, idAt: (place) => run.responses.lines.at(place)!.id },
          curated.clusters,
          run.study.factors,
        );
        found = { key: matrixKey(matrix), words, lexicon, matrix };
      }
      show(curated.settings);
    } catch (error) {
      found = null;
      publish({ factors: unavailable(error), ownSystem: null });
    }
  }

  /** Publishes the view if the parallel analysis of this matrix is done. */
  function show(settings: CurationSettings): void {
    if (!found || parallel?.key !== found.key) return;
    const key = viewKey(found, settings);
    if (shown?.key !== key || shown.of !== found)
      shown = {
        key,
        of: found,
        view: factorView(found.matrix, parallel.pair, run.study, settings),
      };
    publishFactors(shown.view);
  }

  function publishFactors(view: FactorView): void {
    const before = results().factors;
    const earlier = before && 'loadings' in before ? before : null;
    const same = earlier !== null && hashOf(earlier.loadings) === hashOf(view.loadings);
    const factors = withLikeness(view);
    const own = found && checks?.key === checksKey(found, view) ? checks.parts : noChecks;
    // Stored checks of the same solution are shown until they are computed again.
    const named = withChecks({ ...view, factors }, own, same ? earlier.checks : noChecks);
    const ownSystem = systemOf(run.study.name, { ...view, factors });
    publish({ factors: { ...named, meaning: earlier?.meaning ?? null }, ownSystem });
  }

  async function compute(edits: readonly Edit[]): Promise<boolean> {
    const { curated } = results();
    if (!curated || !found) return true;
    const { matrix, key } = found;
    if (parallel?.key !== key) {
      const pair = await lengthy.run(edits, (signal) =>
        parallelOfInWorkers(matrix, run.study, { signal, onProgress: onComputing }),
      );
      if (!pair) {
        if (lengthy.isStopped(edits))
          publish({
            factors: { unavailable: 'The parallel analysis was stopped.', hint: 'c computes it' },
            ownSystem: null,
          });
        return false;
      }
      parallel = { key, pair };
    }
    const now = results();
    const settings = (now.curated ?? curated).settings;
    if (found?.key === key && (!now.factors || shown?.key !== viewKey(found, settings)))
      try {
        show(settings);
      } catch (error) {
        publish({ factors: unavailable(error), ownSystem: null });
      }
    return true;
  }

  /** The solution shown: the key of its checks, and their input. */
  function solution() {
    const { factors, curated } = results();
    if (!found || !parallel || !curated || !factors || 'unavailable' in factors) return null;
    const { lexicon, matrix } = found;
    const key = checksKey(found, factors);
    if (checks?.key !== key) checks = { key, parts: noChecks };
    return {
      checks,
      matrix,
      comparisons: () => comparisonsOf(lexicon.answers, matrix, factors, run.study),
      options: factorOptions(matrix, parallel.pair, run.study, curated.settings),
    };
  }

  function keep(mine: { key: string; parts: FactorChecks }, part: Partial<FactorChecks>): void {
    mine.parts = { ...mine.parts, ...part };
    const { curated } = results();
    if (checks === mine && curated) show(curated.settings);
  }

  async function check(edits: readonly Edit[]): Promise<boolean> {
    const now = solution();
    if (!now || isChecked(now.checks.parts)) return true;
    const done = await lengthy.run(edits, async (signal) => {
      const { labels } = independentUnits(now.matrix, run.study);
      const { draws } = run.study.factors;
      await checkFactors(
        { ...now.matrix, models: labels },
        now.options,
        draws,
        now.checks.parts,
        now.comparisons,
        {
          signal,
          onProgress: (what, at, total) => onComputing({ what, done: at, total }),
          onPart: (part) => keep(now.checks, part),
        },
      );
      return true;
    });
    return done === true;
  }

  async function power(): Promise<void> {
    const now = solution();
    if (!now || now.checks.parts.power) return;
    const { labels } = independentUnits(now.matrix, run.study);
    const simulated = await lengthy.run(run.curation.lines, (signal) =>
      powerOfFactors({ ...now.matrix, models: labels }, now.options, {
        signal,
        onProgress: (what, done, total) => onComputing({ what, done, total }),
      }),
    );
    if (simulated) keep(now.checks, { power: simulated });
  }

  return {
    replay,
    compute,
    check,
    power,
    giveWay: lengthy.giveWay,
    stop: lengthy.stop,
    resume: lengthy.resume,
  };
}

/** The factors, each with the ValueLex dimension most similar to it by the words of its clusters. */
function withLikeness(view: FactorView): FactorView['factors'] {
  const likeness = suggestNames(
    view.factors.map((_, f) =>
      view.columns.flatMap((column, j) => {
        const weight = Math.max(0, view.loadings[j]![f]!);
        return column.words.map((word) => ({ word, weight }));
      }),
    ),
    shippedSystems.filter((system) => system.id === 'valuelex'),
  );
  return view.factors.map((factor, f) => ({ ...factor, like: likeness[f]?.name ?? null }));
}

/** The value system derived from factors and clusters; null if they give none. */
function systemOf(run: string, { columns, factors, loadings }: FactorView): Results['ownSystem'] {
  try {
    const derived = deriveSystem({
      run,
      clusters: columns.map((column) => ({ name: column.cluster, words: column.words })),
      factors: factors.map((factor) => ({ name: factor.named ? factor.name : null })),
      loadings,
    });
    // Ratings hold for these words only, so another curation gives another system.
    return { ...derived, id: `own-${hashOf(derived.dimensions).slice(0, 8)}` };
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return null;
  }
}

/** Runs one long computation at a time; a newer edit or the researcher can stop it. */
function lengthyWork({
  isWaiting,
  onComputing,
  closing,
}: Pick<FactorStageOptions, 'isWaiting' | 'onComputing' | 'closing'>) {
  /** The running computation, for edits with this key. */
  let long: { key: string; abort: AbortController } | null = null;
  /** The edits for which the researcher stopped long computations. */
  let stoppedFor: string | null = null;
  return {
    /** The result of `job`; null if it was stopped, or made way for a newer request. */
    async run<T>(
      edits: readonly Edit[],
      job: (signal: AbortSignal) => Promise<T>,
    ): Promise<T | null> {
      const key = structureKey(edits);
      if (isWaiting() || stoppedFor === key || closing.aborted) return null;
      const abort = new AbortController();
      long = { key, abort };
      try {
        return await job(AbortSignal.any([abort.signal, closing]));
      } catch (error) {
        if (abort.signal.aborted || closing.aborted) return null;
        throw error;
      } finally {
        long = null;
        if (!closing.aborted) onComputing(null);
      }
    },
    isStopped: (edits: readonly Edit[]) => stoppedFor === structureKey(edits),
    giveWay(edits: readonly Edit[]): void {
      if (long && long.key !== structureKey(edits)) long.abort.abort();
    },
    stop(): void {
      if (!long) return;
      stoppedFor = long.key;
      long.abort.abort();
    },
    resume(): void {
      stoppedFor = null;
    },
  };
}

/** A key of the edits that change what is factored, or how. */
function structureKey(edits: readonly Edit[]): string {
  return hashOf(effective(edits, ['name-factor', 'flip']));
}

/** A key of the edits that change which words are in one cluster. */
function wordsKey(edits: readonly Edit[], { clusters }: Curated): string {
  const kept = effective(edits, ['name-factor', 'flip', 'factors', 'rotation', 'extraction']);
  return hashOf([kept, clusters.map((cluster) => cluster.words)]);
}

function effective(edits: readonly Edit[], without: readonly Edit['edit'][]): Edit[] {
  return historyOf(edits).done.flatMap(({ edit }) => (without.includes(edit.edit) ? [] : [edit]));
}

function viewKey({ key }: Found, { unmerged: _, ...settings }: CurationSettings): string {
  return hashOf([key, settings]);
}

function checksKey({ key }: Found, { k, extraction, rotation }: FactorView): string {
  return hashOf([key, k, extraction, rotation]);
}

function matrixKey(matrix: Matrix): string {
  const words = matrix.columns.map((column) => column.words);
  const hash = createHash('sha256').update(hashOf([matrix.unit, words]));
  // Row by row, since tens of thousands of rows are too long for one text.
  for (const [row, name] of matrix.rowNames.entries()) {
    hash.update(JSON.stringify(name));
    hash.update(Float64Array.from(matrix.cells[row]!));
  }
  return hash.digest('hex');
}
