/** A row of the table of faults: a fault, what becomes of it, and how it is made. */
import type { RawScript } from './raw-server.ts';

export type FaultRow = {
  /** What goes wrong. */
  fault: string;
  /** What the program does. */
  does: string;
  /** The words that are shown, exactly; `<host>` stands for the address. Null where nothing is shown. */
  sees: string | null;
  /** The file that makes it happen, as seen from tests/faults. */
  test: string;
};

/** A fault that an endpoint makes with the second answer of a run. */
export type EndpointFaultRow = FaultRow & {
  /** Asked again and then answered; the lane stops and the same command continues; taken as it is. */
  outcome: 'again' | 'stops' | 'taken';
  script: RawScript;
  /** Seconds of silence that count as one; 5 by default. */
  patience?: number;
  /** Requests beyond one an answer: a redirect, or one that is made again without a field. */
  extra?: number;
  /** What the stored line holds. */
  stored?: Readonly<Record<string, unknown>>;
};
