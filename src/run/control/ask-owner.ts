import type { Edit } from '../../clustering/edits.ts';
import type { Session } from '../session.ts';
import { LinkEnded } from './connect.ts';
import type { Question } from './protocol.ts';

/** Asks the owner or, if there is none, acts in this process. Resolves with the outcome in words, once it is on this screen. */
export type Send = (
  question: Question,
  ourselves: (session: Session) => Promise<string>,
) => Promise<string>;

/** The researcher's actions on the run, as questions to its owner. */
export function askOwner(
  send: Send,
): Pick<
  Session,
  | 'togglePause'
  | 'toggleLane'
  | 'changeConcurrency'
  | 'retryErrors'
  | 'edit'
  | 'addInstruments'
  | 'addModels'
  | 'setRaters'
> {
  return {
    async togglePause() {
      try {
        return await send({ ask: 'toggle-pause' }, (own) => own.togglePause());
      } catch (error) {
        if (!(error instanceof LinkEnded)) throw error;
        // A process that works on this run alone ends when it is paused.
        return 'paused; everything is on disk';
      }
    },
    toggleLane: (model) => send({ ask: 'toggle-lane', model }, (own) => own.toggleLane(model)),
    changeConcurrency: (by) => send({ ask: 'concurrency', by }, (own) => own.changeConcurrency(by)),
    retryErrors: () => send({ ask: 'retry' }, (own) => own.retryErrors()),
    edit: (edit: Edit) => send({ ask: 'edit', edit }, (own) => own.edit(edit)),
    async addInstruments(ids) {
      await send({ ask: 'instruments', ids }, async (own) => {
        await own.addInstruments(ids);
        return '';
      });
    },
    async addModels(models, endpoints) {
      await send({ ask: 'models', models, endpoints }, async (own) => {
        await own.addModels(models, endpoints);
        return '';
      });
    },
    async setRaters(raters) {
      await send({ ask: 'judges', judges: raters }, async (own) => {
        await own.setRaters(raters);
        return '';
      });
    },
  };
}
