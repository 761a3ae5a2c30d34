/**
 * Everything that follows from the facts and the edits, stage by stage. Each stage remembers what it was
 * last done for, so an edit recomputes only what hangs on it; the slow ones run in the worker thread.
 */

import { hashOf } from '../../asking/identity.ts';
import type { Clustering, WordCount } from '../../clustering/clusters.ts';
import { type Curated, replayEdits } from '../../clustering/curate.ts';
import { doubtsOf } from '../../clustering/doubts.ts';
import { historyOf, settingsOf } from '../../clustering/edit-history.ts';
import type { Edit } from '../../clustering/edits.ts';
import type { MeaningSpace } from '../../clustering/embedding.ts';
import { spaceByRecipe } from '../../clustering/recipes.ts';
import { suggestionsFor } from '../../clustering/suggestions.ts';
import { EndpointError, explainError, UserError } from '../../errors.ts';
import { isScored } from '../../instruments/contract.ts';
import { sentenceLogs, stemsOfRun } from '../../instruments/sentence-completion/run-logs.ts';
import type { ModelComparison } from '../../instruments/shared/compare-models.ts';
import { answersOfColumns, sampleOfAnswers } from '../../lexicon/answer-columns.ts';
import type { Lexicon } from '../../lexicon/lexicon.ts';
import { namedSystems } from '../../values/named-systems.ts';
import type { RunEnvironment } from '../environment.ts';
import { factsOf as factsOfInstrument, textsOf } from '../instruments/instrument-folder.ts';
import { modelsOf } from '../instruments/instrument-work.ts';
import type { RunFolder } from '../run-folder.ts';
import type { Results, RunState, Unavailable } from '../state.ts';
import { type Comparisons, createComparisons } from './comparisons.ts';
import { createFactorStage, wordsKey } from './factor-stage.ts';
import { answersOf, extractionsOf } from './facts.ts';
import { farthestPair, findingsOf } from './findings.ts';
import { placeOfFacts, type Scoring, type SystemScoring } from './rated-facts.ts';
import { runEmbedder } from './run-embedder.ts';
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
  instruments: {},
  findings: [],
  check: null,
};

/** At most so many words are clustered, the most named first. */
const mostWords = 2000;

/** What is said together is told from at most so many answers, drawn evenly. */
const mostPaired = 20_000;

export type Deriver = {
  results(): Results;
  /** Compares two models in a worker thread; see `Comparisons`. */
  compareModels: Comparisons['compare'];
  /** After edits: what is quick, at once; `compute` follows with the rest. */
  replay(edits: readonly Edit[]): void;
  /** Computes whatever has changed, publishing part by part. Later calls overtake earlier ones. */
  compute(edits: readonly Edit[]): Promise<void>;
  /** Resolves once the clusters of the last call of `compute` stand, or those that it began with. */
  clustered(): Promise<void>;
  /** True when the results follow from all facts and edits that stand now. */
  isCurrent(): boolean;
  /** Ends what `onComputing` tells of; `resume` takes it up again. */
  stop(): void;
  resume(edits: readonly Edit[]): Promise<void>;
  /** Simulates how many models these factors need; nothing where there are no factors. */
  power(): Promise<void>;
  close(): Promise<void>;
};

export function createDeriver(
  run: RunFolder,
  environment: RunEnvironment,
  onResults: (results: Results) => void,
  onComputing: (computing: RunState['computing']) => void,
  { initial, stands }: { initial: Results; stands: boolean },
): Deriver {
  let results = initial;
  let computer: Computer | null = null;
  let space: MeaningSpace | null = null;
  let waiting = 0;
  const lastKey = new Map<string, string>();
  /** What the latest replay and the latest findings stood on. */
  let replayedOn: readonly unknown[] = [];
  let foundOn: readonly unknown[] = [];
  let checkedOn: readonly unknown[] = [];
  let suggestedOn: readonly unknown[] = [];
  let turn = 0;
  let queue = Promise.resolve();
  /** The study and the lengths of the logs that the last whole computation began with. */
  let computedOn = '';
  let clustered = Promise.resolve();
  let requested = false;
  const closing = new AbortController();
  const worker = () => {
    computer ??= createComputer();
    return computer;
  };

  const publish = (part: Partial<Results>) => {
    results = { ...results, ...part };
    onResults(results);
  };

  const factorStage = createFactorStage({
    run,
    results: () => results,
    publish,
    onComputing,
    isWaiting: () => waiting > 0,
    closing: closing.signal,
  });

  /** Does a stage where its input is not the one that it was last done for; one that failed is done again. */
  async function onChange(stage: string, input: unknown, work: () => Promise<void>): Promise<void> {
    const key = hashOf(input);
    if (lastKey.get(stage) === key) return;
    await work();
    lastKey.set(stage, key);
  }

  async function embeddingSpace(words: string[]): Promise<MeaningSpace> {
    const { embedding: name, recipe } = run.study.clusters;
    const embedder = runEmbedder(run, environment);
    try {
      return await spaceByRecipe(recipe, words, embedder, environment, {
        signal: closing.signal,
        onProgress: (done, total) => onComputing({ what: `embedding by ${name}`, done, total }),
      });
    } finally {
      onComputing(null);
      await embedder.close();
    }
  }

  function lexiconBasis(unmerged: Set<string>): unknown[] {
    return [run.responses.lines.length, run.extractions.lines.length, [...unmerged].sort()];
  }

  async function lexiconStage(unmerged: Set<string>): Promise<void> {
    await onChange('lexicon', lexiconBasis(unmerged), async () => {
      const { lines } = run.responses;
      if (lines.length === 0) publish({ lexicon: null });
      else if (lines.isLarge) publish({ lexicon: await largeLexicon(unmerged) });
      else {
        const answers = answersOf(run);
        publish({
          lexicon: await worker().run('lexicon', {
            answers,
            extractions: extractionsOf(run),
            unmerged,
          }),
        });
      }
    });
  }

  /** Read by the worker where it lies; the texts never come into this thread. */
  async function largeLexicon(unmerged: Set<string>): Promise<Lexicon> {
    const { lines, file } = run.responses;
    const total = lines.length;
    const input = {
      file,
      count: total,
      bytes: lines.state.columns.ends[total - 1]!,
      extractions: extractionsOf(run),
      unmerged,
      keep: `${environment.resultsFolder}-large`,
      version: [environment.version, environment.build].join(' ').trim(),
    };
    try {
      const { answers, ...rest } = await worker().run('largeLexicon', input, (done) =>
        onComputing({ what: 'reading answers', done, total }),
      );
      return { ...rest, answers: answersOfColumns(answers, (place) => lines.at(place)!.id) };
    } finally {
      onComputing(null);
    }
  }

  function clusterBasis(edits: readonly Edit[]) {
    const { minCount, method, embedding, recipe, k } = run.study.clusters;
    const words = wordsToCluster(results.lexicon, minCount);
    return { words, k: settingsOf(edits).clusters ?? k, method, embedding, recipe };
  }

  /** False where the clusters wait for a model that is not there. */
  async function clusterStage(edits: readonly Edit[]): Promise<boolean> {
    let stand = true;
    const basis = clusterBasis(edits);
    try {
      await onChange('clusters', basis, async () => publish({ clustering: await cluster(basis) }));
    } catch (error) {
      // Clusters that stand are shown on; without any, what hangs on none is computed all the same.
      if (!(error instanceof EndpointError) || isComputed(results.clustering)) throw error;
      stand = false;
      const [unavailable = '', ...hints] = explainError(error);
      publish({ clustering: { unavailable, hint: hints.join(' ') } });
    }
    const ground = [results.clustering, results.lexicon, edits.length];
    if (!ground.every((part, i) => part === replayedOn[i])) replay(edits);
    return stand;
  }

  async function cluster({
    words,
    k,
    method,
  }: ReturnType<typeof clusterBasis>): Promise<Results['clustering']> {
    if (words.length < 4)
      return results.lexicon
        ? {
            unavailable: `${words.length} words were named by at least ${run.study.clusters.minCount} answers; clusters need 4.`,
            hint: 'Ask more models or prompts.',
          }
        : null;
    const names = words.map(({ word }) => word);
    const { embedding, recipe } = run.study.clusters;
    await onChange('space', [names, embedding, recipe], async () => {
      space = await embeddingSpace(names);
    });
    return worker().run('clusters', {
      words,
      space: space!,
      options: { method, seed: run.study.seed, ...(k === null ? {} : { k }) },
    });
  }

  /** Quick parts: replay of the edits, doubts, and the loadings where the parallel analysis stands. */
  function replay(edits: readonly Edit[]): void {
    const { clustering, lexicon } = results;
    replayedOn = [clustering, lexicon, edits.length];
    if (!isComputed(clustering) || !lexicon) {
      suggestedOn = [];
      publish({ curated: null, doubts: [], suggestions: [], factors: null, ownSystem: null });
      return;
    }
    const curated = replayEdits(clustering, edits);
    const basis = [clustering, lexicon, run.names.lines.length, wordsKey(edits, curated)];
    if (basis.every((part, i) => part === suggestedOn[i])) publish({ curated });
    else {
      suggestedOn = basis;
      publishSuggestions(clustering, lexicon, curated);
    }
    factorStage.replay(lexicon, curated, edits);
  }

  function publishSuggestions(clustering: Clustering, lexicon: Lexicon, curated: Curated): void {
    publish({
      curated,
      doubts: doubtsOf(clustering, curated),
      suggestions: suggestionsFor({
        clustering,
        curated,
        answers: sampleOfAnswers(lexicon.answers, mostPaired),
        names: run.names.lines.flatMap(({ words, name, by }) =>
          name ? [{ words, name, by }] : [],
        ),
      }),
    });
  }

  async function meaningStage(): Promise<void> {
    const { clustering, lexicon, factors } = results;
    if (!isComputed(clustering) || !lexicon || !isComputed(factors)) return;
    await onChange('meaning', [clustering.words], async () => {
      const meaning = await worker().run('meaning', {
        words: clustering.words.map(({ word }) => word),
        similarity: clustering.similarity,
        answers: sampleOfAnswers(lexicon.answers, mostPaired),
        seed: run.study.seed,
      });
      if (isComputed(results.factors)) publish({ factors: { ...results.factors, meaning } });
    });
  }

  async function scoreStage(): Promise<void> {
    const logs = sentenceLogs(run);
    const exams = logs.exams.lines
      .map((line) => line.result)
      .filter((exam) => run.study.test.judges.includes(exam.judge));
    const { ratings, completions } = logs;
    const key = [ratings.lines.length, completions.lines.length, run.study.test, exams.length];
    await onChange('scores', key, async () => {
      publish({ exams });
      if (ratings.lines.length === 0) return;
      const systems = namedSystems(run.study.test.systems, results.ownSystem);
      publish({ scores: await worker().run('scores', { ...scoring(), systems }) });
    });
  }

  function scoring(): Scoring {
    return {
      facts: placeOfFacts(run),
      stems: stemsOfRun(run, environment.prompts),
      exams: results.exams,
    };
  }

  /** Scores every instrument whose facts have changed. */
  async function instrumentStage(): Promise<void> {
    const { study } = run;
    const about = { models: modelsOf(study), seed: study.seed };
    const open = run.instruments();
    for (const one of open) {
      const { instrument, settings } = one;
      if (!isScored(instrument)) continue;
      const read = instrument.after?.(settings) ?? [];
      const sources = open.filter((other) => read.includes(other.instrument.id));
      const texts = Object.fromEntries(
        sources.map((other) => [other.instrument.id, textsOf(other, about)]),
      );
      const facts = factsOfInstrument(one, { ...about, texts });
      const counts = [one, ...sources].flatMap(({ logs }) =>
        [...logs.values()].map((log) => log.lines.length),
      );
      const key = [instrument.version, settings, one.items()?.hash, counts, about.models];
      if (!facts) continue;
      await onChange(`instrument ${instrument.id}`, key, async () => {
        const result = await worker().run('instrument', {
          ...(environment.instruments?.module && { module: environment.instruments.module }),
          id: instrument.id,
          facts,
          settings,
        });
        publish({ instruments: { ...results.instruments, [instrument.id]: result } });
      });
    }
  }

  function scoringOf(name: string): SystemScoring | null {
    const system = namedSystems(run.study.test.systems, results.ownSystem).find(
      (one) => one.id === name,
    );
    return system ? { ...scoring(), system } : null;
  }

  const comparisons = createComparisons({
    scores: () => results.scores,
    scoringOf,
    shared: worker,
  });

  /** False when a later call overtook this one. */
  async function compute(edits: readonly Edit[], onClusters: () => void): Promise<boolean> {
    const mine = ++turn;
    const overtaken = () => mine !== turn;
    await lexiconStage(unmergedIn(edits));
    if (overtaken()) return false;
    const clustersStand = await clusterStage(edits);
    onClusters();
    if (overtaken()) return false;
    const whole = await factorStage.compute(edits);
    if (overtaken()) return false;
    // Beside the scores, which another thread computes; what goes wrong is thrown where it is awaited.
    const checking = whole ? factorStage.check(edits) : Promise.resolve(false);
    checking.catch(() => {});
    await meaningStage();
    await scoreStage();
    await instrumentStage();
    await findingsStage();
    if (overtaken()) return false;
    const checked = await checking;
    // What came back, or did not, is one of the findings.
    await findingsStage();
    return clustersStand && checked && !overtaken();
  }

  async function findingsStage(): Promise<void> {
    const basis = [results.lexicon, results.factors, results.scores, results.exams];
    if (basis.every((part, i) => part === foundOn[i])) return;
    await checkStage();
    const comparison = await farthestCompared();
    publish({ findings: findingsOf(results, comparison) });
    foundOn = basis;
  }

  /** Where the new model of a check stands; nothing in any other run. */
  async function checkStage(): Promise<void> {
    if (run.study.against === undefined) return;
    const ground = [results.lexicon, results.scores, results.exams];
    if (ground.every((part, i) => part === checkedOn[i])) return;
    const first = results.scores[0];
    const words = results.lexicon?.descriptors.map(({ word, count, models }) => ({
      word,
      count,
      models,
    }));
    const check = await worker().run('check', {
      folder: run.folder,
      scoring: first ? scoringOf(first.system) : null,
      words: words ?? null,
    });
    publish({ check });
    checkedOn = ground;
  }

  /** The two models that lie farthest apart; null where none do, or they share too few rated stems. */
  async function farthestCompared(): Promise<ModelComparison | null> {
    const scores = results.scores[0];
    const pair = scores && farthestPair(scores);
    if (!pair) return null;
    try {
      return await comparisons.compare(scores.system, pair.a, pair.b);
    } catch (error) {
      if (error instanceof UserError) return null;
      throw error;
    }
  }

  if (stands) {
    lastKey.set('lexicon', hashOf(lexiconBasis(unmergedIn(run.curation.lines))));
    lastKey.set('clusters', hashOf(clusterBasis(run.curation.lines)));
  }

  return {
    results: () => results,
    compareModels: comparisons.compare,
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
    compute: request,
    clustered: () => clustered,
    stop: factorStage.stop,
    resume(edits) {
      factorStage.resume();
      return request(edits);
    },
    power() {
      factorStage.resume();
      if (!requested) void request(run.curation.lines);
      queue = queue.catch(() => {}).then(factorStage.power);
      return queue;
    },
    isCurrent: () => computedOn === factsOf(run),
    async close() {
      turn += 1;
      closing.abort();
      await Promise.all([computer?.close(), comparisons.close()]);
    },
  };

  function request(edits: readonly Edit[]): Promise<void> {
    const facts = factsOf(run);
    factorStage.giveWay(edits);
    waiting += 1;
    requested = true;
    const clusters = Promise.withResolvers<void>();
    clustered = clusters.promise;
    clustered.catch(() => {});
    queue = queue
      .catch(() => {})
      .then(() => {
        waiting -= 1;
        return compute(edits, clusters.resolve);
      })
      .then((whole) => {
        if (whole) computedOn = facts;
      });
    queue.then(clusters.resolve, clusters.reject);
    return queue;
  }
}

function unmergedIn(edits: readonly Edit[]): Set<string> {
  return new Set(
    historyOf(edits).done.flatMap(({ edit }) => (edit.edit === 'unmerge' ? [edit.from] : [])),
  );
}

function factsOf(run: RunFolder): string {
  const logs = [run.responses, run.extractions, run.names];
  const more = run.instruments().flatMap(({ logs: own }) => [...own.values()]);
  return hashOf([run.study, ...[...logs, run.curation, ...more].map((log) => log.lines.length)]);
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
