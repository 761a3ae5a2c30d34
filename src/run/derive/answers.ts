/** The answers of a run, and who gave them, as the stages read them: sorted by identity, so the order of lines never matters. */

import type { Lines } from '../../facts/lines.ts';
import type { Response } from '../../facts/records.ts';
import type { ColumnsState } from '../../facts/response-columns.ts';
import type { Responses } from '../../facts/response-log.ts';
import type { AnswerText, Extraction, Lexicon } from '../../lexicon/lexicon.ts';
import type { RunFolder } from '../run-folder.ts';

/** All answers with their texts, sorted by id: for runs that are held in memory. */
export function answersOf(run: { responses: { lines: Lines<Response> } }): AnswerText[] {
  return sortedById(run.responses.lines.map(answerOf));
}

export function answerOf(line: Response): AnswerText {
  return {
    id: line.id,
    text: line.text,
    model: line.model,
    respondent: `${line.model} ${line.setting}`,
    prompt: line.prompt,
  };
}

/** Who gave the answers of a lexicon. */
export type Answerers = {
  respondents: readonly string[];
  /** The model of each respondent. */
  models: readonly string[];
  /** Sorted. */
  prompts: readonly string[];
  /** Of each answer its respondent, −1 where it is none of theirs, and its prompt, as places in these lists. */
  locate(answers: Lexicon['answers']): { respondent: Int32Array; prompt: Uint32Array };
};

/** Found by id; or, of a run that is not held in memory, by place. */
export function answerersOf(lines: Lines<Response>): Answerers {
  return 'isLarge' in lines && (lines as Responses).isLarge
    ? answerersOfColumns((lines as Responses).state)
    : answerersIn(answersOf({ responses: { lines } }));
}

export function answerersIn(answers: readonly AnswerText[]): Answerers {
  const number = numbering();
  const models: string[] = [];
  const prompts = [...new Set(answers.map((answer) => answer.prompt))].sort();
  const promptAt = new Map(prompts.map((prompt, i) => [prompt, i]));
  const byId = new Map(
    answers.map(({ id, respondent: name, model, prompt }) => {
      const respondent = number.of(name);
      models[respondent] ??= model;
      return [id, { respondent, prompt: promptAt.get(prompt)! }];
    }),
  );
  return {
    respondents: number.names(),
    models,
    prompts,
    locate(read) {
      const found = read.map((answer) => byId.get(answer.id));
      return {
        respondent: Int32Array.from(found, (one) => one?.respondent ?? -1),
        prompt: Uint32Array.from(found, (one) => one?.prompt ?? 0),
      };
    },
  };
}

function answerersOfColumns({ columns, models, settings, prompts }: ColumnsState): Answerers {
  const sorted = [...prompts].sort();
  const promptAt = prompts.map((prompt) => sorted.indexOf(prompt));
  const number = numbering();
  const own: string[] = [];
  const respondent = new Int32Array(columns.count);
  const prompt = new Uint32Array(columns.count);
  /** By model and setting; 0 until one has answered. */
  const numbers = new Int32Array(models.length * settings.length);
  for (let place = 0; place < columns.count; place++) {
    const model = columns.model[place]!;
    const setting = columns.setting[place]!;
    const pair = model * settings.length + setting;
    if (numbers[pair] === 0) {
      const next = number.of(`${models[model]} ${settings[setting]}`);
      own[next] ??= models[model]!;
      numbers[pair] = next + 1;
    }
    respondent[place] = numbers[pair]! - 1;
    prompt[place] = promptAt[columns.prompt[place]!]!;
  }
  return {
    respondents: number.names(),
    models: own,
    prompts: sorted,
    locate: () => ({ respondent, prompt }),
  };
}

/** Numbers names in the order in which they come. */
function numbering() {
  const known = new Map<string, number>();
  return {
    of(name: string): number {
      const number = known.get(name) ?? known.size;
      known.set(name, number);
      return number;
    },
    names: () => [...known.keys()],
  };
}

export function extractionsOf(run: RunFolder): Extraction[] {
  return sortedById([...run.extractions.lines]).map((line) => ({
    answer: line.response,
    words: line.words,
    by: line.by,
  }));
}

function sortedById<T extends { id: string }>(lines: T[]): T[] {
  return lines.sort((a, b) => (a.id < b.id ? -1 : a.id > b.id ? 1 : 0));
}
