/** Before a study sends a key of the user to an address that is new: asked at a terminal, refused elsewhere. */
import { keyRefusal } from '../../endpoints-of-studies.ts';
import type { Outside } from '../../environment.ts';
import { allowPlace } from '../../keys/allowed-places.ts';
import { ratersOf } from '../../run/raters.ts';
import type { Study } from '../../run/study.ts';
import type { CommandContext } from '../command-context.ts';
import { isYes } from '../is-yes.ts';

/** What stops at such an address: models, judges, and who extracts, names, or embeds. */
function namesOf(study: Study): string[] {
  const { extraction, clusters, models } = study;
  return [
    ...models.map((model) => model.id),
    ...ratersOf(study),
    ...[extraction.model, clusters.naming, clusters.embedding].filter((name) => name !== null),
  ];
}

/**
 * Resolves when every key that the study needs may go where it says; what is agreed to is remembered.
 * Throws UserError, which names variable and address, where that is refused or nobody is there to ask.
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
