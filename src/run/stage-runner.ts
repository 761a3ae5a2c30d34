/** Runs the stages of a run one after another, each in lanes, and reports progress to the store. */
import type { StagePlan } from '../asking/ask.ts';
import type { Budget } from '../asking/budget.ts';
import type { LaneWork } from '../asking/items.ts';
import { createLanes, type Lanes, type LanesOptions } from '../asking/lanes.ts';
import type { RunEvent } from '../facts/records.ts';
import type { Model } from '../models/model.ts';
import type { Batching } from './choose-batched-models.ts';
import type { createDiscovery } from './discovery.ts';
import type { RunEnvironment } from './environment.ts';
import type { RunFolder } from './run-folder.ts';
import type { RunState } from './state.ts';
import type { Store } from './store.ts';

/** The most answers read for the discovery curve in a tenth of a second; further ones are read later. */
const mostRead = 20;

export type StageRunner = {
  lanes: Lanes;
  /** Makes the requests of a plan. `doing` describes it: "completing stems". */
  run(stage: string, doing: string, plan: StagePlan, signal: AbortSignal): Promise<void>;
  /** Puts the present lanes into the state, so that watchers see them before anything else happens. */
  publish(): void;
};

export function createStageRunner({
  environment,
  run,
  store,
  discovery,
  budget,
  batching,
  openModel,
  isWorking,
  tell,
}: {
  environment: RunEnvironment;
  run: RunFolder;
  store: Store<RunState>;
  discovery: ReturnType<typeof createDiscovery>;
  budget: Budget;
  batching?: Batching | null;
  openModel(name: string): Promise<Model>;
  /** While the run works, all its answers are read for the curve. */
  isWorking(): boolean;
  /** The journal of events; `failed` is called for requests that were given up. */
  tell: {
    event(part: Omit<RunEvent, 'at'>): void;
    problem(text: string): void;
    failed: LanesOptions['onFailed'];
  };
}): StageRunner {
  const { event, problem, failed } = tell;
  let began = { doing: '', at: 0, done: 0 };
  /** Reported once for each model, not with each of its answers. */
  const remarks = new Set<string>();

  const lanes = createLanes({
    now: environment.now,
    random: environment.random,
    onChange: () => refresh(),
    onRetry(model, id, reason, seconds) {
      event({ event: 'retry', text: `${reason}; again in ${seconds.toFixed(1)} s`, model, id });
    },
    onFailed: failed,
    onRemark(model, id, remark) {
      const text = `${model}: ${remark}`;
      if (remarks.has(text)) return;
      remarks.add(text);
      problem(text);
      event({ event: 'note', text: remark, model, id });
    },
    ...(environment.wait && { wait: environment.wait }),
    budget,
  });

  let refreshing = false;
  /** Coalesces the many changes of a streaming stage into one snapshot a tenth of a second. */
  function refresh(): void {
    if (refreshing) return;
    refreshing = true;
    setTimeout(() => {
      refreshing = false;
      publish(false);
    }, 100).unref();
  }

  /** `now`: watchers see the change before anything else happens. */
  function publish(now: boolean): void {
    const rows = lanes.snapshot();
    const stage = rows[0]?.stage;
    if (!stage) return;
    const done = rows.reduce((sum, lane) => sum + lane.done, 0);
    const total = rows.reduce((sum, lane) => sum + lane.total, 0);
    const rate = answersPerSecond(done);
    readOn();
    const { status, activity } = store.get();
    // How long a batch takes is unknown.
    const known = rate > 0 && done < total && !batching?.waiting().batches;
    store.set(
      {
        lanes: rows,
        progress: progressWith(stage, done, total),
        rate,
        secondsLeft: known ? (total - done) / rate : null,
        spend: budget.spent().dollars,
        discovery: discovery.state(),
        activity: status === 'working' ? `${began.doing} ${done}/${total}` : activity,
      },
      now,
    );
  }

  function answersPerSecond(done: number): number {
    const seconds = (environment.now() - began.at) / 1000;
    return seconds > 0.5 ? (done - began.done) / seconds : 0;
  }

  /** Follows the answers for the discovery curve. */
  function readOn(): void {
    const { lines } = run.responses;
    const read = discovery.state().answers;
    for (const line of lines.slice(read, read + mostRead)) discovery.add(line);
    if (isWorking() && lines.length > discovery.state().answers) refresh();
  }

  function progressWith(stage: string, done: number, total: number): RunState['progress'] {
    const others = store.get().progress.filter((one) => one.stage !== stage);
    return [...others, { stage, done, total }];
  }

  /** A budget in dollars does not limit a model without a known price. */
  async function noteUnpriced(work: LaneWork[]): Promise<void> {
    for (const { model: name } of work)
      if ((await openModel(name)).info.price === null)
        problem(
          `${name}: its price is not known, so the budget in dollars cannot hold it back. Set budget.tokens or budget.requests beside it.`,
        );
  }

  return {
    lanes,
    publish: () => publish(true),
    async run(stage, doing, plan, signal) {
      const done = [...plan.done.values()].reduce((sum, one) => sum + one, 0);
      const total = done + plan.work.reduce((sum, lane) => sum + lane.items.length, 0);
      store.set({ progress: progressWith(stage, done, total) }, true);
      if (plan.work.length === 0) return;
      if (run.study.budget.dollars !== undefined) await noteUnpriced(plan.work);
      event({ event: 'stage', text: `${stage}: ${total - done} of ${total} to ask` });
      began = { doing, at: environment.now(), done };
      store.set({ activity: `${doing} ${done}/${total}` }, true);
      try {
        await lanes.run(stage, plan.work, (model) => plan.done.get(model) ?? 0, signal);
      } finally {
        // The lanes of the next stage replace these before the next snapshot.
        publish(true);
      }
    },
  };
}
