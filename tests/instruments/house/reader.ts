/** Reads the texts of another instrument; its readers take an exam first, and who fails it reads nothing. */
import { z } from 'zod';
import { defineInstrument } from '../../../src/instruments/contract.ts';
import * as rounds from '../../../src/instruments/shared/answer-round.ts';
import { tableOf } from '../../../src/tables/table.ts';

type Items = { exam: { id: string; text: string; tells: boolean }[] };
const result = z.array(z.object({ model: z.string(), tells: z.number() }));
const isYes = (text: string | undefined) => /^\s*yes/i.test(text ?? '');
const itemOf = ({ id, text }: { id: string; text: string }) =>
  rounds.messageItem(id, `READ: ${text}\nDoes it tell, yes or no?`);

export const reader = defineInstrument<unknown, z.infer<typeof result>, Items>({
  ...{ id: 'reader', title: 'Reading of choices', source: 'for tests', version: 1, method: 'text' },
  settings: z.strictObject({}),
  logs: {
    exams: { ...rounds.answerLog, kind: 'exam' },
    readings: { ...rounds.answerLog, kind: 'rating' },
  },
  items: () => ({ exam: ['A', 'B'].map((text) => ({ id: text, text, tells: text === 'A' })) }),
  after: () => ['chain'],
  planned: ({ exam }, _, who) => rounds.plannedItems(who, exam.length, { in: 20, out: 1 }),
  async *ask(context) {
    const { exam } = context.run.items;
    const round = (
      respondents: typeof context.raters,
      log: string,
      texts: readonly { id: string; text: string }[],
    ) =>
      rounds.answerRound(
        { ...context, respondents },
        { instrument: 'reader', title: log, log, maxTokens: 4, items: () => texts.map(itemOf) },
      );
    yield round(context.raters, 'exams', exam);
    const taken = rounds.answersIn(context.run.lines('exams'));
    const passed = context.raters.filter((one) =>
      exam.every(({ id, tells }) => {
        const own = rounds.answerId('reader', one, id);
        return isYes(taken.find((line) => line.id === own)?.text) === tells;
      }),
    );
    yield round(passed, 'readings', context.run.texts('chain'));
  },
  score({ lines, texts }) {
    const whose = new Map(texts.chain!.map(({ id, model }) => [id, model]));
    const readings = rounds.answersIn(lines.readings);
    const read = Map.groupBy(readings, (line) => whose.get(line.item)!);
    if (read.size === 0) return { unavailable: 'Nothing was read.', hint: 'No reader passed.' };
    const tells = (own: typeof readings) => own.filter(({ text }) => isYes(text)).length;
    return [...read].map(([model, own]) => ({ model, tells: tells(own) }));
  },
  result,
  tell: (read) => ({
    ...{ headline: `${read.length} models were read`, plots: [], notes: [] },
    tables: [
      tableOf(
        'read',
        'Read',
        { model: 'Model', tells: 'Tells' },
        read.map(({ model, tells }) => [model, tells]),
      ),
    ],
  }),
  speaker: (request) => {
    const read = /^READ: ([AB])/.exec(rounds.lastAsked(request))?.[1];
    return read === undefined ? null : read === 'A' ? 'yes' : 'no';
  },
});
