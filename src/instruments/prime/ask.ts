/** Asks each instrument again under every role prompt, by its own rounds, into logs of its own. */
import type { Respondent } from '../../asking/respondents.ts';
import type { InstrumentContext, Planned, Round } from '../contract.ts';
import {
  type AskedAgain,
  askedAgain,
  type Items,
  logName,
  type Part,
  partsOf,
  underPrimes,
} from './items.ts';
import type { PrimableInstrument, Settings } from './settings.ts';

export function stepOf(instrument: string): string {
  return `prime-${instrument}`;
}

export async function* askPrimed(
  list: readonly PrimableInstrument[],
  context: InstrumentContext<Items>,
  settings: Settings,
): AsyncGenerator<Round> {
  const { items } = context.run;
  for (const one of askedAgain(list, settings, items)) {
    const step = stepOf(one.instrument.id);
    if (!context.wants(step)) return;
    for (const part of partsOf(one, items, settings)) {
      const respondents = underPrimes(context.respondents, part.conditions, settings);
      const again = { ...context, respondents, run: runOf(one, part, context) };
      for await (const round of one.instrument.ask(again, one.settings))
        yield { ...round, step, title: `${round.title}, primed` };
    }
  }
}

/** What the instrument sees of the run: its own part of the items and logs, and what it was answered without a prompt. */
function runOf(
  { instrument: { id } }: AskedAgain,
  { items }: Part,
  { run }: InstrumentContext<Items>,
): InstrumentContext['run'] {
  return {
    items,
    lines: (log) => run.lines(logName(id, log)),
    append: (log, line) => run.append(logName(id, log), line),
    texts: run.texts,
    after: [],
    known: (log) => run.linesOf?.(id, log) ?? [],
  };
}

/** Letters of a token, as prompts of this kind have them. */
const lettersPerToken = 5;

/** The forecast: all items without a prompt, and once more under each, which is read before every request. */
export function plannedPrimed(
  list: readonly PrimableInstrument[],
  items: Items,
  settings: Settings,
  respondents: readonly Respondent[],
): Planned[] {
  const all = askedAgain(list, settings, items).flatMap((one) =>
    partsOf(one, items, settings).flatMap(({ conditions, items: own }) => {
      const asked = underPrimes(respondents, conditions, settings);
      const letters = conditions.reduce((sum, { system = '' }) => sum + system.length, 0);
      const prompt = letters / conditions.length / lettersPerToken;
      return one.instrument.planned(own, one.settings, asked).map((planned) => ({
        ...planned,
        tokensIn: planned.tokensIn + planned.requests * prompt,
      }));
    }),
  );
  return [...Map.groupBy(all, ({ model }) => model)].map(([model, own]) => {
    const sum = (of: (one: Planned) => number) => own.reduce((total, one) => total + of(one), 0);
    return {
      ...{ model, requests: sum((one) => one.requests) },
      ...{
        tokensIn: Math.round(sum((one) => one.tokensIn)),
        tokensOut: sum((one) => one.tokensOut),
      },
    };
  });
}
