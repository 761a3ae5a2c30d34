/** Screen 1 with the runs of a shelf: the archive, then the trash. */

import { linesBody } from '../../components/body.tsx';
import { emptyLines } from '../../components/chrome.ts';
import { moving, words } from '../../keymap/shared-words.ts';
import { moveInList } from '../../list-position.ts';
import { allOff, defineScene, type View } from '../../scene.ts';
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

const selectedRow = ({ ui }: View) => ui.runs.list?.[ui.runs.selected];

export const shelfScene = defineScene({
  crumbs: ({ ui }) => (ui.runs.shelf === null ? [] : [ui.runs.shelf]),
  right: ({ ui }) => (ui.runs.list ? plural(ui.runs.list.length, 'run') : ''),
  so: ({ ui }) =>
    ui.runs.shelf === 'archive'
      ? 'Archived runs are kept: Enter opens one in the archive, u brings it back'
      : 'Kept until valuelex runs empty-trash: u brings a run back',
  Body: linesBody(shelfLines),
  commands: {
    ...moving((move, view) => {
      const { list, selected } = view.ui.runs;
      const to = moveInList(selected, move, list?.length ?? 0);
      view.act.update((now) => ({ ...now, runs: { ...now.runs, selected: to } }));
    }),
    open: {
      ...words.open,
      act: (view) => {
        const row = selectedRow(view);
        if (row) void openFolder(view, row.folder, row.finished ? null : row.stage);
      },
    },
    'delete-run': {
      ...words['delete-run'],
      act: (view) => {
        const row = selectedRow(view);
        if (row) putAway(view, row, 'trash');
      },
    },
    'bring-back': {
      keys: ['u'],
      label: 'bring back',
      help: 'Bring the selected run back.',
      group: 'runs',
      line: 'valuelex runs restore <run>',
      act: (view) => {
        const row = selectedRow(view);
        if (row) void bringBack(view, row.folder);
      },
    },
    'next-shelf': {
      keys: ['v'],
      label: 'next',
      help: 'Show the trash; after it, the runs.',
      group: 'runs',
      line: 'valuelex runs --trash',
      act: (view) => void showShelf(view, view.ui.runs.shelf === 'archive' ? 'trash' : null),
    },
  },
  back: (view) => void showShelf(view, null),
  off: (view) => {
    if (!selectedRow(view)) return allOff(['open', 'bring-back', 'delete-run'], 'nothing is here');
    return view.ui.runs.shelf === 'trash'
      ? {
          open: 'it is in the trash: u brings it back first',
          'delete-run': 'valuelex runs empty-trash deletes for good the runs in the trash',
        }
      : {};
  },
  footer: ['open', 'bring-back', 'delete-run', 'next-shelf', 'back', 'help', 'quit'],
});
