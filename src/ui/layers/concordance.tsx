/** A word in all its contexts, one below another: keyword in context. */
import { safeLines } from '../../safe-text/safe-line.ts';
import { beside, linesBody, pointed, ruled } from '../components/body.tsx';
import { shownOf, windowAround } from '../components/table-layout.ts';
import { moving, words } from '../keymap/shared-words.ts';
import type { ConcordanceSort, Layer } from '../layer.ts';
import { moveInList } from '../list-position.ts';
import { defineScene, type View } from '../scene.ts';
import { columnsOf, cut, fill, lastPart, plural, wrap } from '../text.ts';
import { theme } from '../theme.ts';
import { topLayerOf } from '../ui-state.ts';
import { type Excerpt, excerptsOf } from './excerpts.ts';

type ConcordanceLayer = Extract<Layer, { kind: 'concordance' }>;

const sorts: readonly ConcordanceSort[] = ['model', 'after', 'before'];
const sortTexts: Readonly<Record<ConcordanceSort, string>> = {
  model: 'sorted by model',
  after: 'sorted by what follows',
  before: 'sorted by the words before',
};

/** From this width on, the whole answer is shown beside the list. */
const wide = 120;

export function concordanceLayer(word: string): ConcordanceLayer {
  return { kind: 'concordance', word, sort: 'model', selected: 0 };
}

/** The places sorted by the model, by the words that follow, or by those before, the nearest first. */
export function sortedPlaces(places: readonly Excerpt[], by: ConcordanceSort): Excerpt[] {
  const plain = (text: string) => text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
  const keyOf = (one: Excerpt) =>
    by === 'model'
      ? one.model
      : (by === 'after' ? plain(one.after) : plain(one.before).reverse()).join(' ');
  return places
    .map((one) => ({ one, key: keyOf(one) }))
    .sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0))
    .map(({ one }) => one);
}

function nowOf(view: View): { layer: ConcordanceLayer; places: Excerpt[]; at: number } | null {
  const layer = topLayerOf(view.ui, 'concordance');
  if (!layer) return null;
  const places = sortedPlaces(excerptsOf(view, layer.word), layer.sort);
  return { layer, places, at: Math.min(layer.selected, Math.max(0, places.length - 1)) };
}

/** One occurrence on one line: the model, unless hidden, the words before, the word, the words after. */
export function contextLine(excerpt: Excerpt, blind: boolean, width: number): string {
  // Most names of models fit where there is room; all lines of a list are laid out alike.
  const who = blind ? 0 : width >= 90 ? 30 : Math.min(20, Math.floor(width / 4));
  const name = who > 0 ? `${theme.dim(fill(excerpt.model, who))} ` : '';
  const room = Math.max(0, width - (who > 0 ? who + 1 : 0) - columnsOf(excerpt.hit) - 2);
  const before = Math.floor(room * 0.45);
  const first = fill(lastPart(excerpt.before.trimStart(), before), before, 'right');
  return `${name}${first} ${theme.bold(excerpt.hit)} ${cut(excerpt.after.trimStart(), room - before)}`;
}

function concordanceLines(view: View, width: number, height: number): string[] {
  const now = nowOf(view);
  if (!now) return [];
  const { places, at } = now;
  if (places.length === 0)
    return ['', '   no answer names this word', '', `   ${theme.accent('▸')} Esc goes back`];
  const { blind } = view.ui.clusters;
  const left = width >= wide ? Math.floor(width * 0.62) : width;
  const listHeight = width >= wide ? height : Math.min(places.length + 1, Math.ceil(height * 0.6));
  const shown = windowAround(at, places.length, listHeight - 1);
  const list = [
    ...places
      .slice(shown.first, shown.end)
      .map((one, i) => pointed(contextLine(one, blind, left - 4), shown.first + i === at)),
    theme.dim(`   ${shownOf(shown, places.length)}`),
  ];
  const answer = answerLines(places[at]!, blind, (width >= wide ? width - left - 1 : width) - 4);
  if (width >= wide) return beside(list, answer, left, width, height);
  return [...list, ruled('', width), ...answer].slice(0, height).map((line) => fill(line, width));
}

/** The whole answer, with the place lit where it stands. */
function answerLines(place: Excerpt, blind: boolean, width: number): string[] {
  const who = blind ? place.asked : `${place.model} · ${place.asked}`;
  const text = safeLines(place.text).flatMap((line) => wrap(line, Math.min(96, width)));
  return [theme.dim(`   ${who}`), ...text.map((line) => `   ${litLine(line, place.hit)}`)];
}

function litLine(line: string, hit: string): string {
  const at = hit === '' ? -1 : line.indexOf(hit);
  return at < 0 ? line : `${line.slice(0, at)}${theme.bold(hit)}${line.slice(at + hit.length)}`;
}

export const concordanceScene = defineScene({
  crumbs: ({ ui }) => [topLayerOf(ui, 'concordance')?.word ?? ''],
  right: (view) => {
    const now = nowOf(view);
    return now && now.places.length > 0 ? `${now.at + 1} of ${now.places.length}` : '';
  },
  so: (view) => {
    const now = nowOf(view);
    if (!now) return '';
    const { layer, places } = now;
    const found = view.run?.results.lexicon?.descriptors.find(({ word }) => word === layer.word);
    const models = plural(found?.models ?? 0, 'model');
    const shown = found && places.length < found.count ? `, ${places.length} shown` : '';
    return `said in ${plural(found?.count ?? 0, 'answer')} of ${models}${shown} · ${sortTexts[layer.sort]} (S)`;
  },
  Body: linesBody(concordanceLines),
  commands: {
    ...moving((move, view) => {
      const now = nowOf(view);
      if (!now) return;
      view.act.replace({ ...now.layer, selected: moveInList(now.at, move, now.places.length) });
    }),
    open: {
      ...words.open,
      act: (view) => {
        const now = nowOf(view);
        const place = now?.places[now.at];
        if (!place) return;
        view.act.push({
          kind: 'reader',
          title: 'whole answer',
          so: view.ui.clusters.blind ? place.asked : `${place.model} · ${place.asked}`,
          paragraphs: safeLines(place.text),
          fact: place.id,
          top: 0,
          find: place.hit,
        });
      },
    },
    'sort-contexts': {
      keys: ['S'],
      label: 'sort',
      help: 'Sort by model, by the words after, or by the words before.',
      group: 'table',
      act: (view) => {
        const now = nowOf(view);
        if (!now) return;
        const sort = sorts[(sorts.indexOf(now.layer.sort) + 1) % sorts.length]!;
        view.act.replace({ ...now.layer, sort, selected: 0 });
      },
    },
    source: {
      ...words.source,
      act: (view) => {
        const now = nowOf(view);
        const place = now?.places[now.at];
        if (place) view.act.openSource(place.id);
      },
    },
  },
  footer: [['open', 'whole answer'], 'sort-contexts', 'source', 'back', 'help', 'quit'],
});
