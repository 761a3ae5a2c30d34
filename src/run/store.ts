/** A snapshot that screens subscribe to: changes at once; listeners are called at most ten times a second, or at once where it matters. */

export type Store<T> = {
  get(): T;
  /** Replaces parts of the snapshot. `now` calls the listeners at once; else within a tenth of a second. */
  set(change: Partial<T>, now?: boolean): void;
  subscribe(listener: () => void): () => void;
};

export function createStore<T extends object>(initial: T, interval = 100): Store<T> {
  let state = initial;
  let timer: NodeJS.Timeout | null = null;
  const listeners = new Set<() => void>();
  const notify = () => {
    if (timer) clearTimeout(timer);
    timer = null;
    for (const listener of listeners) listener();
  };
  return {
    get: () => state,
    set(change, now = false) {
      state = { ...state, ...change };
      if (now) notify();
      else timer ??= setTimeout(notify, interval).unref();
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
