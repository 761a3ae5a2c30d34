/** Names of the keys that the user has put into the keyring, among the settings; never the keys. */
import Conf from 'conf';
import { z } from 'zod';

const namesSchema = z.array(z.string());

const settings = () => new Conf({ projectName: 'valuelex', projectSuffix: '' });

/** In the order of the alphabet. */
export function readKeyNames(): string[] {
  const parsed = namesSchema.safeParse(settings().get('keys', []));
  return parsed.success ? parsed.data : [];
}

export function addKeyName(name: string): void {
  settings().set('keys', [...new Set([...readKeyNames(), name])].sort());
}

export function removeKeyName(name: string): void {
  settings().set(
    'keys',
    readKeyNames().filter((one) => one !== name),
  );
}
