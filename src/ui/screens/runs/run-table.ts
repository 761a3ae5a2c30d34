/** Runs as a table: the same on the list of runs, in the archive, and in the trash. */
import type { RunSummary } from '../../../run/list-runs.ts';
import { safeLine } from '../../../safe-text/safe-line.ts';
import { pointed } from '../../components/body.tsx';
import { windowAround } from '../../components/table-layout.ts';
import type { View } from '../../scene.ts';
import { columnsOf, cut, fill, money, plural } from '../../text.ts';
import { theme } from '../../theme.ts';

/** From this width on, every column is shown. */
const wide = 100;

/** A header and at most `height - 2` of the rows, around the selected one. */
export function runTable(
  { ui, run }: View,
  rows: readonly RunSummary[],
  width: number,
  height: number,
): string[] {
  const shown = windowAround(ui.runs.selected, rows.length, height - 2);
  // Where nothing was spent, the names have that room.
  const spends = width >= wide || rows.some(({ spend }) => spend > 0);
  const dates = width >= (spends ? 80 : 72);
  const figuresOf = (stage: string, models: string, answers: string, spend: string, date: string) =>
    `${fill(stage, 16)} ${fill(models, 6, 'right')} ${fill(answers, 7, 'right')}${spends ? ` ${fill(spend, 7, 'right')}` : ''}${dates ? `  ${fill(date, 10)}` : ''}`;
  const heads = figuresOf('stage', 'models', 'answers', 'spend', 'date');
  const nameRoom = Math.max(18, width - columnsOf(heads) - 6);
  const head = `     ${fill('run', nameRoom)} ${heads}`;
  const lines = rows.slice(shown.first, shown.end).map((row, at) => {
    const mark = ui.runs.marked.includes(row.folder) ? '●' : ' ';
    const tags = `${row.folder === run?.folder ? ' (open)' : ''}${row.simulated ? ' ◆ sim' : ''}${row.batches > 0 ? ` (${plural(row.batches, 'batch', 'batches')})` : ''}`;
    const title = safeLine(row.name);
    // Examples that were never opened have a sentence, which needs no column.
    const isSentence = row.date === '';
    const name = isSentence ? title : `${cut(title, nameRoom - columnsOf(tags))}${tags}`;
    const figures = isSentence
      ? safeLine(row.stage)
      : figuresOf(
          safeLine(row.stage),
          String(row.models),
          String(row.answers),
          money(row.spend),
          row.date.slice(0, 10),
        );
    return pointed(
      `${mark} ${fill(name, Math.max(nameRoom, isSentence ? columnsOf(name) : 0))} ${figures}`,
      shown.first + at === ui.runs.selected,
    );
  });
  return [theme.dim(fill(head, width)), ...lines];
}
