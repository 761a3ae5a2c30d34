/** Asks each instrument again under every role prompt, by its own rounds, into logs of its own. */
import type { Respondent } from '../../asking/respondents.ts';
import type { InstrumentContext, Planned, Round } from '../contract.ts';
import {
  type AskedAgain,
  askedAgain,
  conditionsIn,
  type Items,
  logName,
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
  const respondents = underPrimes(context.respondents, items, settings);
  for (const one of askedAgain(list, settings, items)) {
    const step = stepOf(one.instrument.id);
    if (!context.wants(step)) return;
    const again = { ...context, respondents, run: runOf(one, context) };
    for await (const round of one.instrument.ask(again, one.settings))
      yield { ...round, step, title: `${round.title}, primed` };
  }
}

/** What the instrument sees of the run: its own part of the items and logs, and what it was answered without a prompt. */
function runOf(
  { instrument: { id }, items }: AskedAgain,
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
  const letters = conditionsIn(items).map(({ system = '' }) => system.length);
  const prompt = letters.reduce((sum, one) => sum + one, 0) / letters.length / lettersPerToken;
  const all = askedAgain(list, settings, items).flatMap((one) =>
    one.instrument.planned(one.items, one.settings, underPrimes(respondents, items, settings)),
  );
  return [...Map.groupBy(all, ({ model }) => model)].map(([model, own]) => {
    const sum = (of: (one: Planned) => number) => own.reduce((total, one) => total + of(one), 0);
    const requests = sum((one) => one.requests);
    return {
      ...{ model, requests, tokensOut: sum((one) => one.tokensOut) },
      tokensIn: Math.round(sum((one) => one.tokensIn) + requests * prompt),
    };
  });
}
