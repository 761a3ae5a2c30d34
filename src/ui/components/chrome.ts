/** The lines around every screen: where you are, so what, messages. */

import { basename } from 'node:path';
import type { Trouble } from '../../facts/trouble.ts';
import { shelfOf } from '../../run/shelves.ts';
import type { RunState } from '../../run/state.ts';
import { safeLine } from '../../safe-text/safe-line.ts';
import { computingItem } from '../computing.ts';
import type { View } from '../scene.ts';
import { clock, columnsOf, cut, ends, fill, money, wrap } from '../text.ts';
import { theme } from '../theme.ts';
import { screenNames } from '../ui-state.ts';

/** Line 1: " valuelex  quiet-otter ▸ 4 Clusters", then the running computation or a note of the screen. */
export function headerLine(
  view: View,
  crumbs: readonly string[],
  right: string,
  columns: number,
): string {
  const { run, ui } = view;
  const curator = run?.curator === undefined ? '' : `${safeLine(run.curator)}, blind ▸ `;
  const name = run ? `${safeLine(run.name)} ▸ ${curator}` : '';
  const marker = run?.simulated ? `${theme.reverse(' SIMULATED ')} ` : '';
  const screen = `${ui.screen} ${screenNames[ui.screen - 1]}`;
  const lead = ` ${theme.bold('valuelex')}  ${marker}${name}`;
  const path = [...crumbs];
  const place = () => [screen, ...path].map(safeLine).join(' ▸ ');
  // The present place matters more than the path to it.
  while (path.length > 1 && columnsOf(lead) + columnsOf(place()) > columns - 2)
    path.splice(0, path[0] === '…' ? 2 : 1, '…');
  const left = lead + theme.bold(place());
  // The path must stay readable, so the items at the right are cut first.
  const room = Math.max(0, columns - columnsOf(left) - 2);
  const stoppable = stoppableItem(view);
  const own = runItem(run, ui.busy);
  const whole = [own, stoppable, own ? '' : right || (run ? '' : 'no run open')]
    .filter(Boolean)
    .join('  ');
  // Fewer columns of the screen's own text would be of no use.
  const fits = own !== '' || columnsOf(stoppable) + leastBeside <= room;
  const shown = fits ? whole : stoppable || whole;
  return fill(ends(left, cut(shown, room), columns), columns);
}

/** The least columns of a screen's own text beside a running computation; with fewer it is left out. */
const leastBeside = 8;

/** What Ctrl+X would stop, in short; '' when there is nothing to stop. */
function stoppableItem(view: View): string {
  const { fetch } = view.ui;
  // A working run reports its own activity.
  const computing = view.run?.status === 'working' ? '' : computingItem(view);
  if (!fetch) return computing;
  const { done = 0, total = 0 } = fetch.progress ?? {};
  const part = total > 0 ? `${Math.floor((100 * done) / total)} %` : 'fetching';
  return `${computing ? `${computing}  ` : ''}↓ ${part}`;
}

/** What the run does, or why it does nothing, in short; '' when there is nothing to report. */
function runItem(run: RunState | null, busy: string | null): string {
  if (run && (run.status === 'working' || run.status === 'pausing')) {
    const parts = [`● ${safeLine(run.activity)}`];
    if (run.rate >= 0.05)
      parts.push(`${run.rate < 10 ? run.rate.toFixed(1) : Math.round(run.rate)}/s`);
    if (run.spend > 0) parts.push(money(run.spend));
    if (run.secondsLeft !== null) parts.push(clock(run.secondsLeft));
    return parts.join('  ');
  }
  if (busy) return `● ${busy}`;
  const reason = (word: string, why: string) => (why === word ? word : `${word}: ${safeLine(why)}`);
  if (run?.status === 'paused') return `‖ ${reason('paused', run.activity)}`;
  if (run?.status === 'failed') return `▲ ${reason('stopped', run.activity)}`;
  return '';
}

/** Lines 2 and 3: the answer to "so what?", coloured as a warning if it begins with ▲. Help shows the part that does not fit. */
export function soLines(text: string, columns: number): [string, string] {
  const [first, second] = twoLines(text, columns);
  const styled = (line: string) => (text.startsWith('▲') ? theme.warning(line) : line);
  return [styled(first), styled(second)];
}

/** Whether the text fits on lines 2 and 3. */
export function fitsTwoLines(text: string, columns: number): boolean {
  return wrap(safeLine(text), columns - 3).length <= 2;
}

/** A text on two lines, the second one indented; a longer text ends in "…". */
function twoLines(text: string, columns: number): [string, string] {
  const safe = safeLine(text);
  if (columnsOf(safe) < columns) return [fill(` ${safe}`, columns), fill('', columns)];
  const [first = '', ...rest] = wrap(safe, columns - 3);
  return [fill(` ${first}`, columns), fill(`   ${rest.join(' ')}`, columns)];
}

/** Why nothing is written, and what to do; each fits a line of 80 columns. */
export const troubleWords: Readonly<Record<Trouble['kind'], string>> = {
  gone: 'the run folder was moved or deleted; W writes the run elsewhere',
  'read-only': 'the run folder is read-only now; W writes the run elsewhere',
  full: 'the disk is full; make room, or W writes the run elsewhere',
};

/** The message above the keys: one line, or two for a longer text. */
export function messageLines(view: View, columns: number): string[] {
  const { text, warning } = messageOf(view);
  return warning ? warningLines(text, columns) : oneOrTwoLines(text, columns);
}

/** A warning above the keys or above an open field. */
export function warningLines(text: string, columns: number): string[] {
  return oneOrTwoLines(`▲ ${text}`, columns).map((line) => theme.warning(line));
}

function oneOrTwoLines(text: string, columns: number): string[] {
  const [first, second] = twoLines(text, columns);
  return second.trim() === '' ? [first] : [first, second];
}

function messageOf({ ui, run }: View): { text: string; warning: boolean } {
  if (ui.message) return ui.message;
  if (run?.trouble) return { text: `not saved: ${troubleWords[run.trouble.kind]}`, warning: true };
  const problem = run?.problems.at(-1);
  // A message of the run from before the last key has been read, or is out of date.
  const unread = run?.message === ui.readMessage ? '' : run?.message;
  const text = unread || (problem && run?.status !== 'finished' ? `▲ ${problem}` : '');
  return { text, warning: false };
}

/** The lines shown when no run is open: how to open one, and how to bring back the last run moved to the archive or trash. */
export function noRunLines({ ui }: View, columns: number): string[] {
  const last = ui.runs.away.at(-1);
  const shelf = last === undefined ? null : shelfOf(last);
  return [
    ...emptyLines('No run is open.', '1 opens one, 2 starts one', columns),
    ...(last === undefined || shelf === null
      ? []
      : [
          '',
          theme.dim(`   ${safeLine(basename(last))} is in the ${shelf}: 1, then u brings it back`),
        ]),
  ];
}

/** The lines of an empty screen: what is missing, and what to do. */
export function emptyLines(what: string, next: string, columns: number): string[] {
  const wrapped = (text: string, room: number) => wrap(safeLine(text), room);
  return [
    '',
    ...wrapped(what, columns - 4).map((line) => fill(`   ${line}`, columns)),
    '',
    ...wrapped(next, columns - 6).map((line, at) =>
      fill(`   ${at === 0 ? theme.accent('▸') : ' '} ${line}`, columns),
    ),
  ];
}

/** In a smaller terminal the screens cannot be drawn. */
const smallest = { columns: 60, rows: 20 };

export function isTooSmall(columns: number, rows: number): boolean {
  return columns < smallest.columns || rows < smallest.rows;
}

/** The lines for a terminal that is too small; `keys` are those that leave, `so` is the screen's own first sentence. */
export function tooSmallLines(
  so: string,
  columns: number,
  rows: number,
  keys: readonly string[],
  busy: string | null,
): string[] {
  const size = `valuelex needs ${smallest.columns}×${smallest.rows}; this terminal is ${columns}×${rows}`;
  const leave = busy ?? `Until it is larger, keys do nothing. To leave: ${keys.join(' or ')}`;
  const soText = wrap(safeLine(so), columns);
  const needed = [...wrap(size, columns), ...wrap(leave, columns)];
  const text = needed.length + soText.length < rows ? [...soText, '', ...needed] : needed;
  const above = Math.max(0, Math.floor((rows - text.length) / 2));
  return Array.from({ length: rows }, (_, row) => fill(text[row - above] ?? '', columns));
}
