/** Edits in words, for lists of what was done. */
import type { Edit } from './edits.ts';

/** The edit in words, without the clusters' present names. */
export function editText(edit: Edit): string {
  switch (edit.edit) {
    case 'rename':
      return `rename → ${edit.name}`;
    case 'merge':
      return `merge ${edit.clusters.map((words) => words[0]).join(', ')}`;
    case 'split':
      return `split ${edit.out.join(', ')}`;
    case 'move':
      return `move ${edit.word}`;
    case 'gather':
      return `move ${edit.words.join(', ')}`;
    case 'approve':
      return `approve ${edit.cluster[0]}`;
    case 'apart':
      return `keep ${edit.clusters[0][0]} and ${edit.clusters[1][0]} apart`;
    case 'discard':
    case 'restore':
      return `${edit.edit} ${edit.words.join(', ')}`;
    case 'confirm':
      return `confirm ${edit.word}`;
    case 'learning':
      return edit.on ? 'suggestions learn from decisions' : 'suggestions learn nothing';
    case 'clusters':
      return `${edit.k} clusters`;
    case 'unmerge':
      return `keep ${edit.from} apart`;
    case 'divide':
      return `divide ${edit.word}: ${edit.as}`;
    case 'factors':
      return edit.k === 1 ? '1 factor' : `${edit.k} factors`;
    case 'rotation':
      return `rotation ${edit.rotation}`;
    case 'extraction':
      return `extraction ${edit.extraction}`;
    case 'name-factor':
      return `name factor ${edit.name}`;
    case 'flip':
      return `flip ${edit.factor[0]}`;
    case 'undo':
    case 'redo':
      return edit.edit;
  }
}
