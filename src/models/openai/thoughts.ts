/** Takes what a reasoning model thinks out of its answer while it streams. */
import { answerPart } from '../answer-part.ts';
import { closingAfter, mayBeCited, mayOpenThought, thoughtOpeningAt } from '../thought-marks.ts';

export type Thoughts = {
  /** Takes new text; gives what of it is answer, and what was thought. */
  push(text: string): { text: string; thought: string };
  /** What was held back, at the end. */
  rest(): { text: string; thought: string };
};

/** Letters of a closing mark at most. */
const longestClosing = 48;

/** The same split as `splitReasoning` makes of the whole text, for pieces cut anywhere, inside a mark too. */
export function thoughtFilter(): Thoughts {
  let state: 'start' | 'inside' | 'answer' = 'start';
  let close = /$/;
  let held = '';
  /** Behind a thought the marks that open the answer go too. */
  let hasThought = false;
  const push: Thoughts['push'] = (text) => {
    held += text;
    let thought = '';
    for (;;) {
      if (state === 'start') {
        const begun = held.trimStart();
        const opening = thoughtOpeningAt(begun, 0);
        if (opening) {
          state = 'inside';
          close = opening.close;
          held = begun.slice(opening.end);
          if (hasThought) thought += '\n';
          hasThought = true;
        } else if (mayOpenThought(begun)) return { text: '', thought };
        else {
          state = 'answer';
          if (hasThought) held = answerPart(begun).trimStart();
        }
      }
      if (state !== 'inside') break;
      const end = closingAfter(held, 0, close);
      if (!end || mayBeCited(held, end.index, end.index + end[0].length)) {
        const keep = Math.min(longestClosing, held.length);
        thought += held.slice(0, held.length - keep);
        held = held.slice(held.length - keep);
        return { text: '', thought };
      }
      thought += held.slice(0, end.index);
      held = held.slice(end.index + end[0].length);
      state = 'start';
    }
    const answer = held;
    held = '';
    return { text: answer, thought };
  };
  return {
    push,
    rest() {
      const last = state === 'start' && hasThought ? answerPart(held).trimStart() : held;
      held = '';
      const end = state === 'inside' ? closingAfter(last, 0, close) : null;
      if (end) return { text: '', thought: last.slice(0, end.index) };
      return state === 'inside' ? { text: '', thought: last } : { text: last, thought: '' };
    },
  };
}
