/** Undo and redo over the log of edits: which edits hold now, in order. */
import type { Edit } from './edits.ts';

/** An edit and its position in the log. */
export type LoggedEdit = { edit: Edit; at: number };

export type History = {
  /** Edits in force, oldest first. */
  done: LoggedEdit[];
  /** Undone edits that a redo brings back, next first. */
  redoable: LoggedEdit[];
};

/**
 * Reads the log: `undo` takes back the last edit in force, `redo` restores the one undone last, a
 * new edit ends what could be redone. An undo or redo with nothing to act on does nothing. An edit that
 * goes `onward` takes the place of one of its kind before it, so that ten steps of a number are undone at once.
 */
export function historyOf(edits: readonly Edit[]): History {
  const done: LoggedEdit[] = [];
  const undone: LoggedEdit[] = [];
  for (const [at, edit] of edits.entries()) {
    if (edit.edit === 'undo') {
      const last = done.pop();
      if (last) undone.push(last);
    } else if (edit.edit === 'redo') {
      const next = undone.pop();
      if (next) done.push(next);
    } else {
      if (goesOnFrom(done.at(-1)?.edit, edit)) done.pop();
      done.push({ edit, at });
      undone.length = 0;
    }
  }
  return { done, redoable: undone.reverse() };
}

function goesOnFrom(last: Edit | undefined, edit: Edit): boolean {
  return 'onward' in edit && edit.onward === true && last?.edit === edit.edit;
}

/** What the edits in force say beyond the clusters: null where they say nothing. */
export type CurationSettings = {
  /** Number of clusters. */
  clusters: number | null;
  /** Number of factors. */
  factors: number | null;
  rotation: string | null;
  extraction: string | null;
  /** The last name given to each factor, which is named by words of its clusters. */
  factorNames: { words: string[]; name: string }[];
  /** Factors turned over; one turned over twice is left out. */
  flips: string[][];
  /** Whether suggestions learn from decisions. */
  learning: boolean;
  /** Raw words that the lexicon must keep as descriptors of their own. */
  unmerged: Set<string>;
};

/** The settings that hold after these edits. */
export function settingsOf(edits: readonly Edit[]): CurationSettings {
  const settings: CurationSettings = {
    clusters: null,
    factors: null,
    rotation: null,
    extraction: null,
    factorNames: [],
    flips: [],
    learning: true,
    unmerged: new Set(),
  };
  const key = (words: readonly string[]) => [...words].sort().join('\0');
  for (const { edit } of historyOf(edits).done) {
    switch (edit.edit) {
      case 'clusters':
        settings.clusters = edit.k;
        break;
      case 'factors':
        settings.factors = edit.k;
        break;
      case 'rotation':
        settings.rotation = edit.rotation;
        break;
      case 'learning':
        settings.learning = edit.on;
        break;
      case 'extraction':
        settings.extraction = edit.extraction;
        break;
      case 'unmerge':
        settings.unmerged.add(edit.from);
        break;
      case 'name-factor':
        settings.factorNames = [
          ...settings.factorNames.filter(({ words }) => key(words) !== key(edit.factor)),
          { words: edit.factor, name: edit.name },
        ];
        break;
      case 'flip': {
        const others = settings.flips.filter((words) => key(words) !== key(edit.factor));
        settings.flips = others.length < settings.flips.length ? others : [...others, edit.factor];
        break;
      }
    }
  }
  return settings;
}
