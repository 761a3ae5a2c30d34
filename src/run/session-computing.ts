/** The computations of an open run: at its opening, after edits, and after another process has written. */
import { explainError } from '../errors.ts';
import type { createDeriver } from './derive/deriver.ts';
import type { rememberedResults } from './derive/remembered.ts';
import type { OpenedSession } from './open-session.ts';
import type { RunFolder } from './run-folder.ts';
import type { Results, RunState } from './state.ts';
import type { Store } from './store.ts';

/** Results, and whether they follow from all facts. */
export type KnownResults = { results: Results; current: boolean };

type Computing = Pick<
  OpenedSession,
  | 'computed'
  | 'fitted'
  | 'known'
  | 'clustered'
  | 'refresh'
  | 'recompute'
  | 'stopComputing'
  | 'resumeComputing'
  | 'computePower'
>;

export const hasFinished = ({ events }: RunFolder): boolean =>
  events.lines.at(-1)?.event === 'finish';

/**
 * Begins to compute at once, unless the results of a reader are current (`areCurrent`). Errors go to
 * `problem`; `computed` rejects with the first.
 */
export function sessionComputing({
  run,
  store,
  deriver,
  problem,
  areCurrent,
}: {
  run: RunFolder;
  store: Store<RunState>;
  deriver: ReturnType<typeof createDeriver>;
  problem(text: string): void;
  areCurrent: boolean;
}): { session: Computing; keepIn(stored: ReturnType<typeof rememberedResults>): void } {
  let refreshed = false;
  const report = (error: unknown) => problem(explainError(error)[0]!);
  const recompute = () => void deriver.compute(run.curation.lines).catch(report);

  const first = areCurrent ? Promise.resolve() : deriver.compute(run.curation.lines);
  const opened = first.then(() => {
    if (store.get().status === 'idle')
      store.set({ status: hasFinished(run) ? 'finished' : 'idle' }, true);
  });
  opened.catch(report);
  const computed = opened.then(deriver.settled);
  // The state shows the error; later calls report their own.
  computed.catch(() => {});

  return {
    session: {
      computed,
      fitted: deriver.fit,
      known: () => ({
        results: store.get().results,
        current: !refreshed && (deriver.isCurrent() || areCurrent),
      }),
      clustered: deriver.clustered,
      refresh() {
        const grown = run.refresh();
        if (grown.facts + grown.edits > 0 || grown.study) refreshed = true;
        if (grown.study) store.set({ study: run.study }, true);
        if (grown.edits === 0) return;
        deriver.replay(run.curation.lines);
        recompute();
      },
      recompute,
      stopComputing: deriver.stop,
      resumeComputing: () => void deriver.resume(run.curation.lines).catch(report),
      computePower: () => void deriver.power().catch(report),
    },
    /** Keeps the results for the next opening, unless another process may have overtaken them. */
    keepIn(stored) {
      // The key is a hash of the logs, which must exist.
      if (store.get().trouble || !deriver.isCurrent() || refreshed) return;
      stored.keep(store.get().results);
    },
  };
}
