/** The questions for each model: every question by text, once more where the answer is not an option, then by probabilities. */
import { noCondition, type Respondent } from '../../asking/respondents.ts';
import type { Request, Sampling } from '../../models/model.ts';
import type { InstrumentContext, Planned, Round } from '../contract.ts';
import { type AskedItem, answerRound, answersIn } from '../shared/answer-round.ts';
import { plannedReadings, roomFor, tellers } from '../shared/ways-of-reading.ts';
import { type Condition, type Items, type Language, scaleOf } from './items.ts';
import {
  againMark,
  askedQuestions,
  languageOf,
  numbersOf,
  probabilitiesMark,
  type Question,
  textOf,
} from './questions.ts';
import { readRating } from './read.ts';
import type { Settings } from './settings.ts';

const shared = { instrument: 'questionnaire', log: 'answers' } as const;

export async function* askQuestionnaire(
  context: InstrumentContext<Items>,
  { extent, read }: Settings,
): AsyncGenerator<Round> {
  const { run } = context;
  const { items } = run;
  const questions = askedQuestions(items, extent);
  const asking = { ...context, respondents: underConditions(context.respondents, items) };
  const maxTokens = roomFor(16);
  // Under a condition of the host, in the language of the questionnaire's first condition.
  const conditionOf = ({ condition }: Respondent) =>
    items.conditions.find(({ id }) => id === condition.id) ?? items.conditions[0]!;
  if (read !== 'probabilities') {
    yield answerRound(asking, {
      ...{ ...shared, title: 'asking the questionnaire', maxTokens },
      items: (who) => questions.map((one) => textItem(one, items, conditionOf(who), false)),
    });
    const outside = outsideIn(run.lines('answers'), items);
    yield answerRound(asking, {
      ...{ ...shared, title: 'asking once more', maxTokens },
      items(who) {
        const own = outside.get(placeOf(who.entry.id, who.condition.id));
        return questions
          .filter(({ id }) => own?.has(id))
          .map((one) => textItem(one, items, conditionOf(who), true));
      },
    });
  }
  if (read !== 'text')
    yield answerRound(asking, {
      ...{ ...shared, title: 'reading probabilities', maxTokens: 1 },
      items: (who) => questions.map((one) => choiceItem(one, items, conditionOf(who))),
      ...tellers(read),
    });
}

/** Respondents under each condition of the questionnaire; one under a condition of the host keeps it. */
function underConditions(respondents: readonly Respondent[], items: Items): Respondent[] {
  return respondents.flatMap((one) =>
    one.condition.id === noCondition.id
      ? items.conditions.map(({ id, system }) => ({
          ...one,
          condition: { id, ...(system !== undefined && { system }) },
        }))
      : [one],
  );
}

function placeOf(model: string, condition: string): string {
  return `${model}\n${condition}`;
}

/** Questions whose first answer is a number that is not an option, by model and condition. */
function outsideIn(lines: readonly unknown[], items: Items): Map<string, Set<string>> {
  const questions = new Map(askedQuestions(items, 'thorough').map((one) => [one.id, one]));
  const conditions = new Map(items.conditions.map((one) => [one.id, one]));
  const found = new Map<string, Set<string>>();
  for (const { model, condition, item, text } of answersIn(lines as never)) {
    const question = questions.get(item);
    const under = conditions.get(condition) ?? items.conditions[0];
    if (!question || !under) continue;
    const shown = { scale: scaleOf(question.set), order: question.order };
    const read = readRating(text, shown, languageOf(items, under));
    if (!('missing' in read) || read.missing !== 'outside') continue;
    const place = placeOf(model, condition);
    found.set(place, (found.get(place) ?? new Set()).add(item));
  }
  return found;
}

function textItem(
  question: Question,
  items: Items,
  condition: Condition,
  again: boolean,
): AskedItem {
  const language = languageOf(items, condition);
  const text = textOf(question, language, again)!;
  return {
    id: `${question.id}${again ? againMark : ''}`,
    request: (form, sampling) =>
      form === 'completion' ? begun(text, language, sampling) : chat(text, sampling),
  };
}

/** Where the model allows it, its answer is begun, so that a number follows. */
function choiceItem(question: Question, items: Items, condition: Condition): AskedItem {
  const language = languageOf(items, condition);
  const text = textOf(question, language)!;
  return {
    id: `${question.id}${probabilitiesMark}`,
    candidates: numbersOf(question.set),
    request(form, sampling, { prefill }) {
      if (form === 'completion') return begun(text, language, sampling);
      const plain = chat(text, sampling);
      return prefill ? { ...plain, prefill: language.cue } : plain;
    },
  };
}

function chat(text: string, sampling: Sampling): Extract<Request, { kind: 'chat' }> {
  return { kind: 'chat', messages: [{ role: 'user', content: text }], sampling };
}

/** For a model that continues with plain text: with the beginning of an answer, to the end of the line. */
function begun(text: string, { cue }: Language, sampling: Sampling): Request {
  return {
    kind: 'completion',
    prompt: `${text}\n\n${cue}`,
    sampling: { ...sampling, stop: [...(sampling.stop ?? []), '\n'] },
  };
}

/** Letters per token in texts of this kind. */
const lettersPerToken = 4.2;
/** Tokens that a chat template adds. */
const templateTokens = 8;

export function plannedQuestions(
  items: Items,
  { extent, read }: Settings,
  respondents: readonly Respondent[],
): Planned[] {
  const questions = askedQuestions(items, extent);
  const letters = items.conditions.map((condition) => {
    const language = languageOf(items, condition);
    const own = questions.reduce((sum, one) => sum + (textOf(one, language) ?? '').length, 0);
    return own + questions.length * (condition.system?.length ?? 0);
  });
  const asked = questions.length * items.conditions.length;
  return plannedReadings(respondents, read, {
    questions: asked,
    tokensIn: letters.reduce((sum, one) => sum + one, 0) / lettersPerToken + templateTokens * asked,
    answer: 1,
  });
}
