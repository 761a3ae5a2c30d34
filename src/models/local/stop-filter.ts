/** Holds streamed text back while it could still become a stop string, and cuts at the first one. */
export type StopFilter = {
  /** Takes new text; gives what may be shown now, and whether a stop string has been met. */
  push(text: string): { text: string; stopped: boolean };
  /** What was held back, at the end of an answer that met no stop string. */
  rest(): string;
};

/** `stop`: non-empty strings; empty ones are left out. */
export function stopFilter(stop: readonly string[]): StopFilter {
  const stops = stop.filter((text) => text !== '');
  let held = '';
  return {
    push(text) {
      held += text;
      const first = Math.min(
        ...stops
          .map((one) => held.indexOf(one))
          .map((at) => (at < 0 ? Number.POSITIVE_INFINITY : at)),
      );
      if (Number.isFinite(first)) {
        const shown = held.slice(0, first);
        held = '';
        return { text: shown, stopped: true };
      }
      const keep = longestOpenEnd(held, stops);
      const shown = held.slice(0, held.length - keep);
      held = held.slice(held.length - keep);
      return { text: shown, stopped: false };
    },
    rest() {
      const text = held;
      held = '';
      return text;
    },
  };
}

/** Characters at the end of `text` that begin a stop string. */
function longestOpenEnd(text: string, stops: readonly string[]): number {
  let longest = 0;
  for (const stop of stops) {
    for (let length = Math.min(stop.length - 1, text.length); length > longest; length -= 1) {
      if (text.endsWith(stop.slice(0, length))) longest = length;
    }
  }
  return longest;
}
