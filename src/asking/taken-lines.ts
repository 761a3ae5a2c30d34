/** What the stored lines of a run show of its requests: how long one takes, and what it costs. */
import type { ModelInfo } from '../models/model.ts';
import { mean } from '../statistics/describe.ts';

/** Dollars for a million tokens. */
export type Price = NonNullable<ModelInfo['price']>;

/** What a stored line says of the request behind it. */
export type TakenLine = {
  model: string;
  promptTokens: number | null;
  completionTokens: number | null;
  milliseconds: number | null;
  /** Dollars. */
  cost: number | null;
  /** ISO 8601. */
  at: string;
};

/** The lines of a log of an instrument whose requests were counted and timed. */
export function takenLines(
  modelOf: (line: never) => string,
  lines: Iterable<unknown>,
): TakenLine[] {
  return Array.from(lines, (line) => {
    const { promptTokens, completionTokens, milliseconds, cost, at } = line as Partial<TakenLine>;
    return {
      model: modelOf(line as never),
      promptTokens: promptTokens ?? null,
      completionTokens: completionTokens ?? null,
      milliseconds: milliseconds ?? null,
      cost: cost ?? null,
      at: at ?? '',
    };
  });
}

/** Seconds without an answer after which a model was not being asked. */
const pause = 60;

/**
 * Mean seconds from one answer to the next, which reflects how many are asked at once and what else the machine does;
 * of a single one how long it took. Null where nothing was timed.
 */
export function secondsBetween(lines: readonly TakenLine[]): number | null {
  const timed = lines.filter(({ milliseconds }) => milliseconds !== null);
  const times = timed.map(({ at }) => Date.parse(at) / 1000).sort((a, b) => a - b);
  const slowest = timed.reduce((most, line) => Math.max(most, line.milliseconds! / 1000), 0);
  const longest = Math.max(pause, 2 * slowest);
  const gaps = times.slice(1).flatMap((time, i) => {
    const gap = time - times[i]!;
    return gap <= longest ? [gap] : [];
  });
  if (gaps.length > 0) return mean(gaps);
  return timed.length > 0 ? mean(timed.map((line) => line.milliseconds!)) / 1000 : null;
}

/**
 * Dollars for a million tokens that each model's lines were paid by: cost is linear in both counts. A line at no cost
 * beside paid ones shares the answer of another. Models whose lines do not show it (no cost known, or all in one
 * proportion) are left out.
 */
export function paidPrices(lines: readonly TakenLine[]): Map<string, Price> {
  const free = new Set<string>();
  const sums = new Map<string, { aa: number; ab: number; bb: number; ac: number; bc: number }>();
  for (const { model, promptTokens: a, completionTokens: b, cost: c } of lines) {
    if (a === null || b === null || c === null) continue;
    if (c === 0) {
      free.add(model);
      continue;
    }
    const sum = sums.get(model) ?? { aa: 0, ab: 0, bb: 0, ac: 0, bc: 0 };
    sums.set(model, {
      aa: sum.aa + a * a,
      ab: sum.ab + a * b,
      bb: sum.bb + b * b,
      ac: sum.ac + a * c,
      bc: sum.bc + b * c,
    });
  }
  const prices = new Map<string, Price>();
  for (const model of free) if (!sums.has(model)) prices.set(model, { prompt: 0, completion: 0 });
  for (const [model, { aa, ab, bb, ac, bc }] of sums) {
    const spread = aa * bb - ab * ab;
    if (spread > 1e-9 * aa * bb)
      prices.set(model, {
        prompt: Math.max(0, (1e6 * (ac * bb - bc * ab)) / spread),
        completion: Math.max(0, (1e6 * (bc * aa - ac * ab)) / spread),
      });
  }
  return prices;
}
