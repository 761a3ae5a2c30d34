/** A word in all its contexts, one below another: keyword in context. */
import type { Cluster } from '../../clustering/clusters.ts';
import { isDividedFrom } from '../../clustering/edits.ts';
import { safeLines } from '../../safe-text/safe-line.ts';
import { beside, linesBody, pointed, ruled } from '../components/body.tsx';
import { shownOf, windowAround } from '../components/table-layout.ts';
import { needs } from '../keymap/command.ts';
import { editing } from '../keymap/shared-commands.ts';
import { moving, words } from '../keymap/shared-words.ts';
import type { ConcordanceSort, Layer } from '../layer.ts';
import { moveInList, toggled } from '../list-position.ts';
import { defineScene, type View } from '../scene.ts';
import { askCluster } from '../screens/clusters/cluster-edits.ts';
import { columnsOf, cut, fill, lastPart, plural, wrap } from '../text.ts';
import { theme } from '../theme.ts';
import { topLayerOf } from '../ui-state.ts';
import { type Excerpt, excerptsOf } from './excerpts.ts';
import { contextGroupsOf, contextGroupsText, smallerGroup } from './word-contexts.ts';

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
  return { kind: 'concordance', word, sort: 'model', selected: 0, marked: [] };
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

type Now = { layer: ConcordanceLayer; places: Excerpt[]; at: number };

function nowOf(view: View): Now | null {
  const layer = topLayerOf(view.ui, 'concordance');
  if (!layer) return null;
  const places = sortedPlaces(excerptsOf(view, layer.word), layer.sort);
  return { layer, places, at: Math.min(layer.selected, Math.max(0, places.length - 1)) };
}

/** One occurrence on one line: the model, unless hidden, the words before, the word, the words after. */
export function contextLine(excerpt: Excerpt, blind: boolean, width: number): string {
  // Wide enough for most names of models; all lines of a list have the same layout.
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
  const { layer, places, at } = now;
  if (places.length === 0)
    return ['', '   no answer names this word', '', `   ${theme.accent('▸')} Esc goes back`];
  const { blind } = view.ui.clusters;
  const left = width >= wide ? Math.floor(width * 0.62) : width;
  const listHeight = width >= wide ? height : Math.min(places.length + 1, Math.ceil(height * 0.6));
  const shown = windowAround(at, places.length, listHeight - 1);
  const list = [
    ...places.slice(shown.first, shown.end).map((one, i) => {
      const mark = layer.marked.includes(one.id) ? '● ' : '  ';
      return pointed(`${mark}${contextLine(one, blind, left - 6)}`, shown.first + i === at);
    }),
    theme.dim(`   ${shownOf(shown, places.length)}`),
  ];
  const answer = answerLines(places[at]!, blind, (width >= wide ? width - left - 1 : width) - 4);
  if (width >= wide) return beside(list, answer, left, width, height);
  return [...list, ruled('', width), ...answer].slice(0, height).map((line) => fill(line, width));
}

/** The whole answer, with the occurrence highlighted. */
function answerLines(place: Excerpt, blind: boolean, width: number): string[] {
  const who = blind ? place.asked : `${place.model} · ${place.asked}`;
  const text = safeLines(place.text).flatMap((line) => wrap(line, Math.min(96, width)));
  return [theme.dim(`   ${who}`), ...text.map((line) => `   ${litLine(line, place.hit)}`)];
}

function litLine(line: string, hit: string): string {
  const at = hit === '' ? -1 : line.indexOf(hit);
  return at < 0 ? line : `${line.slice(0, at)}${theme.bold(hit)}${line.slice(at + hit.length)}`;
}

/** Marks the answers of the smaller group if nothing is marked and the contexts fall into two groups. */
function markSmallerGroup(view: View, { layer }: Now): Now | null {
  const contexts = excerptsOf(view, layer.word);
  const marked = smallerGroup(contexts, contextGroupsOf(view, layer.word));
  if (layer.marked.length === 0 && marked.length > 0) view.act.replace({ ...layer, marked });
  return nowOf({ ...view, ui: view.act.now() });
}

/** Calls back with the marked answers that name the word, or shows what is missing. */
function whenDivisible(view: View, job: (now: Now, answers: string[]) => void): void {
  const before = nowOf(view);
  const now = before && markSmallerGroup(view, before);
  if (!now) return;
  const all = new Set(now.places.map(({ id }) => id));
  const answers = now.layer.marked.filter((id) => all.has(id));
  if (answers.length === 0)
    view.act.say('mark with ␣ the lines in which the word means something else', 'warning');
  else if (answers.length === all.size)
    view.act.say('at least one line must stay with the word', 'warning');
  else job(now, answers);
}

/** Asks for the other meaning and divides the word; if a cluster is given, that is the meaning, and the new word joins it. */
function divide(view: View, into: Cluster | null): void {
  const { act, run } = view;
  whenDivisible(view, ({ layer }, answers) => {
    const { word } = layer;
    const make = async (meaning: string) => {
      const as = `${word} (${meaning.trim().toLowerCase()})`;
      if (meaning.trim() === '') return;
      const { lexicon, curated } = run?.results ?? {};
      const isThere = lexicon?.descriptors.some((one) => one.word === as) ?? false;
      if (isThere && !isDividedFrom(curated?.applied ?? [], word, as))
        return `${as} is a word already`;
      if (!(await act.edit({ edit: 'divide', word, as, answers }))) return false;
      const top = topLayerOf(act.now(), 'concordance');
      if (top) act.replace({ ...top, marked: [], selected: 0 });
      if (into && !into.words.includes(as))
        await act.edit({ edit: 'move', word: as, to: [...into.words] });
    };
    if (into) void make(into.name).then((refusal) => refusal && act.say(refusal, 'warning'));
    else
      act.ask(
        `in these ${answers.length} “${word}” means`,
        suggestedMeaning(view, word, answers),
        make,
      );
  });
}

/** The cluster near the smaller group, if exactly that group is split off. */
function suggestedMeaning(view: View, word: string, answers: readonly string[]): string {
  const groups = contextGroupsOf(view, word);
  if (groups?.found !== 'two') return '';
  const smaller = new Set(smallerGroup(excerptsOf(view, word), groups));
  const isThat = smaller.size === answers.length && answers.every((id) => smaller.has(id));
  return isThat ? groups.groups[1].near : '';
}

export const concordanceScene = defineScene({
  crumbs: ({ ui }) => [topLayerOf(ui, 'concordance')?.word ?? ''],
  right: (view) => {
    const now = nowOf(view);
    if (!now || now.places.length === 0) return '';
    const { marked } = now.layer;
    const marks = marked.length > 0 ? `${marked.length} marked · ` : '';
    return `${marks}${now.at + 1} of ${now.places.length}`;
  },
  so: (view) => {
    const now = nowOf(view);
    if (!now) return '';
    const { layer, places } = now;
    const found = view.run?.results.lexicon?.descriptors.find(({ word }) => word === layer.word);
    const models = plural(found?.models ?? 0, 'model');
    const shown = found && places.length < found.count ? `, ${places.length} shown` : '';
    const said = `said in ${plural(found?.count ?? 0, 'answer')} of ${models}${shown} · ${sortTexts[layer.sort]} (S)`;
    const groups = contextGroupsText(contextGroupsOf(view, layer.word));
    return [said, groups].filter(Boolean).join(' · ');
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
    mark: {
      ...words.mark,
      act: (view) => {
        const now = nowOf(view);
        const place = now?.places[now.at];
        if (!now || !place) return;
        const marked = toggled(now.layer.marked, place.id);
        const selected = moveInList(now.at, 'down', now.places.length);
        view.act.replace({ ...now.layer, marked, selected });
      },
    },
    'mark-range': {
      ...words['mark-range'],
      act: (view) => {
        const now = nowOf(view);
        if (!now) return;
        const last = now.places.findIndex(({ id }) => id === now.layer.marked.at(-1));
        if (last < 0) return view.act.say('mark a line with ␣ first', 'warning');
        const range = now.places.slice(Math.min(last, now.at), Math.max(last, now.at) + 1);
        const marked = [...new Set([...now.layer.marked, ...range.map(({ id }) => id)])];
        view.act.replace({ ...now.layer, marked });
      },
    },
    'divide-word': {
      keys: ['s'],
      label: 'split',
      help: 'Split the word by its contexts: in the marked answers it becomes a word of its own. Without marks, those of the smaller of two groups of contexts are marked.',
      group: 'clusters',
      needs: needs.clusters,
      line: 'valuelex curate <run> divide <word> <name> <answer>',
      act: (view) => divide(view, null),
    },
    'move-contexts': {
      keys: ['M'],
      label: 'move',
      help: 'Split the word, and move what the marked answers mean to another cluster.',
      group: 'clusters',
      needs: needs.clusters,
      act: (view) =>
        whenDivisible(view, () =>
          askCluster(view, 'what they mean belongs to', (into) => into && divide(view, into)),
        ),
    },
    ...editing,
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
  footer: [
    ['open', 'whole answer'],
    'mark',
    'divide-word',
    'move-contexts',
    'sort-contexts',
    'source',
    'back',
    'help',
  ],
});
