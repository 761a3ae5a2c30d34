/** The value systems that a study scores: shipped ones by id, a user's file, or `own`: the one that the run found. */
import { existsSync } from 'node:fs';
import { readPlainText } from '../facts/plain-file.ts';
import { loadSystem } from './load-systems.ts';
import type { ValueSystem } from './value-system.ts';

/** In the order of `names`; `own` is left out until the factors stand. Throws UserError for an unknown one. */
export function namedSystems(names: readonly string[], own: ValueSystem | null): ValueSystem[] {
  return names.flatMap((name) => {
    if (name === 'own') return own ? [own] : [];
    return [
      loadSystem(name, (path) => (existsSync(path) ? readPlainText(path, 4_000_000) : undefined)),
    ];
  });
}
