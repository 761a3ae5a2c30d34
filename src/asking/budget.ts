/** The budget of a run: no request is sent that could exceed it. */
import { UserError } from '../errors.ts';
import type { Cost } from '../facts/cost.ts';

/** The most that may be taken; no bound where a field is missing. */
export type Limits = {
  dollars?: number | undefined;
  tokens?: number | undefined;
  requests?: number | undefined;
};

export type Budget = {
  /**
   * Sets aside what a request may take at most; give back what it really took, or null where it was never answered.
   * Throws UserError when, with all that is in flight, a limit could be crossed.
   */
  reserve(bound: Cost): (taken: Cost | null) => void;
  spent(): Cost & { requests: number };
};

/** `before` is what the stored answers took. What is set aside counts as a request, answered or not. */
export function createBudget(limits: () => Limits, before: Cost & { requests: number }): Budget {
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
        spent.tokens += taken.tokens;
        spent.dollars += taken.dollars;
      };
    },
    spent: () => ({ ...spent }),
  };
}

function exhausted(limit: string, field: string): UserError {
  return new UserError(`The next request could cross the budget of ${limit}; the run is paused.`, {
    hint: `Raise ${field} in study.yaml, then run the same command: nothing stored is asked for again.`,
    exit: 'paused',
  });
}
