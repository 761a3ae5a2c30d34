/** The edit that settles a word which two curators put into different clusters. Pure. */
import type { Curated } from './curate.ts';
import type { Dispute } from './curators.ts';
import type { SecondCuration } from './curators-of-run.ts';
import type { Edit } from './edits.ts';

/**
 * The edit that gives the word the cluster chosen by one of the curators. The first curator's is its present one. The
 * second's is the cluster of its mates there that the first also put with it, or that were settled as the second had them; without any it gets a cluster of its own, and its mates follow when they are settled alike. A word that is there already is confirmed.
 */
export function homeEdit(
  { word, first, second: mates }: Dispute,
  took: 'first' | 'second',
  second: SecondCuration,
  now: Pick<Curated, 'clusters' | 'discarded' | 'applied'>,
): Edit {
  const confirm: Edit = { edit: 'confirm', word };
  const isDiscarded = now.discarded.some((one) => one.word === word);
  if ((took === 'first' ? first : mates) === null)
    return isDiscarded ? confirm : { edit: 'discard', words: [word] };
  const own = now.clusters.find(({ words }) => words.includes(word));
  if (took === 'first') {
    // It was settled with another second curator before.
    const wasMoved = now.applied.some(({ edit }) => edit.settled?.word === word);
    return wasMoved ? into(first!, word, own, now) : confirm;
  }
  const open = new Set(second.disputes.map((one) => one.word));
  for (const { edit } of now.applied)
    if (edit.settled?.second === second.name && edit.settled.took === 'second')
      open.delete(edit.settled.word);
  return into(
    mates!.filter((one) => !open.has(one)),
    word,
    own,
    now,
  );
}

type Group = Pick<Curated['clusters'][number], 'words'>;

/** Into the cluster that holds most of the mates; without any, into one of its own. */
function into(
  mates: readonly string[],
  word: string,
  own: Group | undefined,
  { clusters }: { clusters: readonly Group[] },
): Edit {
  const held = ({ words }: Group) => words.filter((one) => mates.includes(one)).length;
  const home = clusters.toSorted((a, b) => held(b) - held(a))[0];
  if (!home || held(home) === 0)
    return own?.words.length === 1 ? { edit: 'confirm', word } : { edit: 'move', word, to: null };
  return home === own ? { edit: 'confirm', word } : { edit: 'move', word, to: [...home.words] };
}

/** The disputed words that are not settled yet, or whose settlement was undone. */
export function openDisputes(
  { name, disputes }: SecondCuration,
  { applied }: Pick<Curated, 'applied'>,
): Dispute[] {
  const settled = new Set(
    applied.flatMap(({ edit }) => (edit.settled?.second === name ? [edit.settled.word] : [])),
  );
  return disputes.filter(({ word }) => !settled.has(word));
}
