/** Who rates in a study: its judges, and the raters that settings of instruments name. */
import { optionalIn, ownRegistry, settingsOf } from './instruments/registry.ts';
import type { Study } from './study.ts';

/** The raters that instruments name, in order; an unknown instrument names none. */
export function ratersOfInstruments({ instruments }: Pick<Study, 'instruments'>): string[] {
  const named = optionalIn(ownRegistry).flatMap((instrument) => {
    if (!instrument.raters || !(instrument.id in instruments)) return [];
    return instrument.raters(settingsOf(instrument, instruments[instrument.id], 'study.yaml'));
  });
  return [...new Set(named)];
}

/** Judges first. */
export function ratersOf(study: Pick<Study, 'instruments' | 'test'>): string[] {
  return [...new Set([...study.test.judges, ...ratersOfInstruments(study)])];
}
