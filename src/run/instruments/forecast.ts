/** The requests that the instruments of a study would make, and their tokens, time, and cost. */

import { dollarsAt } from '../../asking/ask.ts';
import { type Price, secondsBetween, type TakenLine } from '../../asking/taken-lines.ts';
import type { Instrument, InstrumentText, Planned } from '../../instruments/contract.ts';
import type { PromptFiles } from '../../prompts/load.ts';
import type { Study } from '../study.ts';
import { ratersAsked, respondentsOf } from './instrument-work.ts';

/**
 * Requests and tokens for every model of the study, of one instrument under these settings; `items` are those of the
 * run, where it has any, `texts` those of its instruments, and `plainToo` the models that chat and continue plain text too.
 */
export function forecastOf(
  instrument: Instrument,
  settings: unknown,
  study: Study,
  prompts: PromptFiles,
  {
    items,
    texts = [],
    plainToo,
  }: { items?: unknown; texts?: readonly InstrumentText[]; plainToo?: ReadonlySet<string> } = {},
): Planned[] {
  return instrument.planned(
    items ?? instrument.items(prompts, settings, null),
    settings,
    respondentsOf(study),
    { raters: ratersAsked(study), texts, ...(plainToo && { plainToo }) },
  );
}

/** The forecast for one model. */
export type ModelForecast = {
  model: string;
  /** All requests, and those not stored yet. */
  requests: number;
  left: number;
  /** Tokens of the requests that are left. */
  tokens: number;
  /** Elapsed time; null if none of its requests of this kind was timed. */
  seconds: number | null;
  /** Null if its price is unknown. */
  dollars: number | null;
};

/**
 * The remaining part of a plan. `stored` are lines of its own requests; `alike` adds others of the same kind, which
 * show how long a request takes; `prices` by model, null if unknown.
 */
export function modelForecasts(
  planned: readonly Planned[],
  stored: readonly TakenLine[],
  alike: readonly TakenLine[],
  prices: ReadonlyMap<string, Price | null>,
): ModelForecast[] {
  return planned.map(({ model, requests, tokensIn, tokensOut, here }) => {
    const own = stored.filter((line) => line.model === model).length;
    const left = Math.max(0, requests - own);
    const share = requests > 0 ? left / requests : 0;
    const each =
      secondsBetween(alike.filter((line) => line.model === model)) ?? here?.seconds ?? null;
    const price = prices.get(model) ?? null;
    return {
      ...{ model, requests, left },
      tokens: Math.round((tokensIn + tokensOut) * share),
      seconds: left === 0 ? 0 : each === null ? null : left * each,
      dollars:
        left === 0 || here ? 0 : price && dollarsAt(price, tokensIn * share, tokensOut * share),
    };
  });
}

/** All models together: they are asked side by side, so the slowest determines the time. Null where one is not known. */
export function sumOfForecasts(
  rows: readonly ModelForecast[],
): Pick<ModelForecast, 'left' | 'seconds' | 'dollars'> {
  const seconds = rows.flatMap((row) => row.seconds ?? []);
  const dollars = rows.flatMap((row) => row.dollars ?? []);
  return {
    left: rows.reduce((sum, row) => sum + row.left, 0),
    seconds: seconds.length < rows.length ? null : Math.max(0, ...seconds),
    dollars: dollars.length < rows.length ? null : dollars.reduce((sum, one) => sum + one, 0),
  };
}

/** The sums over all models, including stored requests. */
export function sumOf(planned: readonly Planned[]): { requests: number; tokens: number } {
  return planned.reduce(
    (sum, one) => ({
      requests: sum.requests + one.requests,
      tokens: sum.tokens + one.tokensIn + one.tokensOut,
    }),
    { requests: 0, tokens: 0 },
  );
}
