import { describe, expect, it } from 'vitest';
import { createBudget } from '../../src/asking/budget.ts';

const none = { tokens: 0, dollars: 0, requests: 0 };

describe('the budget', () => {
  it('stops before a limit could be crossed, with what is in flight counted at its most', () => {
    const budget = createBudget(() => ({ dollars: 1 }), { ...none, dollars: 0.5 });
    const first = budget.reserve({ tokens: 100, dollars: 0.3 });
    expect(() => budget.reserve({ tokens: 100, dollars: 0.3 })).toThrow(/budget of \$1/);
    first({ tokens: 40, dollars: 0.1 });
    const second = budget.reserve({ tokens: 100, dollars: 0.3 });
    second(null);
    expect(budget.spent()).toMatchObject({ tokens: 40, requests: 2 });
    expect(budget.spent().dollars).toBeCloseTo(0.6, 12);
  });
  it('counts attempts and tokens', () => {
    const budget = createBudget(() => ({ requests: 2, tokens: 1000 }), none);
    budget.reserve({ tokens: 400, dollars: 0 })({ tokens: 100, dollars: 0 });
    expect(() => budget.reserve({ tokens: 901, dollars: 0 })).toThrow(/1000 tokens/);
    budget.reserve({ tokens: 900, dollars: 0 })(null);
    expect(() => budget.reserve({ tokens: 1, dollars: 0 })).toThrow(/2 requests/);
  });
  it('gives back once, and follows a limit that is raised', () => {
    let dollars = 1;
    const budget = createBudget(() => ({ dollars }), none);
    const give = budget.reserve({ tokens: 0, dollars: 1 });
    give({ tokens: 0, dollars: 1 });
    give({ tokens: 0, dollars: 1 });
    expect(budget.spent().dollars).toBe(1);
    expect(() => budget.reserve({ tokens: 0, dollars: 0.5 })).toThrow();
    dollars = 2;
    expect(() => budget.reserve({ tokens: 0, dollars: 0.5 })).not.toThrow();
  });
});
