/** A command: its keys, its words, the reason why it is disabled now, and its act. */
import type { View } from '../scene.ts';

export type CommandGroup =
  | 'move'
  | 'screens'
  | 'open'
  | 'runs'
  | 'models'
  | 'run'
  | 'clusters'
  | 'factors'
  | 'scores'
  | 'table'
  | 'report'
  | 'out';

/** The facts that decide whether a command is disabled. */
export type Situation = {
  open: boolean;
  working: boolean;
  elicited: boolean;
  clustered: boolean;
  factored: boolean;
  scored: boolean;
  /** Screen 6 shows its table of numbers, not the picture. */
  numbers: boolean;
  undoable: boolean;
  redoable: boolean;
  suggestions: number;
  /** Open decisions of the clusters. */
  decisions: number;
  /** Somebody has curated the run a second time. */
  curators: boolean;
  /** Words that curators placed differently, and that are not settled. */
  disputed: number;
  /** A second curator is at work, who must see neither the first one's edits nor which models said the words. */
  blind: boolean;
  /** Something is being computed or fetched. */
  stoppable: boolean;
  /** Something is left to ask. */
  unfinished: boolean;
  /** Commands of the present place that can do nothing now, by their ids, each with the reason. */
  off: Readonly<{ [id: string]: string | undefined }>;
  /** Evidence lies behind the cells of the tables on the screen. */
  traced: boolean;
};

/** Why a command is disabled now; null if it is enabled. */
type Need = (now: Situation) => string | null;

const noRun = 'no run is open: 1 opens or starts one';

/** The needs of commands, each with the message when it is not met. */
export const needs = {
  run: (now) => (now.open ? null : noRun),
  idleRun: (now) => {
    if (!now.open) return noRun;
    return now.working ? 'the run is asking: pause it first (P on 3 Elicit), or let it end' : null;
  },
  clusters: (now) => (now.clustered ? null : 'there are no clusters yet'),
  decisions: (now) => {
    if (!now.clustered) return 'there are no clusters yet';
    return now.decisions > 0 ? null : 'every decision is taken';
  },
  suggestion: (now) => (now.suggestions > 0 ? null : 'nothing is suggested'),
  suggestions: (now) => (now.suggestions > 1 ? null : 'there is no other suggestion'),
  curators: (now) => (now.curators ? null : 'this run has no second curator'),
  disputes: (now) => {
    if (!now.curators) return 'this run has no second curator';
    return now.disputed > 0 ? null : 'no disputed word is open';
  },
  factors: (now) => (now.factored ? null : 'there are no factors yet'),
  scores: (now) => (now.scored ? null : 'there are no scores yet'),
  undo: (now) => (now.undoable ? null : 'nothing to undo'),
  redo: (now) => (now.redoable ? null : 'nothing to redo'),
  working: (now) => {
    if (!now.open) return noRun;
    return now.working ? null : 'nothing is asked now';
  },
  unfinished: (now) => {
    if (!now.open) return noRun;
    return now.unfinished ? null : 'nothing is left to ask';
  },
  stoppable: (now) => (now.stoppable ? null : 'nothing is being computed or fetched'),
} satisfies Record<string, Need>;

export type Words = {
  keys: readonly [string, ...string[]];
  /** A word or two, for the footer. */
  label: string;
  /** One sentence, for help, palette, and documentation. */
  help: string;
  group: CommandGroup;
  needs?: Need;
  /** It shows or changes more than a second curator may see, so they do not have it. */
  reveals?: true;
  /** The equivalent command line; `<run>` is replaced by the open run's folder. */
  line?: string;
};

/** Why a command is disabled now; null if it is enabled. */
export function offNow(
  { id, needs: need, reveals }: Words & { id: string },
  now: Situation,
): string | null {
  if (reveals && now.blind) return 'not while you curate blind';
  return need?.(now) ?? now.off[id] ?? null;
}

/** The act gets `At` and the key; no key if the command was called by its name. */
export type Command<At = View> = Words & { act: (at: At, key?: string) => void };

/** The commands of a place by their ids. */
export type Commands<At = View> = Readonly<Record<string, Command<At>>>;

/** Several commands with one act, which gets their id. */
export function each<Id extends string, At = View>(
  words: Readonly<Record<Id, Words>>,
  act: (id: NoInfer<Id>, at: At) => void,
): Record<Id, Command<At>> {
  const entries = Object.entries<Words>(words) as [Id, Words][];
  return Object.fromEntries(
    entries.map(([id, said]) => [id, { ...said, act: (at: At) => act(id, at) }]),
  ) as Record<Id, Command<At>>;
}

/**
 * One entry of a footer: a command, or a command (or two, which show both keys) with a more specific word than its
 * label. The word may depend on what is shown; null leaves the entry out.
 */
export type FooterEntry<Id extends string = string> =
  | Id
  | readonly [id: Id | readonly [Id, Id], label: string | ((now?: Situation) => string | null)];
