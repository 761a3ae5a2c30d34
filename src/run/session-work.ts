/** The user's control of the work of an open run: begin it, pause it, steer its lanes. */
import { explainOnOneLine } from '../errors.ts';
import type { OpenedSession } from './open-session.ts';
import type { RunFolder } from './run-folder.ts';
import type { Work } from './work.ts';

export function sessionWork(
  work: Work,
  run: RunFolder,
): Pick<
  OpenedSession,
  'work' | 'wasDone' | 'pause' | 'togglePause' | 'toggleLane' | 'changeConcurrency' | 'retryErrors'
> {
  return {
    work: ({ until, fits } = {}) => work.begin(until, fits),
    wasDone: work.wasDone,
    async pause() {
      await work.pause();
      await run.synced();
    },
    togglePause: work.togglePause,
    toggleLane: async (model) => work.toggleLane(model),
    changeConcurrency: async (by) => work.changeConcurrency(by),
    async retryErrors() {
      if (work.isWorking()) return 'still asking: R asks again for what failed, once that is done';
      // An error is shown in the state.
      work.begin().catch((error) => work.problem(explainOnOneLine(error)));
      return 'what failed is asked again';
    },
  };
}
