/**
 * Everything that follows from the facts and the edits, stage by stage. Each stage remembers what it was
 * last done for, so an edit recomputes only what hangs on it; the slow ones run in the worker thread.
 */

import { hashOf } from '../../asking/identity.ts';
import type { Edit } from '../../clustering/edits.ts';
import type { RunEnvironment } from '../environment.ts';
import type { RunFolder } from '../run-folder.ts';
import type { Results, RunState } from '../state.ts';
import { createClusterStage } from './cluster-stage.ts';
import type { Comparisons } from './comparisons.ts';
import { createCuratorStage } from './curator-stage.ts';
import { createFactorStage } from './factor-stage.ts';
import { createLexiconStage } from './lexicon-stage.ts';
import { createRefineStage } from './refine-stage.ts';
import { createScoreStage } from './score-stage.ts';
import type { StageParts } from './stage.ts';
import { type Computer, createComputer } from './worker-client.ts';

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
  /** Computes the fast parts at once after edits; `compute` follows with the rest. */
  replay(edits: readonly Edit[]): void;
  /** Computes whatever has changed, publishing part by part. Later calls overtake earlier ones, which then end early. */
  compute(edits: readonly Edit[]): Promise<void>;
  /** Begins the slow fits that scores lack; resolves when they are done. Throws what they threw. */
  fit(): Promise<void>;
  /** Resolves when the last call of `compute` has ended and no new one came in the meantime. Throws what it threw. */
  settled(): Promise<void>;
  /** Resolves once the clusters, and what curators make of them, of the last call of `compute` stand, or those that it began with. */
  clustered(): Promise<void>;
  /** True if the results follow from all present facts and edits. */
  isCurrent(): boolean;
  /** Stops the computation that `onComputing` reports; `resume` continues it. */
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
    /** For a second curator: clusters alone, and no model by its name. */
    blind: boolean;
  },
): Deriver {
  let results = initial;
  let computer: Computer | null = null;
  let waiting = 0;
  const lastKey = new Map<string, string>();
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

  /** Does a stage where its input is not the one that it was last done for; one that failed is done again. */
  async function onChange(stage: string, input: unknown, work: () => Promise<void>): Promise<void> {
    const key = hashOf(input);
    if (lastKey.get(stage) === key) return;
    await work();
    lastKey.set(stage, key);
  }

  const parts: StageParts = {
    ...{ run, environment, publish, onComputing, worker, onChange },
    results: () => results,
    closing: closing.signal,
  };
  const factorStage = createFactorStage({ ...parts, isWaiting: () => waiting > 0 });
  const lexiconStage = createLexiconStage(parts);
  const clusterStage = createClusterStage(parts, blind ? { replay() {} } : factorStage, blind);
  const curatorStage = createCuratorStage(parts);
  const scoreStage = createScoreStage(parts);
  const refineStage = createRefineStage(parts, scoreStage.inputs);

  /** False when a later call overtook this one. */
  async function compute(edits: readonly Edit[], onClusters: () => void): Promise<boolean> {
    const mine = ++turn;
    const overtaken = () => mine !== turn;
    await lexiconStage.compute(edits);
    if (overtaken()) return false;
    const clustersStand = await clusterStage.compute(edits);
    if (!overtaken() && !blind) await curatorStage.compute(edits);
    onClusters();
    if (overtaken() || blind) return false;
    const whole = await factorStage.compute(edits);
    if (overtaken()) return false;
    // Beside the scores, which another thread computes; what goes wrong is thrown where it is awaited.
    const checking = whole ? factorStage.check(edits) : Promise.resolve(false);
    checking.catch(() => {});
    await clusterStage.meaning();
    await scoreStage.compute();
    await scoreStage.findings();
    if (overtaken()) return false;
    const checked = await checking;
    // What came back, or did not, is one of the findings.
    await scoreStage.findings();
    if (!overtaken()) refineStage.keepUp(mayFit());
    return clustersStand && checked && !overtaken();
  }

  if (stands) {
    const { lines } = run.curation;
    lastKey.set('lexicon', hashOf(lexiconStage.basis(lines)));
    lastKey.set('clusters', hashOf(clusterStage.basis(lines)));
  }

  return {
    results: () => results,
    compareModels: scoreStage.comparisons.compare,
    replay: clusterStage.replay,
    compute: request,
    fit() {
      refineStage.keepUp(true);
      return refineStage.settled();
    },
    async settled() {
      for (let last: Promise<void> | null = null; last !== queue; ) {
        last = queue;
        await last;
      }
    },
    clustered: () => clustered,
    stop() {
      factorStage.stop();
      refineStage.stop();
    },
    resume(edits) {
      factorStage.resume();
      refineStage.resume();
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
      await Promise.all([computer?.close(), scoreStage.comparisons.close(), refineStage.close()]);
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
      .catch((error) => {
        // Who closes the run overtakes what is computed.
        if (closing.signal.aborted) return false;
        throw error;
      })
      .then((whole) => {
        if (whole) computedOn = facts;
      });
    queue.then(clusters.resolve, clusters.reject);
    return queue;
  }
}

function factsOf(run: RunFolder): string {
  const logs = [run.responses, run.extractions, run.names];
  const seconds = run.seconds().map(({ name, edits }) => [name, edits.length]);
  const more = run.instruments().flatMap(({ logs: own }) => [...own.values()]);
  return hashOf([
    run.study,
    seconds,
    ...[...logs, run.curation, ...more].map((log) => log.lines.length),
  ]);
}
