/** `valuelex models pull`: fetches models into the cache. */
import { catalogue } from '../../models/local/catalogue.ts';
import { findFetchable } from '../../models/local/encoders.ts';
import type { CommandContext } from '../command-context.ts';
import { bytesText } from '../plain-table.ts';
import { pullWithProgress } from './fetch-missing-models.ts';

/** The two default models unless others are named; `embedding` is the encoder for clusters. Prints size and licence before it fetches. */
export async function pullModels(
  wanted: readonly string[],
  options: { json?: boolean },
  context: CommandContext,
): Promise<void> {
  const outside = await context.outside();
  const specs = wanted.length > 0 ? wanted : catalogue.map((model) => model.id);
  const pulled = [];
  for (const spec of specs) {
    const known = findFetchable(spec.replace(/^local:/, ''));
    if (known) context.note(`${known.title}: ${bytesText(known.bytes)}, licence ${known.licence}`);
    pulled.push(await pullWithProgress(spec, outside, context));
  }
  if (options.json) context.out(JSON.stringify(pulled, null, 1));
  else for (const one of pulled) context.out(`local:${one.id}  ${one.path}`);
}
