/** Words of commands that several scenes share; a scene adds its act. */
import type { Move } from '../list-position.ts';
import type { View } from '../scene.ts';
import { each, needs, type Words } from './command.ts';

export const moveWords = {
  up: {
    keys: ['↑', 'k'],
    label: 'up',
    help: 'Up; from the first line to the last.',
    group: 'move',
  },
  down: {
    keys: ['↓', 'j'],
    label: 'down',
    help: 'Down; the line after the last leads to the next step.',
    group: 'move',
  },
  top: { keys: ['g', 'Home'], label: 'first', help: 'To the first line.', group: 'move' },
  bottom: { keys: ['G', 'End'], label: 'last', help: 'To the last line.', group: 'move' },
  'page-down': {
    keys: ['Ctrl+D', 'PageDown'],
    label: 'page down',
    help: 'Half a page down.',
    group: 'move',
  },
  'page-up': {
    keys: ['Ctrl+U', 'PageUp'],
    label: 'page up',
    help: 'Half a page up.',
    group: 'move',
  },
} as const satisfies Record<Move, Words>;

/** The keys that move a cursor up and down. */
export const moving = (act: (move: Move, view: View) => void) => each(moveWords, act);

const openWords = {
  open: {
    keys: ['Enter'],
    label: 'open',
    help: 'Open what is selected; from any number down to the raw line.',
    group: 'open',
  },
  mark: { keys: ['Space'], label: 'mark', help: 'Mark or unmark.', group: 'open' },
  'mark-range': {
    keys: ['v'],
    label: 'range',
    help: 'Mark from the last mark to here.',
    group: 'open',
  },
  'mark-all': {
    keys: ['a'],
    label: 'all shown',
    help: 'Mark all that is shown, or none.',
    group: 'open',
  },
  source: {
    keys: ['o'],
    label: 'raw line',
    help: 'Open the raw line of the log in your editor.',
    group: 'open',
    reveals: true,
  },
} as const satisfies Record<string, Words>;

const clusterWords = {
  take: {
    keys: ['Enter'],
    label: 'takes ▸',
    help: 'Take the choice that the pointer is on.',
    group: 'clusters',
  },
  'any-cluster': {
    keys: ['/', 'm'],
    label: 'any cluster',
    help: 'Put the word, or the cluster, into a cluster that you type.',
    group: 'clusters',
  },
  'own-cluster': {
    keys: ['n'],
    label: 'new',
    help: 'Make a cluster of its own for the word.',
    group: 'clusters',
  },
  later: {
    keys: ['→'],
    label: 'later',
    help: 'Leave this decision for later.',
    group: 'clusters',
  },
  contexts: {
    keys: ['c'],
    label: 'contexts',
    help: 'Show the word in all its contexts.',
    group: 'clusters',
  },
  discard: {
    keys: ['x'],
    label: 'discard',
    help: 'Discard to the tray; in the tray: bring back.',
    group: 'clusters',
    needs: needs.clusters,
    line: 'valuelex curate <run> discard <word>',
  },
  lens: {
    keys: ['L'],
    label: 'part',
    help: 'Look at part of the run, such as base models alone, beside the whole.',
    group: 'clusters',
    needs: needs.clusters,
    line: 'valuelex lens <run> --where <condition>',
  },
} as const satisfies Record<string, Words>;

const runWords = {
  'new-run': {
    keys: ['n'],
    label: 'new',
    help: 'Choose models and start a new run.',
    group: 'runs',
    line: 'valuelex run --new',
  },
  'delete-run': {
    keys: ['x'],
    label: 'delete',
    help: 'Move the selected run to the trash.',
    group: 'runs',
    line: 'valuelex runs delete <run>',
  },
  download: {
    keys: ['d'],
    label: 'fetch',
    help: 'Fetch the two default models.',
    group: 'models',
    line: 'valuelex models pull',
  },
  rescan: { keys: ['R'], label: 'look again', help: 'Look for models again.', group: 'models' },
  'pause-lane': {
    keys: ['p'],
    label: 'pause lane',
    help: 'Pause the selected lane, or continue it.',
    group: 'run',
    needs: needs.working,
  },
  browser: {
    keys: ['B'],
    label: 'browser',
    help: 'Open the report in the browser.',
    group: 'report',
    needs: needs.run,
  },
  'copy-command': {
    keys: ['C'],
    label: 'copy command',
    help: 'Copy the command that makes this run again.',
    group: 'report',
    needs: needs.run,
  },
} as const satisfies Record<string, Words>;

const tableWords = {
  find: { keys: ['/'], label: 'find', help: 'Find a text.', group: 'table' },
  keep: { keys: ['&'], label: 'keep', help: 'Keep only rows that hold a text.', group: 'table' },
  'find-next': {
    keys: ['n'],
    label: 'next',
    help: 'The next place with the text.',
    group: 'table',
  },
  'find-previous': {
    keys: ['N'],
    label: 'previous',
    help: 'The place before with the text.',
    group: 'table',
  },
  reset: {
    keys: ['r'],
    label: 'reset',
    help: 'All rows and columns, as computed.',
    group: 'table',
  },
  sort: {
    keys: ['S'],
    label: 'sort',
    help: 'Sort by this column: down, up, as computed.',
    group: 'table',
  },
  'copy-table': {
    keys: ['Y'],
    label: 'copy',
    help: 'Copy this table as Markdown.',
    group: 'table',
  },
  'write-table': {
    keys: ['w'],
    label: 'write',
    help: 'Write this table beside the run.',
    group: 'table',
    reveals: true,
  },
} as const satisfies Record<string, Words>;

export const words = { ...openWords, ...clusterWords, ...runWords, ...tableWords };

/** The keys that go to the next and the last place with the text that was looked for. */
export const findingNext = (act: (step: 1 | -1, view: View) => void) =>
  each(
    { 'find-next': words['find-next'], 'find-previous': words['find-previous'] },
    (id, view: View) => act(id === 'find-next' ? 1 : -1, view),
  );
