/** What one model's lane shows while it is asked. */

export type Lane = {
  model: string;
  /** What is asked: a stage of the run, or a round of an instrument. */
  stage: string;
  done: number;
  total: number;
  inFlight: number;
  errors: number;
  /** Over the last ten seconds. */
  tokensPerSecond: number;
  /** Dollars. */
  spend: number;
  /** Why it does nothing now, and the end of the wait in epoch milliseconds if there is one. */
  waiting: { reason: string; until: number | null } | null;
  paused: boolean;
  /** The end of what it streams, newest text last, at most a few hundred characters. */
  tail: string;
};
