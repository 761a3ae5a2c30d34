/** The researcher's changes of an open run: clusters and factors, raters, instruments. */
import type { Edit } from '../clustering/edits.ts';
import type { createDeriver } from './derive/deriver.ts';
import { describeEdit } from './describe-edit.ts';
import type { RunEnvironment } from './environment.ts';
import { addedSettings, instrumentsOf, ownRegistry } from './instruments/registry.ts';
import type { RunFolder } from './run-folder.ts';
import type { Session } from './session.ts';
import type { RunState } from './state.ts';
import type { Store } from './store.ts';
import type { watchTrouble } from './trouble-watch.ts';

/** Each throws if the folder cannot be written; an edit is acknowledged when it is on disk. */
export function sessionEdits({
  run,
  environment,
  store,
  deriver,
  trouble,
  recompute,
}: {
  run: RunFolder;
  environment: RunEnvironment;
  store: Store<RunState>;
  deriver: ReturnType<typeof createDeriver>;
  trouble: ReturnType<typeof watchTrouble>;
  recompute(): void;
}): Pick<Session, 'edit' | 'setRaters' | 'addInstruments' | 'addModels'> {
  return {
    async edit(edit: Edit) {
      const { curated: before } = store.get().results;
      trouble.refuse();
      try {
        run.curation.append(edit);
        // The screens show the edit at once; it is acknowledged when it is on disk.
        deriver.replay(run.curation.lines);
        const message = describeEdit(edit, before, store.get().results.curated);
        recompute();
        await run.curation.synced();
        store.set({ message, trouble: null }, true);
        return message;
      } catch (error) {
        throw trouble.shown(error);
      }
    },
    async setRaters(raters: string[]) {
      trouble.refuse();
      run.saveStudy({ ...run.study, test: { ...run.study.test, judges: raters } });
      store.set({ study: run.study, status: 'idle' }, true);
    },
    async addModels(models, endpoints) {
      trouble.refuse();
      const { study } = run;
      const known = new Set(study.models.map(({ id }) => id));
      run.saveStudy({
        ...study,
        models: [...study.models, ...models.filter(({ id }) => !known.has(id))],
        endpoints: { ...endpoints, ...study.endpoints },
      });
      store.set({ study: run.study, status: 'idle' }, true);
    },
    async addInstruments(ids: readonly string[]) {
      trouble.refuse();
      const { instruments } = run.study;
      const registry = environment.instruments ?? ownRegistry;
      const added = Object.fromEntries(
        ids
          .filter((id) => !(id in instruments))
          .map((id) => [id, addedSettings(id, run.study, registry)]),
      );
      const study = { ...run.study, instruments: { ...instruments, ...added } };
      instrumentsOf(study, registry, 'the study');
      run.saveStudy(study);
      store.set({ study: run.study, status: 'idle' }, true);
    },
  };
}
