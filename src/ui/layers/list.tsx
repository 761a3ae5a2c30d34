/** A list that walks down: word → answers → answer, score → ratings → completion → stem. */
import type { RunState } from '../../run/state.ts';
import { beside, linesBody, pointed, ruled } from '../components/body.tsx';
import { shownOf, windowAround } from '../components/table-layout.ts';
import { moveInList } from '../list-position.ts';
import type { Scene, View } from '../scene.ts';
import { columnsOf, fill, wrap } from '../text.ts';
import { theme } from '../theme.ts';
import { type Layer, type ListItem, topLayer } from '../ui-state.ts';

type ListLayer = Extract<Layer, { kind: 'list' }>;

/** Loaded once per state of the run: drawing asks at every key, and a model may have thousands of answers. */
const loaded = new WeakMap<ListLayer['load'], { run: RunState | null; items: ListItem[] }>();

function itemsOf({ run }: View, { load, keep }: ListLayer): ListItem[] {
  let now = loaded.get(load);
  if (!now || now.run !== run) {
    now = { run, items: load() };
    loaded.set(load, now);
  }
  return keptItems(now.items, keep);
}

/** The items that the filter keeps. */
export function keptItems(items: readonly ListItem[], keep: string): ListItem[] {
  const wanted = keep.toLowerCase();
  if (!wanted) return [...items];
  return items.filter((item) =>
    [item.text, item.right ?? '', ...item.detail].join('\n').toLowerCase().includes(wanted),
  );
}

/** The next item with the text in it, around the ends; the same when there is none. */
export function findItem(
  items: readonly ListItem[],
  from: number,
  find: string,
  step: 1 | -1,
): number {
  for (let away = 1; away <= items.length; away++) {
    const at = (((from + step * away) % items.length) + items.length) % items.length;
    if (keptItems([items[at]!], find).length > 0) return find ? at : from;
  }
  return from;
}

function listLines(view: View, width: number, height: number): string[] {
  const layer = topLayer(view.ui);
  if (layer?.kind !== 'list') return [];
  const items = itemsOf(view, layer);
  if (items.length === 0) {
    const why = layer.keep ? `nothing holds "${layer.keep}": r shows all` : layer.empty;
    return ['', `   ${why}`, '', `   ${theme.accent('▸')} Esc goes back`];
  }
  const selected = Math.min(layer.selected, items.length - 1);
  const chosen = items[selected];
  const wide = width >= 120;
  const listWidth = wide ? Math.floor(width * 0.45) : width;
  const listHeight = wide
    ? height
    : Math.max(4, Math.min(items.length + 1, Math.ceil(height * 0.5)));
  const shown = windowAround(selected, items.length, listHeight - 1);
  const rows = items.slice(shown.first, shown.end).map((item, at) => {
    const right = item.right ? ` ${item.right}` : '';
    const room = Math.max(8, listWidth - 4 - columnsOf(right));
    return pointed(`${fill(item.text, room)}${right}`, shown.first + at === selected);
  });
  const count = shownOf(shown, items.length);
  const list = [...rows, theme.dim(count ? `   ${count}` : '')];
  const room = (wide ? width - listWidth - 1 : width) - 4;
  const detail = (chosen?.detail ?? []).flatMap((text) =>
    wrap(text, Math.min(room, 96)).map((line) => `   ${line}`),
  );
  if (wide) return beside(list, detail, listWidth, width, height);
  while (list.length < listHeight) list.push('');
  const cutAt = height - listHeight - 1;
  const more =
    detail.length > cutAt
      ? [
          ...detail.slice(0, cutAt - 1),
          theme.dim(`   ${detail.length - cutAt + 1} more lines: Enter`),
        ]
      : detail;
  return [...list.slice(0, listHeight), ruled('', width), ...more];
}

/** The item's whole text on the whole screen. */
function readerOf(layer: ListLayer, item: ListItem): Layer {
  return {
    kind: 'reader',
    title: 'whole text',
    so: item.text.trim(),
    paragraphs: item.detail,
    fact: item.fact ?? null,
    top: 0,
    find: layer.find,
  };
}

export const listScene: Scene = {
  crumbs: ({ ui }) =>
    ui.layers[ui.screen].flatMap((layer) => ('title' in layer ? [layer.title] : [])),
  right: (view) => {
    const layer = topLayer(view.ui);
    if (layer?.kind !== 'list') return '';
    const items = itemsOf(view, layer);
    return items.length > 0
      ? `${Math.min(layer.selected, items.length - 1) + 1} of ${items.length}`
      : '';
  },
  so: ({ ui }) => {
    const layer = topLayer(ui);
    return layer?.kind === 'list' ? layer.so : '';
  },
  Body: linesBody(listLines),
  perform: (command, view) => {
    const { act } = view;
    const layer = topLayer(view.ui);
    if (layer?.kind !== 'list') return;
    const items = itemsOf(view, layer);
    const at = Math.min(layer.selected, Math.max(0, items.length - 1));
    const item = items[at];
    switch (command) {
      case 'open': {
        if (!item) return;
        // A list without anything below it ends in the whole text.
        const below = item.open ? item.open() : readerOf(layer, item);
        if (below) act.push(below);
        return;
      }
      case 'source':
        if (item?.fact) return act.openSource(item.fact);
        return act.say('this line was computed: it is no line of a log', 'warning');
      case 'find':
        return act.ask('find', layer.find, (find) =>
          act.replace({ ...layer, find, selected: findItem(items, at - 1, find, 1) }),
        );
      case 'keep':
        return act.ask('keep lines with', layer.keep, (keep) =>
          act.replace({ ...layer, keep, selected: 0 }),
        );
      case 'find-next':
      case 'find-previous': {
        const step = command === 'find-next' ? 1 : -1;
        return act.replace({ ...layer, selected: findItem(items, at, layer.find, step) });
      }
      case 'reset':
        return act.replace({ ...layer, keep: '', find: '', selected: 0 });
      default:
        act.replace({ ...layer, selected: moveInList(at, command, items.length) });
    }
  },
};
