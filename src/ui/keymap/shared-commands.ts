/** Commands of several scenes that do the same in each. */

import { markdownOf } from '../components/markdown.ts';
import type { TextTable } from '../interface-options.ts';
import type { View } from '../scene.ts';
import { type Commands, each, needs } from './command.ts';
import { words } from './shared-words.ts';

/** Undo and redo, wherever edits are seen. */
export const editing = each(
  {
    undo: {
      keys: ['u'],
      label: 'undo',
      help: 'Undo the last edit; edits survive quitting.',
      group: 'open',
      needs: needs.undo,
      line: 'valuelex curate <run> undo',
    },
    redo: {
      keys: ['Ctrl+R'],
      label: 'redo',
      help: 'Do again what was undone.',
      group: 'open',
      needs: needs.redo,
      line: 'valuelex curate <run> redo',
    },
  },
  (edit, { act }: View) => void act.edit({ edit }),
);

/** The process that owns the run decides whether this pauses or continues it. */
export const pausing = {
  'pause-all': {
    keys: ['P'],
    label: 'pause',
    help: 'Pause the run, or continue it.',
    group: 'run',
    needs: needs.unfinished,
    reveals: true,
    line: 'valuelex run <run>',
    act: ({ session, act }) => session && void act.showReply(session.togglePause()),
  },
} satisfies Commands;

/** Commands for requests at once and for failed requests, wherever lanes are shown. */
export const asking = {
  fewer: {
    keys: ['{'],
    label: 'fewer',
    help: 'Ask less at once.',
    group: 'run',
    needs: needs.working,
    act: ({ session, act }) => session && void act.showReply(session.changeConcurrency(-1)),
  },
  more: {
    keys: ['}'],
    label: 'more',
    help: 'Ask more at once.',
    group: 'run',
    needs: needs.working,
    act: ({ session, act }) => session && void act.showReply(session.changeConcurrency(1)),
  },
  retry: {
    keys: ['R'],
    label: 'retry',
    help: 'Ask again what failed.',
    group: 'run',
    needs: needs.unfinished,
    act: ({ session, act }) => session && void act.showReply(session.retryErrors()),
  },
} satisfies Commands;

/** Copies a table; the message names it by `what`. */
export const copying = (
  tableOf: (view: View) => TextTable | null,
  what = 'the table as Markdown',
) =>
  ({
    'copy-table': {
      ...words['copy-table'],
      act: (view) => {
        const table = tableOf(view);
        if (table) view.act.copy(markdownOf(table), what);
      },
    },
  }) satisfies Commands;

/** Writes a table beside the run. */
export const writing = (tableOf: (view: View) => TextTable | null) =>
  ({
    'write-table': {
      ...words['write-table'],
      act: (view) => {
        const { act, options, session } = view;
        const table = tableOf(view);
        if (!table) return;
        void act
          .attempt('writing', () => options.writeTable(session, table))
          .then((files) => files && act.say(`written: ${files.join(', ')}`));
      },
    },
  }) satisfies Commands;
