/** The list of runs for the screens: names and shelves, new runs, copies, and the models that a run can name. */
import { join } from 'node:path';
import type { Outside } from '../../environment.ts';
import { UserError } from '../../errors.ts';
import { summaryOfExample } from '../../run/example-place.ts';
import { listRuns } from '../../run/list-runs.ts';
import { withMeaning } from '../../run/meaning-choice.ts';
import { modelsOf, newModelsOf, refuseUnknownModels } from '../../run/named-models.ts';
import type { Session } from '../../run/session.ts';
import { shelfFolder } from '../../run/shelves.ts';
import { isShippedExample } from '../../run/shipped-example.ts';
import { settleStudy } from '../../run/start-run.ts';
import { readStudy } from '../../run/study-file.ts';
import type { InterfaceOptions } from '../../ui/interface-options.ts';
import { shellWord } from '../shell-word.ts';
import { studyOf } from './study-of-choice.ts';

type RunsForScreens = Pick<
  InterfaceOptions,
  | 'listRuns'
  | 'checkRunName'
  | 'renameRun'
  | 'shelveRun'
  | 'createRun'
  | 'importAnswers'
  | 'checkModel'
  | 'checkStudy'
  | 'duplicateRun'
  | 'checkRaters'
  | 'addModels'
>;

/** Runs in the folder `runs`; `open` opens one. */
export function runsForScreens(
  outside: Outside,
  runs: string,
  open: (folder: string) => Promise<Session>,
): RunsForScreens {
  return {
    listRuns: async (shelf) =>
      listRuns(shelf === null ? runs : shelfFolder(runs, shelf)).map((one) =>
        isShippedExample(one.folder, outside.prompts)
          ? { ...summaryOfExample(one, outside.cache, outside.version), example: true as const }
          : one,
      ),
    async checkRunName(folder, name) {
      const { newNameOf } = await import('../../run/manage-runs.ts');
      newNameOf(folder, name, outside);
    },
    async renameRun(folder, name) {
      const { renameRun } = await import('../../run/manage-runs.ts');
      return renameRun(folder, name, outside).folder;
    },
    async shelveRun(folder, shelf) {
      const { shelveRun } = await import('../../run/manage-runs.ts');
      return shelveRun(folder, shelf, outside).folder;
    },
    async createRun(choice) {
      const study = settleStudy(studyOf(choice, outside), outside, 'the new run');
      await refuseUnknownModels(study, modelsOf(study), outside.findModel);
      const { createRunFolder } = await import('../../run/run-folder.ts');
      return open(createRunFolder(runs, await withMeaning(study, outside), outside.now));
    },
    async importAnswers(file, as) {
      const { importAnswers } = await import('../../run/import-answers.ts');
      const { folder, notes } = await importAnswers(file, { as, runs }, outside);
      return { session: await open(folder), notes };
    },
    async checkModel(model, against) {
      const [{ createCheckRun }, { readableFolder }] = await Promise.all([
        import('../../run/check-run.ts'),
        import('../../run/example.ts'),
      ]);
      const { folder } = await createCheckRun(
        model,
        await readableFolder(against, outside, outside.cache),
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
    async addModels(session, models) {
      const { study, folder, readOnly, attached } = session.getState();
      if (readOnly && !attached)
        throw new UserError('This run is read-only: it takes no more models.', {
          where: folder,
          hint: 'd on 1 Runs copies its study, which can be asked anew with more.',
        });
      if (study.shard !== undefined || study.against !== undefined)
        throw new UserError('A part of a study and a check keep the models that they began with.', {
          where: folder,
        });
      const ids = models.map(({ id }) => id);
      const changed = settleStudy(
        {
          ...study,
          models: [...study.models, ...models],
          endpoints: { ...outside.ownEndpointsOf(ids), ...study.endpoints },
        },
        outside,
        'the run',
      );
      await refuseUnknownModels(changed, newModelsOf(changed, study), outside.findModel);
      await session.addModels(changed.models.slice(study.models.length), changed.endpoints);
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
  };
}
