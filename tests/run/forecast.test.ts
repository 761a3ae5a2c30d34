import { describe, expect, it } from 'vitest';
import { paidPrices, type TakenLine } from '../../src/asking/taken-lines.ts';
import { modelForecasts, sumOfForecasts } from '../../src/run/instruments/forecast.ts';

const price = { prompt: 0.15, completion: 0.6 };

/** Answers of a model that is asked `atOnce` at a time and takes 2 to 4 s for each, with a night in the middle. */
function answers(model: string, count: number, atOnce: number): TakenLine[] {
  const free = new Array<number>(atOnce).fill(0);
  return Array.from({ length: count }, (_, i) => {
    const lane = i % atOnce;
    const milliseconds = 2000 + ((i * 7919) % 2000);
    if (i === count / 10) free.fill(Math.max(...free) + 8 * 3600 * 1000);
    free[lane]! += milliseconds;
    const [promptTokens, completionTokens] = [200 + ((i * 31) % 50), 20 + ((i * 17) % 30)];
    return {
      ...{ model, promptTokens, completionTokens, milliseconds },
      cost: (promptTokens * price.prompt + completionTokens * price.completion) / 1e6,
      at: new Date(Date.UTC(2026, 10, 21) + free[lane]!).toISOString(),
    };
  });
}

const planned = ['lab:a', 'lab:b'].map((model) => ({
  ...{ model, requests: 1000, tokensIn: 225_000, tokensOut: 34_500 },
}));

describe('what is left to ask', () => {
  it('is told within a factor of 1.5 from what was asked, pauses left out', () => {
    const whole = [...answers('lab:a', 1000, 4), ...answers('lab:b', 1000, 1)];
    const stored = whole.filter((_, i) => i % 1000 < 200);
    const rows = modelForecasts(planned, stored, stored, paidPrices(stored));
    for (const [at, row] of rows.entries()) {
      expect(row).toMatchObject({ requests: 1000, left: 800, tokens: 207_600 });
      const rest = whole.filter((line) => line.model === row.model).slice(200);
      const cost = rest.reduce((sum, line) => sum + line.cost!, 0);
      expect(row.dollars! / cost).toBeCloseTo(1, 1);
      const seconds = rest.reduce((sum, line) => sum + line.milliseconds!, 0) / 1000;
      const taken = seconds / [4, 1][at]!;
      expect(row.seconds! / taken).toBeGreaterThan(1 / 1.5);
      expect(row.seconds! / taken).toBeLessThan(1.5);
    }
    // They are asked side by side.
    const [a, b] = rows;
    expect(sumOfForecasts(rows)).toEqual({
      left: 1600,
      seconds: b!.seconds,
      dollars: a!.dollars! + b!.dollars!,
    });
  });

  it('is told of a log of many lines', () => {
    const [line] = answers('lab:a', 1, 1);
    const stored = Array<TakenLine>(200_000).fill(line!);
    const [row] = modelForecasts(
      [{ ...planned[0]!, requests: 200_001 }],
      stored,
      stored,
      new Map(),
    );
    expect(row).toMatchObject({ left: 1, seconds: 0 });
  });

  it('is not known where nothing tells, and nothing where all is stored', () => {
    const none = modelForecasts(planned, [], [], new Map());
    expect(none[0]).toMatchObject({ left: 1000, seconds: null, dollars: null });
    const half = modelForecasts(planned, [], answers('lab:a', 10, 1), new Map([['lab:a', price]]));
    expect(half[0]!.seconds).toBeGreaterThan(0);
    expect(half[0]!.dollars).toBeCloseTo((225_000 * 0.15 + 34_500 * 0.6) / 1e6);
    expect(sumOfForecasts(half)).toEqual({ left: 2000, seconds: null, dollars: null });
    const all = [...answers('lab:a', 1000, 4), ...answers('lab:b', 1000, 1)];
    expect(sumOfForecasts(modelForecasts(planned, all, [], new Map()))).toEqual({
      ...{ left: 0, seconds: 0, dollars: 0 },
    });
  });

  it('finds the prices that lines were paid by', () => {
    const paid = paidPrices(answers('lab:a', 20, 1)).get('lab:a')!;
    expect(paid.prompt).toBeCloseTo(price.prompt, 6);
    expect(paid.completion).toBeCloseTo(price.completion, 6);
    // Half of the answers are shared: they have the tokens of another line, which was paid.
    const lines = answers('lab:a', 20, 1);
    const shared = lines.slice(5, 15).map((line) => ({ ...line, cost: 0 }));
    expect(paidPrices([...lines, ...shared]).get('lab:a')).toEqual(paid);
    const free = answers('lab:a', 3, 1).map((line) => ({ ...line, cost: 0 }));
    expect(paidPrices(free).get('lab:a')).toEqual({ prompt: 0, completion: 0 });
    // One proportion of tokens cannot tell two prices, and a cost that is not known tells none.
    expect(paidPrices(answers('lab:a', 1, 1)).has('lab:a')).toBe(false);
    expect(paidPrices(free.map((line) => ({ ...line, cost: null }))).size).toBe(0);
  });
});
