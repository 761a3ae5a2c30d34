/** Rating statements about oneself: Schwartz's ten values, both orders of options, read from the text. */
import { z } from 'zod';
import { UserError } from '../../errors.ts';
import { defineInstrument } from '../contract.ts';
import {
  answerLog,
  answerRound,
  importedAnswer,
  messageItem,
  plannedItems,
} from '../shared/answer-round.ts';
import { type Items, loadItems, questionsOf } from './items.ts';
import { type Result, resultSchema, scoreQuestionnaire } from './score.ts';
import { speaker } from './speaker.ts';
import { tellQuestionnaire } from './tell.ts';

const settings = z.strictObject({
  system: z.literal('schwartz').default('schwartz'),
});

/** Of a statement with its options, and of a number. */
const tokens = { in: 75, out: 1 };

export const questionnaire = defineInstrument<z.infer<typeof settings>, Result, Items>({
  id: 'questionnaire',
  title: 'Questionnaire',
  source:
    'Schwartz (1992); Schwartz et al. (2001), Portrait Values Questionnaire; statements of our own',
  version: 1,
  method: 'self-report',
  settings,
  logs: { answers: answerLog },
  items: (prompts, { system }) => loadItems(system, prompts),
  planned: (items, _, respondents) => plannedItems(respondents, questionsOf(items).length, tokens),
  async *ask(context) {
    const questions = questionsOf(context.run.items).map(({ id, text }) => messageItem(id, text));
    yield answerRound(context, {
      instrument: 'questionnaire',
      title: 'asking the questionnaire',
      log: 'answers',
      maxTokens: 16,
      items: () => questions,
    });
  },
  score: scoreQuestionnaire,
  result: resultSchema,
  tell: tellQuestionnaire,
  profiles: ({ values, models }) => [
    {
      system: 'schwartz',
      method: 'self-report',
      scores: models.flatMap(({ model, centred }) =>
        centred.flatMap((one, at) =>
          one ? [{ model, value: values[at]!.id, estimate: one.value, se: one.se, n: one.n }] : [],
        ),
      ),
    },
  ],
  row: {
    required: ['model', 'item', 'rating'],
    optional: ['order'],
    line(row, { items, where, ...about }) {
      const id = `${row.item}.${row.order === 'reversed' ? 'reversed' : 'forward'}`;
      if (!questionsOf(items).some((one) => one.id === id))
        throw new UserError(`There is no item ${row.item}.`, {
          where,
          hint: 'Items are named <value>-<number>, like benevolence-2.',
        });
      return {
        log: 'answers',
        line: importedAnswer(about, { model: row.model!, item: id, text: row.rating! }),
      };
    },
  },
  speaker,
});
