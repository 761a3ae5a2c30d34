/** What a command is given: where its results and its progress go, and the way to the outside. */
import type { Outside } from '../environment.ts';
import type { Layout } from '../tables/text-lines.ts';

export type CommandContext = {
  /** Results (tables, JSON), one or more whole lines without the last line's end. */
  out(text: string): void;
  /** Progress, notices, warnings. */
  note(text: string): void;
  /** Progress that takes the place of the last one where a person watches; a line each elsewhere. Null ends it. */
  progress(text: string | null): void;
  /** Width and colours of tables. */
  layout: Layout;
  /** A person is there: standard input and output are terminals. */
  interactive: boolean;
  /** Progress goes to a terminal, so that it may be told often. */
  watched: boolean;
  /**
   * Built when it is first needed: `--help` needs none of it. Where nothing can be kept in the home folder
   * it says so once, unless `quiet`: the interface says it on its screen.
   */
  outside(how?: { quiet?: boolean }): Promise<Outside>;
  /** What `outside` says then; empty where everything is kept. */
  storageWarning(): Promise<string[]>;
  /**
   * Calls back on Ctrl+C (and when asked to end) until the returned function is called: once, and for each Ctrl+C
   * after that with `again`.
   */
  onInterrupt(handler: (again: boolean) => void): () => void;
  /** Ends the program at once. */
  exit(code: number): never;
};

/** Options that every command understands. */
export type SharedOptions = { runs: string; json?: boolean };
