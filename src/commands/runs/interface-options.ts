/** What the screens need from outside, built from parts that the commands use too. */

import type { Outside } from '../../environment.ts';
import { UserError } from '../../errors.ts';
import { lockOwner } from '../../facts/lock.ts';
import { catalogue } from '../../models/local/catalogue.ts';
import { defaultEncoder } from '../../models/local/encoders.ts';
import type { ModelInfo } from '../../models/model.ts';
import { addOwnEndpoint, readOwnEndpoints, removeOwnEndpoint } from '../../own-endpoints.ts';
import { loadElicitationPrompts } from '../../prompts/load.ts';
import { placeOf } from '../../run/example-place.ts';
import { summariseRun } from '../../run/list-runs.ts';
import type { OpenedSession } from '../../run/open-session.ts';
import type { Session } from '../../run/session.ts';
import { isShippedExample } from '../../run/shipped-example.ts';
import type { Study } from '../../run/study.ts';
import type { StudyOffers } from '../../run/study-choice.ts';
import { settingsFault } from '../../settings.ts';
import type { InterfaceOptions, RunEstimate } from '../../ui/interface-options.ts';
import { askOwnEndpoint } from '../models/ask-endpoints.ts';
import { listEverywhere, viewOfEndpoint } from '../models/list-everywhere.ts';
import { pullDefaults } from '../models/pull-defaults.ts';
import { estimateRun } from './estimate-run.ts';
import { examplesOf } from './examples.ts';
import { programsForScreens } from './programs-for-screens.ts';
import { loadRunParts, type RunParts, resultsForScreens } from './results-for-screens.ts';
import { runsForScreens } from './runs-for-screens.ts';
import { offersOf, studyOf } from './study-of-choice.ts';

export function interfaceOptions(
  outside: Outside,
  runs: string,
  initial: NonNullable<InterfaceOptions['initial']>,
): InterfaceOptions {
  let prompts: Map<string, string> | null = null;
  function promptText(id: string): string | null {
    prompts ??= new Map(loadElicitationPrompts(outside.prompts).map((one) => [one.id, one.body]));
    return prompts.get(id) ?? null;
  }

  const places = new Map(
    examplesOf(outside).map(({ folder }) => [
      folder,
      placeOf(folder, outside.cache, outside.version),
    ]),
  );

  let loaded: RunParts | null = null;
  async function open(folder: string): Promise<Session> {
    loaded ??= await loadRunParts();
    const { editInCopy } = loaded;
    const readOnly = (session: OpenedSession) =>
      session.getState().readOnly ? editInCopy(session, runs, outside) : session;
    if (isShippedExample(folder, outside.prompts))
      return readOnly(await loaded.openExample(folder, outside, outside.cache));
    // Another process works on it: this screen shows its progress or, where it cannot be reached, what it has written.
    if (lockOwner(folder))
      try {
        return await loaded.attachSession(folder, outside);
      } catch (error) {
        if (!(error instanceof UserError)) throw error;
      }
    const isRead = lockOwner(folder) !== null || summariseRun(folder).readOnly;
    return readOnly(await loaded.openSession(folder, outside, { readOnly: isRead }));
  }

  return {
    runsFolder: runs,
    examples: examplesOf(outside),
    openRun: open,
    placeOf: (folder) => places.get(folder) ?? folder,
    ...runsForScreens(outside, runs, open),
    defaultModels: catalogue.map((model) => `local:${model.id}`),
    defaultEmbedding: `local:${defaultEncoder.id}`,
    listModels: () => listEverywhere(outside),
    ...onceForEachChoice({
      draftStudy: (choice) => studyOf(choice, outside),
      estimateRun: (study, models, asked) => estimateRun(study, models, outside, asked),
      offers: () => offersOf(outside),
    }),
    async addEndpoint({ name, url, keyEnv }) {
      addOwnEndpoint(name, { url, ...(keyEnv ? { keyEnv } : {}) });
      outside.reloadEndpoints();
      const view = viewOfEndpoint(await askOwnEndpoint(name, outside));
      return { kept: settingsFault() === null, view };
    },
    removeEndpoint(name) {
      removeOwnEndpoint(name);
      outside.reloadEndpoints();
    },
    ownEndpoints: () =>
      Object.entries(readOwnEndpoints()).map(([name, { url, keyEnv = null }]) => ({
        ...{ name, url, keyEnv },
      })),
    pullDefaults: (onProgress, signal) => pullDefaults(outside, onProgress, signal),
    promptText,
    ...resultsForScreens(outside, runs, () => loaded!),
    ...programsForScreens(outside),
    now: outside.now,
    version: outside.version,
    initial,
  };
}

type OfChoice = Pick<InterfaceOptions, 'draftStudy' | 'estimateRun' | 'offers'>;

/** What the choice of a new study looks at, at every frame: made once for each choice. */
export function onceForEachChoice(make: OfChoice): OfChoice {
  let draft: { choice: string; study: Study } | null = null;
  let offers: StudyOffers | null = null;
  let estimated: { study: Study; models: readonly ModelInfo[]; estimate: RunEstimate } | null =
    null;
  return {
    draftStudy(given) {
      const choice = JSON.stringify(given);
      if (draft?.choice !== choice) draft = { choice, study: make.draftStudy(given) };
      return draft.study;
    },
    estimateRun(study, models, asked) {
      if (asked) return make.estimateRun(study, models, asked);
      if (estimated?.study !== study || estimated.models !== models)
        estimated = { study, models, estimate: make.estimateRun(study, models) };
      return estimated.estimate;
    },
    offers() {
      offers ??= make.offers();
      return offers;
    },
  };
}
