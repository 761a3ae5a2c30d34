/** The state of an attached session: facts read from disk, and the live part that the owner sends. */
import type { RunState } from '../state.ts';
import type { Live } from './protocol.ts';

export type AttachedState = ReturnType<typeof createAttachedState>;

/** `read` gives the state of the inner session, which is the whole state once `isOwner`. */
export function createAttachedState(read: () => RunState, isOwner: () => boolean) {
  const listeners = new Set<() => void>();
  let live: Partial<Live> = {};
  let owner: { pid: number; gone: 'left' | 'lost' | null } = { pid: 0, gone: null };
  let state = read();

  function publish(): void {
    state = isOwner() ? read() : { ...read(), ...live, readOnly: false, attached: owner };
    for (const listener of [...listeners]) listener();
  }

  return {
    publish,
    getState: () => state,
    subscribe(listener: () => void): () => void {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    isWorking: () => live.status === 'working' || live.status === 'pausing',
    /** A new owner: the last one's state is dropped. Published with the new one's first state. */
    begin(pid: number): void {
      owner = { pid, gone: null };
      live = {};
    },
    /** Adds what the owner sent; true if the owner has begun another step. */
    show(part: Partial<Live>): boolean {
      const before = stepOf(live);
      live = { ...live, ...part };
      publish();
      return stepOf(live) !== before;
    },
    end(how: 'left' | 'lost'): void {
      owner = { ...owner, gone: how };
      live = { ...live, ...withoutOwner(live, how) };
    },
    report(text: string): void {
      if (isOwner()) return;
      const problems = live.problems ?? [];
      live = { ...live, message: text, problems: [...problems, text].slice(-50) };
      publish();
    },
  };
}

/** Changes when the owner has begun another part of the work, or none. */
function stepOf({ status, progress }: Partial<Live>): string {
  const last = progress?.at(-1);
  return `${status} ${last?.stage} ${last?.total}`;
}

/** The live part once no process works: nothing is under way, and a run that was worked on is paused. */
function withoutOwner(live: Partial<Live>, how: 'left' | 'lost'): Partial<Live> {
  const lanes = (live.lanes ?? []).map((lane) => ({
    ...lane,
    inFlight: 0,
    tokensPerSecond: 0,
    waiting: null,
  }));
  const rest = { lanes, rate: 0, secondsLeft: null };
  if (live.status === 'finished' || live.status === 'failed') return rest;
  const activity = how === 'left' ? 'its process has ended' : 'its process is gone';
  return { ...rest, status: 'paused', activity };
}
