/** The places that the user has allowed for keys, stored in the settings: names of variables and addresses, never keys. */
import * as z from 'zod';
import { readSetting, writeSetting } from '../settings.ts';
import { type KeyPlace, placeText, readPlaces } from './key-places.ts';

/** Those of the settings, and of `VALUELEX_ALLOW_KEYS` (`LAB_KEY@llm.example.org`, several with commas). */
export function readAllowedPlaces(env: Readonly<Record<string, string | undefined>>): KeyPlace[] {
  const stored = z.array(z.string()).safeParse(readSetting('allowedKeys') ?? []);
  return readPlaces([...(stored.data ?? []), env.VALUELEX_ALLOW_KEYS ?? ''].join(','));
}

/** Allows this place for the key. */
export function allowPlace(place: KeyPlace): void {
  const stored = readAllowedPlaces({}).map(placeText);
  writeSetting('allowedKeys', [...new Set([...stored, placeText(place)])].sort());
}
