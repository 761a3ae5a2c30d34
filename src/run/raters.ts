/** The raters of a study: its judges, and those named in settings of instruments; and the models whose vectors are read. */
import { optionalIn, ownRegistry, settingsOf } from './instruments/registry.ts';
import type { Study } from './study.ts';

/** The raters that instruments name, in order; an unknown instrument names none. */
export function ratersOfInstruments(study: Pick<Study, 'instruments'>): string[] {
  return namedBy('raters', study);
}

/** The models whose vectors instruments read. */
export function embeddingsOfInstruments(study: Pick<Study, 'instruments'>): string[] {
  return namedBy('embeddings', study);
}

function namedBy(field: 'raters' | 'embeddings', { instruments }: Pick<Study, 'instruments'>) {
  const named = optionalIn(ownRegistry).flatMap((instrument) => {
    if (!instrument[field] || !(instrument.id in instruments)) return [];
    return instrument[field](settingsOf(instrument, instruments[instrument.id], 'study.yaml'));
  });
  return [...new Set(named)];
}

/** Judges first. */
export function ratersOf(study: Pick<Study, 'instruments' | 'test'>): string[] {
  return [...new Set([...study.test.judges, ...ratersOfInstruments(study)])];
}
