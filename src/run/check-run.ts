/**
 * The check of a new model against a finished run: a small run of its own, which asks for the new
 * model's answers alone and reads the old run's facts where they lie.
 */

import { existsSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { hashOf } from '../asking/identity.ts';
import { UserError } from '../errors.ts';
import type { RawRating } from '../instruments/sentence-completion/items.ts';
import type { Completion } from '../instruments/sentence-completion/records.ts';
import { sentenceLogs } from '../instruments/sentence-completion/run-logs.ts';
import type { ScoreInput } from '../instruments/shared/cells.ts';
import {
  compareWords,
  type Drift,
  judgeDrift,
  mostDrift,
  placeModel,
  type Verdict,
} from '../instruments/shared/place-model.ts';
import { buildLexicon } from '../lexicon/build-lexicon.ts';
import type { Lexicon } from '../lexicon/lexicon.ts';
import { loadElicitationPrompts } from '../prompts/load.ts';
import { createRandom } from '../statistics/random.ts';
import { answersOf, extractionsOf, ratedFactsOf, scoreInputOf } from './derive/facts.ts';
import type { RunEnvironment } from './environment.ts';
import { tryModels } from './named-models.ts';
import { createRunFolder, openRunFolder, type RunFolder } from './run-folder.ts';
import { shelfFolder, shelfOf, shelves } from './shelves.ts';
import { findRunToGoOn, settleStudy } from './start-run.ts';
import type { Study } from './study.ts';

/** Old completions that a judge behind an endpoint rates again, to see whether it has moved. */
const ratedAgain = 30;

/** The finished run that a check stands against, read and never written. */
export type Against = {
  folder: string;
  /** Its facts are no longer those that the check began with. */
  changed: boolean;
  /** The check's input with the old run's models and ratings in front, on the old run's maps. */
  extend(input: ScoreInput): ScoreInput;
  /** Old completions for this judge to rate again; none for local and simulated judges, which cannot move. */
  again(judge: string): Completion[];
  /** How far each such judge has moved, from the check's own ratings of old completions. */
  drift(run: RunFolder, input: ScoreInput): Drift[];
  /** The new model's place; null while it has no ratings, and where a judge has moved too far. */
  verdict(run: RunFolder, input: ScoreInput, model: string): Verdict | null;
  lexicon(environment: Pick<RunEnvironment, 'wordNet'>): Promise<Lexicon>;
  close(): Promise<void>;
};

/** Opens the old run of a check's study. Throws UserError where it is gone. */
export function openAgainst(study: Study, now: () => number): Against {
  const folder = study.against;
  if (folder === undefined) throw new RangeError('this study checks no model');
  if (!existsSync(folder)) {
    const away = shelves
      .map((shelf) => join(shelfFolder(dirname(folder), shelf), basename(folder)))
      .find((place) => existsSync(place));
    throw new UserError(
      away === undefined
        ? 'The run that this check stands against is gone.'
        : `The run that this check stands against is in the ${shelfOf(away)}.`,
      {
        where: away ?? folder,
        hint:
          away === undefined
            ? 'Bring the folder back, or correct against: in study.yaml.'
            : `Bring it back: valuelex runs restore ${away}`,
      },
    );
  }
  const old = openRunFolder(folder, false, now, { instruments: null });
  const newcomer = study.models.at(-1)?.id;

  const extend: Against['extend'] = (input) => {
    const before = scoreInputOf(ratedFactsOf(old), input.system, input.stems, input.exams);
    return {
      ...input,
      ratings: [...before.ratings.filter((one) => one.model !== newcomer), ...input.ratings],
      models: [...before.models.filter((model) => model.name !== newcomer), ...input.models],
    };
  };

  const again: Against['again'] = (judge) => {
    if (/^(local|sim):/.test(judge)) return [];
    const lines = [...sentenceLogs(old).completions.lines]
      .filter((line) => line.model !== newcomer)
      .sort((a, b) => (a.id < b.id ? -1 : 1));
    createRandom(study.seed).fork('rated again').shuffle(lines);
    return lines.slice(0, ratedAgain);
  };

  const drift: Against['drift'] = (run, input) =>
    run.study.test.judges.flatMap((judge) => {
      const chosen = new Map(again(judge).map((line) => [line.id, line]));
      if (chosen.size === 0) return [];
      const after = sentenceLogs(run).ratings.lines.flatMap((line): RawRating[] => {
        const completion = chosen.get(line.completion);
        if (!completion || line.judge !== judge || line.system !== input.system.id) return [];
        const { model, stem, form } = completion;
        return [{ ...line, model, stem, form }];
      });
      if (after.length === 0) return [];
      const before = scoreInputOf(
        ratedFactsOf(old),
        input.system,
        input.stems,
        input.exams,
      ).ratings;
      return [judgeDrift(judge, before, after, input)];
    });

  return {
    folder,
    changed: study.againstHash !== undefined && study.againstHash !== hashOfFacts(old),
    extend,
    again,
    drift,
    verdict(run, input, model) {
      if (!input.ratings.some((rating) => rating.model === model)) return null;
      if (drift(run, input).some((one) => one.stops)) return null;
      return placeModel(extend(input), model);
    },
    lexicon: async ({ wordNet }) =>
      buildLexicon(answersOf(old), { wordnet: await wordNet(), extractions: extractionsOf(old) }),
    close: old.close,
  };
}

export type CheckReport = {
  model: string;
  against: string;
  asked: { responses: number; completions: number; ratings: number };
  verdict: Verdict | null;
  drift: Drift[];
  /** Words of the new model that the run lacks, and frequent words of the run that it does not say. */
  words: { lacking: { word: string; count: number }[]; silent: string[] };
  notes: string[];
};

/** All that a check says, from the check's own folder. Throws UserError where the run is no check. */
export async function checkReport(
  folder: string,
  own: { input: ScoreInput | null; words: readonly { word: string; count: number }[] | null },
  environment: Pick<RunEnvironment, 'now' | 'wordNet' | 'instruments'>,
): Promise<CheckReport> {
  const run = openRunFolder(folder, false, environment.now, { instruments: null });
  try {
    const model = run.study.models.at(-1)?.id;
    if (run.study.against === undefined || model === undefined)
      throw new UserError('This run is no check of a model.', {
        where: folder,
        hint: 'Start one: valuelex check <model> --against <run>.',
      });
    const against = openAgainst(run.study, environment.now);
    try {
      return await reportOn(run, model, against, own, environment);
    } finally {
      await against.close();
    }
  } finally {
    await run.close();
  }
}

async function reportOn(
  run: RunFolder,
  model: string,
  against: Against,
  { input, words }: Parameters<typeof checkReport>[1],
  environment: Pick<RunEnvironment, 'wordNet'>,
): Promise<CheckReport> {
  const drift = input ? against.drift(run, input) : [];
  const stopped = drift.filter((one) => one.stops);
  const notes = stopped.map(
    (one) =>
      `${one.judge} has moved by ${one.shift.toFixed(2)} on 0–6 since the run (${one.n} ratings again): beyond ${mostDrift}, so there is no verdict.`,
  );
  if (against.changed) notes.push('The old run has changed since this check began.');
  const { completions, ratings } = sentenceLogs(run);
  return {
    model,
    against: against.folder,
    asked: {
      responses: run.responses.lines.length,
      completions: completions.lines.length,
      ratings: ratings.lines.length,
    },
    verdict: input ? against.verdict(run, input, model) : null,
    drift,
    words: words
      ? compareWords(words, (await against.lexicon(environment)).descriptors)
      : { lacking: [], silent: [] },
    notes,
  };
}

/**
 * The folder of a check of `model` against the run in `against`: the newest of the same check, or a
 * new one in `runs`, with the old run's stems, judges, and exams (their maps stay frozen), and a
 * small elicitation. Throws UserError where the old run has no ratings yet, and, before a new folder
 * is made, what `before` throws and what keeps the model or a judge from being asked.
 */
export async function createCheckRun(
  model: string,
  against: string,
  options: {
    runs: string;
    form?: Study['models'][number]['form'];
    fresh?: boolean;
    /** Called with the study of a new folder, before its models are opened. */
    before?: (study: Study) => Promise<void>;
  },
  environment: RunEnvironment,
): Promise<{ folder: string; resumed: boolean }> {
  const folder = resolve(against);
  const old = openRunFolder(folder, false, environment.now, { instruments: null });
  if (sentenceLogs(old).ratings.lines.length === 0)
    throw new UserError('The run to check against has no ratings yet.', {
      where: folder,
      hint: `Finish it first: valuelex run ${folder}`,
    });
  const study = settleStudy(
    checkStudy(model, old, folder, options.form, environment),
    environment,
    `check of ${model} against ${folder}`,
  );
  const same = options.fresh ? null : findRunToGoOn(study, options.runs);
  if (!same) {
    await options.before?.(study);
    await tryModels(study, environment);
  }
  const resumed = same !== null;
  const made = same?.folder ?? createRunFolder(options.runs, study, environment.now);
  const run = openRunFolder(made, true, environment.now, { instruments: null });
  try {
    const { exams } = sentenceLogs(run);
    const known = new Set(exams.lines.map((line) => line.id));
    for (const line of sentenceLogs(old).exams.lines)
      if (study.test.judges.includes(line.result.judge) && !known.has(line.id)) exams.append(line);
  } finally {
    await run.close();
  }
  return { folder: made, resumed };
}

function checkStudy(
  model: string,
  old: RunFolder,
  folder: string,
  form: Study['models'][number]['form'],
  environment: Pick<RunEnvironment, 'prompts'>,
): Study {
  const { study } = old;
  const quick = new Set(
    loadElicitationPrompts(environment.prompts)
      .filter((prompt) => prompt.quick)
      .map((prompt) => prompt.id),
  );
  const small = study.prompts.filter((prompt) => quick.has(prompt.id));
  const middle = study.settings.find((setting) => setting.temperature >= 0.7) ?? study.settings[0]!;
  const rated = new Set(sentenceLogs(old).ratings.lines.map((line) => line.system));
  const slug = model
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '');
  return {
    ...study,
    name: `check-${slug.slice(0, 40)}`,
    models: [{ id: model, ...(form ? { form } : {}) }],
    settings: [middle],
    prompts: small.length > 0 ? small : study.prompts.slice(0, 8),
    repeats: 1,
    test: {
      ...study.test,
      // The old run's own system follows from its own words, which a check does not have.
      systems: study.test.systems.filter((system) => system !== 'own' && rated.has(system)),
    },
    // A check places the model on the scores of the sentence test.
    instruments: {},
    budget: {},
    against: folder,
    againstHash: hashOfFacts(old),
  };
}

function hashOfFacts(run: RunFolder): string {
  const byId = (lines: readonly { id: string }[]) => lines.map((line) => line.id).sort();
  const { completions, ratings, exams } = sentenceLogs(run);
  return hashOf([byId(completions.lines), byId(ratings.lines), byId(exams.lines)]).slice(0, 16);
}
