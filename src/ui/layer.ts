/** Layers over a screen, and overlays that take the whole keyboard. */
import type { StudyPart } from '../run/study-choice.ts';
import type { TableState } from './components/table-state.ts';
import type { TextField } from './components/text-field.ts';
import type { TextTable } from './interface-options.ts';
import type { View } from './scene.ts';

/** Where the researcher is in the queue of decisions (screens/clusters/queue-state.ts). */
export type QueueState = {
  /** Keys of decisions left for later, the most recent one last. */
  later: readonly string[];
  /** The key of the decision that comes before all others: undo brought it back, or it was picked from a cluster. */
  first: string | null;
  /** The number that the researcher moved the pointer to; null while the program sets the pointer. */
  pointer: number | null;
  /** When the present decision was shown, ms. */
  since: number;
};

/** The position of a person who settles words that two curators placed differently (screens/clusters/settle-state.ts). */
export type SettleState = {
  /** The second curator. */
  second: string;
  /** Who settles. */
  by: string;
  /** Words left for later, the most recent one last. */
  later: readonly string[];
  /** A word that undo brought back: it comes first. */
  front: string | null;
  /** 0 on A, 1 on B. */
  pointer: number;
  /** When the present word was shown, ms. */
  since: number;
};

/** One entry of a list: a line, text about it below, its source. */
export type ListItem = {
  /** Safe text, drawn as it is. */
  text: string;
  right?: string;
  /** Paragraphs of safe text. */
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
      /** Its lines are computed: they are not lines of a log. */
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
      /** Small and never scrolled. */
      fixed?: boolean;
      /** Sentences below each of the tables, in their order. */
      tableNotes?: readonly (readonly string[])[];
      /** Sentences below each of them. */
      notes?: readonly string[];
      /** The evidence for a cell, by the positions of table, row, and column; null with a reason if there is none. */
      trace?(view: View, table: number, row: number, column: number): Layer | null;
      /** Replaces the texts and tables above; computed again whenever the run changes. */
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
  /** The choice of a part of the run; conditions as typed. */
  | { kind: 'lens'; selected: number; marked: readonly string[]; typed: readonly string[] }
  /** An address of models that is being added. */
  | { kind: 'endpoint'; name: string; url: string; keyEnv: string; selected: number }
  /** What the new study asks, row by row. */
  | { kind: 'study'; selected: number }
  /** The choice of prompts, items, or another part of a study among all that exist. */
  | { kind: 'choose'; of: StudyPart; selected: number }
  | { kind: 'findings'; selected: number }
  | ({ kind: 'queue' } & QueueState)
  | ({ kind: 'settle' } & SettleState)
  | { kind: 'map'; cluster: number; zoom: number }
  | { kind: 'history'; selected: number }
  | { kind: 'meaning'; selected: number }
  | { kind: 'compare'; system: string; a: string; b: string; item: number }
  | { kind: 'check'; selected: number };

/** Takes a typed line; for one that is refused, gives the reason, or false if the reason is on the screen. */
export type Accept = (value: string) => Refusal | Promise<Refusal>;
export type Refusal = string | false | undefined;

/** Takes the whole keyboard until it is answered. */
export type Overlay =
  | { kind: 'help'; top: number }
  | { kind: 'palette'; field: TextField; selected: number }
  | {
      kind: 'prompt';
      label: string;
      field: TextField;
      /** Completions of the typed text, best first. */
      suggest?(value: string): readonly string[];
      /** Stands above the field while a completion is offered: what it holds. */
      about?(completion: string): string;
      selected: number;
      accept: Accept;
      /** Why the line that was typed before was refused. */
      refused?: string | undefined;
      /** Called at each key. */
      change?(value: string): void;
    }
  | { kind: 'confirm'; title: string; lines: readonly string[]; accept(): void }
  /** Shows `UiState.fetch`, which continues when this is closed. */
  | { kind: 'progress' };
