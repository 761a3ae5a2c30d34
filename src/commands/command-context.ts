/** What a command is given: outputs for results and progress, and the environment. */
import type { Outside } from '../environment.ts';
import type { Layout } from '../tables/text-lines.ts';

export type CommandContext = {
  /** Results (tables, JSON): whole lines, without the last line break. */
  out(text: string): void;
  /** Progress, notices, warnings. */
  note(text: string): void;
  /** Progress: overwrites the previous line in a terminal, one line each elsewhere. Null ends it. */
  progress(text: string | null): void;
  /** Width and colours of tables. */
  layout: Layout;
  /** Standard input and output are terminals. */
  interactive: boolean;
  /** Progress goes to a terminal and may be updated often. */
  watched: boolean;
  /**
   * Built at first use: `--help` needs none of it. Says once where the home folder cannot be written,
   * unless `quiet`: the interface says it on its screen.
   */
  outside(how?: { quiet?: boolean }): Promise<Outside>;
  /** The warning that `outside` gives then; empty where the home folder can be written. */
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
