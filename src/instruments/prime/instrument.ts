/** Primed: other instruments asked again under role prompts that raise or lower values. Do they move when the value moves? */
import { defineInstrument, type Instrument, type InstrumentLog, type Step } from '../contract.ts';
import { askPrimed, plannedPrimed, stepOf } from './ask.ts';
import { type Items, loadItems, logName } from './items.ts';
import { type Result, resultSchema, scorePrimed } from './score.ts';
import { primableIn, type Settings, settingsSchemaOf } from './settings.ts';
import { tellPrimed } from './tell.ts';
import { tracePrimed } from './trace.ts';

/** For those of a list that can be asked under conditions. */
export function primedOf(list: readonly Instrument[]): Instrument {
  const able = primableIn(list);
  const logs = able.flatMap(({ id, logs: own }) =>
    Object.entries(own).map(([log, one]): [string, InstrumentLog] => {
      const { file: _, ...rest } = one;
      return [logName(id, log), rest];
    }),
  );
  return defineInstrument<Settings, Result, Items>({
    id: 'prime',
    title: 'Primed',
    source: 'Role prompts of our own for the values of Schwartz (1992)',
    requires:
      'an instrument that can be asked again under a role prompt: the questionnaire, opposing, choice, or ladders',
    version: 1,
    method: 'experiment',
    steps: able.map(({ id, logs: own }) => ({
      id: stepOf(id),
      log: logName(id, Object.keys(own)[0]!),
    })) as [Step, ...Step[]],
    settings: settingsSchemaOf(able),
    within: (others) => {
      const asked = able.filter(({ id }) => id in others);
      return asked.length > 0
        ? { of: Object.fromEntries(asked.map(({ id }) => [id, others[id] ?? {}])) }
        : {};
    },
    logs: Object.fromEntries(logs),
    items: (prompts, settings, before) => loadItems(able, settings, prompts, before),
    planned: (items, settings, respondents) => plannedPrimed(able, items, settings, respondents),
    ask: (context, settings) => askPrimed(able, context, settings),
    score: (facts, settings) => scorePrimed(able, facts, settings),
    result: resultSchema,
    tell: tellPrimed,
    trace: (facts, settings, place) => tracePrimed(able, facts, settings, place),
  });
}
