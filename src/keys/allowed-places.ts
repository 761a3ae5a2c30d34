/** Where the user has allowed keys to go, among the settings: names of variables and addresses, never keys. */
import Conf from 'conf';
import { z } from 'zod';
import { type KeyPlace, placeText, readPlaces } from './key-places.ts';

const settings = () => new Conf({ projectName: 'valuelex', projectSuffix: '' });

/** Those of the settings, and of `VALUELEX_ALLOW_KEYS` (`LAB_KEY@llm.example.org`, several with commas). */
export function readAllowedPlaces(env: Readonly<Record<string, string | undefined>>): KeyPlace[] {
  const stored = z.array(z.string()).safeParse(settings().get('allowedKeys', []));
  return readPlaces([...(stored.data ?? []), env.VALUELEX_ALLOW_KEYS ?? ''].join(','));
}

/** From now on the key may go there. */
export function allowPlace(place: KeyPlace): void {
  const stored = readAllowedPlaces({}).map(placeText);
  settings().set('allowedKeys', [...new Set([...stored, placeText(place)])].sort());
}
