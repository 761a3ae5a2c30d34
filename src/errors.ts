/**
 * The family of errors. Everything that the program throws on purpose is one of these; anything
 * else that reaches the top is a bug and says so. Exit codes stand in `exitCodes`, one table.
 */

import { capital } from './safe-text/capital.ts';
import { visible } from './safe-text/visible.ts';
import { withoutSecrets } from './secrets.ts';

export const exitCodes = {
  ok: 0,
  bug: 1,
  usage: 2,
  input: 3,
  endpoint: 4,
  corruptRun: 5,
  disk: 6,
  examFailed: 7,
  paused: 130,
} as const;

export type ExitReason = keyof typeof exitCodes;

type Details = {
  /** How to fix it, one sentence. */
  hint?: string;
  /** File, line, field, or address where it happened. */
  where?: string;
  cause?: unknown;
};

/** A mistake that the user can mend: what happened, where, what to do. */
export class UserError extends Error {
  readonly hint: string | undefined;
  readonly where: string | undefined;
  readonly exit: ExitReason;
  constructor(what: string, details: Details & { exit?: ExitReason } = {}) {
    super(what, { cause: details.cause });
    this.name = 'UserError';
    this.hint = details.hint;
    this.where = details.where;
    this.exit = details.exit ?? 'input';
  }
}

/** What is computed, or why it cannot be: one figure that cannot be had does not take the others away. */
export function orWithheld<T>(compute: () => T): T | { withheld: string } {
  try {
    return compute();
  } catch (error) {
    if (error instanceof UserError) return { withheld: error.message };
    throw error;
  }
}

/**
 * `auth`, `forbidden`, `malformed`, and `missing` stop the lane; `rate`, `server`, `network`, `timeout`,
 * `truncated` may be asked again; `quota` waits for the researcher; `full-disk` pauses the run.
 */
export type EndpointFault =
  | 'auth'
  | 'forbidden'
  | 'quota'
  | 'rate'
  | 'server'
  | 'network'
  | 'timeout'
  | 'truncated'
  | 'malformed'
  | 'missing'
  | 'filter';

/** An endpoint, or a local model, did not answer as it should. Never carries a key or a prompt. */
export class EndpointError extends Error {
  readonly fault: EndpointFault;
  readonly hint: string | undefined;
  readonly where: string | undefined;
  /** Seconds that the endpoint asked us to wait, if it did. */
  readonly retryAfter: number | undefined;
  constructor(fault: EndpointFault, what: string, details: Details & { retryAfter?: number } = {}) {
    super(what, { cause: details.cause });
    this.name = 'EndpointError';
    this.fault = fault;
    this.hint = details.hint;
    this.where = details.where;
    this.retryAfter = details.retryAfter;
  }
}

/** A log has a line that is not what the program wrote; nothing has been overwritten. */
export class CorruptRunError extends Error {
  readonly file: string;
  readonly line: number;
  readonly hint: string;
  constructor(file: string, line: number, what: string) {
    super(`${file}:${line}: ${what}`);
    this.name = 'CorruptRunError';
    this.file = file;
    this.line = line;
    this.hint =
      'Correct or delete that line by hand (the file is untouched), then run the same command.';
  }
}

/** Lines for a person: what, where, how to fix. No stack, no secrets, no control characters of whatever text is quoted. */
export function explainError(error: unknown): string[] {
  return linesOf(error).map((line) => visible(withoutSecrets(line)));
}

function linesOf(error: unknown): string[] {
  if (error instanceof UserError || error instanceof EndpointError) {
    const what = capitalised(error.message);
    const lines = [error.where ? placed(what, error.where) : what];
    if (error.hint) lines.push(error.hint);
    return lines;
  }
  if (error instanceof CorruptRunError) return [error.message, error.hint];
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return ['This is a bug in valuelex; please report it with these lines.', text];
}

/** The same on one line: sentences one after the other. */
export function explainOnOneLine(error: unknown): string {
  const lines = explainError(error);
  return lines
    .map((line, at) => (at === lines.length - 1 || /[.!?:…]$/.test(line) ? line : `${line}.`))
    .join(' ');
}

/** The place stands in the sentence: before its full stop. */
function placed(what: string, where: string): string {
  if (what.includes(where)) return what;
  return /[^.]\.$/.test(what) ? `${what.slice(0, -1)} (${where}).` : `${what} (${where})`;
}

/** Sentences of the statistics begin small, as they are quoted elsewhere too. A name at the beginning, a model's or a word's, stays as it is. */
function capitalised(what: string): string {
  return beginsSmall.test(what) ? capital(what) : what;
}

const beginsSmall =
  /^(?:an?|the|all|no|only|these|there|what|cannot|parallel|power|row|column|value|model|matrix|reliability|agreement|partitions|ratings|variance|dissimilarity|categories|groups) /;

/** The exit code for an error, from the table above. */
export function exitCodeOf(error: unknown): number {
  if (error instanceof UserError) return exitCodes[error.exit];
  if (error instanceof EndpointError) return exitCodes.endpoint;
  if (error instanceof CorruptRunError) return exitCodes.corruptRun;
  return exitCodes.bug;
}
