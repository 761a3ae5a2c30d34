/** The researcher's decisions about words and clusters, each with its alternatives. */
import type { Clustering } from './clusters.ts';
import { walkEdits } from './curate.ts';
import type { Edit } from './edits.ts';

/** Words are positions in the clustering. `at` is the edit's place in the log. */
export type HandDecision = { at: number } & (
  | {
      kind: 'word';
      word: number;
      /** The other words of each cluster that has any. */
      clusters: readonly (readonly number[])[];
      /** Which of these it was put into or left in; null: it stands alone. */
      taken: number | null;
      /** Which of these it stood in before. */
      before: number | null;
    }
  | { kind: 'pair'; a: readonly number[]; b: readonly number[]; together: boolean }
);

/**
 * The decisions among the edits in force, oldest first: words that were confirmed or moved, clusters that were merged,
 * split, or kept apart. Pure.
 */
export function handDecisions(clustering: Clustering, edits: readonly Edit[]): HandDecision[] {
  const position = new Map(clustering.words.map(({ word }, i) => [word, i]));
  const decisions: HandDecision[] = [];
  walkEdits(clustering, edits, ({ edit, at }, clusters) => {
    const known = (words: Iterable<string>) =>
      [...words].flatMap((word) => position.get(word) ?? []);
    const pair = (a: readonly string[], b: readonly string[], together: boolean) => {
      const [left, right] = [known(a), known(b)];
      if (left.length > 0 && right.length > 0)
        decisions.push({ at, kind: 'pair', a: left, b: right, together });
    };
    /** `to` null: on their own; undefined: where they stand. */
    const put = (words: readonly string[], to: readonly string[] | null | undefined) => {
      const moved = new Set(known(words));
      const members = clusters.map((cluster) => known(cluster).filter((one) => !moved.has(one)));
      const others = members.filter((cluster) => cluster.length > 0);
      const placeOf = (wanted: ReadonlySet<number>) => {
        const held = others.map((cluster) => cluster.filter((one) => wanted.has(one)).length);
        const most = Math.max(0, ...held);
        return most > 0 ? held.indexOf(most) : null;
      };
      for (const word of words) {
        const i = position.get(word);
        if (i === undefined) continue;
        const own = members[clusters.findIndex((cluster) => cluster.has(word))];
        // It stays discarded, which is no decision about clusters.
        if (to === undefined && own === undefined) continue;
        const before = own && own.length > 0 ? others.indexOf(own) : null;
        const taken = to === undefined ? before : to && placeOf(new Set(known(to)));
        decisions.push({ at, kind: 'word', word: i, clusters: others, taken, before });
      }
    };
    switch (edit.edit) {
      case 'confirm':
        put([edit.word], undefined);
        break;
      case 'move':
        put([edit.word], edit.to);
        break;
      case 'gather':
        put(edit.words, edit.to);
        break;
      case 'merge':
        for (const from of edit.clusters.slice(0, -1)) pair(from, edit.clusters.at(-1)!, true);
        break;
      case 'apart':
        pair(...edit.clusters, false);
        break;
      case 'split': {
        const out = new Set(edit.out);
        pair(
          edit.out,
          edit.cluster.filter((word) => !out.has(word)),
          false,
        );
        break;
      }
    }
  });
  return decisions;
}
