/** The result of a check of the factors. */
import type { Withheld } from './factor-checks-schema.ts';

/** Null where it is withheld, or not computed. */
export function foundIn<Check extends object>(
  check: Check | null,
): Exclude<Check, Withheld> | null {
  return check && !('withheld' in check) ? (check as Exclude<Check, Withheld>) : null;
}
