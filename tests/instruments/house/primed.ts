/** Asks another instrument under a condition, in logs of its own. */
import { defineInstrument, type Instrument } from '../../../src/instruments/contract.ts';
import { chain } from './chain.ts';

const shy = { id: 'shy', system: 'You never tell anybody anything.' };

export const primed: Instrument = defineInstrument({
  ...chain,
  ...{ id: 'primed', title: 'Chain of choices, primed', texts: () => [] },
  ask: (context, settings) => {
    const respondents = context.respondents.map((one) => ({ ...one, condition: shy }));
    return chain.ask({ ...context, respondents }, settings);
  },
});
