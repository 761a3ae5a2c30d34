/** Sums of the answers by model and by prompt, in one pass. */

import type { Responses } from '../facts/response-log.ts';
import type { Lexicon } from '../lexicon/lexicon.ts';

export type ModelSum = {
  answers: number;
  /** Answers in the lexicon. */
  read: number;
  refused: number;
  /** Answers in a language that the lexicon cannot read. */
  unread: number;
  /** Descriptors in the other answers. */
  words: number;
  forms: string[];
  /** Mean over the answers; null where none has it. */
  tokens: number | null;
};

export type PromptSum = { answers: number; refused: number; hash: string | null };

export type AnswerSums = { models: Map<string, ModelSum>; prompts: Map<string, PromptSum> };

/** Sums in the order in which models and prompts first occur. */
export function sumAnswers(lines: Responses, lexicon: Lexicon | null): AnswerSums {
  const models = new Map(
    lines
      .counts()
      .map(({ model, answers, forms, tokens }): [string, ModelSum] => [
        model,
        { answers, read: 0, refused: 0, unread: 0, words: 0, forms: [...forms], tokens },
      ]),
  );
  const prompts = askedPrompts(lines);
  if (lexicon) addRead(lexicon, models, prompts);
  return { models, prompts };
}

/** How often each prompt was answered, and the hash of its file. */
function askedPrompts(lines: Responses): Map<string, PromptSum> {
  const { columns, prompts } = lines.state;
  const sums: PromptSum[] = [];
  for (let place = 0; place < columns.count; place++) {
    const prompt = columns.prompt[place]!;
    sums[prompt] ??= { answers: 0, refused: 0, hash: lines.at(place)!.promptHash };
    sums[prompt].answers += 1;
  }
  return new Map(prompts.map((prompt, at) => [prompt, sums[at]!]));
}

/** What the lexicon found in the answers. */
function addRead(
  { answers }: Lexicon,
  models: ReadonlyMap<string, ModelSum>,
  prompts: ReadonlyMap<string, PromptSum>,
): void {
  const modelOf = answers.models.map((model) => models.get(model)!);
  const promptOf = answers.prompts.map((prompt) => prompts.get(prompt)!);
  for (let place = 0; place < answers.count; place++) {
    const model = modelOf[answers.respondent[place]!]!;
    const kind = answers.refused[place]!;
    model.read += 1;
    if (kind === 0) model.words += answers.first[place + 1]! - answers.first[place]!;
    else if (kind === 2) model.unread += 1;
    else {
      model.refused += 1;
      promptOf[answers.prompt[place]!]!.refused += 1;
    }
  }
}
