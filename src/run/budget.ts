/** The brake: nothing is asked that could cross the budget of the study. */
import { UserError } from '../errors.ts';
import type { RunFolder } from './run-folder.ts';
import type { Study } from './study.ts';

/** What one request took, or may take at most. Dollars are 0 where no price is known. */
export type Cost = { tokens: number; dollars: number };

/** What an item took in the end; `requests` is 0 where it shared an answer, so that none was sent. */
export type Taken = Cost & { requests?: 0 };

export type Budget = {
  /**
   * Sets aside what a request may take at most; give back what it really took, or null where it was never answered.
   * Throws UserError when, with all that is in flight, a limit could be crossed.
   */
  reserve(bound: Cost): (taken: Taken | null) => void;
  spent(): Cost & { requests: number };
};

/** `before` is what the stored answers took. Attempts count as requests, answered or not, but for those that sent none. */
export function createBudget(
  limits: () => Study['budget'],
  before: Cost & { requests: number },
): Budget {
  const spent = { ...before };
  const held = { tokens: 0, dollars: 0 };
  return {
    reserve(bound) {
      const { requests, tokens, dollars } = limits();
      const over = (limit: number | undefined, would: number) =>
        limit !== undefined && would > limit;
      if (over(requests, spent.requests + 1))
        throw exhausted(`${requests} requests`, 'budget.requests');
      if (over(tokens, spent.tokens + held.tokens + bound.tokens))
        throw exhausted(`${tokens} tokens`, 'budget.tokens');
      if (over(dollars, spent.dollars + held.dollars + bound.dollars))
        throw exhausted(`$${dollars}`, 'budget.dollars');
      spent.requests += 1;
      held.tokens += bound.tokens;
      held.dollars += bound.dollars;
      let open = true;
      return (taken) => {
        if (!open) return;
        open = false;
        held.tokens -= bound.tokens;
        held.dollars -= bound.dollars;
        if (!taken) return;
        if (taken.requests === 0) spent.requests -= 1;
        spent.tokens += taken.tokens;
        spent.dollars += taken.dollars;
      };
    },
    spent: () => ({ ...spent }),
  };
}

/** What the stored answers of a run took; an answer that several lines share counts once. */
export function takenBy(
  run: Pick<RunFolder, 'responses' | 'completions' | 'extractions' | 'names' | 'ratings'>,
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
  return taken;
}

function exhausted(limit: string, field: string): UserError {
  return new UserError(`The next request could cross the budget of ${limit}; the run is paused.`, {
    hint: `Raise ${field} in study.yaml, then run the same command: nothing stored is asked for again.`,
    exit: 'paused',
  });
}
