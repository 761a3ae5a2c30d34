/** The warning, given once, where the home folder or its replacement cannot be written. */

import { capital } from '../safe-text/capital.ts';
import type { SettingsFault } from '../settings.ts';
import type { UsableCache } from '../usable-cache.ts';

/** What is lost, where files go instead, and how to fix it; empty where everything is kept. */
export function storageWarning(settings: SettingsFault | null, cache: UsableCache): string[] {
  const { unwritable } = cache;
  if (!settings && !unwritable) return [];
  const cached =
    unwritable?.folder === cache.folder ? 'nothing is cached' : `caches go to ${cache.folder}`;
  const lost = [
    ...(settings ? ['settings last until the program ends'] : []),
    ...(unwritable ? [cached] : []),
  ].join(', ');
  const places = [
    ...(settings ? [`${settings.file} (${settings.code})`] : []),
    ...(unwritable ? [`${unwritable.folder} (${unwritable.code})`] : []),
  ].join(' and ');
  const names = [
    ...(settings ? ['XDG_CONFIG_HOME'] : []),
    ...(unwritable ? ['VALUELEX_CACHE'] : []),
  ].join(' and ');
  return [
    `${capital(lost)}: no writing to ${places}.`,
    `To keep them, name ${settings && unwritable ? 'folders' : 'a folder'} that can be written to in ${names}.`,
  ];
}
