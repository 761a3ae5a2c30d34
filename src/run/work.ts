/** Works on a run: stage after stage asks for what is missing, told to the store as it goes. */

import type { StagePlan } from '../asking/ask.ts';
import type { Budget } from '../asking/budget.ts';
import { createLanes, type Lanes, type LaneWork } from '../asking/lanes.ts';
import { EndpointError, explainError, UserError } from '../errors.ts';
import type { RunEvent } from '../facts/records.ts';
import { planCompletions } from '../instruments/sentence-completion/complete.ts';
import { takeExamStage } from '../instruments/sentence-completion/exam/take-exam-stage.ts';
import { planRating } from '../instruments/sentence-completion/rate.ts';
import type { Completion } from '../instruments/sentence-completion/records.ts';
import type { SentenceContext } from '../instruments/sentence-completion/sentence-context.ts';
import type { Model } from '../models/model.ts';
import { openingPolicy, withRetries } from '../models/retry.ts';
import { namedSystems } from '../values/named-systems.ts';
import type { Batching } from './choose-batched-models.ts';
import type { createDeriver } from './derive/deriver.ts';
import type { createDiscovery } from './discovery.ts';
import type { RunEnvironment } from './environment.ts';
import { askInstruments } from './instruments/instrument-work.ts';
import type { RunFolder } from './run-folder.ts';
import { planElicitation } from './stages/elicit.ts';
import { planExtraction } from './stages/extract.ts';
import { planNaming } from './stages/name.ts';
import type { StageContext } from './stages/stage-context.ts';
import type { AskingStage } from './state.ts';
import { askingStages, type RunState } from './state.ts';
import type { Store } from './store.ts';

const activities: Readonly<Record<string, string>> = {
  elicit: 'eliciting',
  extract: 'reading prose',
  name: 'naming clusters',
  complete: 'completing stems',
  exam: 'examining judges',
  rate: 'rating',
};

/** What the run does, in words; an instrument is named. */
const activityOf = (stage: string) => activities[stage] ?? `asking ${stage}`;

/** Answers read for the discovery curve in a tenth of a second at most: where more come in, it follows later. */
const mostRead = 20;

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
  /** Completions of an earlier run that this judge is to rate again. */
  again(judge: string): readonly Completion[];
};

export type Work = {
  lanes: Lanes;
  /** Asks for what is missing up to and with `until`; a second call while it works joins the first. */
  begin(until: AskingStage): Promise<void>;
  /** Gives up what is in flight; resolves when nothing works any more. */
  pause(): Promise<void>;
  isWorking(): boolean;
  /** As in `Session`; toggles that come while one is under way wait for it. */
  togglePause(): Promise<string>;
  toggleLane(model: string): string;
  changeConcurrency(by: number): string;
  /** Adds a line worth reading to the state. */
  problem(text: string): void;
};

export function createWork(parts: WorkParts): Work {
  const { environment, run, store, deriver, discovery, budget, batching, openModel } = parts;
  let abort: AbortController | null = null;
  let working: Promise<void> | null = null;
  let stageBegan = { at: 0, done: 0 };

  const event = (part: Omit<RunEvent, 'at'>) => {
    if (!run.readOnly)
      run.events.append({ at: new Date(environment.now()).toISOString(), ...part });
  };
  const problem = (text: string) => {
    const { problems } = store.get();
    if (!problems.includes(text))
      store.set({ problems: [...problems, text].slice(-50), message: text });
  };

  /** Endpoints that did not answer while a model was opened: their others are tried once. */
  const unreached = new Set<string>();
  /** Opens a model; an endpoint that fails for a moment is asked again, and the wait shown. */
  async function openAgain(name: string): Promise<Model> {
    const signal = abort?.signal;
    signal?.throwIfAborted();
    const endpoint = name.slice(0, name.indexOf(':'));
    if (unreached.has(endpoint)) return openModel(name);
    try {
      return await withRetries(() => openModel(name), {
        policy: openingPolicy,
        random: environment.random,
        ...(signal && { signal }),
        ...(environment.wait && { wait: environment.wait }),
        onWait({ reason, seconds }) {
          const text = `${reason}; again in ${seconds.toFixed(1)} s`;
          event({ event: 'retry', text, model: name });
          store.set({ activity: text }, true);
        },
      });
    } catch (error) {
      unreached.add(endpoint);
      throw error;
    }
  }

  const context: StageContext & SentenceContext = {
    environment,
    run,
    openModel: openAgain,
    again: parts.again,
    onUnavailable(model, error) {
      if (abort?.signal.aborted) return;
      if (error instanceof UserError || error instanceof EndpointError) {
        problem(`${model}: ${explainError(error).join(' ')}`);
        event({ event: 'failed', text: explainError(error)[0]!, model });
        firstFailure ??= error;
      } else throw error;
    },
    onLeftOut(model, why) {
      problem(`${model} is left out: ${why}`);
      event({ event: 'note', text: `left out: ${why}`, model });
    },
  };
  let firstFailure: unknown = null;
  /** Told once a model, and not with each of its answers. */
  const remarks = new Set<string>();

  const lanes = createLanes({
    now: environment.now,
    random: environment.random,
    onChange: () => refresh(),
    onRetry(model, id, reason, seconds) {
      event({ event: 'retry', text: `${reason}; again in ${seconds.toFixed(1)} s`, model, id });
    },
    onFailed(model, id, reason) {
      firstFailure ??= new EndpointError('server', `${model}: ${reason}`);
      problem(`${model}: ${reason}`);
      event({ event: 'failed', text: reason, model, id });
    },
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

  /** Puts the lanes as they are now into the state; `now`: whoever watches sees them before anything else happens. */
  function publish(now: boolean): void {
    const rows = lanes.snapshot();
    const stage = rows[0]?.stage;
    if (!stage) return;
    const done = rows.reduce((sum, lane) => sum + lane.done, 0);
    const total = rows.reduce((sum, lane) => sum + lane.total, 0);
    const seconds = (environment.now() - stageBegan.at) / 1000;
    const rate = seconds > 0.5 ? (done - stageBegan.done) / seconds : 0;
    const spend = budget.spent().dollars;
    const { lines } = run.responses;
    const read = discovery.state().answers;
    for (const line of lines.slice(read, read + mostRead)) discovery.add(line);
    if (working && lines.length > discovery.state().answers) refresh();
    const progress = [
      ...store.get().progress.filter((one) => one.stage !== stage),
      { stage, done, total },
    ];
    store.set(
      {
        lanes: rows,
        progress,
        rate,
        // How long a batch takes nobody knows.
        secondsLeft:
          rate > 0 && done < total && !batching?.waiting().batches ? (total - done) / rate : null,
        spend,
        discovery: discovery.state(),
        activity:
          store.get().status === 'working'
            ? `${activityOf(stage)} ${done}/${total}`
            : store.get().activity,
      },
      now,
    );
  }

  async function runStage(stage: string, plan: StagePlan, signal: AbortSignal): Promise<void> {
    const done = [...plan.done.values()].reduce((sum, one) => sum + one, 0);
    const total = done + plan.work.reduce((sum, lane) => sum + lane.items.length, 0);
    store.set(
      {
        progress: [
          ...store.get().progress.filter((one) => one.stage !== stage),
          { stage, done, total },
        ],
      },
      true,
    );
    if (plan.work.length === 0) return;
    if (run.study.budget.dollars !== undefined) await tellUnpriced(plan.work);
    event({ event: 'stage', text: `${stage}: ${total - done} of ${total} to ask` });
    stageBegan = { at: environment.now(), done };
    store.set({ activity: `${activityOf(stage)} ${done}/${total}` }, true);
    await lanes.run(stage, plan.work, (model) => plan.done.get(model) ?? 0, signal);
    if (!signal.aborted && firstFailure === null) batching?.settle(false);
  }

  /** A budget in dollars holds nothing whose price is not known. */
  async function tellUnpriced(work: LaneWork[]): Promise<void> {
    for (const { model: name } of work)
      if ((await openModel(name)).info.price === null)
        problem(
          `${name}: its price is not known, so the budget in dollars cannot hold it back. Set budget.tokens or budget.requests beside it.`,
        );
  }

  async function ratingStage(signal: AbortSignal): Promise<void> {
    const exams = run.exams.lines.map((line) => line.result);
    for (const system of namedSystems(run.study.test.systems, deriver.results().ownSystem)) {
      await runStage('rate', await planRating(context, system, exams), signal);
      if (signal.aborted) return;
      await computeUnlessPaused(signal);
    }
  }

  /** What follows from the facts so far. Who pauses does not wait for it: it can be computed at any time. */
  async function computeUnlessPaused(signal: AbortSignal): Promise<void> {
    const paused = new Promise<void>((resolve) => {
      if (signal.aborted) resolve();
      else signal.addEventListener('abort', () => resolve(), { once: true });
    });
    await Promise.race([deriver.compute(run.curation.lines), paused]);
  }

  async function work(until: AskingStage): Promise<void> {
    if (run.readOnly) throw readOnlyError();
    abort = new AbortController();
    const { signal } = abort;
    // What follows from the facts of a part is computed from those of all parts.
    const isPart = run.study.shard !== undefined;
    firstFailure = null;
    unreached.clear();
    try {
      batching?.begin();
      event({ event: 'start', text: `valuelex ${environment.version}` });
      store.set({ status: 'working', message: '', problems: [] }, true);
      for (const stage of askingStages.slice(0, askingStages.indexOf(until) + 1)) {
        if (isLeftToBatches(stage)) continue;
        if (stage === 'elicit') await runStage(stage, await planElicitation(context), signal);
        else if (stage === 'extract') await runStage(stage, await planExtraction(context), signal);
        else if (stage === 'name') {
          // The clusters of a part are none of the whole study's.
          if (run.study.clusters.naming === null || run.study.shard !== undefined) continue;
          await computeUnlessPaused(signal);
          const clusters = deriver.results().curated?.clusters ?? [];
          await runStage(stage, await planNaming(context, clusters), signal);
        } else if (stage === 'complete')
          await runStage(stage, await planCompletions(context), signal);
        else if (stage === 'exam')
          await takeExamStage(context, async (half) => {
            await runStage('exam', half, signal);
            return signal;
          });
        else await ratingStage(signal);
        if (signal.aborted) break;
        // A stage that got nothing at all says why, instead of failing later for want of input.
        if (firstFailure && nothingOf(stage)) throw firstFailure;
        if (!isPart)
          void deriver
            .compute(run.curation.lines)
            .catch((error) => problem(explainError(error)[0]!));
      }
      if (!signal.aborted && until === (isPart ? 'complete' : 'rate'))
        await askInstruments(context, signal, async (stage, round) => {
          await runStage(stage, round, signal);
        });
      if (!isPart) await computeUnlessPaused(signal);
      const parked = batching?.parked() ?? 0;
      if (batching && parked > 0 && !signal.aborted) {
        const left = comeBackLater(batching, parked, run.folder);
        if (firstFailure === null) throw left;
        problem(explainError(left).join(' '));
      }
      const paused = signal.aborted || firstFailure !== null;
      if (!paused && until === (isPart ? 'complete' : 'rate')) batching?.settle(true);
      event(
        paused
          ? { event: 'pause', text: 'paused' }
          : { event: 'finish', text: `done up to ${until}` },
      );
      store.set(
        {
          status: paused ? 'paused' : until === 'rate' ? 'finished' : 'idle',
          activity: paused ? 'paused' : '',
          secondsLeft: null,
        },
        true,
      );
    } catch (error) {
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
        // The disk that is full is what stopped the run: its reason is thrown below.
      }
      throw error;
    } finally {
      abort = null;
    }
  }

  function begin(until: AskingStage): Promise<void> {
    working ??= work(until).finally(() => {
      working = null;
    });
    return working;
  }

  /** What a stage would need is still in batches that nobody stays for. */
  function isLeftToBatches(stage: AskingStage): boolean {
    if (stage === 'elicit' || stage === 'complete') return false;
    return (batching?.parked() ?? 0) > 0;
  }

  function nothingOf(stage: AskingStage): boolean {
    if (stage === 'elicit') return run.responses.lines.length === 0;
    if (stage === 'complete') return run.completions.lines.length === 0;
    if (stage === 'rate') return run.ratings.lines.length === 0;
    return false;
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
    begin('rate').catch((error) => problem(explainError(error).join(' ')));
    return 'goes on';
  }
  let toggled: Promise<unknown> = Promise.resolve();

  return {
    lanes,
    begin,
    pause,
    isWorking: () => working !== null,
    togglePause() {
      const next = toggled.then(toggle);
      toggled = next.catch(() => {});
      return next;
    },
    toggleLane(model) {
      const what = lanes.toggleLane(model);
      publish(true);
      return what ? `${model} ${what}` : `nothing is asked of ${model} now`;
    },
    changeConcurrency(by) {
      const most = lanes.changeConcurrency(by);
      publish(true);
      if (most === 0) return 'nothing is asked now';
      return most === 1 ? 'one request at once' : `at most ${most} requests at once`;
    },
    problem,
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
