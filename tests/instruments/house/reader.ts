/** Reads the texts of another instrument; its readers take an exam first, and who fails it reads nothing. */
import { z } from 'zod';
import { noCondition } from '../../../src/asking/respondents.ts';
import { defineInstrument, type Facts } from '../../../src/instruments/contract.ts';
import * as rounds from '../../../src/instruments/shared/answer-round.ts';
import { tableOf } from '../../../src/tables/table.ts';

type Items = { exam: { id: string; text: string; tells: boolean }[] };
const result = z.array(z.object({ model: z.string(), tells: z.number(), n: z.number() }));
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
  items: () => ({
    exam: [
      { id: 'e1', text: 'A', tells: true },
      { id: 'e2', text: 'B', tells: false },
    ],
  }),
  after: () => ['chain'],
  planned: ({ exam }, _, who) => rounds.plannedItems(who, exam.length, { in: 20, out: 1 }),
  async *ask(context) {
    const { exam } = context.run.items;
    const { setting } = context.respondents[0]!;
    const raters = context.raters.map((id) => ({ entry: { id }, setting, condition: noCondition }));
    const parts = { instrument: 'reader', maxTokens: 4 };
    const asExam = {
      ...parts,
      title: 'exam of readers',
      log: 'exams',
      items: () => exam.map(itemOf),
    };
    yield rounds.answerRound({ ...context, respondents: raters }, asExam);
    const taken = context.run.lines('exams') as readonly rounds.AnswerLine[];
    const said = (one: (typeof raters)[number], id: string) =>
      taken.find((line) => line.id === rounds.answerId('reader', one, id))?.text;
    const passed = raters.filter((one) =>
      exam.every(({ id, tells }) => isYes(said(one, id)) === tells),
    );
    const texts = context.run.texts('chain');
    yield rounds.answerRound(
      { ...context, respondents: passed },
      { ...parts, title: 'reading', log: 'readings', items: () => texts.map(itemOf) },
    );
  },
  score({ lines, texts }: Facts<Items>) {
    const whose = new Map(texts.chain!.map(({ id, model }) => [id, model]));
    const read = Map.groupBy(
      lines.readings as readonly rounds.AnswerLine[],
      (line) => whose.get(line.item)!,
    );
    if (read.size === 0) return { unavailable: 'Nothing was read.', hint: 'No reader passed.' };
    return [...read].map(([model, own]) => ({
      model,
      n: own.length,
      tells: own.filter(({ text }) => isYes(text)).length,
    }));
  },
  result,
  tell: (read) => ({
    ...{ headline: `${read.length} models were read`, plots: [], notes: [] },
    tables: [
      tableOf(
        'read',
        'Read',
        [
          ['model', 'Model'],
          ['tells', 'Tells'],
          ['n', 'Texts'],
        ],
        read.map(({ model, tells, n }) => [model, tells, n]),
      ),
    ],
  }),
  speaker: (request) =>
    /^READ: ([AB])/.exec(rounds.lastAsked(request))?.[1]?.replace('A', 'yes').replace('B', 'no') ??
    null,
});
