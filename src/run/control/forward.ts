/** A session that passes its calls on to another, which may be replaced. */
import type { Session } from '../session.ts';

/** Without state, edits, and closing: these belong to the session in front. */
export function forwardTo(
  behind: () => Session,
): Omit<Session, 'getState' | 'subscribe' | 'edit' | 'close'> {
  return {
    work: (options) => behind().work(options),
    pause: () => behind().pause(),
    togglePause: () => behind().togglePause(),
    toggleLane: (model) => behind().toggleLane(model),
    changeConcurrency: (by) => behind().changeConcurrency(by),
    retryErrors: () => behind().retryErrors(),
    saveTo: (runs) => behind().saveTo(runs),
    stopComputing: () => behind().stopComputing(),
    resumeComputing: () => behind().resumeComputing(),
    computePower: () => behind().computePower(),
    setRaters: (raters) => behind().setRaters(raters),
    instruments: () => behind().instruments(),
    addInstruments: (ids) => behind().addInstruments(ids),
    addModels: (models, endpoints) => behind().addModels(models, endpoints),
    compareModels: (...pair) => behind().compareModels(...pair),
    contextGroups: (contexts) => behind().contextGroups(contexts),
    responses: () => behind().responses(),
    responsesOf: (filter) => behind().responsesOf(filter),
    evidenceOf: (instrument, place) => behind().evidenceOf(instrument, place),
    placeOf: (fact) => behind().placeOf(fact),
  };
}
