/** Takes what a reasoning model thinks out of its answer while it streams. */
const opening = '<think>';
const closing = '</think>';

export type Thoughts = {
  /** Takes new text; gives what of it is answer, and what was thought. */
  push(text: string): { text: string; thought: string };
  /** What was held back, at the end. */
  rest(): { text: string; thought: string };
};

/** The same split as `splitReasoning` makes of the whole text, for pieces cut anywhere, inside a tag too. */
export function thoughtFilter(): Thoughts {
  let state: 'start' | 'inside' | 'gap' | 'answer' = 'start';
  let held = '';
  const push: Thoughts['push'] = (text) => {
    held += text;
    if (state === 'start') {
      const begun = held.trimStart();
      if (begun.startsWith(opening)) {
        state = 'inside';
        held = begun.slice(opening.length);
      } else if (opening.startsWith(begun)) return { text: '', thought: '' };
      else state = 'answer';
    }
    let thought = '';
    if (state === 'inside') {
      const end = held.indexOf(closing);
      if (end < 0) {
        const keep = openEnd(held);
        thought = held.slice(0, held.length - keep);
        held = held.slice(held.length - keep);
        return { text: '', thought };
      }
      thought = held.slice(0, end);
      held = held.slice(end + closing.length);
      state = 'gap';
    }
    if (state === 'gap') {
      held = held.trimStart();
      if (held !== '') state = 'answer';
    }
    const answer = held;
    held = '';
    return { text: answer, thought };
  };
  return {
    push,
    rest() {
      const last = held;
      held = '';
      return state === 'inside' ? { text: '', thought: last } : { text: last, thought: '' };
    },
  };
}

/** Letters at the end that begin the closing tag. */
function openEnd(text: string): number {
  for (let length = Math.min(closing.length - 1, text.length); length > 0; length--)
    if (text.endsWith(closing.slice(0, length))) return length;
  return 0;
}
