/** `valuelex models remove`: deletes fetched models. */
import { removeModel } from '../../models/local/remove.ts';
import type { CommandContext } from '../command-context.ts';
import { bytesText } from '../plain-table.ts';

export async function removeModels(
  wanted: readonly string[],
  context: CommandContext,
): Promise<void> {
  const outside = await context.outside();
  for (const id of wanted) {
    const freed = await removeModel(id, { cacheFolder: outside.cache, env: outside.env });
    context.out(`${id} is removed; ${bytesText(freed)} are free again.`);
  }
}
