/** Help, palette, questions, and downloads, drawn in place of the scene. */

import { safeLine } from '../../safe-text/safe-line.ts';
import { fitsTwoLines } from '../components/chrome.ts';
import { Lines } from '../components/lines.tsx';
import { bar } from '../components/marks.ts';
import { windowAround } from '../components/table-layout.ts';
import type { TextField } from '../components/text-field.ts';
import { type FieldLine, textFieldLine } from '../components/text-field-line.ts';
import { helpOf } from '../keymap/keymap-views.ts';
import { foundIn } from '../keymap/palette.ts';
import type { Overlay } from '../layer.ts';
import type { Figure, View } from '../scene.ts';
import { sceneOf } from '../scenes.ts';
import { situationOf } from '../situation.ts';
import { columnsOf, fill, wrap } from '../text.ts';
import { theme } from '../theme.ts';
import { contextUnder } from '../ui-state.ts';

export function OverlayBody({
  view,
  overlay,
  width,
  height,
}: {
  view: View;
  overlay: Exclude<Overlay, { kind: 'prompt' }>;
  width: number;
  height: number;
}) {
  return <Lines lines={overlayLines(view, overlay, width, height)} width={width} height={height} />;
}

function overlayLines(
  view: View,
  overlay: Exclude<Overlay, { kind: 'prompt' }>,
  width: number,
  height: number,
): string[] {
  switch (overlay.kind) {
    case 'help':
      return helpLines(view, overlay.top, width, height);
    case 'palette':
      return paletteLines(view, overlay, width, height);
    case 'confirm':
      return [
        '',
        `   ${theme.bold(safeLine(overlay.title))}`,
        '',
        ...overlay.lines.flatMap((line) => wrap(safeLine(line), width - 6)).map((l) => `   ${l}`),
        '',
        `   ${theme.accent('Enter')} yes    ${theme.accent('Esc')} no`,
      ];
    case 'progress': {
      const { title, progress } = view.ui.fetch ?? { title: '', progress: null };
      const megabytes = (bytes: number) => `${Math.round(bytes / 1e6)} MB`;
      if (!progress) return ['', `   ${title}`, '', '   looking for a source …'];
      const part = progress.total > 0 ? progress.done / progress.total : 0;
      return [
        '',
        `   ${theme.bold(title)}`,
        '',
        `   ${safeLine(progress.file)}`,
        `   ${bar(part, 40)} ${megabytes(progress.done)} of ${megabytes(progress.total)}`,
        `   from ${safeLine(progress.source)} · licence ${safeLine(progress.licence)}`,
        '',
        '   Esc leaves, and it continues in the background.',
        '   Ctrl+X stops it; the part fetched so far is kept and continued later.',
      ];
    }
  }
}

function helpLines(view: View, top: number, width: number, height: number): string[] {
  const sections = helpOf(contextUnder(view.ui), situationOf(view));
  const columns = width >= 130 ? 2 : 1;
  const room = Math.floor((width - 4) / columns);
  const scene = sceneOf(view.ui);
  const so = scene.so(view);
  const whole = fitsTwoLines(so, width)
    ? []
    : [...wrap(safeLine(so), width - 4).map((line) => ` ${line}`), ''];
  const lines = sections.flatMap((section) => [
    theme.bold(` ${section.title}`),
    ...section.entries.flatMap(({ keys, help, off }) => {
      const lines = wrap(`${help}${off ? ` (now: ${off})` : ''}`, Math.min(96, room - 20));
      const texts = lines.map((line, at) => `   ${fill(at === 0 ? keys : '', 16)} ${line}`);
      return off ? texts.map((text) => theme.dim(text)) : texts;
    }),
    '',
  ]);
  const split = Math.ceil(lines.length / columns);
  const paired =
    columns === 1
      ? lines
      : lines.slice(0, split).map((line, at) => `${fill(line, room)}  ${lines[split + at] ?? ''}`);
  const all = [...whole, ...figureLines(scene.figures ?? [], width), ...paired];
  // Scrolling stops at the end of the help.
  const first = Math.min(top, Math.max(0, all.length - height + 1));
  const shown = all.slice(first, first + height - 1);
  const more = all.length - first - shown.length;
  return more > 0 ? [...shown, theme.dim(` ${more} more lines: ↓`)] : shown;
}

/** Each figure with its meaning. */
function figureLines(figures: readonly Figure[], width: number): string[] {
  if (figures.length === 0) return [];
  const widest = Math.max(...figures.map(([written]) => columnsOf(written)));
  return [
    theme.bold(' Figures'),
    ...figures.flatMap(([written, says]) =>
      wrap(says, width - widest - 6).map(
        (line, at) => `   ${fill(at === 0 ? written : '', widest)} ${line}`,
      ),
    ),
    '',
  ];
}

/** The palette's first line. */
export function paletteField(field: TextField, width: number): FieldLine {
  return textFieldLine(' :', field, width);
}

function paletteLines(
  view: View,
  overlay: Extract<Overlay, { kind: 'palette' }>,
  width: number,
  height: number,
): string[] {
  const entries = foundIn(view.ui, view.run?.folder ?? null);
  const lineRoom = width >= 120 ? 60 : 0;
  const textRoom = width - 20 - lineRoom;
  const selected = entries[overlay.selected];
  // What the selected line has no room for stands below.
  const rest = [
    ...(selected && columnsOf(selected.text) > textRoom ? wrap(selected.text, width - 6) : []),
    ...(!lineRoom && selected?.line ? [`same as: ${selected.line}`] : []),
  ].map((line) => `   ${theme.dim(line)}`);
  const shown = windowAround(overlay.selected, entries.length, height - 1 - rest.length);
  const lines = entries.slice(shown.first, shown.end).map((entry, at) => {
    const on = shown.first + at === overlay.selected;
    const text = fill(entry.text, textRoom);
    const line = lineRoom ? ` ${fill(theme.dim(entry.line), lineRoom - 1)}` : '';
    return `${on ? theme.accent(' ▸ ') : '   '}${on ? theme.accent(text) : text}${line} ${entry.keys}`;
  });
  if (entries.length === 0) lines.push('   nothing fits: try other words');
  return [paletteField(overlay.field, width).text, ...lines, ...rest];
}
