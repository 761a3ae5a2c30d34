/** `valuelex run`: runs a study to its end, or continues the newest run of the same study. */

import { existsSync, statSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import type { Outside } from '../../environment.ts';
import { exitCodeOf, explainError, UserError } from '../../errors.ts';
import { lockOwner } from '../../facts/lock.ts';
import { splitName } from '../../models/registry.ts';
import { isSimulatedModel } from '../../models/simulated/is-simulated-model.ts';
import { reportFiles } from '../../report/write-report.ts';
import { duplicateRun } from '../../run/copy-run.ts';
import {
  addedSettings,
  asksOfWhole,
  instrumentsOf,
  optionalIn,
  ownRegistry,
  type Registry,
  refuseUnknownStage,
  stepsOfAll,
  withWholePaths,
} from '../../run/instruments/registry.ts';
import { findRun, isSimulated, summariseRun } from '../../run/list-runs.ts';
import { withMeaning, withMeaningOf } from '../../run/meaning-choice.ts';
import { modelsOf, newModelsOf, refuseUnknownModels } from '../../run/named-models.ts';
import { openSession } from '../../run/open-session.ts';
import type { PresetName } from '../../run/preset-names.ts';
import { presetStudy } from '../../run/presets.ts';
import { createRunFolder } from '../../run/run-folder.ts';
import { runName } from '../../run/run-name.ts';
import { findRunToGoOn, settleStudy } from '../../run/start-run.ts';
import type { Study } from '../../run/study.ts';
import { readStudy } from '../../run/study-file.ts';
import type { BudgetOptions } from '../budget-options.ts';
import type { CommandContext } from '../command-context.ts';
import { agreeToFetch, fetchMissingModels } from '../models/fetch-missing-models.ts';
import { shellWord } from '../shell-word.ts';
import { agreeToKeys } from './agree-to-keys.ts';
import { attach } from './attach.ts';
import {
  type BatchOptions,
  batchChoiceOf,
  cancelledText,
  recordBatchChoice,
} from './batch-choice.ts';
import { changeStudy } from './change-study.ts';
import { detachRun, workerLog } from './detach.ts';
import { isExample, withRunRead, writableRun } from './open-run.ts';
import { showResults, writeReportFiles, writtenText } from './show-results.ts';
import { workOnRun } from './work-on-run.ts';
import { workerContext } from './worker-context.ts';

export type RunOptions = BatchOptions &
  BudgetOptions & {
    runs: string;
    preset?: PresetName;
    name?: string;
    seed?: number;
    new?: boolean;
    models?: string[];
    judges?: string[];
    /** Instruments to add to the study. */
    instruments?: string[];
    /** Whether models that an added instrument needs are fetched only after a yes. */
    asksToFetch?: boolean;
    /** The instrument whose results are printed; all by default. */
    only?: string;
    requireJudge?: boolean;
    shard?: string;
    until?: string;
    /** Works in a process of its own. */
    detach?: boolean;
    /** This process is the one that `--detach` started. */
    background?: boolean;
    json?: boolean;
  };

/** `named` is a study file, a run (folder or name), or undefined for a preset. */
export async function runStudy(
  named: string | undefined,
  options: RunOptions,
  context: CommandContext,
): Promise<void> {
  const outside = await context.outside();
  for (const name of [...(options.models ?? []), ...(options.judges ?? [])]) splitName(name);
  const folder =
    named !== undefined && !isStudyFile(named)
      ? await continueRun(named, options, outside, context)
      : await startRun(named, options, outside, context);
  if (isExample(folder, outside)) {
    await withRunRead(folder, outside, (session) =>
      showResults(session, outside, options, context),
    );
    return;
  }
  if (options.detach) {
    recordBatchChoice(folder, options, outside);
    await detachRun(folder, options.until, options, context);
    return;
  }
  if (context.interactive && !options.json && lockOwner(folder)) {
    await attach(folder, options, context);
    return;
  }
  if (options.background) await workInBackground(folder, options, outside, context);
  else await workHere(folder, options, outside, context);
}

/** The process of `--detach`: its messages go to the worker's log. */
async function workInBackground(
  folder: string,
  options: RunOptions,
  outside: Outside,
  context: CommandContext,
): Promise<void> {
  const log = workerContext(context, workerLog(folder), outside.now);
  try {
    await workHere(folder, { ...options, json: false }, outside, log);
  } catch (error) {
    for (const line of explainError(error)) log.note(line);
    context.exit(exitCodeOf(error));
  }
}

async function workHere(
  folder: string,
  options: RunOptions,
  outside: Outside,
  context: CommandContext,
): Promise<void> {
  const session = await openSession(folder, outside, {
    followed: false,
    batch: batchChoiceOf(options, context),
  });
  try {
    if (options.batchCancel) {
      context.note(cancelledText(await session.cancelBatches()));
      return;
    }
    const { study, simulated } = session.getState();
    if (simulated) context.note('Simulated models: nothing here says anything about real ones.');
    if (session.getState().status !== 'finished')
      await agreeToKeys(study, outside, context, options.json);
    await fetchMissingModels(study, outside, context);
    await workOnRun(
      session,
      {
        until: options.until,
        json: options.json ?? false,
        fits: options.only === undefined,
        resume: `valuelex run ${shellWord(folder)}${options.until === undefined ? '' : ` --until ${options.until}`}`,
      },
      context,
      async () => {
        if (study.shard !== undefined) {
          context.note(
            `Part ${study.shard} is done; put the parts together with: valuelex merge <run> …`,
          );
          return;
        }
        await showResults(session, outside, options, context);
        const names = reportFiles({
          state: session.getState(),
          instruments: session.instruments(),
        }).map(({ name }) => name);
        if (session.wasDone() && names.every((name) => existsSync(join(folder, name)))) {
          context.note(
            `Nothing was left to ask, and the files of the report were left as they are. To write the report again: valuelex report ${shellWord(folder)}`,
          );
          return;
        }
        const files = await writeReportFiles(session, outside);
        context.note(writtenText(files));
        if (options.json) context.out(JSON.stringify({ event: 'report', files }));
      },
    );
    // A process that waits for the run to be free reads this in the worker's log.
    if (options.background) context.note('Finished.');
  } finally {
    await session.close();
  }
}

function isStudyFile(named: string): boolean {
  if (/\.ya?ml$/i.test(named)) return true;
  return existsSync(named) && statSync(named).isFile();
}

/** A preset or a study file: the newest run of the same study, or a new one. */
async function startRun(
  file: string | undefined,
  options: RunOptions,
  outside: Outside,
  context: CommandContext,
): Promise<string> {
  const registry = outside.instruments ?? ownRegistry;
  const whole =
    file === undefined ? studyOfPreset(options, outside) : studyOfFile(file, options, registry);
  const study = settleStudy(
    options.shard === undefined ? whole : partOf(whole, options.shard),
    outside,
    file ?? `preset ${options.preset ?? 'default'}`,
  );
  const found = options.new ? null : findRunToGoOn(study, options.runs, { growing: true });
  const named = !found
    ? modelsOf(study)
    : found.more
      ? newModelsOf(study, readStudy(join(found.folder, 'study.yaml')))
      : [];
  // The judges may be on another machine than the models.
  const instruments = instrumentsOf(study, registry, file ?? 'the preset');
  const steps = stepsOfAll(instruments);
  refuseUnknownStage(options.until, steps);
  // Invalid items are reported before anything is asked.
  if (!found)
    for (const { instrument, settings } of instruments)
      instrument.items(outside.prompts, settings, null);
  const rates = options.judges !== undefined || asksOfWhole(options.until, steps);
  await refuseUnknownModels(
    study,
    named.filter(({ field }) => rates || field !== 'test.judges'),
    outside.findModel,
  );
  const { folder, resumed, finished, more } = found ?? {
    folder: createRunFolder(
      options.runs,
      await settleMeaning(study, outside, context),
      outside.now,
    ),
    resumed: false,
    finished: false,
  };
  if (more) {
    await changeStudy(folder, outside, (old) => withMeaningOf(old, study));
    const how = more.length > 0 ? `, whose study has grown: ${more.join(', ')}` : '';
    context.note(`Continuing ${folder}${how}; --new starts another run.`);
    return folder;
  }
  context.note(
    finished
      ? `This study is done in ${folder}; --new runs it again.`
      : `${resumed ? 'Continuing' : 'New run'} ${folder}`,
  );
  if (resumed && (options.requireJudge || Object.keys(budgetOf(options)).length > 0))
    await changeStudy(folder, outside, (old) => withLimits(old, options));
  return folder;
}

/** The study with its recipe and embedding; says how to get a better embedding. */
async function settleMeaning(
  study: Study,
  outside: Outside,
  context: CommandContext,
): Promise<Study> {
  const settled = await withMeaning(study, outside);
  const { embedding } = settled.clusters;
  if (study.clusters.embedding === 'auto' && embedding === 'use-lite' && !isSimulated(study))
    context.note(
      'Words are clustered by the built-in embedding. MiniLM (25 MB, Apache-2.0) is better: valuelex models pull embedding',
    );
  return settled;
}

function partOf(study: Study, shard: string): Study {
  return { ...study, name: `${study.name}-${shard.replace('/', 'of')}`, shard };
}

function studyOfPreset(options: RunOptions, outside: Outside): Study {
  const simulated = options.models?.every(isSimulatedModel) ?? false;
  const judges = options.judges ?? (simulated ? ['sim:judge', 'sim:judge-b'] : undefined);
  const study = presetStudy(options.preset ?? 'default', outside.prompts, {
    name: options.name ?? runName(Math.floor(outside.now() / 1000)),
    ...(options.seed === undefined ? {} : { seed: options.seed }),
    ...(options.models ? { models: options.models.map((id) => ({ id })) } : {}),
    ...(judges ? { judges } : {}),
  });
  const settingsOf = (id: string) =>
    optionalIn(outside.instruments ?? ownRegistry)
      .find((one) => one.id === id)
      ?.preset?.(outside.prompts, {
        quick: options.preset === 'quick',
        raters: study.test.judges,
      }) ?? {};
  return withLimits(
    simulated ? { ...study, extraction: { model: null } } : study,
    options,
    settingsOf,
  );
}

function studyOfFile(file: string, options: RunOptions, registry: Registry): Study {
  if (options.preset)
    throw new UserError('A study file and a preset were both named.', {
      hint: 'Leave one of them out.',
      exit: 'usage',
    });
  const study = readStudy(resolve(file));
  const changed = withLimits(
    {
      ...study,
      instruments: withWholePaths(study.instruments, registry, dirname(resolve(file))),
      ...(options.name === undefined ? {} : { name: options.name }),
      ...(options.seed === undefined ? {} : { seed: options.seed }),
      ...(options.models ? { models: options.models.map((id) => ({ id })) } : {}),
      test: { ...study.test, ...(options.judges ? { judges: options.judges } : {}) },
    },
    options,
  );
  if (changed.models.length === 0)
    throw new UserError('models: a study needs at least one model.', {
      where: file,
      hint: 'List models as - id: <endpoint>:<id>, or name them with --models.',
    });
  return changed;
}

function budgetOf({ budget, maxTokens, maxRequests }: RunOptions): Study['budget'] {
  return {
    ...(budget === undefined ? {} : { dollars: budget }),
    ...(maxTokens === undefined ? {} : { tokens: maxTokens }),
    ...(maxRequests === undefined ? {} : { requests: maxRequests }),
  };
}

/** `settingsOf` gives the settings of an added instrument. */
function withLimits(
  study: Study,
  options: RunOptions,
  settingsOf: (id: string) => object = () => ({}),
): Study {
  return {
    ...study,
    test: { ...study.test, ...(options.requireJudge ? { requireJudge: true } : {}) },
    instruments: {
      ...Object.fromEntries((options.instruments ?? []).map((id) => [id, settingsOf(id)])),
      ...study.instruments,
    },
    budget: { ...study.budget, ...budgetOf(options) },
  };
}

/** An existing run: adds models, replaces judges and limits, and continues. */
async function continueRun(
  named: string,
  options: RunOptions,
  outside: Outside,
  context: CommandContext,
): Promise<string> {
  const found = findRun(named, options.runs);
  if (
    options.preset ||
    (!options.new && (options.name !== undefined || options.seed !== undefined))
  )
    throw new UserError(
      `${basename(found)} is a run already: --preset, --name, and --seed make new ones.`,
      { hint: 'Leave the option out, or add --new.', exit: 'usage' },
    );
  const { models, judges, instruments, requireJudge } = options;
  const changes =
    models || judges || instruments || requireJudge || Object.keys(budgetOf(options)).length > 0;
  if (!options.new && !changes && isExample(found, outside) && summariseRun(found).finished)
    return found;
  const changed = (old: Study): Study => {
    const known = new Set(old.models.map((model) => model.id));
    const added = (models ?? []).filter((id) => !known.has(id)).map((id) => ({ id }));
    return withLimits(
      {
        ...old,
        ...(options.name === undefined ? {} : { name: options.name }),
        ...(options.seed === undefined ? {} : { seed: options.seed }),
        models: [...old.models, ...added],
        test: { ...old.test, ...(judges ? { judges } : {}) },
      },
      options,
      (id) => addedSettings(id, old, outside.instruments ?? ownRegistry),
    );
  };
  if (options.new || changes) {
    const before = readStudy(join(found, 'study.yaml'));
    const after = settleStudy(changed(before), outside, found);
    const asked = options.new ? modelsOf(after) : newModelsOf(after, before);
    await refuseUnknownModels(after, asked, outside.findModel);
    if (options.asksToFetch) await agreeToFetch(before, after, outside, context, options.json);
  }
  const folder = options.new
    ? duplicateRun(found, options.runs, outside.now)
    : await writableRun(found, options, outside, context);
  if (options.new) context.note(`New run ${folder}`);
  if (!changes && options.name === undefined && options.seed === undefined) return folder;
  await changeStudy(folder, outside, changed);
  return folder;
}
