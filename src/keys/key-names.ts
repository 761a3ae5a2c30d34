/** Names of the keys that the user has put into the keyring, among the settings; never the keys. */
import * as z from 'zod';
import { readSetting, writeSetting } from '../settings.ts';

const namesSchema = z.array(z.string());

/** In alphabetical order. */
export function readKeyNames(): string[] {
  const parsed = namesSchema.safeParse(readSetting('keys') ?? []);
  return parsed.success ? parsed.data : [];
}

export function addKeyName(name: string): void {
  writeSetting('keys', [...new Set([...readKeyNames(), name])].sort());
}

export function removeKeyName(name: string): void {
  writeSetting(
    'keys',
    readKeyNames().filter((one) => one !== name),
  );
}
