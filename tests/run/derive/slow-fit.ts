/** An instrument whose scores take a slow fit on top, as the tests of fits use it. */
import * as z from 'zod';
import { defineInstrument, type Instrument } from '../../../src/instruments/contract.ts';
import * as rounds from '../../../src/instruments/shared/answer-round.ts';
import { tableOf } from '../../../src/tables/table.ts';

/** `fitted`: when, so that a fit that is kept can be told from a second one. */
const result = z.object({ answers: z.number(), fitted: z.number().nullable() });
const items = { asked: 'A or B?' };

export const slow: Instrument = defineInstrument<
  { milliseconds: number },
  z.infer<typeof result>,
  typeof items
>({
  ...{ id: 'slow', title: 'Slow', source: 'for tests', version: 1, method: 'choice' },
  settings: z.strictObject({ milliseconds: z.number().default(10) }),
  logs: { answers: rounds.answerLog },
  items: () => items,
  planned: (_, __, who) => rounds.plannedItems(who, 1, { in: 10, out: 1 }),
  async *ask(context) {
    yield rounds.answerRound(context, {
      ...{ instrument: 'slow', title: 'asking', log: 'answers', maxTokens: 4 },
      items: () => [rounds.messageItem('one', items.asked)],
    });
  },
  score: ({ lines }) => ({ answers: lines.answers?.length ?? 0, fitted: null }),
  refinement: {
    title: 'the slow fit',
    isWanted: ({ answers }) => answers > 0,
    async refine(_, { milliseconds }, quick, { progress }) {
      for (let part = 0; part < 10; part++) {
        progress(part, 10);
        await new Promise((resolve) => setTimeout(resolve, milliseconds));
      }
      return { ...quick, fitted: Date.now() };
    },
  },
  result,
  tell: ({ answers, fitted }) => ({
    headline: fitted === null ? 'not fitted' : 'fitted',
    plots: [],
    notes: [],
    tables: [tableOf('answers', 'Answers', { answers: 'Answers' }, [[answers]])],
  }),
  speaker: (request) => (rounds.lastAsked(request) === items.asked ? 'A' : null),
});

export const instruments = [slow];
