/** What a run tells of its work: events in its folder, problems in its state. */
import type { RunEvent } from '../facts/records.ts';
import type { RunEnvironment } from './environment.ts';
import type { RunFolder } from './run-folder.ts';
import type { RunState } from './state.ts';
import type { Store } from './store.ts';

type Told = Omit<RunEvent, 'at'>;

export type Journal = {
  /** New work, of which nothing stands in the run yet. */
  begin(): void;
  /** Whether it stands in the run that work has begun: it does once there is anything to ask, or to tell. */
  hasBegun(): boolean;
  tellBegun(): void;
  event(part: Told): void;
  /** Adds a line worth reading to the state, once. */
  problem(text: string): void;
};

/** Problems that the state holds at most. */
const mostProblems = 50;

export function createJournal({
  environment,
  run,
  store,
}: {
  environment: RunEnvironment;
  run: RunFolder;
  store: Store<RunState>;
}): Journal {
  let begun = false;
  const append = (part: Told) => {
    if (!run.readOnly)
      run.events.append({ at: new Date(environment.now()).toISOString(), ...part });
  };
  function tellBegun(): void {
    if (begun) return;
    begun = true;
    append({ event: 'start', text: `valuelex ${environment.version}` });
  }
  return {
    begin() {
      begun = false;
    },
    hasBegun: () => begun,
    tellBegun,
    event(part) {
      tellBegun();
      append(part);
    },
    problem(text) {
      const { problems } = store.get();
      if (!problems.includes(text))
        store.set({ problems: [...problems, text].slice(-mostProblems), message: text });
    },
  };
}
