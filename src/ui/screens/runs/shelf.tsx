/** Screen 1, of what was put away: the archive, then the trash. */
import { linesBody } from '../../components/body.tsx';
import { emptyLines } from '../../components/chrome.ts';
import { moveInList } from '../../list-position.ts';
import type { Scene, View } from '../../scene.ts';
import { plural } from '../../text.ts';
import { openFolder } from './run-actions.ts';
import { bringBack, putAway, showShelf } from './run-moves.ts';
import { runTable } from './run-table.ts';

function shelfLines(view: View, width: number, height: number): string[] {
  const { shelf, list } = view.ui.runs;
  if (list === null) return ['', '   looking for runs …'];
  if (list.length === 0)
    return emptyLines(
      `Nothing is in the ${shelf}.`,
      shelf === 'archive' ? 'v shows the trash' : 'v shows the runs',
      width,
    );
  return runTable(view, list, width, height);
}

export const shelfScene: Scene = {
  crumbs: ({ ui }) => (ui.runs.shelf === null ? [] : [ui.runs.shelf]),
  right: ({ ui }) => (ui.runs.list ? plural(ui.runs.list.length, 'run') : ''),
  so: ({ ui }) =>
    ui.runs.shelf === 'archive'
      ? 'Put away, and kept: Enter opens a run where it lies, u brings it back'
      : 'Kept until valuelex runs empty-trash: u brings a run back',
  Body: linesBody(shelfLines),
  perform: (command, view) => {
    const { ui, act } = view;
    const { shelf, list, selected: at } = ui.runs;
    const selected = list?.[at];
    switch (command) {
      case 'open':
        if (!selected) return;
        if (shelf === 'trash')
          return act.say('it lies in the trash: u brings it back first', 'warning');
        return void openFolder(view, selected.folder, selected.finished ? null : selected.stage);
      case 'bring-back':
        if (selected) void bringBack(view, selected.folder);
        return;
      case 'delete-run':
        if (shelf === 'trash')
          return act.say('valuelex runs empty-trash deletes for good what lies here', 'warning');
        if (selected) void putAway(view, selected, 'trash');
        return;
      case 'next-shelf':
        return void showShelf(view, shelf === 'archive' ? 'trash' : null);
      case 'back':
        return void showShelf(view, null);
      default: {
        const to = moveInList(at, command, list?.length ?? 0);
        act.update((now) => ({ ...now, runs: { ...now.runs, selected: to } }));
      }
    }
  },
};
