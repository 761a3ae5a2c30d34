/** Screen 7: the files of the report, a preview, and the command that repeats the run. */

import { basename, dirname } from 'node:path';
import { Box } from 'ink';
import { useEffect, useState } from 'react';
import { explainError } from '../../../errors.ts';
import { safeLine, safeLines } from '../../../safe-text/safe-line.ts';
import { pointed, ruled } from '../../components/body.tsx';
import { noRunLines } from '../../components/chrome.ts';
import { Lines } from '../../components/lines.tsx';
import { linesOf, SmallTable, smallTableFits } from '../../components/small-table.tsx';
import { nextLine } from '../../components/table.tsx';
import type { ReportFile, ReportFormat, TextTable } from '../../interface-options.ts';
import { needs } from '../../keymap/command.ts';
import { moving, words } from '../../keymap/shared-words.ts';
import { moveInList, toggled } from '../../list-position.ts';
import { type BodyProps, defineScene, type View } from '../../scene.ts';
import { fill, plural, wrap } from '../../text.ts';
import type { UiState } from '../../ui-state.ts';
import { ofOpenRun, openPage } from '../runs/run-commands.ts';

function filesOf(view: View): ReportFile[] {
  return view.session ? view.options.reportFiles(view.session) : [];
}

/** The preview summarises the whole run, which may take a while: the screen is drawn before it is there. */
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
    return <Lines lines={noRunLines(view, width)} width={width} height={height} />;
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
  const tableHeight = showsTable ? linesOf(table) + 1 : 0;
  // The last lines, on citing and repeating the run, are never cut.
  const isLast = (line: string) => /^(cite|again) /.test(line);
  const again = preview
    .filter(isLast)
    .flatMap((line) =>
      wrap(line, width - 14).map((part, at) => (at === 0 ? part : `       ${part}`)),
    );
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
    rows: files.map((file) => [basename(file), file]),
  };
}

function set({ act }: View, change: Partial<UiState['report']>): void {
  act.update((now) => ({ ...now, report: { ...now.report, ...change } }));
}

const selectedFile = (view: View) => filesOf(view)[view.ui.report.selected];

function write(view: View) {
  const { act, session, options, run, ui } = view;
  const { chosen } = ui.report;
  if (!session || !run) return;
  if (chosen.length === 0) return act.say('choose at least one file with ␣', 'warning');
  void act
    .attempt('writing the report', () => options.writeReport(session, [...chosen]))
    .then((written) => {
      if (!written) return;
      set(view, { written });
      // Not always the run's own folder: an example, or a run that cannot be written to, has its report beside the runs.
      const folders = new Set(written.map((file) => dirname(file)));
      act.say(
        `written: ${plural(written.length, 'file')} in ${[...folders].join(', ')}; B opens the page`,
      );
    });
}

export const reportScene = defineScene({
  crumbs: () => [],
  right: ({ ui }) => (ui.report.written.length > 0 ? `${ui.report.written.length} written` : ''),
  so: ({ run }) => {
    if (run?.simulated) return '▲ Simulated: everything that is written says so';
    return 'One page that a colleague can open, and the tables to compute with';
  },
  Body: ReportBody,
  commands: {
    ...moving((move, view) => {
      const selected = moveInList(view.ui.report.selected, move, filesOf(view).length + 1);
      set(view, { selected });
    }),
    open: {
      ...words.open,
      act: (view) => {
        if (selectedFile(view)) write(view);
        else view.act.go(1);
      },
    },
    mark: {
      ...words.mark,
      act: (view) => {
        const file = selectedFile(view);
        if (file) set(view, { chosen: toggled<ReportFormat>(view.ui.report.chosen, file.format) });
      },
    },
    'write-report': {
      keys: ['w'],
      label: 'write',
      help: 'Write the chosen files.',
      group: 'report',
      needs: needs.run,
      line: 'valuelex report <run>',
      act: write,
    },
    ...ofOpenRun,
    browser: {
      ...ofOpenRun.browser,
      act: (view) =>
        openPage(
          view,
          view.ui.report.written.find((one) => one.endsWith('.html')),
        ),
    },
  },
  footer: [
    'mark',
    ['open', 'write'],
    'browser',
    'copy-command',
    ['screen-1', 'runs'],
    'help',
    'quit',
  ],
});
