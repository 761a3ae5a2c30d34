/** How work on a run ends: done, paused, waiting for batches, or stopped; its events and its state say which. */
import { explainError, explainOnOneLine, UserError } from '../errors.ts';
import type { Batching } from './choose-batched-models.ts';
import { endOf, isWhole } from './finished.ts';
import { stepsOfAll } from './instruments/registry.ts';
import type { RunFolder } from './run-folder.ts';
import type { RunState } from './state.ts';
import type { Store } from './store.ts';
import type { Journal } from './work-journal.ts';

export function createEnding({
  run,
  store,
  batching,
  journal,
  publish,
}: {
  run: RunFolder;
  store: Store<RunState>;
  batching?: Batching | null;
  journal: Journal;
  /** Puts what streams reported into the store. */
  publish(): void;
}) {
  /** Throws if requests wait in batches, unless something else `failed`, which is thrown instead. */
  function refuseParked(failed: boolean): void {
    const parked = batching?.parked() ?? 0;
    if (!batching || parked === 0) return;
    const left = comeBackLater(batching, parked, run.folder);
    if (!failed) throw left;
    journal.problem(explainOnOneLine(left));
  }

  function end(until: string | undefined, paused: boolean): void {
    const reached = endOf(run.study, until, stepsOfAll(run.instruments()));
    if (reached.all && !paused) batching?.settle(true);
    const before = run.events.lines.at(-1);
    const stands =
      !journal.hasBegun() &&
      !paused &&
      before?.event === 'finish' &&
      (before.text === reached.text || isWhole(before.text));
    // If all was done before, the event stays the same.
    const text = stands ? before.text : reached.text;
    if (!stands)
      journal.event(paused ? { event: 'pause', text: 'paused' } : { event: 'finish', text });
    // Reports of streams are delayed; at the end the state must have all of them.
    publish();
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
    publish();
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
      journal.event({ event: 'pause', text: explainError(error)[0]! });
    } catch {
      // If a full disk stopped the run, the caller throws that error.
    }
  }

  return { refuseParked, end, stop };
}

/** The error that states how many requests wait in batches, and when to come back. */
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

/** Whether the error stops the run only for now, like the budget. */
function isPause(error: unknown): boolean {
  return error instanceof UserError && error.exit === 'paused';
}
