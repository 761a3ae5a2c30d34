/** Reads the texts of another instrument; its readers take an exam first, and who fails it reads nothing. */
import * as z from 'zod';
import { defineInstrument } from '../../../src/instruments/contract.ts';
import * as rounds from '../../../src/instruments/shared/answer-round.ts';
import { tableOf } from '../../../src/tables/table.ts';

type Text = { id: string; text: string };
type Items = { exam: (Text & { tells: boolean })[] };
const result = z.array(z.object({ model: z.string(), tells: z.number() }));
const isYes = (text: string) => /^\s*yes/i.test(text);
const logOf = (kind: 'exam' | 'rating') => ({ ...rounds.answerLog, kind });
const itemOf = ({ id, text }: Text) =>
  rounds.messageItem(id, `READ: ${text}\nDoes it tell, yes or no?`);

export const reader = defineInstrument<unknown, z.infer<typeof result>, Items>({
  ...{ id: 'reader', title: 'Reading of choices', source: 'for tests', version: 1, method: 'text' },
  settings: z.strictObject({}),
  logs: { exams: logOf('exam'), readings: logOf('rating') },
  items: () => ({ exam: ['A', 'B'].map((text) => ({ id: text, text, tells: text === 'A' })) }),
  after: () => ['chain'],
  planned: ({ exam }, _, who) => rounds.plannedItems(who, exam.length, { in: 20, out: 1 }),
  async *ask(context) {
    const { exam } = context.run.items;
    const round = (respondents: typeof context.raters, log: string, texts: readonly Text[]) =>
      rounds.answerRound(
        { ...context, respondents },
        { instrument: 'reader', title: log, log, maxTokens: 4, items: () => texts.map(itemOf) },
      );
    yield round(context.raters, 'exams', exam);
    const taken = rounds.answersIn(context.run.lines('exams'));
    const said = new Map(taken.map(({ id, text }) => [id, isYes(text)]));
    const passed = context.raters.filter((one) =>
      exam.every(({ id, tells }) => said.get(rounds.answerId('reader', one, id)) === tells),
    );
    yield round(passed, 'readings', context.run.texts('chain'));
  },
  score({ lines, texts }) {
    const whose = new Map(texts.chain!.map(({ id, model }) => [id, model]));
    const read = Map.groupBy(rounds.answersIn(lines.readings), ({ item }) => whose.get(item)!);
    if (read.size === 0) return { unavailable: 'Nothing was read.', hint: 'No reader passed.' };
    const tells = (own: readonly rounds.AnswerLine[]) =>
      own.filter(({ text }) => isYes(text)).length;
    return [...read].map(([model, own]) => ({ model, tells: tells(own) }));
  },
  result,
  tell: (read) => {
    const rows = read.map(({ model, tells }) => [model, tells]);
    const table = tableOf('read', 'Read', { model: 'Model', tells: 'Tells' }, rows);
    return { headline: `${read.length} models were read`, tables: [table], plots: [], notes: [] };
  },
  speaker: (request) => {
    const read = /^READ: ([AB])/.exec(rounds.lastAsked(request))?.[1];
    return read === undefined ? null : read === 'A' ? 'yes' : 'no';
  },
});
