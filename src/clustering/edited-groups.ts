/** The clusters while edits are replayed on them: groups of words, the tray, and what the researcher decided. */
import { titleCase } from './naming.ts';

export type Group = {
  words: Set<string>;
  name: string;
  /** Named by a person; the name is kept whatever words the group loses. */
  named: boolean;
};

/** What the edits have changed so far. */
export type GroupState = {
  groups: Group[];
  /** word → the group it was discarded from. */
  discarded: Map<string, Group | null>;
  settled: Set<string>;
  judged: { pairs: [string[], string[]][]; names: string[][] };
  /** Merged groups lead to what they became. */
  became: Map<Group, Group>;
};

export type EditedGroups = ReturnType<typeof createEditedGroups>;

/** The clusters before any edit, and the steps that edits are made of. `nameOf` names a group by its words. */
export function createEditedGroups(
  clusters: readonly { words: readonly string[]; name: string; named: boolean }[],
  countOf: (word: string) => number,
  nameOf: (words: Iterable<string>) => string,
) {
  const state: GroupState = {
    groups: clusters.map(({ words, name, named }) => ({ words: new Set(words), name, named })),
    discarded: new Map(),
    settled: new Set(),
    judged: { pairs: [], names: [] },
    became: new Map(),
  };

  const holderOf = (word: string) => state.groups.find((group) => group.words.has(word)) ?? null;
  const said = (group: Group) => [...group.words].reduce((sum, word) => sum + countOf(word), 0);

  /** The group with most of the words; of equals the one most said. Null where no group has any. */
  function place(words: readonly string[]): Group | null {
    let best: Group | null = null;
    let most = 0;
    const wanted = new Set(words);
    for (const group of state.groups) {
      let held = 0;
      for (const word of wanted) if (group.words.has(word)) held++;
      if (held > most || (held > 0 && held === most && best && said(group) > said(best))) {
        most = held;
        best = group;
      }
    }
    return best;
  }

  function drop(group: Group): void {
    state.groups = state.groups.filter((other) => other !== group);
  }

  /** Takes a word out of its group. An empty group is dropped; one that lost its namesake is named again. */
  function take(word: string): void {
    const group = holderOf(word);
    if (!group) return;
    group.words.delete(word);
    if (group.words.size === 0) drop(group);
    else if (!group.named && titleCase(word) === group.name) group.name = nameOf(group.words);
  }

  function found(words: readonly string[], name?: string): Group {
    const group = {
      words: new Set(words),
      name: name ?? nameOf(words),
      named: name !== undefined,
    };
    state.groups.push(group);
    return group;
  }

  return { state, holderOf, place, drop, take, found };
}
