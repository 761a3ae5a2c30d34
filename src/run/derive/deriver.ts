/**
 * Everything that follows from the facts and the edits, stage by stage. Each stage remembers its last
 * input, so an edit recomputes only what hangs on it; the slow ones run in the worker thread.
 */
import { join } from 'node:path';
import type { WordCount } from '../../clustering/clusters.ts';
import { replayEdits } from '../../clustering/curate.ts';
import { doubtsOf } from '../../clustering/doubts.ts';
import { historyOf, settingsOf } from '../../clustering/edit-history.ts';
import type { Edit } from '../../clustering/edits.ts';
import { type MeaningSpace, meaningSpace } from '../../clustering/embedding.ts';
import { suggestionsFor } from '../../clustering/suggestions.ts';
import { withCache } from '../../embedding/cache.ts';
import { UserError } from '../../errors.ts';
import type { ScoreInput } from '../../instruments/cells.ts';
import type { Lexicon } from '../../lexicon/lexicon.ts';
import { deriveSystem } from '../../values/derive-system.ts';
import { shippedSystems } from '../../values/load-systems.ts';
import { suggestNames } from '../../values/match.ts';
import { checkReport } from '../check-run.ts';
import type { RunEnvironment } from '../environment.ts';
import { hashOf } from '../identity.ts';
import type { RunFolder } from '../run-folder.ts';
import { stemsOfStudy } from '../stages/complete.ts';
import type { FactorView, Results, Unavailable } from '../state.ts';
import { factorView, type ParallelPair, parallelOfInWorkers, unavailable } from './factors.ts';
import { answersOf, extractionsOf, lengthsOf, scoreInputOf } from './facts.ts';
import { farthestPair, findingsOf } from './findings.ts';
import { buildMatrix, type Matrix } from './matrix.ts';
import { systemsOfStudy } from './systems.ts';
import { vectorStore } from './vector-store.ts';
import { type Computer, createComputer } from './worker-client.ts';

export const nothing: Results = {
  lexicon: null,
  clustering: null,
  curated: null,
  doubts: [],
  suggestions: [],
  factors: null,
  ownSystem: null,
  exams: [],
  scores: [],
  findings: [],
  check: null,
};

/** At most so many words are clustered, the most named first. */
const mostWords = 2000;

export type Deriver = {
  results(): Results;
  /** The ratings behind the scores of a value system; null for one that the study does not score. */
  inputOf(system: string): ScoreInput | null;
  /** After edits: what is quick, at once; `compute` follows with the rest. */
  replay(edits: readonly Edit[]): void;
  /** Computes whatever has changed, publishing part by part. Later calls overtake earlier ones. */
  compute(edits: readonly Edit[]): Promise<void>;
  /** True when the results follow from all facts and edits that stand now. */
  isCurrent(): boolean;
  close(): Promise<void>;
};

export function createDeriver(
  run: RunFolder,
  environment: RunEnvironment,
  onResults: (results: Results) => void,
  initial: Results = nothing,
): Deriver {
  let results = initial;
  let computer: Computer | null = null;
  let space: MeaningSpace | null = null;
  let matrix: Matrix | null = null;
  let parallel: { key: string; pair: ParallelPair } | null = null;
  const lastKey = new Map<string, string>();
  /** What the latest replay and the latest findings stood on. */
  let replayedOn: readonly unknown[] = [];
  let foundOn: readonly unknown[] = [];
  let turn = 0;
  let queue = Promise.resolve();
  /** The study and the lengths of the logs that the last whole computation began with. */
  let computedOn = '';
  const closing = new AbortController();
  const worker = () => {
    computer ??= createComputer();
    return computer;
  };

  const publish = (part: Partial<Results>) => {
    results = { ...results, ...part };
    onResults(results);
  };

  /** True when the input of a stage is not the one it last saw. */
  function changed(stage: string, input: unknown): boolean {
    const key = hashOf(input);
    if (lastKey.get(stage) === key) return false;
    lastKey.set(stage, key);
    return true;
  }

  async function embeddingSpace(words: string[]): Promise<MeaningSpace> {
    const name = run.study.clusters.embedding;
    const embedder = await environment.openEmbedder(name, run.study);
    try {
      const file = join(run.folder, 'derived', `vectors.${hashOf(name).slice(0, 8)}.json`);
      const cached = withCache(embedder, vectorStore(file, !run.readOnly));
      return await meaningSpace(words, cached, await environment.wordNet());
    } finally {
      await embedder.close();
    }
  }

  async function lexiconStage(unmerged: Set<string>): Promise<void> {
    const counts = [run.responses.lines.length, run.extractions.lines.length, [...unmerged].sort()];
    if (!changed('lexicon', counts)) return;
    const answers = answersOf(run);
    publish({
      lexicon:
        answers.length === 0
          ? null
          : await worker().run('lexicon', { answers, extractions: extractionsOf(run), unmerged }),
    });
  }

  async function clusterStage(edits: readonly Edit[]): Promise<void> {
    const words = wordsToCluster(results.lexicon, run.study.clusters.minCount);
    const settings = settingsOf(edits);
    const k = settings.clusters ?? run.study.clusters.k;
    const { method } = run.study.clusters;
    if (changed('clusters', [words, k, method, run.study.clusters.embedding])) {
      if (words.length < 4) {
        publish({
          clustering: results.lexicon
            ? {
                unavailable: `${words.length} words were named by at least ${run.study.clusters.minCount} answers; clusters need 4.`,
                hint: 'Ask more models or prompts.',
              }
            : null,
        });
      } else {
        const names = words.map(({ word }) => word);
        if (changed('space', [names, run.study.clusters.embedding]) || !space)
          space = await embeddingSpace(names);
        const clustering = await worker().run('clusters', {
          words,
          space,
          options: { method, seed: run.study.seed, ...(k === null ? {} : { k }) },
        });
        publish({ clustering });
      }
    }
    const basis = [results.clustering, results.lexicon, edits.length];
    if (!basis.every((part, i) => part === replayedOn[i])) replay(edits);
  }

  /** Quick parts: replay of the edits, doubts, and the loadings where the parallel analysis stands. */
  function replay(edits: readonly Edit[]): void {
    const { clustering, lexicon } = results;
    replayedOn = [clustering, lexicon, edits.length];
    // What is drawn at once has no stability; the factor stage brings it.
    lastKey.delete('factors');
    if (!isComputed(clustering) || !lexicon) {
      publish({ curated: null, doubts: [], suggestions: [], factors: null, ownSystem: null });
      return;
    }
    const curated = replayEdits(clustering, edits);
    publish({
      curated,
      doubts: doubtsOf(clustering, curated),
      suggestions: suggestionsFor({
        clustering,
        curated,
        answers: lexicon.answers.map((answer) => answer.words),
        names: run.names.lines.flatMap(({ words, name, by }) =>
          name ? [{ words, name, by }] : [],
        ),
      }),
    });
    try {
      matrix = buildMatrix(lexicon, answersOf(run), curated.clusters, run.study.factors);
      if (parallel && parallel.key === matrixKey(matrix))
        publishFactors(
          factorView(matrix, parallel.pair, run.study, curated.settings, false),
          results.factors,
        );
    } catch (error) {
      matrix = null;
      publish({ factors: unavailable(error), ownSystem: null });
    }
  }

  function publishFactors(view: FactorView, before: Results['factors']): void {
    const earlier = isComputed(before) ? before : null;
    const same = earlier !== null && hashOf(earlier.loadings) === hashOf(view.loadings);
    const likeness = suggestNames(
      view.factors.map((_, f) =>
        view.columns.flatMap((column, j) => {
          const weight = Math.max(0, view.loadings[j]![f]!);
          return column.words.map((word) => ({ word, weight }));
        }),
      ),
      shippedSystems.filter((system) => system.id === 'valuelex'),
    );
    const factors = view.factors.map((factor, f) => ({
      ...factor,
      replicates: factor.replicates ?? (same ? earlier.factors[f]!.replicates : null),
      like: likeness[f]?.name ?? null,
    }));
    const named = { ...view, factors, meaning: view.meaning ?? earlier?.meaning ?? null };
    let ownSystem: Results['ownSystem'] = null;
    try {
      const derived = deriveSystem({
        run: run.study.name,
        clusters: view.columns.map((column) => ({ name: column.cluster, words: column.words })),
        factors: factors.map((factor) => ({ name: factor.named ? factor.name : null })),
        loadings: view.loadings,
      });
      // Ratings stand on these words and no others: another curation is another system.
      ownSystem = { ...derived, id: `own-${hashOf(derived.dimensions).slice(0, 8)}` };
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
    }
    publish({ factors: named, ownSystem });
  }

  async function factorStage(): Promise<void> {
    const { curated, clustering, lexicon } = results;
    if (!curated || !matrix || !isComputed(clustering) || !lexicon) return;
    const key = matrixKey(matrix);
    if (parallel?.key !== key) {
      const { signal } = closing;
      const pair = await parallelOfInWorkers(matrix, run.study, { signal }).catch((error) => {
        if (signal.aborted) return null;
        throw error;
      });
      if (!pair) return;
      parallel = { key, pair };
    }
    const { settings } = curated;
    if (
      changed('factors', [
        key,
        settings.factors,
        settings.rotation,
        settings.extraction,
        settings.factorNames,
        settings.flips,
      ])
    ) {
      try {
        const view = factorView(matrix, parallel.pair, run.study, settings, false);
        publishFactors(view, results.factors);
        publishFactors(
          await worker().run('factors', {
            matrix,
            parallel: parallel.pair,
            study: run.study,
            settings,
          }),
          results.factors,
        );
      } catch (error) {
        publish({ factors: unavailable(error), ownSystem: null });
      }
    }
    if (isComputed(results.factors) && changed('meaning', [clustering.words])) {
      const meaning = await worker().run('meaning', {
        words: clustering.words.map(({ word }) => word),
        similarity: clustering.similarity,
        answers: lexicon.answers.map((answer) => answer.words),
        seed: run.study.seed,
      });
      if (isComputed(results.factors)) publish({ factors: { ...results.factors, meaning } });
    }
  }

  async function scoreStage(): Promise<void> {
    const exams = run.exams.lines
      .map((line) => line.result)
      .filter((exam) => run.study.test.judges.includes(exam.judge));
    const key = [
      run.ratings.lines.length,
      run.completions.lines.length,
      run.study.test,
      exams.length,
    ];
    if (!changed('scores', key)) return;
    publish({ exams });
    if (run.ratings.lines.length === 0) return;
    const stems = stemsOfStudy(run.study, { environment });
    const systems = systemsOfStudy(run.study, results.ownSystem);
    publish({
      scores: await worker().run(
        'scores',
        systems.map((system) => scoreInputOf(run, system, stems, exams)),
      ),
    });
  }

  function inputOf(name: string): ScoreInput | null {
    const system = systemsOfStudy(run.study, results.ownSystem).find((one) => one.id === name);
    return system
      ? scoreInputOf(run, system, stemsOfStudy(run.study, { environment }), results.exams)
      : null;
  }

  /** False when a later call overtook this one. */
  async function compute(edits: readonly Edit[]): Promise<boolean> {
    const mine = ++turn;
    const overtaken = () => mine !== turn;
    const unmerged = new Set(
      historyOf(edits).done.flatMap(({ edit }) => (edit.edit === 'unmerge' ? [edit.from] : [])),
    );
    await lexiconStage(unmerged);
    if (overtaken()) return false;
    await clusterStage(edits);
    if (overtaken()) return false;
    await factorStage();
    if (overtaken()) return false;
    await scoreStage();
    const basis = [results.lexicon, results.factors, results.scores, results.exams];
    if (basis.every((part, i) => part === foundOn[i])) return true;
    foundOn = basis;
    const scores = results.scores[0];
    const pair = scores && farthestPair(scores);
    const input = scores && inputOf(scores.system);
    const comparison =
      pair && input
        ? await worker().run('comparison', {
            input,
            ...pair,
            lengths: lengthsOf(run, input.stems, input.models),
          })
        : null;
    const check =
      run.study.against === undefined
        ? null
        : await checkReport(
            run.folder,
            { input: input ?? null, lexicon: results.lexicon },
            environment,
          );
    publish({ findings: findingsOf(results, comparison), check });
    return !overtaken();
  }

  return {
    results: () => results,
    inputOf,
    replay(edits) {
      const settings = settingsOf(edits);
      const { clustering } = results;
      const k = settings.clusters ?? run.study.clusters.k;
      // Another number of clusters needs another cut: `compute` brings it.
      if (
        isComputed(clustering) &&
        (k === null ? clustering.k === clustering.suggestedK : clustering.k === k)
      )
        replay(edits);
    },
    compute(edits) {
      const facts = factsOf(run);
      queue = queue
        .catch(() => {})
        .then(() => compute(edits))
        .then((whole) => {
          if (whole) computedOn = facts;
        });
      return queue;
    },
    isCurrent: () => computedOn === factsOf(run),
    async close() {
      turn += 1;
      closing.abort();
      await computer?.close();
    },
  };
}

function factsOf(run: RunFolder): string {
  const logs = [run.responses, run.extractions, run.names, run.completions, run.exams, run.ratings];
  return hashOf([run.study, ...[...logs, run.curation].map((log) => log.lines.length)]);
}

export function isComputed<T extends object>(part: T | Unavailable | null): part is T {
  return part !== null && !('unavailable' in part);
}

function wordsToCluster(lexicon: Lexicon | null, least: number): WordCount[] {
  if (!lexicon) return [];
  return lexicon.descriptors
    .filter((descriptor) => descriptor.count >= least)
    .slice(0, mostWords)
    .map(({ word, count, models }) => ({ word, count, models }));
}

function matrixKey(matrix: Matrix): string {
  const words = matrix.columns.map((column) => column.words);
  return hashOf([matrix.unit, matrix.rowNames, words, matrix.cells]);
}
