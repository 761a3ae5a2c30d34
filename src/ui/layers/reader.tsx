/** A whole text, scrolled; `o` opens the raw line that it came from. */
import { linesBody } from '../components/body.tsx';
import type { Scene, View } from '../scene.ts';
import { fill, wrap } from '../text.ts';
import { theme } from '../theme.ts';
import { topLayer } from '../ui-state.ts';

function wrapped(paragraphs: readonly string[], width: number): string[] {
  return paragraphs.flatMap((text) => wrap(text, Math.min(96, width - 6)));
}

function readerLines(view: View, width: number, height: number): string[] {
  const layer = topLayer(view.ui);
  if (layer?.kind !== 'reader') return [];
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

export const readerScene: Scene = {
  crumbs: ({ ui }) =>
    ui.layers[ui.screen].flatMap((layer) => ('title' in layer ? [layer.title] : [])),
  right: ({ ui }) => {
    const layer = topLayer(ui);
    return layer?.kind === 'reader' && layer.fact ? layer.fact.slice(0, 24) : '';
  },
  so: ({ ui }) => {
    const layer = topLayer(ui);
    return layer?.kind === 'reader' ? layer.so : '';
  },
  Body: linesBody(readerLines),
  perform: (command, { ui, act }) => {
    const layer = topLayer(ui);
    if (layer?.kind !== 'reader') return;
    // Measured at a usual width: how far the drawing goes down is its own affair.
    const lines = wrapped(layer.paragraphs, 80);
    const to = (top: number) =>
      act.replace({ ...layer, top: Math.max(0, Math.min(lines.length - 1, top)) });
    const foundFrom = (from: number, step: 1 | -1, find: string) => {
      for (let at = from; at >= 0 && at < lines.length; at += step)
        if (find && lines[at]!.toLowerCase().includes(find.toLowerCase())) return at;
      return layer.top;
    };
    switch (command) {
      case 'source':
        if (layer.fact) return act.openSource(layer.fact);
        return act.say('this text was computed: it is no line of a log', 'warning');
      case 'find':
        return act.ask('find', layer.find, (find) =>
          act.replace({ ...layer, find, top: foundFrom(0, 1, find) }),
        );
      case 'find-next':
        return to(foundFrom(layer.top + 1, 1, layer.find));
      case 'find-previous':
        return to(foundFrom(layer.top - 1, -1, layer.find));
      case 'up':
        return to(layer.top - 1);
      case 'down':
        return to(layer.top + 1);
      case 'page-up':
        return to(layer.top - 10);
      case 'page-down':
        return to(layer.top + 10);
      case 'top':
        return to(0);
      case 'bottom':
        return to(lines.length);
    }
  },
};
