/** The names of the test's lines. */
import { identityOf } from '../../asking/identity.ts';
import type { Protocol } from './items.ts';

/** A completion's identity: model, stem, repeat, and the form where it is not the model's own. */
export function completionId(model: string, stem: string, repeat: number, form?: string): string {
  return form ? identityOf(model, stem, repeat, form) : identityOf(model, stem, repeat);
}

/** A rating's identity: completion, judge, value system, subdimension, protocol. */
export function ratingId(
  completion: string,
  judge: string,
  system: string,
  subdimension: string,
  protocol: Protocol,
): string {
  return identityOf(completion, judge, system, subdimension, protocol);
}
