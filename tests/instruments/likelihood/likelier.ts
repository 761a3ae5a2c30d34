/** Which of two replies a model finds likelier. */
import * as z from 'zod';
import { defineInstrument } from '../../../src/instruments/contract.ts';
import { plannedItems } from '../../../src/instruments/shared/answer-round.ts';
import {
  likelihoodRound,
  needsLikelihood,
  scoredLines,
  scoredLog,
} from '../../../src/instruments/shared/likelihood-round.ts';
import { tableOf } from '../../../src/tables/table.ts';

type Items = { replies: string[] };
const result = z.array(z.object({ model: z.string(), difference: z.number() }));
const asked = 'Shall I tell my friend the truth?';

export const likelier = defineInstrument<object, z.infer<typeof result>, Items>({
  ...{ id: 'likelier', title: 'Likelier', source: 'for tests', version: 1, method: 'likelihood' },
  settings: z.strictObject({}),
  logs: { scores: scoredLog },
  items: () => ({ replies: [' Tell it to them today.', ' Say nothing of it today.'] }),
  needs: needsLikelihood,
  planned: (_, __, who) => plannedItems(who, 1, { in: 30, out: 0 }),
  async *ask(context) {
    const { replies } = context.run.items;
    yield likelihoodRound(context, {
      ...{ instrument: 'likelier', title: 'comparing replies', log: 'scores' },
      items: () => [
        {
          id: 'truth',
          context: (form) =>
            form === 'chat'
              ? { kind: form, messages: [{ role: 'user', content: asked }] }
              : { kind: form, prompt: `Question: ${asked}\nAnswer:` },
          continuations: replies,
        },
      ],
    });
  },
  score(facts) {
    const lines = scoredLines(facts.lines.scores);
    if (lines.length === 0) return { unavailable: 'Nobody has been asked yet.', hint: null };
    return lines.map(({ model, scores }) => ({
      model,
      difference: scores[0]!.logProbability - scores[1]!.logProbability,
    }));
  },
  result,
  tell: (models) => ({
    ...{ headline: `${models.length} were compared`, plots: [], notes: [] },
    tables: [
      tableOf(
        'differences',
        'Differences',
        { model: 'Model', difference: 'Difference' },
        models.map(({ model, difference }) => [model, difference]),
      ),
    ],
  }),
  scorer: ({ context, continuation }, { id }) => {
    const text = JSON.stringify(context);
    if (!text.includes(asked)) return null;
    return (continuation.startsWith(' Tell') ? -10 : -14) - (id === 'beta-8b' ? 5 : 0);
  },
});
