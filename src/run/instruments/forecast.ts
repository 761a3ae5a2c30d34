/** What the instruments of a study would ask, before anything is asked. */
import type { Instrument, Planned } from '../../instruments/contract.ts';
import type { PromptFiles } from '../../prompts/load.ts';
import type { Study } from '../study.ts';
import { respondentsOf } from './instrument-work.ts';

/** Requests and tokens for every model of the study, of one instrument under these settings; `items` are those of the run, where it has any. */
export function forecastOf(
  instrument: Instrument,
  settings: unknown,
  study: Study,
  prompts: PromptFiles,
  items?: unknown,
): Planned[] {
  return instrument.planned(
    items ?? instrument.items(prompts, settings, null),
    settings,
    respondentsOf(study),
  );
}

/** The sums over all models. */
export function sumOf(planned: readonly Planned[]): { requests: number; tokens: number } {
  return planned.reduce(
    (sum, one) => ({
      requests: sum.requests + one.requests,
      tokens: sum.tokens + one.tokensIn + one.tokensOut,
    }),
    { requests: 0, tokens: 0 },
  );
}
