/** Runs as a table: the same on the list of runs, in the archive, and in the trash. */
import type { RunSummary } from '../../../run/list-runs.ts';
import { safeLine } from '../../../safe-text/safe-line.ts';
import { pointed } from '../../components/body.tsx';
import { windowAround } from '../../components/table-layout.ts';
import type { View } from '../../scene.ts';
import { fill, money, plural } from '../../text.ts';
import { theme } from '../../theme.ts';

/** A header and at most `height - 2` of the rows, around the selected one. */
export function runTable(
  { ui, run }: View,
  rows: readonly RunSummary[],
  width: number,
  height: number,
): string[] {
  const nameRoom = Math.max(23, width - 57);
  const head = `     ${fill('run', nameRoom)} ${fill('stage', 16)} ${fill('models', 6, 'right')} ${fill('answers', 7, 'right')} ${fill('spend', 7, 'right')}  date`;
  const shown = windowAround(ui.runs.selected, rows.length, height - 2);
  const lines = rows.slice(shown.first, shown.end).map((row, at) => {
    const mark = ui.runs.marked.includes(row.folder) ? '●' : ' ';
    const name = `${safeLine(row.name)}${row.folder === run?.folder ? ' (open)' : ''}${row.simulated ? ' ◆ sim' : ''}${row.batches > 0 ? ` (${plural(row.batches, 'batch', 'batches')})` : ''}`;
    const figures =
      // Examples that were never opened have no date.
      row.date === ''
        ? safeLine(row.stage)
        : `${fill(safeLine(row.stage), 16)} ${fill(String(row.models), 6, 'right')} ${fill(String(row.answers), 7, 'right')} ${fill(money(row.spend), 7, 'right')}  ${row.date.slice(0, 10)}`;
    return pointed(
      `${mark} ${fill(name, nameRoom)} ${figures}`,
      shown.first + at === ui.runs.selected,
    );
  });
  return [theme.dim(fill(head, width)), ...lines];
}
