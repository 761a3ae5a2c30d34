/** The one store of the screens' own state; React reads it through useSyncExternalStore. */
import type { UiState } from './ui-state.ts';

export type UiStore = {
  get(): UiState;
  update(change: (ui: UiState) => UiState): void;
  subscribe(listener: () => void): () => void;
};

export function createUiStore(start: UiState): UiStore {
  let state = start;
  const listeners = new Set<() => void>();
  return {
    get: () => state,
    update: (change) => {
      const next = change(state);
      if (next === state) return;
      state = next;
      for (const listener of listeners) listener();
    },
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
