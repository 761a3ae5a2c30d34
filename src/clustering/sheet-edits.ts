/** Edits from a filled sheet of words with the names of their clusters. Pure. */
import type { Curated } from './curate.ts';
import type { Edit } from './edits.ts';
import { sameClusters } from './moved-words.ts';

/** The entry in the column of clusters that discards a word. */
export const discardedMark = 'discarded';

export type SheetRow = { word: string; cluster: string };

/**
 * The edits that turn the clusters into those of the sheet: one for each cluster that does not exist yet, one for
 * discarded words. Words that are not in the sheet stay where they are. No edits without a change.
 */
export function editsOfSheet(rows: readonly SheetRow[], curated: Curated): Edit[] {
  const wanted = [...Map.groupBy(rows, ({ cluster }) => cluster)].map(([name, own]) => ({
    name,
    words: own.map(({ word }) => word),
  }));
  const tray = new Set(curated.discarded.map(({ word }) => word));
  const dropped = wanted
    .filter(({ name }) => name === discardedMark)
    .flatMap(({ words }) => words)
    .filter((word) => !tray.has(word));
  const kept = wanted.filter(({ name }) => name !== discardedMark);
  const goesOnAs = sameClusters(kept, curated.clusters);
  const made = kept.flatMap(({ name, words }, at): Edit[] => {
    const now = curated.clusters[goesOnAs.get(at) ?? -1];
    const stands =
      now?.words.length === words.length && words.every((one) => now.words.includes(one));
    const named: Edit[] =
      stands && now.name === name ? [] : [{ edit: 'rename', cluster: words, name }];
    if (stands) {
      const seen = words.every((word) => curated.settled.has(word));
      return seen ? named : [{ edit: 'approve', cluster: words }, ...named];
    }
    return [{ edit: 'gather', words, to: null }, ...named];
  });
  return [...(dropped.length > 0 ? [{ edit: 'discard' as const, words: dropped }] : []), ...made];
}
