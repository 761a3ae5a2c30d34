/** Control of work under way: pause and continue, stop a model, change the number of simultaneous requests. Each returns a text on what it did. */
import { explainOnOneLine, UserError } from '../errors.ts';
import type { RunFolder } from './run-folder.ts';
import type { createStageRunner } from './stage-runner.ts';
import type { RunState } from './state.ts';
import type { Store } from './store.ts';

export type Controls = {
  /** As in `Session`; a toggle that comes while another is under way waits for it. */
  togglePause(): Promise<string>;
  toggleLane(model: string): string;
  changeConcurrency(by: number): string;
};

export function createControls({
  run,
  store,
  runner,
  begin,
  pause,
  isWorking,
  problem,
}: {
  run: Pick<RunFolder, 'readOnly' | 'synced'>;
  store: Pick<Store<RunState>, 'get'>;
  runner: Pick<ReturnType<typeof createStageRunner>, 'publish'> & {
    lanes: Pick<ReturnType<typeof createStageRunner>['lanes'], 'toggleLane' | 'changeConcurrency'>;
  };
  begin(): Promise<void>;
  pause(): Promise<void>;
  isWorking(): boolean;
  problem(text: string): void;
}): Controls {
  let toggled: Promise<unknown> = Promise.resolve();

  async function toggle(): Promise<string> {
    if (isWorking()) {
      await pause();
      await run.synced();
      return 'paused; everything is on disk';
    }
    if (run.readOnly) throw readOnlyError();
    if (store.get().status === 'finished') return 'nothing is left to ask';
    // An error is shown in the state.
    begin().catch((error) => problem(explainOnOneLine(error)));
    return 'continues';
  }

  return {
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
  };
}

export function readOnlyError(): UserError {
  return new UserError('This run is read-only.', { hint: 'Copy it first.' });
}
