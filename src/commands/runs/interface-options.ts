/** What the screens need from outside, built from parts that the commands use too. */

import type { Outside } from '../../environment.ts';
import { UserError } from '../../errors.ts';
import { lockOwner } from '../../facts/lock.ts';
import { catalogue } from '../../models/local/catalogue.ts';
import { defaultEncoder } from '../../models/local/encoders.ts';
import { addOwnEndpoint } from '../../own-endpoints.ts';
import { loadElicitationPrompts } from '../../prompts/load.ts';
import { summariseRun } from '../../run/list-runs.ts';
import type { OpenedSession } from '../../run/open-session.ts';
import type { Session } from '../../run/session.ts';
import { settingsFault } from '../../settings.ts';
import type { InterfaceOptions } from '../../ui/interface-options.ts';
import { listEverywhere } from '../models/list-everywhere.ts';
import { pullDefaults } from '../models/pull-defaults.ts';
import { estimateRun } from './estimate-run.ts';
import { examplesOf, isExampleFolder } from './examples.ts';
import { programsForScreens } from './programs-for-screens.ts';
import { loadRunParts, type RunParts, resultsForScreens } from './results-for-screens.ts';
import { runsForScreens } from './runs-for-screens.ts';
import { studyOf } from './study-of-choice.ts';

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

  let loaded: RunParts | null = null;
  async function open(folder: string): Promise<Session> {
    loaded ??= await loadRunParts();
    const { editInCopy } = loaded;
    const readOnly = (session: OpenedSession) =>
      session.getState().readOnly ? editInCopy(session, runs, outside) : session;
    if (isExampleFolder(folder, outside))
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
    ...runsForScreens(outside, runs, open),
    defaultModels: catalogue.map((model) => `local:${model.id}`),
    defaultEmbedding: `local:${defaultEncoder.id}`,
    listModels: () => listEverywhere(outside),
    estimateRun: (choice, models) => estimateRun(studyOf(choice, outside), models),
    async addEndpoint({ name, url, keyEnv }) {
      addOwnEndpoint(name, { url, ...(keyEnv ? { keyEnv } : {}) });
      outside.reloadEndpoints();
      return settingsFault() === null;
    },
    pullDefaults: (onProgress, signal) => pullDefaults(outside, onProgress, signal),
    promptText,
    ...resultsForScreens(outside, runs, () => loaded!),
    ...programsForScreens(outside),
    now: outside.now,
    version: outside.version,
    initial,
  };
}
