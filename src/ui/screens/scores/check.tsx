/** The verdict of a check: per dimension the new model's place, with interval and ranks, and the limits of the verdict. */

import type { Verdict } from '../../../instruments/shared/place-model.ts';
import { verdictTable } from '../../../instruments/shared/tell/tell-pairs.ts';
import { resultTable } from '../../../run/rated-results.ts';
import { tellCheck } from '../../../run/tell-check.ts';
import { safeLine } from '../../../safe-text/safe-line.ts';
import { gridOf } from '../../../tables/grid.ts';
import { shortName } from '../../../tables/numbers.ts';
import { linesBody, pointed } from '../../components/body.tsx';
import { emptyLines } from '../../components/chrome.ts';
import { columnChart } from '../../components/marks.ts';
import { nextLine } from '../../components/table.tsx';
import { copying, writing } from '../../keymap/shared-commands.ts';
import { moving, words } from '../../keymap/shared-words.ts';
import { moveInList } from '../../list-position.ts';
import { allOff, defineScene, type View } from '../../scene.ts';
import { columnsOf, fill, wrap } from '../../text.ts';
import { theme } from '../../theme.ts';
import { topLayerOf } from '../../ui-state.ts';
import { laneLines } from '../elicit/lane-lines.ts';
import { scoreEvidence } from './scores-layers.ts';

function verdictOf(view: View): Verdict | null {
  return view.run?.results.check?.verdict ?? null;
}

/**
 * Shares of the resamples per rank, rank 1 first: ▁▂█▃, the fullest at full height. More ranks than `columns` share
 * their columns.
 */
export function rankSketch(distribution: readonly number[], columns: number): string {
  const bins = Math.min(columns, distribution.length);
  const shares = Array.from({ length: bins }, () => 0);
  for (const [rank, part] of distribution.entries())
    shares[Math.floor((rank * bins) / distribution.length)]! += part;
  return columnChart(shares, Math.max(...shares), 1, 0).join('');
}

const sketchTitle = '1 … last';
/** The column of the ranks in `verdictTable`. */
const rankColumn = 3;

const next = 'the scores of this check: 6 Scores';

function checkLines(view: View, width: number, height: number): string[] {
  const layer = topLayerOf(view.ui, 'check');
  if (!layer) return [];
  const verdict = verdictOf(view);
  if (verdict === null) return withoutVerdict(view, width, height);
  const table = verdictTable(verdict);
  const grid = gridOf(table);
  const widths = grid.columns.map((title, at) =>
    Math.max(columnsOf(title), ...grid.rows.map((row) => columnsOf(safeLine(row[at]!)))),
  );
  const used = widths.reduce((sum, one) => sum + one + 1, 3);
  const room = Math.max(columnsOf(sketchTitle), width - used - 2);
  const sketches = verdict.columns.map(({ rank }) => rankSketch(rank.distribution, room));
  const drawn = Math.max(columnsOf(sketchTitle), ...sketches.map(columnsOf));
  // The sketch stands beside the rank that it shows.
  const line = (cells: readonly string[], sketch: string) =>
    cells
      .map((cell, at) => fill(safeLine(cell), widths[at]!))
      .toSpliced(rankColumn + 1, 0, fill(sketch, drawn))
      .join(' ')
      .trimEnd();
  return [
    theme.dim(fill(`   ${line(grid.columns, sketchTitle)}`, width)),
    ...grid.rows.map((row, at) => pointed(line(row, sketches[at]!), at === layer.selected)),
    nextLine(next, layer.selected >= verdict.columns.length),
    '',
    ...noteLines([...warningsFirst(table.notes), ...checkNotes(view)], width),
  ].slice(0, height);
}

function warningsFirst(notes: readonly string[]): string[] {
  const isWarning = (note: string) => note.startsWith('▲');
  return [...notes.filter(isWarning), ...notes.filter((note) => !isWarning(note))];
}

/** How far the judges have drifted since the run, and the words that distinguish the new model. */
function checkNotes({ run }: View): string[] {
  return run?.results.check ? tellCheck(run.results.check) : [];
}

function noteLines(notes: readonly string[], width: number): string[] {
  return notes.flatMap((note) => {
    const lines = wrap(safeLine(note), width - 6).map((text) => `   ${text}`);
    return note.startsWith('▲') ? lines.map(theme.warning) : lines;
  });
}

/** Why there is no verdict: a judge has drifted too far, or ratings are missing. */
function withoutVerdict(view: View, width: number, height: number): string[] {
  const { run } = view;
  if (run?.results.check?.drift.some((one) => one.stops))
    return ['', ...noteLines(checkNotes(view), width)].slice(0, height);
  const lanes = run?.lanes ?? [];
  if (lanes.length > 0) return ['', ...laneLines(lanes, 0, width, height - 2, view.options.now())];
  return emptyLines(
    'The verdict follows from the ratings of the new model.',
    'Esc, then P continues the check',
    width,
  );
}

/** Opens the completions and ratings behind a place; on the line after the last, the scores. */
function openPlace(view: View) {
  const layer = topLayerOf(view.ui, 'check');
  const verdict = verdictOf(view);
  if (!layer || !verdict) return;
  const place = verdict.columns[layer.selected];
  if (!place) return view.act.pop();
  const table = view.run && resultTable(view.run.results, `raw-${verdict.system}`);
  const below = table && scoreEvidence(view, table, verdict.model, place.column.id);
  if (below) view.act.push(below);
}

const tableNow = (view: View) => {
  const verdict = verdictOf(view);
  return (
    verdict && { ...gridOf(verdictTable(verdict)), title: `check ${shortName(verdict.model)}` }
  );
};

export const checkScene = defineScene({
  crumbs: () => ['check'],
  right: (view) => {
    const against = view.run?.study.against;
    return against ? `against ${safeLine(against.split('/').filter(Boolean).at(-1) ?? '')}` : '';
  },
  so: (view) => {
    const verdict = verdictOf(view);
    if (verdict === null)
      return 'The new model is being asked and rated; the finished run stays as it is';
    return safeLine(verdictTable(verdict).so ?? '');
  },
  Body: linesBody(checkLines),
  commands: {
    ...moving((move, view) => {
      const layer = topLayerOf(view.ui, 'check');
      const verdict = verdictOf(view);
      if (!layer || !verdict) return;
      const selected = moveInList(layer.selected, move, verdict.columns.length + 1);
      view.act.replace({ ...layer, selected });
    }),
    open: { ...words.open, act: openPlace },
    ...copying(tableNow, 'the verdict as Markdown'),
    ...writing(tableNow),
  },
  off: (view) =>
    allOff(
      ['open', 'copy-table', 'write-table'],
      verdictOf(view) ? null : 'there is no verdict yet',
    ),
  footer: [['open', 'evidence'], 'write-table', 'back', 'help', 'quit'],
});
