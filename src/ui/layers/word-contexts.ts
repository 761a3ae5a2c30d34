/** Whether the contexts of a word fall into two groups, computed for the concordance that shows them. */
import { useEffect } from 'react';
import type { ContextGroups } from '../../clustering/context-groups.ts';
import type { Lexicon } from '../../lexicon/lexicon.ts';
import type { View } from '../scene.ts';
import { excerptsOf } from './excerpts.ts';

/** Kept per lexicon and word. */
const known = new WeakMap<Lexicon, Map<string, ContextGroups>>();

/** Undefined until it is computed. */
export function contextGroupsOf({ run }: View, word: string): ContextGroups | undefined {
  const lexicon = run?.results.lexicon;
  return lexicon ? known.get(lexicon)?.get(word) : undefined;
}

/** "s splits two groups of contexts: 131 near privacy, 57 near order (gap statistic)"; empty without a result. */
export function contextGroupsText(groups: ContextGroups | undefined): string {
  if (!groups || groups.found === 'few') return '';
  if (groups.found === 'one') return 'one group of contexts (gap statistic)';
  const each = groups.groups.map(({ size, near }) => `${size} near ${near}`);
  return `s splits two groups of contexts: ${each.join(', ')} (gap statistic)`;
}

/** The answers in which the word stands in the smaller group of contexts alone; empty without two groups. */
export function smallerGroup(
  contexts: readonly { id: string }[],
  groups: ContextGroups | undefined,
): string[] {
  if (groups?.found !== 'two') return [];
  const idsOf = (label: 0 | 1) =>
    new Set(contexts.flatMap(({ id }, at) => (groups.labels[at] === label ? [id] : [])));
  const others = idsOf(0);
  return [...idsOf(1)].filter((id) => !others.has(id));
}

/** Computes the groups of the word whose concordance is open, then draws the screen again. */
export function useContextGroups(view: View): void {
  const { ui, run, session, act } = view;
  const layer = ui.layers[ui.screen].at(-1);
  const word = layer?.kind === 'concordance' ? layer.word : null;
  const lexicon = run?.results.lexicon ?? null;
  // biome-ignore lint/correctness/useExhaustiveDependencies: the contexts follow from lexicon and word.
  useEffect(() => {
    if (word === null || !session || !lexicon || known.get(lexicon)?.has(word)) return;
    const keep = (groups: ContextGroups) => {
      known.set(lexicon, (known.get(lexicon) ?? new Map()).set(word, groups));
      act.update((now) => ({ ...now }));
    };
    // A failure is not kept: opening the word again computes it again. The end of the thread is reported elsewhere.
    session
      .contextGroups(excerptsOf(view, word).map(({ before, after }) => `${before} ${after}`))
      .then(keep, () => {});
  }, [word, lexicon, session, act]);
}
