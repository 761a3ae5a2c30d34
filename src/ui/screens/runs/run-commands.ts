/** Commands on runs, also before there is one. */
import type { Commands } from '../../keymap/command.ts';
import { words } from '../../keymap/shared-words.ts';
import type { View } from '../../scene.ts';
import { askCheck, askImport, runCommandLine } from './run-actions.ts';
import { bringLastBack, showShelf } from './run-moves.ts';

/** Commands of the first screen, with or without runs in the list. */
export const beginning = {
  import: {
    keys: ['i'],
    label: 'import',
    help: 'Import answers that were collected elsewhere.',
    group: 'runs',
    line: 'valuelex import <file> --as responses',
    act: (view) => askImport(view),
  },
  check: {
    keys: ['c'],
    label: 'check',
    help: 'Check a new model against the selected run.',
    group: 'runs',
    line: 'valuelex check <model> --against <run>',
    act: askCheck,
  },
  'bring-back': {
    keys: ['u'],
    label: 'bring back',
    help: 'Bring back the run that was put away last.',
    group: 'runs',
    line: 'valuelex runs restore <run>',
    act: bringLastBack,
  },
  'next-shelf': {
    keys: ['v'],
    label: 'put away',
    help: 'Show the archive.',
    group: 'runs',
    line: 'valuelex runs --archived',
    act: (view) => void showShelf(view, 'archive'),
  },
} satisfies Commands;

/** Commands on the open run. */
export const ofOpenRun = {
  browser: { ...words.browser, act: (view) => openPage(view) },
  'copy-command': {
    ...words['copy-command'],
    act: ({ act, run }) =>
      run && act.copy(runCommandLine(run.folder), 'the command of the open run'),
  },
} satisfies Commands;

/** Opens a page of the open run, by default the report. */
export function openPage({ act, options, run }: View, page?: string): void {
  if (!run) return;
  void act.attempt('opening the report', () =>
    options.openInBrowser(page ?? `${run.folder}/report.html`),
  );
}
