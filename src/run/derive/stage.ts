/** The context of every computed stage of a run. */
import { hashOf } from '../../asking/identity.ts';
import type { RunEnvironment } from '../environment.ts';
import type { RunFolder } from '../run-folder.ts';
import type { Results, RunState, Unavailable } from '../state.ts';
import type { Computer } from './worker-client.ts';

export type StageParts = {
  run: RunFolder;
  environment: RunEnvironment;
  /** The results so far. */
  results(): Results;
  publish(part: Partial<Results>): void;
  onComputing(computing: RunState['computing']): void;
  /** The thread of the slow computations. */
  worker(): Computer;
  /** Aborts when the run is closed. */
  closing: AbortSignal;
  /** Runs a stage if its input has changed since it was last done; a failed stage runs again. */
  onChange(stage: string, input: unknown, work: () => Promise<void>): Promise<void>;
};

export function isComputed<T extends object>(part: T | Unavailable | null): part is T {
  return part !== null && !('unavailable' in part);
}

/** Remembers the last input of each stage. */
export function createStageMemory(): Pick<StageParts, 'onChange'> & {
  /** Marks a stage as done for this input. */
  remember(stage: string, input: unknown): void;
} {
  const lastKey = new Map<string, string>();
  return {
    remember: (stage, input) => void lastKey.set(stage, hashOf(input)),
    async onChange(stage, input, work) {
      const key = hashOf(input);
      if (lastKey.get(stage) === key) return;
      await work();
      lastKey.set(stage, key);
    },
  };
}
