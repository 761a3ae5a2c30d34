/** Works on a run: each stage asks for what is missing, and reports progress to the store. */

import type { Budget } from '../asking/budget.ts';
import type { Lanes } from '../asking/lanes.ts';
import { EndpointError, explainError, explainOnOneLine, UserError } from '../errors.ts';
import type { Line } from '../instruments/contract.ts';
import type { Model } from '../models/model.ts';
import type { Batching } from './choose-batched-models.ts';
import type { createDeriver } from './derive/deriver.ts';
import type { createDiscovery } from './discovery.ts';
import type { RunEnvironment } from './environment.ts';
import { createOpening } from './open-models.ts';
import type { RunFolder } from './run-folder.ts';
import { createStageRunner } from './stage-runner.ts';
import type { StageContext } from './stages/stage-context.ts';
import type { RunState } from './state.ts';
import type { Store } from './store.ts';
import { type Controls, createControls, readOnlyError } from './work-controls.ts';
import { createEnding } from './work-ending.ts';
import { createJournal } from './work-journal.ts';
import { createStages } from './work-stages.ts';

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
  /** Answers of an earlier run that this rater rates again. */
  again(rater: string): readonly Line[];
};

export type Work = Controls & {
  lanes: Lanes;
  /**
   * Asks for what is missing, up to and with the stage `until` if given; a second call joins the first. Rejects with
   * UserError for a stage that this study does not have.
   */
  begin(until?: string, fits?: boolean): Promise<void>;
  /** Drops requests in flight; resolves when nothing is running any more. */
  pause(): Promise<void>;
  isWorking(): boolean;
  /** Whether the last work had nothing left to do, and so wrote no event. */
  wasDone(): boolean;
  /** Adds a line worth reading to the state. */
  problem(text: string): void;
};

export function createWork(parts: WorkParts): Work {
  const { environment, run, store, batching, openModel } = parts;
  let abort: AbortController | null = null;
  let working: Promise<void> | null = null;
  let firstFailure: unknown = null;

  const journal = createJournal(parts);
  const { event, problem } = journal;

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

  /** Runs one stage; `stored` counts its stored lines. A stage that got no line at all throws and says why; the next would fail without input. */
  async function runStage(
    stage: string,
    words: string,
    plan: Parameters<typeof runner.run>[2],
    { signal, stored }: { signal: AbortSignal; stored?: () => number },
  ): Promise<void> {
    if (plan.work.length > 0) journal.recordBegin();
    await runner.run(stage, words, plan, signal);
    if (signal.aborted) return;
    if (firstFailure !== null) {
      if (stored?.() === 0) throw firstFailure;
    } else if (plan.work.length > 0) batching?.settle(false);
  }

  const ending = createEnding({ ...parts, journal, publish: () => runner.publish() });

  const stages = createStages({
    ...parts,
    context,
    problem,
    runStage,
    parked: () => batching?.parked() ?? 0,
  });

  async function work(until: string | undefined, fits: boolean): Promise<void> {
    if (run.readOnly) throw readOnlyError();
    abort = new AbortController();
    const { signal } = abort;
    firstFailure = null;
    journal.begin();
    opening.begin();
    try {
      batching?.begin();
      store.set({ status: 'working', message: '', problems: [] }, true);
      await stages.ask(until, signal);
      if (run.study.shard === undefined) await stages.compute(signal, fits);
      if (!signal.aborted) ending.refuseParked(firstFailure !== null);
      ending.end(until, signal.aborted || firstFailure !== null);
    } catch (error) {
      ending.stop(error);
      throw error;
    } finally {
      abort = null;
    }
  }

  function begin(until?: string, fits = true): Promise<void> {
    working ??= work(until, fits).finally(() => {
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

  return {
    lanes: runner.lanes,
    begin,
    pause,
    isWorking: () => working !== null,
    wasDone: () => !journal.hasBegun(),
    ...createControls({
      run,
      store,
      runner,
      begin,
      pause,
      isWorking: () => working !== null,
      problem,
    }),
    problem,
  };
}
