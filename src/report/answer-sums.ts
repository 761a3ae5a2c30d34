/** What a report says of the answers, summed by model and by prompt in one go however many there are. */

import type { Lines } from '../facts/lines.ts';
import type { Response } from '../facts/records.ts';
import type { Responses } from '../facts/response-log.ts';
import type { AnswerColumns, Lexicon } from '../lexicon/lexicon.ts';

export type ModelSum = {
  answers: number;
  /** Of the answers that the lexicon holds. */
  read: number;
  refused: number;
  /** In a language that is not read. */
  unread: number;
  /** Descriptors in answers that are neither. */
  words: number;
  forms: string[];
  /** Of the answers; null where none tells. */
  tokens: number | null;
};

export type PromptSum = { answers: number; refused: number; hash: string | null };

export type AnswerSums = { models: Map<string, ModelSum>; prompts: Map<string, PromptSum> };

/** Sums in the order in which models and prompts first come up. */
export function sumAnswers(lines: Lines<Response>, lexicon: Lexicon | null): AnswerSums {
  const columns = lexicon?.answers.columns;
  if ('isLarge' in lines && (lines as Responses).isLarge)
    return fromColumns(lines as Responses, columns);
  return fromLines(lines, lexicon);
}

function fromLines(lines: Lines<Response>, lexicon: Lexicon | null): AnswerSums {
  const read = new Map(lexicon?.answers.map((answer) => [answer.id, answer]));
  const sums: AnswerSums = { models: new Map(), prompts: new Map() };
  for (const line of lines) {
    const answer = read.get(line.id);
    const model = entryOf(sums.models, line.model, noAnswers);
    model.answers += 1;
    if (!model.forms.includes(line.form)) model.forms.push(line.form);
    if (line.completionTokens !== null) model.tokens = (model.tokens ?? 0) + line.completionTokens;
    const prompt = entryOf(sums.prompts, line.prompt, () => noneAsked(line.promptHash));
    prompt.answers += 1;
    if (answer) add(model, prompt, answer.refused ? 1 : answer.unread ? 2 : 0, answer.words.length);
  }
  return sums;
}

function fromColumns(lines: Responses, read: AnswerColumns | undefined): AnswerSums {
  const { columns, models, prompts, counts } = lines.state;
  const byModel = models.map(
    (_, at): ModelSum => ({
      ...noAnswers(),
      answers: counts[at]!.answers,
      forms: [...counts[at]!.forms],
      tokens: counts[at]!.tokens,
    }),
  );
  const byPrompt: PromptSum[] = [];
  for (let place = 0; place < columns.count; place++) {
    const number = columns.prompt[place]!;
    byPrompt[number] ??= noneAsked(lines.at(place)!.promptHash);
    const prompt = byPrompt[number];
    prompt.answers += 1;
    if (read && place < read.refused.length)
      add(
        byModel[columns.model[place]!]!,
        prompt,
        read.refused[place]!,
        read.first[place + 1]! - read.first[place]!,
      );
  }
  return {
    models: new Map(models.map((model, at) => [model, byModel[at]!])),
    prompts: new Map(prompts.map((prompt, at) => [prompt, byPrompt[at]!])),
  };
}

/** `kind`: 1 of a refusal, 2 of an answer that is unread, else 0. */
function add(model: ModelSum, prompt: PromptSum, kind: number, words: number): void {
  model.read += 1;
  if (kind === 0) model.words += words;
  else if (kind === 2) model.unread += 1;
  else {
    model.refused += 1;
    prompt.refused += 1;
  }
}

const noAnswers = (): ModelSum => ({
  answers: 0,
  read: 0,
  refused: 0,
  unread: 0,
  words: 0,
  forms: [],
  tokens: null,
});

const noneAsked = (hash: string | null | undefined): PromptSum => ({
  answers: 0,
  refused: 0,
  hash: hash ?? null,
});

function entryOf<T>(entries: Map<string, T>, name: string, make: () => T): T {
  let entry = entries.get(name);
  if (!entry) {
    entry = make();
    entries.set(name, entry);
  }
  return entry;
}
