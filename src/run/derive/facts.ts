/** From the logs to the inputs of the pure stages. Facts are sorted by identity, so the order of lines never matters. */
import type { ScoreInput } from '../../instruments/cells.ts';
import type { ExamResult, RawRating, Stem } from '../../instruments/instrument.ts';
import { completionOf } from '../../instruments/stems.ts';
import type { AnswerText, Extraction } from '../../lexicon/lexicon.ts';
import { soundsRefused } from '../../lexicon/refusal.ts';
import type { Lines } from '../../lines.ts';
import type { Tags } from '../../models/model.ts';
import { guessTags } from '../../models/tags.ts';
import type { ValueSystem } from '../../values/value-system.ts';
import type { Response } from '../records.ts';
import type { ColumnsState } from '../response-columns.ts';
import type { Responses } from '../response-log.ts';
import type { RunFolder } from '../run-folder.ts';
import type { Study } from '../study.ts';

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

/** Who gave the answers of a lexicon, by their place in it and their id; null for one that is not among them. */
export type Answerers = {
  respondents: readonly string[];
  /** The model of each respondent. */
  models: readonly string[];
  /** Sorted. */
  prompts: readonly string[];
  of(place: number, id: () => string): { respondent: number; prompt: number } | null;
};

/** From the answers themselves, by id; or, of a run that is not held in memory, from its columns, by place. */
export function answerersOf(lines: Lines<Response>): Answerers {
  return 'isLarge' in lines && (lines as Responses).isLarge
    ? answerersOfColumns((lines as Responses).state)
    : answerersIn(answersOf({ responses: { lines } }));
}

export function answerersIn(answers: readonly AnswerText[]): Answerers {
  const respondents = new Map<string, number>();
  const models: string[] = [];
  const prompts = [...new Set(answers.map((answer) => answer.prompt))].sort();
  const promptAt = new Map(prompts.map((prompt, i) => [prompt, i]));
  const byId = new Map(
    answers.map(({ id, respondent: name, model, prompt }) => {
      let respondent = respondents.get(name);
      if (respondent === undefined) {
        respondent = respondents.size;
        respondents.set(name, respondent);
        models.push(model);
      }
      return [id, { respondent, prompt: promptAt.get(prompt)! }];
    }),
  );
  return {
    respondents: [...respondents.keys()],
    models,
    prompts,
    of: (_place, id) => byId.get(id()) ?? null,
  };
}

function answerersOfColumns({ columns, models, settings, prompts }: ColumnsState): Answerers {
  const sorted = [...prompts].sort();
  const promptAt = prompts.map((prompt) => sorted.indexOf(prompt));
  const numbers = new Map<number, number>();
  const of = new Uint32Array(columns.count);
  for (let place = 0; place < columns.count; place++) {
    const pair = columns.model[place]! * settings.length + columns.setting[place]!;
    let number = numbers.get(pair);
    if (number === undefined) {
      number = numbers.size;
      numbers.set(pair, number);
    }
    of[place] = number;
  }
  const modelOf = (pair: number) => models[Math.floor(pair / settings.length)]!;
  return {
    respondents: [...numbers.keys()].map(
      (pair) => `${modelOf(pair)} ${settings[pair % settings.length]}`,
    ),
    models: [...numbers.keys()].map(modelOf),
    prompts: sorted,
    of: (place) => ({ respondent: of[place]!, prompt: promptAt[columns.prompt[place]!]! }),
  };
}

export function extractionsOf(run: RunFolder): Extraction[] {
  return sortedById([...run.extractions.lines]).map((line) => ({
    answer: line.response,
    words: line.words,
    by: line.by,
  }));
}

/** Tags of a model: the study's, else guessed from the name. */
export function tagsOf(study: Study, model: string): Tags {
  const given = study.models.find((entry) => entry.id === model)?.tags;
  const guessed = guessTags(model);
  return {
    family: given?.family ?? guessed.family,
    size: given?.size ?? guessed.size,
    training: given?.training ?? guessed.training,
  };
}

/** What scoring one value system needs. `judgeForms` are not in it: a judge's ratings stand in the protocol of its exam. */
export function scoreInputOf(
  run: RunFolder,
  system: ValueSystem,
  stems: readonly Stem[],
  exams: readonly ExamResult[],
): ScoreInput {
  const { study } = run;
  const completions = new Map(run.completions.lines.map((line) => [line.id, line]));
  const ratings: RawRating[] = sortedById([...run.ratings.lines]).flatMap((line) => {
    const completion = completions.get(line.completion);
    if (!completion || line.system !== system.id || !study.test.judges.includes(line.judge))
      return [];
    return [
      {
        completion: line.completion,
        model: completion.model,
        stem: completion.stem,
        form: completion.form,
        judge: line.judge,
        system: line.system,
        subdimension: line.subdimension,
        protocol: line.protocol,
        raw: line.raw,
      },
    ];
  });
  const models = [...new Set(run.completions.lines.map((line) => line.model))].sort();
  return {
    ratings,
    exams,
    system,
    stems,
    seed: study.seed,
    models: models.map((name) => {
      const own = run.completions.lines.filter((line) => line.model === name);
      // The base form of an instruct model is the extra one; its own form has every stem.
      const forms = [...new Set(own.map((line) => line.form))];
      const form = forms.length === 1 ? forms[0]! : forms.find((one) => one !== 'completion')!;
      return {
        name,
        family: tagsOf(study, name).family,
        training: tagsOf(study, name).training,
        form,
        refusals: own.filter((line) => soundsRefused(line.text)).length,
      };
    }),
    judges: study.test.judges.map((name) => ({ name, family: tagsOf(study, name).family })),
  };
}

/** Words per completion, for the check of length: model → stem → mean over repeats, own form. Plain data, so that it crosses threads. */
export type Lengths = ReadonlyMap<string, ReadonlyMap<string, number>>;

export function lengthsOf(
  run: RunFolder,
  stems: readonly Stem[],
  models: ScoreInput['models'],
): Lengths {
  const byId = new Map(stems.map((stem) => [stem.id, stem]));
  return new Map(
    models.map(({ name, form }) => {
      const own = run.completions.lines.filter(
        (line) => line.model === name && line.form === form && byId.has(line.stem),
      );
      const byStem = Map.groupBy(own, (line) => line.stem);
      const lengths = [...byStem].map(([stem, lines]) => {
        const words = lines.map((line) =>
          countWords(completionOf(line.text, byId.get(stem)!, form)),
        );
        return [stem, words.reduce((sum, one) => sum + one, 0) / words.length] as const;
      });
      return [name, new Map(lengths)];
    }),
  );
}

function countWords(text: string): number {
  return text.split(/\s+/).filter(Boolean).length;
}

function sortedById<T extends { id: string }>(lines: T[]): T[] {
  return lines.sort((a, b) => (a.id < b.id ? -1 : a.id > b.id ? 1 : 0));
}
