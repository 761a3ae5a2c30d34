/** Before a study sends a key of the user to a new address: asks at a terminal, refuses elsewhere. */
import { keyRefusal } from '../../endpoints-of-studies.ts';
import type { Outside } from '../../environment.ts';
import { allowPlace } from '../../keys/allowed-places.ts';
import { ratersOf } from '../../run/raters.ts';
import type { Study } from '../../run/study.ts';
import type { CommandContext } from '../command-context.ts';
import { isYes } from '../is-yes.ts';

/** Everything that asks a model: models, judges, and those that extract, name, or embed. */
function namesOf(study: Study): string[] {
  const { extraction, clusters, models } = study;
  return [
    ...models.map((model) => model.id),
    ...ratersOf(study),
    ...[extraction.model, clusters.naming, clusters.embedding].filter((name) => name !== null),
  ];
}

/**
 * Resolves when every key that the study needs may go to its address; consent is remembered.
 * Throws UserError, which names variable and address, where the user refuses or there is no terminal.
 */
export async function agreeToKeys(
  study: Study,
  outside: Outside,
  context: CommandContext,
  json = false,
): Promise<void> {
  const used = new Set(namesOf(study).map((name) => name.split(':', 1)[0]!));
  for (const [name, place] of outside.keysToAllow(study)) {
    if (!used.has(name)) continue;
    if (!context.interactive || json) throw keyRefusal(place);
    context.note(
      `The study's endpoint ${name} wants your ${place.keyEnv} sent to ${place.origin}.`,
    );
    if (!(await isYes('Do you trust that address with that key? [y/N] '))) throw keyRefusal(place);
    allowPlace(place);
  }
}
