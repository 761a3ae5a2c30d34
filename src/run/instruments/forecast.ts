/** What the instruments of a study would ask, before anything is asked. */
import type { Instrument, InstrumentText, Planned } from '../../instruments/contract.ts';
import type { PromptFiles } from '../../prompts/load.ts';
import type { Study } from '../study.ts';
import { ratersAsked, respondentsOf } from './instrument-work.ts';

/**
 * Requests and tokens for every model of the study, of one instrument under these settings; `items` are those of the
 * run, where it has any, and `texts` what its instruments tell.
 */
export function forecastOf(
  instrument: Instrument,
  settings: unknown,
  study: Study,
  prompts: PromptFiles,
  { items, texts = [] }: { items?: unknown; texts?: readonly InstrumentText[] } = {},
): Planned[] {
  return instrument.planned(
    items ?? instrument.items(prompts, settings, null),
    settings,
    respondentsOf(study),
    { raters: ratersAsked(study), texts },
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
