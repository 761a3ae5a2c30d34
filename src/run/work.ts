/** Works on a run: stage after stage asks for what is missing, told to the store as it goes. */

import type { Budget } from '../asking/budget.ts';
import type { Lanes } from '../asking/lanes.ts';
import { EndpointError, explainError, explainOnOneLine, UserError } from '../errors.ts';
import type { RunEvent } from '../facts/records.ts';
import { type Derived, type Line, type Step, stepsOf } from '../instruments/contract.ts';
import type { Model } from '../models/model.ts';
import { openingPolicy, withRetries } from '../models/retry.ts';
import type { Batching } from './choose-batched-models.ts';
import type { createDeriver } from './derive/deriver.ts';
import type { createDiscovery } from './discovery.ts';
import type { RunEnvironment } from './environment.ts';
import { endOf, isWhole } from './finished.ts';
import { askInstruments } from './instruments/instrument-work.ts';
import {
  type HostStage,
  hostStages,
  refuseUnknownStage,
  stepsOfAll,
} from './instruments/registry.ts';
import type { RunFolder } from './run-folder.ts';
import { createStageRunner } from './stage-runner.ts';
import { planElicitation } from './stages/elicit.ts';
import { planExtraction } from './stages/extract.ts';
import { planNaming } from './stages/name.ts';
import type { StageContext } from './stages/stage-context.ts';
import type { RunState } from './state.ts';
import type { Store } from './store.ts';

const doing: Readonly<Record<HostStage, string>> = {
  elicit: 'eliciting',
  extract: 'reading prose',
  name: 'naming clusters',
};

export type WorkParts = {
  environment: RunEnvironment;
  run: RunFolder;
  store: Store<RunState>;
  deriver: ReturnType<typeof createDeriver>;
  discovery: ReturnType<typeof createDiscovery>;
  budget: Budget;
  openModel(name: string): Promise<Model>;
  /** Null where nothing is asked in batches. */
  batching?: Batching | null;
  /** Answers of an earlier run that this rater is to rate again. */
  again(rater: string): readonly Line[];
};

export type Work = {
  lanes: Lanes;
  /**
   * Asks for what is missing, up to and with the stage `until` where it is told; a second call while it works
   * joins the first. Rejects with UserError for a stage that this study does not have.
   */
  begin(until?: string): Promise<void>;
  /** Gives up what is in flight; resolves when nothing works any more. */
  pause(): Promise<void>;
  isWorking(): boolean;
  /** Whether the last work found all done that it was to do, so that it told nothing of itself. */
  wasDone(): boolean;
  /** As in `Session`; toggles that come while one is under way wait for it. */
  togglePause(): Promise<string>;
  toggleLane(model: string): string;
  changeConcurrency(by: number): string;
  /** Adds a line worth reading to the state. */
  problem(text: string): void;
};

export function createWork(parts: WorkParts): Work {
  const { environment, run, store, deriver, batching, openModel } = parts;
  let abort: AbortController | null = null;
  let working: Promise<void> | null = null;
  let firstFailure: unknown = null;
  /** Whether it stands in the run that work has begun: it does once there is anything to ask, or to tell. */
  let begun = false;

  const append = (part: Omit<RunEvent, 'at'>) => {
    if (!run.readOnly)
      run.events.append({ at: new Date(environment.now()).toISOString(), ...part });
  };
  const tellBegun = () => {
    if (begun) return;
    begun = true;
    append({ event: 'start', text: `valuelex ${environment.version}` });
  };
  const event = (part: Omit<RunEvent, 'at'>) => {
    tellBegun();
    append(part);
  };
  const problem = (text: string) => {
    const { problems } = store.get();
    if (!problems.includes(text))
      store.set({ problems: [...problems, text].slice(-50), message: text });
  };

  const opening = createOpening({
    environment,
    openModel,
    signal: () => abort?.signal,
    onWait(model, text) {
      event({ event: 'retry', text, model });
      store.set({ activity: text }, true);
    },
  });

  const context: StageContext = {
    environment,
    run,
    openModel: opening.open,
    onUnavailable(model, error) {
      if (abort?.signal.aborted) return;
      if (error instanceof UserError || error instanceof EndpointError) {
        problem(`${model}: ${explainOnOneLine(error)}`);
        event({ event: 'failed', text: explainError(error)[0]!, model });
        firstFailure ??= error;
      } else throw error;
    },
    onLeftOut(model, why) {
      problem(`${model} is left out: ${why}`);
      event({ event: 'note', text: `left out: ${why}`, model });
    },
  };

  const runner = createStageRunner({
    ...parts,
    isWorking: () => working !== null,
    tell: {
      event,
      problem,
      failed(model, id, reason) {
        firstFailure ??= new EndpointError('server', `${model}: ${reason}`);
        problem(`${model}: ${reason}`);
        event({ event: 'failed', text: reason, model, id });
      },
    },
  });

  /** Runs one stage; `stored` counts what stands of it. A stage that got nothing at all says why, instead of failing later for want of input. */
  async function runStage(
    stage: string,
    words: string,
    plan: Parameters<typeof runner.run>[2],
    { signal, stored }: { signal: AbortSignal; stored?: () => number },
  ): Promise<void> {
    if (plan.work.length > 0) tellBegun();
    await runner.run(stage, words, plan, signal);
    if (signal.aborted) return;
    if (firstFailure !== null) {
      if (stored?.() === 0) throw firstFailure;
    } else if (plan.work.length > 0) batching?.settle(false);
  }

  /** What follows from the facts so far, at the end with slow fits. Who pauses does not wait for it: it can be computed at any time. */
  async function computeUnlessPaused(signal: AbortSignal, fits = false): Promise<void> {
    const paused = new Promise<void>((resolve) => {
      if (signal.aborted) resolve();
      else signal.addEventListener('abort', () => resolve(), { once: true });
    });
    await Promise.race([deriver.compute(run.curation.lines), paused]);
    if (fits && !signal.aborted) await Promise.race([deriver.fit(), paused]);
  }

  const computeMeanwhile = () =>
    void deriver.compute(run.curation.lines).catch((error) => problem(explainError(error)[0]!));

  /** The stages that come before the instruments. */
  async function hostStage(stage: HostStage, isPart: boolean, signal: AbortSignal): Promise<void> {
    const stored = () => run.responses.lines.length;
    if (stage === 'elicit')
      return runStage(stage, doing[stage], await planElicitation(context), { signal, stored });
    // What this would need is still in batches that nobody stays for.
    if ((batching?.parked() ?? 0) > 0) return;
    if (stage === 'extract')
      return runStage(stage, doing[stage], await planExtraction(context), { signal });
    // The clusters of a part are none of the whole study's.
    if (run.study.clusters.naming === null || isPart) return;
    await computeUnlessPaused(signal);
    const clusters = deriver.results().curated?.clusters ?? [];
    await runStage(stage, doing[stage], await planNaming(context, clusters), { signal });
  }

  /** The steps of the instruments, as far as `until`. */
  async function instrumentSteps(
    steps: readonly Step[],
    until: string | undefined,
    signal: AbortSignal,
  ): Promise<void> {
    const isPart = run.study.shard !== undefined;
    const last = until === undefined ? steps.length : steps.findIndex(({ id }) => id === until);
    const first = new Set(run.instruments().map(({ instrument }) => stepsOf(instrument)[0].id));
    await askInstruments(context, {
      signal,
      note: problem,
      again: parts.again,
      wants(id) {
        const at = steps.findIndex((step) => step.id === id);
        if (at > last) return false;
        // What follows from the facts of a part is asked of those of all parts, unless it is named.
        if (isPart && until === undefined && steps[at]?.whole) return false;
        // What a later step would need is still in batches that nobody stays for.
        return first.has(id) || (batching?.parked() ?? 0) === 0;
      },
      async derive(): Promise<Derived> {
        await computeUnlessPaused(signal);
        return { ownSystem: deriver.results().ownSystem };
      },
      async round({ id }, round, stored) {
        await runStage(id, round.title, round, { signal, stored });
        if (!isPart && !signal.aborted) computeMeanwhile();
      },
    });
  }

  async function ask(until: string | undefined, signal: AbortSignal): Promise<void> {
    const isPart = run.study.shard !== undefined;
    const steps = stepsOfAll(run.instruments());
    const at = (hostStages as readonly (string | undefined)[]).indexOf(until);
    refuseUnknownStage(until, steps);
    for (const stage of at < 0 ? hostStages : hostStages.slice(0, at + 1)) {
      await hostStage(stage, isPart, signal);
      if (signal.aborted) return;
      if (!isPart) computeMeanwhile();
    }
    if (at < 0) await instrumentSteps(steps, until, signal);
  }

  async function work(until: string | undefined): Promise<void> {
    if (run.readOnly) throw readOnlyError();
    abort = new AbortController();
    const { signal } = abort;
    firstFailure = null;
    begun = false;
    opening.begin();
    try {
      batching?.begin();
      store.set({ status: 'working', message: '', problems: [] }, true);
      await ask(until, signal);
      if (run.study.shard === undefined) await computeUnlessPaused(signal, true);
      refuseParked(signal);
      end(until, signal.aborted || firstFailure !== null);
    } catch (error) {
      stop(error);
      throw error;
    } finally {
      abort = null;
    }
  }

  /** Throws where requests wait in batches, unless something else has failed, which is told instead. */
  function refuseParked(signal: AbortSignal): void {
    const parked = batching?.parked() ?? 0;
    if (!batching || parked === 0 || signal.aborted) return;
    const left = comeBackLater(batching, parked, run.folder);
    if (firstFailure === null) throw left;
    problem(explainOnOneLine(left));
  }

  function end(until: string | undefined, paused: boolean): void {
    const reached = endOf(run.study, until, stepsOfAll(run.instruments()));
    if (reached.all && !paused) batching?.settle(true);
    const before = run.events.lines.at(-1);
    const stands =
      !begun &&
      !paused &&
      before?.event === 'finish' &&
      (before.text === reached.text || isWhole(before.text));
    // Where all was done already, it stays as it was.
    const text = stands ? before.text : reached.text;
    if (!stands) event(paused ? { event: 'pause', text: 'paused' } : { event: 'finish', text });
    // What is told of streams comes a little late: at the end all of it stands.
    runner.publish();
    store.set(
      {
        status: paused ? 'paused' : isWhole(text) ? 'finished' : 'idle',
        activity: paused ? 'paused' : '',
        secondsLeft: null,
      },
      true,
    );
  }

  function stop(error: unknown): void {
    runner.publish();
    store.set(
      {
        status: isPause(error) ? 'paused' : 'failed',
        activity: isPause(error) ? 'paused' : 'stopped',
        message: explainError(error)[0]!,
        secondsLeft: null,
      },
      true,
    );
    try {
      event({ event: 'pause', text: explainError(error)[0]! });
    } catch {
      // The disk that is full is what stopped the run: its reason is thrown by who called.
    }
  }

  function begin(until?: string): Promise<void> {
    working ??= work(until).finally(() => {
      working = null;
    });
    return working;
  }

  async function pause(): Promise<void> {
    if (!abort) return;
    store.set({ status: 'pausing' }, true);
    abort.abort();
    await working?.catch(() => {});
  }

  async function toggle(): Promise<string> {
    if (working) {
      await pause();
      await run.synced();
      return 'paused; everything is on disk';
    }
    if (run.readOnly) throw readOnlyError();
    if (store.get().status === 'finished') return 'nothing is left to ask';
    // What stops it stands in the state.
    begin().catch((error) => problem(explainOnOneLine(error)));
    return 'goes on';
  }
  let toggled: Promise<unknown> = Promise.resolve();

  return {
    lanes: runner.lanes,
    begin,
    pause,
    isWorking: () => working !== null,
    wasDone: () => !begun,
    togglePause() {
      const next = toggled.then(toggle);
      toggled = next.catch(() => {});
      return next;
    },
    toggleLane(model) {
      const what = runner.lanes.toggleLane(model);
      runner.publish();
      return what ? `${model} ${what}` : `nothing is asked of ${model} now`;
    },
    changeConcurrency(by) {
      const most = runner.lanes.changeConcurrency(by);
      runner.publish();
      if (most === 0) return 'nothing is asked now';
      return most === 1 ? 'one request at once' : `at most ${most} requests at once`;
    },
    problem,
  };
}

/** Opens models for as long as a run works; an endpoint that fails for a moment is asked again, and the wait told. */
function createOpening({
  environment,
  openModel,
  signal: signalOf,
  onWait,
}: {
  environment: RunEnvironment;
  openModel(name: string): Promise<Model>;
  signal(): AbortSignal | undefined;
  onWait(model: string, text: string): void;
}) {
  /** Endpoints that did not answer while a model was opened: their others are tried once. */
  const unreached = new Set<string>();
  return {
    begin: () => unreached.clear(),
    async open(name: string): Promise<Model> {
      const signal = signalOf();
      signal?.throwIfAborted();
      const endpoint = name.slice(0, name.indexOf(':'));
      if (unreached.has(endpoint)) return openModel(name);
      try {
        return await withRetries(() => openModel(name), {
          policy: openingPolicy,
          random: environment.random,
          ...(signal && { signal }),
          ...(environment.wait && { wait: environment.wait }),
          onWait: ({ reason, seconds }) =>
            onWait(name, `${reason}; again in ${seconds.toFixed(1)} s`),
        });
      } catch (error) {
        unreached.add(endpoint);
        throw error;
      }
    },
  };
}

function readOnlyError(): UserError {
  return new UserError('This run is read-only.', { hint: 'Copy it first.' });
}

/** Says how much waits in batches, and when to come back. */
function comeBackLater(batching: Batching, parked: number, folder: string): UserError {
  const { batches, until } = batching.waiting();
  const by =
    until === null
      ? 'Most batches end within hours.'
      : `Most end within hours, the last by ${new Date(until).toISOString().slice(0, 16).replace('T', ' ')} UTC.`;
  return new UserError(
    `${parked} requests wait in ${batches} ${batches === 1 ? 'batch' : 'batches'} under way; what has come in is stored.`,
    { where: folder, hint: `${by} Come back with the same command.`, exit: 'paused' },
  );
}

/** What stops a run only for now, like the budget. */
function isPause(error: unknown): boolean {
  return error instanceof UserError && error.exit === 'paused';
}
