/** A list whose entries open another list: word → answers → answer, score → ratings → text → item. */

import type { RunState } from '../../run/state.ts';
import { beside, linesBody, pointed, ruled } from '../components/body.tsx';
import { shownOf, windowAround } from '../components/table-layout.ts';
import { findingNext, moving, words } from '../keymap/shared-words.ts';
import { nothingHolds } from '../keymap/table-commands.ts';
import type { Layer, ListItem } from '../layer.ts';
import { moveInList } from '../list-position.ts';
import { allOff, defineScene, type View } from '../scene.ts';
import { columnsOf, fill, wrap } from '../text.ts';
import { theme } from '../theme.ts';
import { topLayerOf } from '../ui-state.ts';

type ListLayer = Extract<Layer, { kind: 'list' }>;

/** Kept per state of the run, since every key draws them again and a model may have thousands of answers. */
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

/** The next item that contains the text, around the ends; null without one. */
export function findItem(
  items: readonly ListItem[],
  from: number,
  find: string,
  step: 1 | -1,
): number | null {
  for (let away = 1; away <= items.length; away++) {
    const at = (((from + step * away) % items.length) + items.length) % items.length;
    if (find && keptItems([items[at]!], find).length > 0) return at;
  }
  return null;
}

function listLines(view: View, width: number, height: number): string[] {
  const layer = topLayerOf(view.ui, 'list');
  if (!layer) return [];
  const items = itemsOf(view, layer);
  if (items.length === 0) {
    const why = layer.keep ? `${nothingHolds(layer.keep)}: r shows all` : layer.empty;
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

/** The item's whole text, full screen. */
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

/** The layer, its items, and the position of the cursor. */
function current(view: View): { layer: ListLayer; items: ListItem[]; at: number } | null {
  const layer = topLayerOf(view.ui, 'list');
  if (!layer) return null;
  const items = itemsOf(view, layer);
  return { layer, items, at: Math.min(layer.selected, Math.max(0, items.length - 1)) };
}

const onItem =
  (job: (view: View, layer: ListLayer, item: ListItem) => void) =>
  (view: View): void => {
    const at = current(view);
    const item = at?.items[at.at];
    if (at && item) job(view, at.layer, item);
  };

/** Opens the list below an item or, if it has none, its whole text. */
function open({ act }: View, layer: ListLayer, item: ListItem): void {
  const below = item.open ? item.open() : readerOf(layer, item);
  if (below) act.push(below);
}

function openSource({ act }: View, _: ListLayer, item: ListItem): void {
  if (item.fact) act.openSource(item.fact);
  else act.say('this line was computed: it is not a line of a log', 'warning');
}

function askFind(view: View): void {
  const at = current(view);
  if (!at) return;
  const { layer, items } = at;
  view.act.ask('find', layer.find, (find) => {
    const found = findItem(items, at.at - 1, find, 1);
    view.act.replace({ ...layer, find, selected: found ?? at.at });
    if (found === null && find !== '') view.act.say(nothingHolds(find), 'warning');
  });
}

function askKeep({ ui, act }: View): void {
  const layer = topLayerOf(ui, 'list');
  if (!layer) return;
  act.ask('keep lines with', layer.keep, (keep) => {
    act.replace({ ...layer, keep, selected: 0 });
  });
}

export const listScene = defineScene({
  crumbs: ({ ui }) =>
    ui.layers[ui.screen].flatMap((layer) => ('title' in layer ? [layer.title] : [])),
  right: (view) => {
    const layer = topLayerOf(view.ui, 'list');
    if (!layer) return '';
    const items = itemsOf(view, layer);
    return items.length > 0
      ? `${Math.min(layer.selected, items.length - 1) + 1} of ${items.length}`
      : '';
  },
  so: ({ ui }) => {
    const layer = topLayerOf(ui, 'list');
    return layer?.so ?? '';
  },
  Body: linesBody(listLines),
  commands: {
    open: { ...words.open, act: onItem(open) },
    source: { ...words.source, act: onItem(openSource) },
    ...moving((move, view) => {
      const at = current(view);
      if (at) view.act.replace({ ...at.layer, selected: moveInList(at.at, move, at.items.length) });
    }),
    find: { ...words.find, act: askFind },
    keep: { ...words.keep, act: askKeep },
    ...findingNext((step, view) => {
      const at = current(view);
      if (!at) return;
      const { layer, items } = at;
      view.act.replace({ ...layer, selected: findItem(items, at.at, layer.find, step) ?? at.at });
    }),
    reset: {
      ...words.reset,
      act: ({ ui, act }) => {
        const layer = topLayerOf(ui, 'list');
        if (layer) act.replace({ ...layer, keep: '', find: '', selected: 0 });
      },
    },
  },
  off: (view) => {
    const at = current(view);
    if (at?.items.length === 0) return allOff(['open', 'source', 'find'], 'there are no lines');
    return at?.layer.computed
      ? { source: 'these lines were computed: they are not lines of a log' }
      : {};
  },
  footer: ['open', 'source', 'find', 'keep', 'back', 'help'],
});
