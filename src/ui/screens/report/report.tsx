/** Screen 7: what is written, a preview, and how to make it again. */
import { Box } from 'ink';
import { useEffect, useState } from 'react';
import { explainError } from '../../../errors.ts';
import { safeLine, safeLines } from '../../../safe-text/safe-line.ts';
import { pointed, ruled } from '../../components/body.tsx';
import { emptyLines } from '../../components/chrome.ts';
import { Lines } from '../../components/lines.tsx';
import { SmallTable, smallTableFits } from '../../components/small-table.tsx';
import { nextLine } from '../../components/table.tsx';
import type { ReportFile, ReportFormat, TextTable } from '../../interface-options.ts';
import { moveInList, toggled } from '../../list-position.ts';
import type { BodyProps, Scene, View } from '../../scene.ts';
import { fill, wrap } from '../../text.ts';
import type { UiState } from '../../ui-state.ts';
import { runCommandLine } from '../runs/run-actions.ts';

function filesOf(view: View): ReportFile[] {
  return view.session ? view.options.reportFiles(view.session) : [];
}

/** The preview sums the whole run up, which may take a while: the frame comes first, then the text. */
function usePreview(view: View): readonly string[] {
  const { session, options, run } = view;
  const [preview, setPreview] = useState<readonly string[]>(['…']);
  // biome-ignore lint/correctness/useExhaustiveDependencies: it follows from the results alone.
  useEffect(() => {
    if (!session) return;
    let shown = true;
    const timer = setTimeout(async () => {
      const lines = await options.reportPreview(session).catch((error) => explainError(error));
      if (shown) setPreview(lines);
    }, 20);
    return () => {
      shown = false;
      clearTimeout(timer);
    };
  }, [session, run?.results]);
  return preview;
}

function ReportBody({ view, width, height }: BodyProps) {
  const { run, ui, session } = view;
  const preview = usePreview(view);
  if (!run || !session)
    return (
      <Lines
        lines={emptyLines('No run is open.', '1 opens one, 2 starts one', width)}
        width={width}
        height={height}
      />
    );
  const { chosen, selected, written } = ui.report;
  const files = filesOf(view);
  const names = Math.max(14, ...files.map((file) => file.name.length + 1));
  const list = files.map((file, at) =>
    pointed(
      `${chosen.includes(file.format) ? '◉' : '○'} ${fill(safeLine(file.name), names)} ${safeLine(file.what)}`,
      at === selected,
    ),
  );
  const top = [
    ...list,
    nextLine('1 Runs: check another model against this one', selected >= files.length),
    '',
  ];
  const table = writtenTable(written);
  const showsTable = written.length > 0 && smallTableFits(table, width, height - top.length - 8);
  const tableHeight = showsTable ? written.length * 2 + 4 : 0;
  // The last lines say how to cite the run and how to make it again: they stay, whatever is cut.
  const isLast = (line: string) => /^(cite|again) /.test(line);
  const again = preview.filter(isLast);
  const sentences = preview.filter((line) => !isLast(line));
  const room = Math.max(1, height - top.length - tableHeight - again.length - 1);
  const text = sentences
    .flatMap((text) => safeLines(text))
    .flatMap((text) => wrap(text, Math.min(96, width - 6)))
    .map((line) => `   ${line}`);
  const shown = [ruled('preview', width - 3), ...text]
    .slice(0, room)
    .map((line, at) => (at === 0 ? `   ${line}` : line));
  return (
    <Box flexDirection="column">
      <Lines lines={top} width={width} height={top.length} />
      {showsTable ? <SmallTable table={table} width={width} height={tableHeight} /> : null}
      <Lines
        lines={[...shown, '', ...again.map((line) => `   ${line}`)]}
        width={width}
        height={height - top.length - tableHeight}
      />
    </Box>
  );
}

function writtenTable(files: readonly string[]): TextTable {
  return {
    title: 'written',
    columns: ['written', 'where'],
    rows: files.map((file) => [file.split('/').at(-1) ?? file, file]),
  };
}

export const reportScene: Scene = {
  crumbs: () => [],
  right: ({ ui }) => (ui.report.written.length > 0 ? `${ui.report.written.length} written` : ''),
  so: ({ run }) => {
    if (run?.simulated) return '▲ Simulated: everything that is written says so';
    return 'One page that a colleague can open, and the tables to compute with';
  },
  Body: ReportBody,
  perform: (command, view) => {
    const { act, ui, session, options, run } = view;
    const files = filesOf(view);
    const state = ui.report;
    const set = (change: Partial<UiState['report']>) =>
      act.update((now) => ({ ...now, report: { ...now.report, ...change } }));
    if (!session || !run) return command === 'open' ? act.go(1) : undefined;
    const file = files[state.selected];
    switch (command) {
      case 'mark':
        return file && set({ chosen: toggled<ReportFormat>(state.chosen, file.format) });
      case 'open':
      case 'write-report':
        if (!file && command === 'open') return act.go(1);
        if (state.chosen.length === 0) return act.say('choose at least one file with ␣', 'warning');
        return void act
          .attempt('writing the report', () => options.writeReport(session, [...state.chosen]))
          .then((written) => {
            if (!written) return;
            set({ written });
            act.say(`written: ${written.length} files in ${run.folder}; B opens the page`);
          });
      case 'browser': {
        const page =
          state.written.find((one) => one.endsWith('.html')) ?? `${run.folder}/report.html`;
        return void act.attempt('opening the report', () => options.openInBrowser(page));
      }
      case 'copy-command':
        return act.copy(runCommandLine(run.folder), 'the command of this run');
      default:
        set({ selected: moveInList(state.selected, command, files.length + 1) });
    }
  },
};
