/** The record of a run's work: events in its folder, problems in its state. */
import type { RunEvent } from '../facts/records.ts';
import type { RunEnvironment } from './environment.ts';
import type { RunFolder } from './run-folder.ts';
import type { RunState } from './state.ts';
import type { Store } from './store.ts';

type EventPart = Omit<RunEvent, 'at'>;

export type Journal = {
  /** Begins work; the event is written with the first one that follows. */
  begin(): void;
  /** Whether the run has an event that work began: it has once there is anything to ask or to report. */
  hasBegun(): boolean;
  recordBegin(): void;
  event(part: EventPart): void;
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
  const append = (part: EventPart) => {
    if (!run.readOnly)
      run.events.append({ at: new Date(environment.now()).toISOString(), ...part });
  };
  function recordBegin(): void {
    if (begun) return;
    begun = true;
    append({ event: 'start', text: `valuelex ${environment.version}` });
  }
  return {
    begin() {
      begun = false;
    },
    hasBegun: () => begun,
    recordBegin,
    event(part) {
      recordBegin();
      append(part);
    },
    problem(text) {
      const { problems } = store.get();
      if (!problems.includes(text))
        store.set({ problems: [...problems, text].slice(-mostProblems), message: text });
    },
  };
}
