/** Each kind of edit as a change of the groups. Each returns the edit in words, or null where no group or word matches. */
import { editText } from './edit-text.ts';
import type { EditedGroups } from './edited-groups.ts';
import type { Edit } from './edits.ts';

type EditOf<Kind extends Edit['edit']> = Extract<Edit, { edit: Kind }>;

export function applyEdit(groups: EditedGroups, edit: Edit): string | null {
  switch (edit.edit) {
    case 'rename':
      return rename(groups, edit);
    case 'merge':
      return merge(groups, edit);
    case 'split':
      return split(groups, edit);
    case 'move':
      return gather(groups, [edit.word], edit.to);
    case 'gather':
      return gather(groups, edit.words, edit.to);
    case 'discard':
      return discard(groups, edit);
    case 'restore':
      return restore(groups, edit);
    case 'confirm':
      return confirm(groups, edit);
    case 'approve':
      return approve(groups, edit);
    case 'apart':
      return keepApart(groups, edit);
    case 'divide':
      // The word is not there before the lexicon is read again. More answers of a word that is there leave it where it is.
      if (!groups.state.settled.has(edit.as)) gather(groups, [edit.as], null);
      return editText(edit);
    default:
      return editText(edit);
  }
}

function rename({ state, place }: EditedGroups, edit: EditOf<'rename'>): string | null {
  const group = place(edit.cluster);
  if (!group) return null;
  const text =
    group.name === edit.name ? `keep the name ${edit.name}` : `rename ${group.name} → ${edit.name}`;
  group.name = edit.name;
  group.named = true;
  state.judged.names.push(edit.cluster);
  return text;
}

/** The cluster that is named last takes in the others. */
function merge({ state, place, drop }: EditedGroups, edit: EditOf<'merge'>): string | null {
  const groups = [...new Set(edit.clusters.map(place).filter((group) => group !== null))];
  const into = place(edit.clusters.at(-1)!) ?? groups.at(-1);
  const placed = edit.clusters.filter((words) => place(words) !== null).length;
  if (!into || placed < 2) return null;
  const from = groups.filter((group) => group !== into);
  // Merging a cluster of one word is a decision about that word.
  for (const { words } of groups) if (words.size === 1) state.settled.add([...words][0]!);
  for (const group of from) state.judged.pairs.push([[...group.words], [...into.words]]);
  const text = `merge ${from.map((group) => group.name).join(', ') || into.name} → ${edit.name ?? into.name}`;
  for (const group of from) {
    for (const word of group.words) into.words.add(word);
    drop(group);
    state.became.set(group, into);
  }
  if (edit.name !== undefined) {
    into.name = edit.name;
    into.named = true;
  }
  return text;
}

function split({ state, place, take, found }: EditedGroups, edit: EditOf<'split'>): string | null {
  const group = place(edit.cluster);
  const out = [...new Set(edit.out)].filter((word) => group?.words.has(word));
  if (!group || out.length === 0) return null;
  const from = group.name;
  const rest = [...group.words].filter((word) => !out.includes(word));
  for (const word of out) state.settled.add(word);
  if (rest.length > 0) state.judged.pairs.push([out, rest]);
  if (out.length === group.words.size) {
    group.name = edit.name ?? from;
    group.named ||= edit.name !== undefined;
    return `split ${group.name} from ${from}`;
  }
  for (const word of out) take(word);
  const made = found(out, edit.name);
  return `split ${made.name} from ${from}`;
}

/** Puts words of any clusters, or of the tray, into the cluster with most of `to`, or into one of their own. */
function gather(
  { state, holderOf, place, take, found }: EditedGroups,
  words: readonly string[],
  to: readonly string[] | null,
): string | null {
  const known = [...new Set(words)].filter(
    (word) => holderOf(word) !== null || state.discarded.has(word),
  );
  const target = to && place(to.filter((word) => !known.includes(word)));
  if (known.length === 0 || (to && !target)) return null;
  for (const word of known) {
    state.settled.add(word);
    state.discarded.delete(word);
    if (!target?.words.has(word)) take(word);
    target?.words.add(word);
  }
  if (target) return `move ${list(known)} → ${target.name}`;
  found(known);
  return `move ${list(known)} → ${known.length > 1 ? 'a cluster of their own' : 'on its own'}`;
}

function discard({ state, holderOf, take }: EditedGroups, edit: EditOf<'discard'>): string | null {
  const words = [...new Set(edit.words)].filter((word) => holderOf(word));
  if (words.length === 0) return null;
  for (const word of words) {
    const group = holderOf(word);
    take(word);
    state.discarded.set(word, group);
  }
  return `discard ${list(words)}`;
}

/** Words of the tray go back to the cluster they came from, or to what it was merged into. */
function restore({ state, found }: EditedGroups, edit: EditOf<'restore'>): string | null {
  const words = [...new Set(edit.words)].filter((word) => state.discarded.has(word));
  if (words.length === 0) return null;
  for (const word of words) {
    let home = state.discarded.get(word) ?? null;
    state.discarded.delete(word);
    while (home && state.became.has(home)) home = state.became.get(home)!;
    // An emptied home comes back with its name.
    if (home && !state.groups.includes(home)) state.groups.push(home);
    if (home) home.words.add(word);
    else found([word]);
  }
  return `restore ${list(words)}`;
}

function confirm({ state, holderOf }: EditedGroups, edit: EditOf<'confirm'>): string | null {
  const group = holderOf(edit.word);
  if (!group && !state.discarded.has(edit.word)) return null;
  state.settled.add(edit.word);
  return `confirm ${edit.word} ${group ? `in ${group.name}` : 'as discarded'}`;
}

function approve({ state, place }: EditedGroups, edit: EditOf<'approve'>): string | null {
  const group = place(edit.cluster);
  if (!group) return null;
  for (const word of group.words) state.settled.add(word);
  return `approve ${group.name}`;
}

function keepApart({ state, place }: EditedGroups, edit: EditOf<'apart'>): string | null {
  const [a, b] = edit.clusters.map(place);
  if (!a || !b || a === b) return null;
  state.judged.pairs.push(edit.clusters);
  return `keep ${a.name} and ${b.name} apart`;
}

function list(words: readonly string[]): string {
  return words.length > 3
    ? `${words.slice(0, 2).join(', ')} and ${words.length - 2} more`
    : words.join(', ');
}
