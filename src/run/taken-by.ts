/** The requests, tokens, and cost of a run's stored answers, for its budget. */

import type { Cost } from '../facts/cost.ts';
import { takenBy as takenByInstrument } from './instruments/instrument-folder.ts';
import type { RunFolder } from './run-folder.ts';

/** The requests, tokens, and cost of a run's stored answers; an answer that several lines share counts once. */
export function takenBy(
  run: Pick<RunFolder, 'responses' | 'extractions' | 'names' | 'instruments'>,
): Cost & { requests: number } {
  // The log of answers keeps its own count; no other log shares a request with it.
  const taken = run.responses.lines.taken();
  const keys = new Set<string | null>([null]);
  for (const log of [run.extractions, run.names])
    for (const { key, cost, tokens } of log.lines) {
      taken.dollars += cost ?? 0;
      taken.tokens += tokens ?? 0;
      if (!keys.has(key)) taken.requests += 1;
      keys.add(key);
    }
  const shared = new Set<string>();
  for (const one of run.instruments()) {
    const own = takenByInstrument(one, shared);
    taken.dollars += own.dollars;
    taken.tokens += own.tokens;
    taken.requests += own.requests;
  }
  return taken;
}
