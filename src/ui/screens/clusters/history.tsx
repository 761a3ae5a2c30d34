/** All edits in order: in force, undone, and those that no longer apply. */

import { paceOf, paceText } from '../../../clustering/pace.ts';
import { safeLine } from '../../../safe-text/safe-line.ts';
import { linesBody, pointed } from '../../components/body.tsx';
import { emptyLines } from '../../components/chrome.ts';
import { shownOf, windowAround } from '../../components/table-layout.ts';
import { editing } from '../../keymap/shared-commands.ts';
import { moving, words } from '../../keymap/shared-words.ts';
import { moveInList } from '../../list-position.ts';
import { defineScene, type View } from '../../scene.ts';
import { fill, plural } from '../../text.ts';
import { theme } from '../../theme.ts';
import { topLayerOf } from '../../ui-state.ts';

function entriesOf(view: View): { text: string; state: 'done' | 'undone' | 'unplaced' }[] {
  const curated = view.run?.results.curated;
  if (!curated) return [];
  return [
    ...curated.applied.map(({ text }) => ({ text, state: 'done' as const })),
    ...curated.undone.map(({ text }) => ({ text, state: 'undone' as const })),
    ...curated.unplaced.map((edit) => ({ text: edit.edit, state: 'unplaced' as const })),
  ];
}

function historyLines(view: View, width: number, height: number): string[] {
  const layer = topLayerOf(view.ui, 'history');
  const entries = entriesOf(view);
  if (!layer) return [];
  if (entries.length === 0)
    return emptyLines('Nothing was edited yet.', 'Esc goes back to the clusters', width);
  const shown = windowAround(layer.selected, entries.length, height - 1);
  const signs = { done: '✓', undone: '↶', unplaced: '▲' };
  const rows = entries.slice(shown.first, shown.end).map(({ text, state }, at) => {
    const note = { done: '', undone: ' (undone: Ctrl+R)', unplaced: ' (found no such words)' }[
      state
    ];
    const number = fill(String(shown.first + at + 1), 4, 'right');
    const line = `${number} ${signs[state]} ${safeLine(text)}${note}`;
    const lit = shown.first + at === layer.selected;
    return !lit && state !== 'done' ? `   ${theme.dim(line)}` : pointed(line, lit);
  });
  return [...rows, theme.dim(`   ${shownOf(shown, entries.length)}`)].map((line) =>
    fill(line, width),
  );
}

/** Goes to the state just after the selected edit, by repeated undo or redo. */
function goToSelected(view: View) {
  const layer = topLayerOf(view.ui, 'history');
  const entry = layer && entriesOf(view)[layer.selected];
  if (!entry || !view.session) return;
  if (entry.state === 'unplaced') return view.act.say('this edit found no such words', 'warning');
  const done = view.run?.results.curated?.applied.length ?? 0;
  const wanted = layer.selected + 1;
  if (done === wanted) return view.act.say('this is the present state');
  void goTo(view, wanted, done);
}

export const historyScene = defineScene({
  crumbs: () => ['history'],
  right: (view) => plural(entriesOf(view).length, 'edit'),
  so: ({ run }) => {
    const pace = run?.results.curated && paceOf(run.results.curated);
    return pace ? paceText(pace) : 'Every edit is on disk and can be undone, also tomorrow';
  },
  Body: linesBody(historyLines),
  commands: {
    ...moving((move, view) => {
      const layer = topLayerOf(view.ui, 'history');
      if (!layer) return;
      const selected = moveInList(layer.selected, move, entriesOf(view).length);
      view.act.replace({ ...layer, selected });
    }),
    open: { ...words.open, act: goToSelected },
    ...editing,
  },
  footer: ['undo', 'redo', 'back', 'help'],
});

/** Undoes or redoes edit by edit; stops at the first that cannot be written, which shows the error. */
async function goTo({ act }: View, wanted: number, done: number): Promise<void> {
  const edit = wanted < done ? 'undo' : 'redo';
  const steps = Array.from({ length: Math.abs(done - wanted) }, () => act.edit({ edit }));
  const taken = await Promise.all(steps);
  if (taken.every(Boolean)) act.say(`went to edit ${wanted}`);
}
