/** The folder in which a study runs: the newest run of the same study, or a new one. */

import { join } from 'node:path';
import { hashOf } from '../asking/identity.ts';
import { UserError } from '../errors.ts';
import { isSimulatedModel } from '../models/simulated/is-simulated-model.ts';
import type { RunEnvironment } from './environment.ts';
import { grownBy } from './grown-study.ts';
import { instrumentsOf, ownRegistry } from './instruments/registry.ts';
import { listRuns } from './list-runs.ts';
import { withMeaningChosen, withMeaningOf } from './meaning-choice.ts';
import { ratersOf } from './raters.ts';
import { createRunFolder } from './run-folder.ts';
import type { Study } from './study.ts';
import { readStudy } from './study-file.ts';
import { promptsOfStudy } from './study-prompts.ts';

/**
 * The study with the program's version and the hashes of its prompts. `where` is the file that it
 * came from. Throws UserError for a prompt, item, or setting that does not exist (naming the nearest), a model
 * or setting that appears twice, and for simulated models or judges among real ones.
 */
export function settleStudy(
  study: Study,
  environment: Pick<RunEnvironment, 'prompts' | 'version' | 'instruments'>,
  where: string,
): Study {
  const asked = instrumentsOf(study, environment.instruments ?? ownRegistry, where);
  const prompts = promptsOfStudy(study, environment.prompts, where);
  for (const { instrument, settings } of asked)
    instrument.refuseUnknown?.(environment.prompts, settings, where);
  refuseTwice(
    study.models.map((model) => model.id),
    `${where}, models`,
  );
  refuseTwice(
    study.settings.map((setting) => setting.id),
    `${where}, settings`,
  );
  refuseTwice(
    study.prompts.map((prompt) => prompt.id),
    `${where}, prompts`,
  );
  refuseNoJudge(study, where);
  refuseUnknownSettings(study, where);
  refuseMixture(study, where);
  return {
    ...study,
    version: environment.version,
    prompts: study.prompts.map((prompt, at) => ({ ...prompt, hash: prompts[at]!.hash })),
  };
}

/**
 * The newest run in `runs` with the same study, an unfinished one first; null without one. Name, program version, and
 * limits (budget, requireJudge) may differ.
 */
export function findSameRun(
  study: Study,
  runs: string,
): { folder: string; finished: boolean } | null {
  return sameAmong(study, runsToGoOn(runs));
}

export type ChosenRun = {
  folder: string;
  resumed: boolean;
  finished: boolean;
  /** The additions of `study` to the run's own (see `grownBy`), to be saved before the run continues. */
  more?: string[];
};

/**
 * The run that a study continues: that of `findSameRun`; with `growing`, the newest run whose study is part of this
 * one. Null if a new run is needed. Writes nothing.
 */
export function findRunToGoOn(
  study: Study,
  runs: string,
  { growing = false }: { growing?: boolean } = {},
): ChosenRun | null {
  const known = runsToGoOn(runs);
  const same = sameAmong(study, known);
  if (same) return { ...same, resumed: true };
  for (const run of growing ? known : []) {
    const more = grownBy(run.study, withMeaningOf(run.study, study));
    if (more) return { folder: run.folder, resumed: true, finished: false, more };
  }
  return null;
}

/** The folder to run a study in: that of `findRunToGoOn`, else a new one, as always with `fresh`. */
export function openOrCreateRun(
  study: Study,
  runs: string,
  options: { fresh: boolean; growing?: boolean; now: () => number },
): ChosenRun {
  return (
    (options.fresh ? null : findRunToGoOn(study, runs, options)) ?? {
      folder: createRunFolder(runs, withMeaningChosen(study), options.now),
      resumed: false,
      finished: false,
    }
  );
}

type KnownRun = { folder: string; finished: boolean; study: Study };

/** The runs that can be continued, newest first, with their studies. */
function runsToGoOn(runs: string): KnownRun[] {
  return listRuns(runs)
    .filter((run) => !run.readOnly)
    .map(({ folder, finished }) => ({
      folder,
      finished,
      study: readStudy(join(folder, 'study.yaml')),
    }));
}

function sameAmong(
  study: Study,
  known: readonly KnownRun[],
): { folder: string; finished: boolean } | null {
  const same = known.filter(
    (run) => identityOf(run.study) === identityOf(withMeaningOf(run.study, study)),
  );
  const found = same.find((run) => !run.finished) ?? same[0];
  return found ? { folder: found.folder, finished: found.finished } : null;
}

/** The identity of a study: all fields except its name, the program's version, and its limits. */
function identityOf({ name: _, version: _version, budget: _budget, ...study }: Study): string {
  const endpoints = Object.entries(study.endpoints).map(([name, { url }]) => [name, url]);
  return hashOf({ ...study, endpoints, test: { ...study.test, requireJudge: false } });
}

function refuseTwice(ids: readonly string[], where: string): void {
  const twice = ids.find((id, i) => ids.indexOf(id) !== i);
  if (twice !== undefined)
    throw new UserError(`${twice} appears twice.`, { where, hint: 'Leave one of them out.' });
}

/** Refuses a study without judges, unless it asks no model because readers read its texts. */
function refuseNoJudge({ models, test }: Study, where: string): void {
  if (models.length === 0 || test.judges.length > 0) return;
  throw new UserError('The study names no judge: no model would rate its completions.', {
    where: `${where}, test.judges`,
    hint: 'Name one or more models there, like local:gemma-3-270m-q4_k_m.',
  });
}

function refuseUnknownSettings(study: Study, where: string): void {
  const known = study.settings.map(({ id }) => id);
  for (const { id, settings = [] } of study.models) {
    const unknown = settings.find((one) => !known.includes(one));
    if (unknown !== undefined)
      throw new UserError(`There is no setting ${unknown}.`, {
        where: `${where}, models, ${id}`,
        hint: `The settings of the study are ${known.join(', ')}.`,
      });
  }
}

function refuseMixture(study: Study, where: string): void {
  const fault = mixtureIn(study);
  if (fault !== null)
    throw new UserError(fault, {
      where,
      hint: 'Models, judges, and extraction.model are either all sim: or none of them.',
    });
}

/** Names a simulated and a real model of a study that has both; null for any other. */
export function mixtureIn(study: Study): string | null {
  const names = [
    ...study.models.map((model) => model.id),
    ...ratersOf(study),
    ...(study.extraction.model === null ? [] : [study.extraction.model]),
  ];
  const simulated = names.filter(isSimulatedModel);
  const real = names.filter((name) => !isSimulatedModel(name));
  return simulated.length > 0 && real.length > 0
    ? `A study is all simulated or not at all; this one has both ${simulated[0]} and ${real[0]}.`
    : null;
}
