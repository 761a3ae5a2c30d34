/** A whole text that scrolls; `o` opens its raw line. */

import { linesBody } from '../components/body.tsx';
import { findingNext, moving, words } from '../keymap/shared-words.ts';
import type { Layer } from '../layer.ts';
import type { Move } from '../list-position.ts';
import { defineScene, type View } from '../scene.ts';
import { fill, wrap } from '../text.ts';
import { theme } from '../theme.ts';
import { topLayerOf } from '../ui-state.ts';

function wrapped(paragraphs: readonly string[], width: number): string[] {
  return paragraphs.flatMap((text) => wrap(text, Math.min(96, width - 6)));
}

function readerLines(view: View, width: number, height: number): string[] {
  const layer = topLayerOf(view.ui, 'reader');
  if (!layer) return [];
  const lines = wrapped(layer.paragraphs, width);
  const first = Math.min(layer.top, Math.max(0, lines.length - height + 1));
  const wanted = layer.find.toLowerCase();
  const shown = lines.slice(first, first + height - 1).map((line) => {
    const at = wanted ? line.toLowerCase().indexOf(wanted) : -1;
    if (at < 0) return `   ${line}`;
    const found = theme.reverse(line.slice(at, at + wanted.length));
    return `   ${line.slice(0, at)}${found}${line.slice(at + wanted.length)}`;
  });
  const rest = lines.length - first - shown.length;
  if (rest > 0) shown.push(theme.dim(`   ${rest} more lines: ↓`));
  return shown.map((line) => fill(line, width));
}

type ReaderLayer = Extract<Layer, { kind: 'reader' }>;

/** Its lines at a usual width, for searches; only the drawing knows the width on the screen. */
const measured = (layer: ReaderLayer): string[] => wrapped(layer.paragraphs, 80);

/** The next line that contains the text; undefined if there is none in that direction. */
function foundFrom(
  lines: readonly string[],
  from: number,
  step: 1 | -1,
  find: string,
): number | undefined {
  for (let at = from; at >= 0 && at < lines.length; at += step)
    if (find && lines[at]!.toLowerCase().includes(find.toLowerCase())) return at;
  return undefined;
}

function scrolled(top: number, last: number, move: Move): number {
  if (move === 'top') return 0;
  if (move === 'bottom') return last;
  return top + { up: -1, down: 1, 'page-up': -10, 'page-down': 10 }[move];
}

function goTo(
  { ui, act }: View,
  place: (top: number, last: number, layer: ReaderLayer) => number,
): void {
  const layer = topLayerOf(ui, 'reader');
  if (!layer) return;
  const last = Math.max(0, measured(layer).length - 1);
  act.replace({ ...layer, top: Math.max(0, Math.min(last, place(layer.top, last, layer))) });
}

export const readerScene = defineScene({
  crumbs: ({ ui }) =>
    ui.layers[ui.screen].flatMap((layer) => ('title' in layer ? [layer.title] : [])),
  right: ({ ui }) => {
    const layer = topLayerOf(ui, 'reader');
    return layer?.fact ? layer.fact.slice(0, 24) : '';
  },
  so: ({ ui }) => {
    const layer = topLayerOf(ui, 'reader');
    return layer?.so ?? '';
  },
  Body: linesBody(readerLines),
  commands: {
    source: {
      ...words.source,
      act: ({ ui, act }) => {
        const fact = topLayerOf(ui, 'reader')?.fact;
        if (fact) act.openSource(fact);
        else act.say('this text was computed: it is not a line of a log', 'warning');
      },
    },
    ...moving((move, view) => goTo(view, (top, last) => scrolled(top, last, move))),
    find: {
      ...words.find,
      act: ({ ui, act }) => {
        const layer = topLayerOf(ui, 'reader');
        if (!layer) return;
        act.ask('find', layer.find, (find) => {
          const top = foundFrom(measured(layer), 0, 1, find) ?? layer.top;
          act.replace({ ...layer, find, top });
        });
      },
    },
    ...findingNext((step, view) =>
      goTo(
        view,
        (top, _, layer) => foundFrom(measured(layer), top + step, step, layer.find) ?? top,
      ),
    ),
  },
  footer: ['source', 'find', 'back', 'help', 'quit'],
});
