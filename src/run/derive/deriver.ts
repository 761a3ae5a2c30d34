/**
 * All results of the facts and the edits, stage by stage. Each stage remembers its last input, so that an
 * edit recomputes only what depends on it; the slow stages run in the worker thread.
 */

import { hashOf } from '../../asking/identity.ts';
import type { ContextGroups } from '../../clustering/context-groups.ts';
import type { Edit } from '../../clustering/edits.ts';
import type { RunEnvironment } from '../environment.ts';
import type { RunFolder } from '../run-folder.ts';
import type { Results, RunState } from '../state.ts';
import { createClusterStage } from './cluster-stage.ts';
import type { Comparisons } from './comparisons.ts';
import { createComputationQueue } from './computation-queue.ts';
import { createCuratorStage } from './curator-stage.ts';
import { createFactorStage } from './factor-stage.ts';
import { createLexiconStage } from './lexicon-stage.ts';
import { createRefineStage } from './refine-stage.ts';
import { createScoreStage } from './score-stage.ts';
import { createStageMemory, type StageParts } from './stage.ts';
import { type Computer, createComputer } from './worker-client.ts';

/** This many answers show which words are usual. */
const mostTexts = 1000;

export const nothing: Results = {
  lexicon: null,
  clustering: null,
  curated: null,
  decisions: null,
  curators: null,
  factors: null,
  ownSystem: null,
  instruments: {},
  methods: null,
  findings: [],
  check: null,
};

export type Deriver = {
  results(): Results;
  /** Compares two models in a worker thread; see `Comparisons`. */
  compareModels: Comparisons['compare'];
  /** Whether these texts around a word fall into two groups, computed in a worker thread. */
  contextGroups(contexts: readonly string[]): Promise<ContextGroups>;
  /** Computes the fast parts at once after edits; `compute` does the rest. */
  replay(edits: readonly Edit[]): void;
  /** Computes whatever has changed, publishing part by part. Later calls wait for earlier ones, and stop those of their long computations that are void. */
  compute(edits: readonly Edit[]): Promise<void>;
  /** Begins the missing slow fits of scores; resolves when they are done. Throws what they threw. */
  fit(): Promise<void>;
  /** Resolves when the last call of `compute` has ended and no new one came in the meantime. Throws what it threw. */
  settled(): Promise<void>;
  /** Resolves once the clusters and the curators' agreement of the last call of `compute` are there. */
  clustered(): Promise<void>;
  /** True if the results follow from all present facts and edits. */
  isCurrent(): boolean;
  /** Stops the computation that `onComputing` reports; `resume` continues it. */
  stop(): void;
  resume(edits: readonly Edit[]): Promise<void>;
  /** Simulates how many models these factors need; does nothing without factors. */
  power(): Promise<void>;
  close(): Promise<void>;
};

export function createDeriver(
  run: RunFolder,
  environment: RunEnvironment,
  onResults: (results: Results) => void,
  onComputing: (computing: RunState['computing']) => void,
  {
    initial,
    stands,
    mayFit,
    blind,
  }: {
    initial: Results;
    stands: boolean;
    /** Whether `compute` begins slow fits: while models are asked, their facts change all the time. */
    mayFit: () => boolean;
    /** For a second curator: only clusters, and no names of models. */
    blind: boolean;
  },
): Deriver {
  let results = initial;
  let computer: Computer | null = null;
  const closing = new AbortController();
  const worker = () => {
    computer ??= createComputer();
    return computer;
  };

  const publish = (part: Partial<Results>) => {
    results = { ...results, ...part };
    onResults(results);
  };

  const memory = createStageMemory();
  const parts: StageParts = {
    ...{ run, environment, publish, onComputing, worker, onChange: memory.onChange },
    results: () => results,
    closing: closing.signal,
  };
  const queue = createComputationQueue({
    compute,
    giveWay: (edits) => factorStage.giveWay(edits),
    facts: () => keyOfFacts(run),
    isClosed: () => closing.signal.aborted,
  });
  const factorStage = createFactorStage({ ...parts, isWaiting: queue.isWaiting });
  const lexiconStage = createLexiconStage(parts);
  const clusterStage = createClusterStage(parts, blind ? { replay() {} } : factorStage, blind);
  const curatorStage = createCuratorStage(parts);
  const scoreStage = createScoreStage(parts);
  const refineStage = createRefineStage(parts, scoreStage.inputs);

  async function compute(edits: readonly Edit[], onClusters: () => void): Promise<boolean> {
    const isClosed = () => closing.signal.aborted;
    await lexiconStage.compute(edits);
    if (isClosed()) return false;
    const clustersStand = await clusterStage.compute(edits);
    if (!isClosed() && !blind) await curatorStage.compute(edits);
    onClusters();
    if (isClosed() || blind) return false;
    const whole = await factorStage.compute(edits);
    if (isClosed()) return false;
    // At the same time as the scores, which another thread computes; an error is thrown where this is awaited.
    const checking = whole ? factorStage.check(edits) : Promise.resolve(false);
    checking.catch(() => {});
    await clusterStage.meaning();
    await scoreStage.compute();
    await scoreStage.findings();
    if (isClosed()) return false;
    const checked = await checking;
    // The findings state whether the factors replicate.
    await scoreStage.findings();
    if (!isClosed()) refineStage.keepUp(mayFit());
    return clustersStand && checked && !isClosed();
  }

  if (stands) {
    const { lines } = run.curation;
    memory.remember('lexicon', lexiconStage.basis(lines));
    memory.remember('clusters', clusterStage.basis(lines));
  }

  return {
    results: () => results,
    compareModels: scoreStage.comparisons.compare,
    contextGroups: (contexts) =>
      worker().run('contexts', {
        contexts,
        values: results.lexicon?.descriptors.map(({ word }) => word) ?? [],
        answers: someOf(run.responses.lines),
        seed: run.study.seed,
      }),
    replay: clusterStage.replay,
    compute: queue.request,
    fit() {
      refineStage.keepUp(true);
      return refineStage.settled();
    },
    settled: queue.settled,
    clustered: queue.clustered,
    stop() {
      factorStage.stop();
      refineStage.stop();
    },
    resume(edits) {
      factorStage.resume();
      refineStage.resume();
      return queue.request(edits);
    },
    power() {
      factorStage.resume();
      if (!queue.wasRequested()) void queue.request(run.curation.lines);
      return queue.afterwards(factorStage.power);
    },
    isCurrent: queue.isCurrent,
    async close() {
      closing.abort();
      await Promise.all([computer?.close(), scoreStage.comparisons.close(), refineStage.close()]);
    },
  };
}

/** The texts of at most 1,000 answers, at equal steps over all. */
function someOf(lines: RunFolder['responses']['lines']): string[] {
  const step = Math.max(1, Math.ceil(lines.length / mostTexts));
  return Array.from({ length: Math.ceil(lines.length / step) }, (_, i) => lines.at(i * step)!.text);
}

/** A key of the study and the lengths of all logs, which are only appended to. */
function keyOfFacts(run: RunFolder): string {
  const logs = [run.responses, run.extractions, run.names];
  const seconds = run.seconds().map(({ name, edits }) => [name, edits.length]);
  const more = run.instruments().flatMap(({ logs: own }) => [...own.values()]);
  return hashOf([
    run.study,
    seconds,
    ...[...logs, run.curation, ...more].map((log) => log.lines.length),
  ]);
}
