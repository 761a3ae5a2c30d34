/** What the stored answers of a run took, for its budget. */

import type { Cost } from '../facts/cost.ts';
import { takenBy as takenByInstrument } from './instruments/instrument-folder.ts';
import type { RunFolder } from './run-folder.ts';

/** What the stored answers of a run took; an answer that several lines share counts once. */
export function takenBy(
  run: Pick<
    RunFolder,
    'responses' | 'completions' | 'extractions' | 'names' | 'ratings' | 'instruments'
  >,
): Cost & { requests: number } {
  // The log of answers has counted its own; no other log shares a request with it.
  const taken = run.responses.lines.taken();
  const keys = new Set<string>();
  const fresh = (key: string | null) => {
    if (key === null || keys.has(key)) return false;
    keys.add(key);
    return true;
  };
  for (const line of run.completions.lines) {
    taken.dollars += line.cost ?? 0;
    if (!fresh(line.key)) continue;
    taken.requests += 1;
    taken.tokens += (line.promptTokens ?? 0) + (line.completionTokens ?? 0);
  }
  for (const log of [run.extractions, run.names, run.ratings])
    for (const line of log.lines) {
      taken.dollars += line.cost ?? 0;
      taken.tokens += line.tokens ?? 0;
      if (fresh(line.key)) taken.requests += 1;
    }
  for (const one of run.instruments()) {
    const own = takenByInstrument(one);
    taken.dollars += own.dollars;
    taken.tokens += own.tokens;
    taken.requests += own.requests;
  }
  return taken;
}
