/**
 * The check of a new model against a finished run: a small run of its own, which asks for the new
 * model's answers alone and reads the old run's facts where they lie.
 */

import { existsSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { hashOf } from '../asking/identity.ts';
import { UserError } from '../errors.ts';
import type { Facts, Line, Scored } from '../instruments/contract.ts';
import {
  compareWords,
  type Drift,
  mostDrift,
  type Verdict,
} from '../instruments/shared/place-model.ts';
import { buildLexicon } from '../lexicon/build-lexicon.ts';
import type { Lexicon } from '../lexicon/lexicon.ts';
import { loadElicitationPrompts } from '../prompts/load.ts';
import { answerOf, extractionsOf } from './derive/answers.ts';
import type { RunEnvironment } from './environment.ts';
import { factsWithItems } from './instruments/instrument-facts.ts';
import type { OpenInstrument } from './instruments/instrument-folder.ts';
import { tryModels } from './named-models.ts';
import { createRunFolder, openRunFolder, type RunFolder } from './run-folder.ts';
import { shelfFolder, shelfOf, shelves } from './shelves.ts';
import { findRunToGoOn, settleStudy } from './start-run.ts';
import type { Study } from './study.ts';

/** The finished run that a check compares with; read and never written. */
export type Against = {
  folder: string;
  /** Its facts, and the settings by which they were scored. */
  before: Scored;
  /** The hash of the facts that a verdict is based on. */
  hash: string;
  /** Its answers that a rater rates again in the check of a model. */
  again(rater: string, model: string): readonly Line[];
  lexicon(environment: Pick<RunEnvironment, 'wordNet'>): Promise<Lexicon>;
  close(): Promise<void>;
};

/** Opens the old run of a check. The check asks the same stems; `items` are those of the check. Throws UserError if the folder is gone. */
export function openAgainst(folder: string, items: unknown = null): Against {
  refuseMissing(folder);
  const old = openRunFolder(folder, false, Date.now, { instruments: null });
  const one = checkedBy(old);
  const before = { facts: factsWithItems(one, old, items), settings: one.settings };
  const { check } = one.instrument;
  return {
    folder,
    before,
    hash: hashOfFacts(one),
    again: (rater, model) => check?.again(before, rater, model) ?? [],
    lexicon: async ({ wordNet }) =>
      buildLexicon(old.responses.lines.map(answerOf), {
        wordnet: await wordNet(),
        extractions: extractionsOf(old),
      }),
    close: old.close,
  };
}

function refuseMissing(folder: string): void {
  if (existsSync(folder)) return;
  const away = shelves
    .map((shelf) => join(shelfFolder(dirname(folder), shelf), basename(folder)))
    .find((place) => existsSync(place));
  throw new UserError(
    away === undefined
      ? 'The run that this check compares with is gone.'
      : `The run that this check compares with is in the ${shelfOf(away)}.`,
    {
      where: away ?? folder,
      hint:
        away === undefined
          ? 'Bring the folder back, or correct against: in study.yaml.'
          : `Bring it back: valuelex runs restore ${away}`,
    },
  );
}

export type CheckReport = {
  model: string;
  against: string;
  /** Counts of what was asked: answers to prompts, and the instrument's own counts. */
  asked: Readonly<Record<string, number>>;
  verdict: Verdict | null;
  drift: Drift[];
  /** Words of the new model that the run lacks, and frequent words of the run that it does not say. */
  words: { lacking: { word: string; count: number }[]; silent: string[] };
  notes: string[];
};

/** The report of a check, from the check's own folder. Throws UserError if the run is not a check. */
export async function checkReport(
  folder: string,
  own: { facts: Facts | null; words: readonly { word: string; count: number }[] | null },
  environment: Pick<RunEnvironment, 'now' | 'wordNet' | 'instruments'>,
): Promise<CheckReport> {
  const run = openRunFolder(folder, false, environment.now, { instruments: null });
  try {
    const model = run.study.models.at(-1)?.id;
    if (run.study.against === undefined || model === undefined)
      throw new UserError('This run is not a check of a model.', {
        where: folder,
        hint: 'Start one: valuelex check <model> --against <run>.',
      });
    return await reportOn(run, model, own, environment);
  } finally {
    await run.close();
  }
}

async function reportOn(
  run: RunFolder,
  model: string,
  { facts, words }: Parameters<typeof checkReport>[1],
  environment: Pick<RunEnvironment, 'wordNet'>,
): Promise<CheckReport> {
  const { instrument, settings } = checkedBy(run);
  const check = instrument.check!;
  const folder = run.study.against!;
  const against = openAgainst(folder, facts?.items);
  try {
    const { verdict, drift } = facts
      ? check.place(facts, settings, against.before, model)
      : { verdict: null, drift: [] };
    const notes = drift
      .filter((one) => one.stops)
      .map(
        (one) =>
          `${one.rater} has moved by ${one.shift.toFixed(2)} on 0–6 since the run (${one.n} ratings again): beyond ${mostDrift}, so there is no verdict.`,
      );
    const { againstHash } = run.study;
    if (againstHash !== undefined && againstHash !== against.hash)
      notes.push('The old run has changed since this check began.');
    return {
      model,
      against: folder,
      asked: { answers: run.responses.lines.length, ...(facts && check.asked(facts)) },
      verdict,
      drift,
      words: words
        ? compareWords(words, (await against.lexicon(environment)).descriptors)
        : { lacking: [], silent: [] },
      notes,
    };
  } finally {
    await against.close();
  }
}

/** The instrument that a model is checked by. */
function checkedBy(run: Pick<RunFolder, 'instruments'>): OpenInstrument {
  return run.instruments().find(({ instrument }) => instrument.check)!;
}

/**
 * The folder of a check of `model` against the run in `against`: the newest of the same check, or a
 * new one in `runs`, with the old run's stems, judges, and exams (their maps stay frozen), and a
 * small elicitation. Throws UserError if the old run has no ratings yet or if the model or a judge cannot
 * be asked, and what `before` throws, all before a new folder is made.
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
  const { instrument, logs } = checkedBy(old);
  const isRated = [...logs].some(
    ([name, log]) => instrument.logs[name]!.kind === 'rating' && log.lines.length > 0,
  );
  if (!isRated)
    throw new UserError('The run to check against has no ratings yet.', {
      where: folder,
      hint: `Finish it first: valuelex run ${folder}`,
    });
  const before = {
    facts: factsWithItems(checkedBy(old), old, null),
    settings: checkedBy(old).settings,
  };
  const study = settleStudy(
    checkStudy(model, old, before, options.form, environment),
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
    const { logs: own } = checkedBy(run);
    for (const { log, line } of instrument.check!.carried(before)) {
      const { lines, append } = own.get(log)!;
      if (!lines.some((known) => known.id === line.id)) append(line);
    }
  } finally {
    await run.close();
  }
  return { folder: made, resumed };
}

function checkStudy(
  model: string,
  old: RunFolder,
  before: Scored,
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
  const checked = checkedBy(old);
  const { id, studyKey, check } = checked.instrument;
  const own = check!.settings(before);
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
    // A check places the model on the scores of this instrument alone.
    ...(studyKey === undefined ? {} : { [studyKey]: own }),
    instruments: studyKey === undefined ? { [id]: own } : {},
    budget: {},
    against: old.folder,
    againstHash: hashOfFacts(checked),
  };
}

/** A hash of the logs that a verdict is based on. */
function hashOfFacts({ instrument, logs }: OpenInstrument): string {
  const ids = instrument.check!.logs.map((name) =>
    logs
      .get(name)!
      .lines.map(({ id }) => id)
      .sort(),
  );
  return hashOf(ids).slice(0, 16);
}
