/** Layers over a screen, and overlays that take the whole keyboard. */
import type { StudyPart } from '../run/study-choice.ts';
import type { TableState } from './components/table-state.ts';
import type { TextField } from './components/text-field.ts';
import type { TextTable } from './interface-options.ts';
import type { View } from './scene.ts';

/** Where the researcher is in the queue of decisions (screens/clusters/queue-state.ts). */
export type QueueState = {
  /** Keys of decisions that were left for later, the last one last. */
  later: readonly string[];
  /** The key of the decision that is asked before all others: it was brought back by undo, or picked from a cluster. */
  first: string | null;
  /** The number that the researcher moved the pointer to; null where the program points. */
  pointer: number | null;
  /** When the present decision came on the screen, ms. */
  since: number;
};

/** Where somebody is who settles what two curators decided differently (screens/clusters/settle-state.ts). */
export type SettleState = {
  /** The second curator. */
  second: string;
  /** Who settles. */
  by: string;
  /** Words that were left for later, the last one last. */
  later: readonly string[];
  /** A word that undo brought back: it is asked first. */
  front: string | null;
  /** 0 on A, 1 on B. */
  pointer: number;
  /** When the present word came on the screen, ms. */
  since: number;
};

/** One entry of a list that leads deeper: a line, text about it below, its source. */
export type ListItem = {
  /** Drawn at once, so already safe. */
  text: string;
  right?: string;
  /** Paragraphs, safe. */
  detail: readonly string[];
  /** The id of a fact, for its raw line. */
  fact?: string;
  open?(): Layer | null;
};

/** Sorting of a concordance: by model, by the words before, by the words after. */
export type ConcordanceSort = 'model' | 'before' | 'after';

export type LiveTables = {
  so: string;
  tables: readonly TextTable[];
  notes: readonly string[];
};

/** A layer over a screen; Enter puts one more on top, Esc removes it. Its kind is its context. */
export type Layer =
  | {
      kind: 'list';
      title: string;
      so: string;
      /** Called again whenever the run changes. */
      load(): ListItem[];
      empty: string;
      selected: number;
      keep: string;
      find: string;
      /** Its lines are made here: no raw line stands behind them. */
      computed?: true;
    }
  | {
      kind: 'reader';
      title: string;
      so: string;
      paragraphs: readonly string[];
      fact: string | null;
      top: number;
      find: string;
    }
  | {
      kind: 'tables';
      title: string;
      so: string;
      tables: readonly TextTable[];
      at: number;
      table: TableState;
      /** Small and looked at as a whole. */
      fixed?: boolean;
      /** Sentences below each of the tables, in their order. */
      tableNotes?: readonly (readonly string[])[];
      /** Sentences below any of them. */
      notes?: readonly string[];
      /** The evidence for a cell, by the places of table, row, and column; null and a reason without any. */
      trace?(view: View, table: number, row: number, column: number): Layer | null;
      /** Replaces the texts and tables above; made again whenever the run changes. */
      live?(view: View): LiveTables;
    }
  /** A word in all its contexts. */
  | {
      kind: 'concordance';
      word: string;
      sort: ConcordanceSort;
      selected: number;
      /** Ids of answers. */
      marked: readonly string[];
    }
  /** Which part of the run to look at; conditions as they are typed. */
  | { kind: 'lens'; selected: number; marked: readonly string[]; typed: readonly string[] }
  /** An address of models that is being added. */
  | { kind: 'endpoint'; name: string; url: string; keyEnv: string; selected: number }
  /** What the new study asks, row by row. */
  | { kind: 'study'; selected: number }
  /** What a study has of one of its parts, of all that there is. */
  | { kind: 'choose'; of: StudyPart; selected: number }
  | { kind: 'findings'; selected: number }
  | ({ kind: 'queue' } & QueueState)
  | ({ kind: 'settle' } & SettleState)
  | { kind: 'map'; cluster: number; zoom: number }
  | { kind: 'history'; selected: number }
  | { kind: 'meaning'; selected: number }
  | { kind: 'compare'; system: string; a: string; b: string; item: number }
  | { kind: 'check'; selected: number };

/** What holds the whole keyboard until it is answered. */
export type Overlay =
  | { kind: 'help'; top: number }
  | { kind: 'palette'; field: TextField; selected: number }
  | {
      kind: 'prompt';
      label: string;
      field: TextField;
      /** Completions of the typed text, best first. */
      suggest?(value: string): readonly string[];
      selected: number;
      accept(value: string): void;
      /** Called at each key. */
      change?(value: string): void;
    }
  | { kind: 'confirm'; title: string; lines: readonly string[]; accept(): void }
  /** Of `UiState.fetch`; it continues when this is left. */
  | { kind: 'progress' };
