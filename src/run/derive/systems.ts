/** The value systems that a study scores: shipped ones by id, a user's file, or `own`: the one that the run found. */
import { existsSync } from 'node:fs';
import { loadSystem } from '../../values/load-systems.ts';
import type { ValueSystem } from '../../values/value-system.ts';
import { readPlainText } from '../plain-file.ts';
import type { Study } from '../study.ts';

/** In the study's order; `own` is left out until the factors stand. Throws UserError for an unknown one. */
export function systemsOfStudy(study: Study, own: ValueSystem | null): ValueSystem[] {
  return study.test.systems.flatMap((name) => {
    if (name === 'own') return own ? [own] : [];
    return [
      loadSystem(name, (path) => (existsSync(path) ? readPlainText(path, 4_000_000) : undefined)),
    ];
  });
}
