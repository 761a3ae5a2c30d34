/** An edit in a few words, for the status line. */
import type { Curated } from '../clustering/curate.ts';
import { editText } from '../clustering/edit-text.ts';
import type { Edit } from '../clustering/edits.ts';

/** `before` and `after` are the clusters before and after it; for undo and redo the text names the edit undone or redone. */
export function describeEdit(edit: Edit, before: Curated | null, after: Curated | null): string {
  if (edit.edit === 'undo') {
    const taken = before?.applied.at(-1)?.text;
    return taken ? `undone: ${taken}` : 'nothing to undo';
  }
  if (edit.edit === 'redo') {
    const brought = before?.undone.length ? after?.applied.at(-1)?.text : undefined;
    return brought ? `done again: ${brought}` : 'nothing to redo';
  }
  // The clusters after a change of their number are computed later.
  const text = edit.edit === 'clusters' ? editText(edit) : after?.applied.at(-1)?.text;
  return text ? `${text} (u undoes)` : edit.edit;
}
