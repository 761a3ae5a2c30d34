/** A chain of five steps: each is told with the choices that the model has made before. */
import * as z from 'zod';
import { defineInstrument } from '../../../src/instruments/contract.ts';
import * as rounds from '../../../src/instruments/shared/answer-round.ts';
import { tableOf } from '../../../src/tables/table.ts';

type Items = { steps: string[] };
const result = z.array(z.object({ model: z.string(), told: z.number() }));
const choiceOf = (text: string) => /^[AB]/.exec(text.trim())?.[0] ?? '?';

export const chain = defineInstrument<{ steps: number }, z.infer<typeof result>, Items>({
  ...{ id: 'chain', title: 'Chain of choices', source: 'for tests', version: 1, method: 'choice' },
  settings: z.strictObject({ steps: z.number().int().min(1).default(5) }),
  logs: { steps: rounds.answerLog },
  items: (_, { steps }) => ({
    steps: Array.from({ length: steps }, (_, i) => `Step ${i + 1}: A tells, B stays silent.`),
  }),
  planned: ({ steps }, _, who) => rounds.plannedItems(who, steps.length, { in: 30, out: 1 }),
  async *ask(context) {
    const { steps } = context.run.items;
    for (const at of steps.keys())
      yield rounds.answerRound(context, {
        ...{ instrument: 'chain', title: `step ${at + 1}`, log: 'steps', maxTokens: 4 },
        items(who) {
          const lines = rounds.answersIn(context.run.lines('steps'));
          const said = steps.slice(0, at).map((_, i) => {
            const id = rounds.answerId('chain', who, `s${i + 1}`);
            return lines.find((line) => line.id === id)?.text;
          });
          // A step whose past is not known is not asked yet.
          if (said.includes(undefined)) return [];
          const past = said.map((text, i) => `${steps[i]} You chose ${choiceOf(text!)}.`);
          return [rounds.messageItem(`s${at + 1}`, [...past, steps[at], 'A or B?'].join('\n'))];
        },
      });
  },
  score(facts) {
    const byModel = Map.groupBy(rounds.answersIn(facts.lines.steps), (line) => line.model);
    if (byModel.size === 0) return { unavailable: 'Nobody has chosen yet.', hint: null };
    const share = (own: readonly rounds.AnswerLine[]) =>
      own.filter(({ text }) => choiceOf(text) === 'A').length / own.length;
    return [...byModel].map(([model, own]) => ({ model, told: share(own) }));
  },
  result,
  tell: (models) => ({
    ...{ headline: `${models.length} models chose`, plots: [], notes: ['A is telling.'] },
    tables: [
      tableOf(
        'choices',
        'Choices',
        { model: 'Model', told: 'Told' },
        models.map(({ model, told }) => [model, told]),
      ),
    ],
  }),
  speaker: (request, { seed }) => {
    const asked = rounds.lastAsked(request);
    return asked.endsWith('A or B?') ? 'AAB'[(seed + asked.length) % 3]! : null;
  },
});
