/** The workbench as lines: the clusters on the left, the words of one on the right. */
import type { Cluster, Suggestion } from '../../../clustering/clusters.ts';
import { suggestionsOf } from '../../../clustering/decisions.ts';
import { hasNoAnswers } from '../../../run/has-no-answers.ts';
import { safeLine } from '../../../safe-text/safe-line.ts';
import { beside, columnsFrom, pointed, ruled, sideBySide } from '../../components/body.tsx';
import { emptyLines, noRunLines } from '../../components/chrome.ts';
import { bar } from '../../components/marks.ts';
import { nextLine } from '../../components/table.tsx';
import { shownOf, windowAround } from '../../components/table-layout.ts';
import { computingItem } from '../../computing.ts';
import { quoteColumn, quoteLines } from '../../layers/quotes.ts';
import type { View } from '../../scene.ts';
import { columnsOf, fill, plural, share, wrap } from '../../text.ts';
import { theme } from '../../theme.ts';
import { type ClusterRow, clusterRows, wordsOf } from './clusters-state.ts';

export function clustersLines(view: View, width: number, height: number): string[] {
  const { run, ui } = view;
  if (!run) return noRunLines(view, width);
  if (hasNoAnswers(run))
    return emptyLines(
      'This run has no answers, so there are no words to put together.',
      '6 shows what it holds: Enter goes there',
      width,
    );
  const { clustering, curated } = run.results;
  if (clustering && 'unavailable' in clustering)
    return emptyLines(clustering.unavailable, clustering.hint ?? '3 shows the answers', width);
  if (!clustering || !curated) {
    const { answers } = run.discovery;
    if (answers > 0 && run.status !== 'working')
      return emptyLines(
        `The words of ${plural(answers, 'answer')} are being put together.`,
        computingItem(view).replace('● ', '') || '3 shows the answers meanwhile',
        width,
      );
    return emptyLines(
      'There are no words to put together yet.',
      'they come in on 3 Elicit: Enter goes there',
      width,
    );
  }
  const rows = clusterRows(run.results, ui.clusters);
  const selected = Math.min(ui.clusters.selected, rows.length - 1);
  const words = ui.maximised && ui.clusters.pane === 'words';
  const clustersOnly = ui.maximised && !words;
  const below = belowLines(view, width);
  const room = height - below.length;
  if (width >= columnsFrom && !ui.maximised) {
    const three = threeColumns(view, rows, selected, width, room);
    return [...three, ...below].map((line) => fill(line, width));
  }
  const left = clustersOnly ? width : words ? 0 : Math.floor(width * (width >= 120 ? 0.42 : 0.54));
  const list = rowLines(view, rows, selected, left, room);
  if (clustersOnly) return [...list, ...below].map((line) => fill(line, width));
  const detail = wordLines(view, rows[selected], width - left - 1, room);
  return [...(words ? detail : beside(list, detail, left, width, room)), ...below].map((line) =>
    fill(line, width),
  );
}

/** Clusters, the words of one, and the sentences of one of these, side by side. */
function threeColumns(
  view: View,
  rows: readonly ClusterRow[],
  selected: number,
  width: number,
  height: number,
): string[] {
  const list = Math.floor(width * 0.36);
  const detail = Math.floor(width * 0.27);
  const rest = width - list - detail - 2;
  const row = rows[selected];
  const { pane, word } = view.ui.clusters;
  const words = wordsOf(row);
  const at = pane === 'words' ? Math.min(word, words.length - 1) : 0;
  const asked = row?.kind === 'cluster' || pane === 'words' ? words[at] : undefined;
  return sideBySide(
    [
      [rowLines(view, rows, selected, list, height), list],
      [wordLines(view, row, detail, height, true), detail],
      [quoteColumn(view, asked, rest, height), rest],
    ],
    height,
  );
}

function rowLines(
  view: View,
  rows: readonly ClusterRow[],
  selected: number,
  width: number,
  height: number,
): string[] {
  const state = view.ui.clusters;
  const most = Math.max(1, ...rows.map((row) => (row.kind === 'cluster' ? row.cluster.count : 0)));
  const bars = width >= 52 ? 10 : 5;
  const names = width - bars - 22;
  const sorted = (title: string, by: string) => (state.sort === by ? `${title}↓` : title);
  const head = `     ${fill(sorted('cluster', 'name'), names)} ${fill(sorted('words', 'words'), 6, 'right')} ${fill(sorted('said', 'said'), 6, 'right')}`;
  const body = rows.slice(0, -1);
  const none = state.keep !== '' && !body.some(({ kind }) => kind === 'cluster');
  const needsCount = body.length > height - 2;
  const shown = windowAround(
    Math.min(selected, body.length - 1),
    body.length,
    height - 2 - (needsCount ? 1 : 0),
  );
  // The pointer is in the other pane: here the row only marks which cluster's words these are.
  const line = (text: string, lit: boolean) =>
    lit && state.pane === 'words' ? ` › ${theme.accent(text)}` : pointed(text, lit);
  const lines = body.slice(shown.first, shown.end).map((row, at) => {
    const lit = shown.first + at === selected;
    if (row.kind === 'cluster') {
      const { cluster } = row;
      const mark = state.marked.includes(row.key) ? '●' : ' ';
      const name = `${safeLine(cluster.name)}${cluster.named ? ' ✎' : ''}`;
      const text = `${mark} ${fill(name, names)} ${fill(String(cluster.words.length), 6, 'right')} ${fill(String(cluster.count), 6, 'right')}`;
      return `${line(text, lit)}  ${bar(cluster.count / most, bars)}`;
    }
    const words = wordsOf(row);
    const text = `✗ ${fill('discarded', names)} ${fill(String(words.length), 6, 'right')}`;
    return lit ? line(text, true) : `   ${theme.dim(text)}`;
  });
  const count = needsCount ? [theme.dim(`   ${shownOf(shown, body.length)}`)] : [];
  return [
    theme.dim(fill(head, width)),
    ...(none ? [`   nothing holds "${safeLine(state.keep)}": r shows all`] : []),
    ...lines,
    ...count,
    nextLine(
      view.run?.curator === undefined ? '5 Factors' : 'q leaves: every edit is on disk',
      selected === rows.length - 1,
    ),
  ];
}

/** The words of a row, with the sentences of one of them below unless `quoted` shows them elsewhere. */
function wordLines(
  view: View,
  row: ClusterRow | undefined,
  width: number,
  height: number,
  quoted = false,
): string[] {
  const { run, ui } = view;
  if (row?.kind === 'next' || !row)
    return [
      '',
      ...wrap('The clusters become the columns that are factor-analysed.', width - 3).map(
        (line) => `  ${line}`,
      ),
    ];
  const state = ui.clusters;
  const title =
    row.kind === 'cluster'
      ? safeLine(row.cluster.name)
      : `discarded · ${plural(row.words.length, 'word')} · x brings back`;
  const tight = row.kind === 'cluster' ? ` tight ${share(row.cluster.cohesion)}` : '';
  const words = wordsOf(row);
  const inPane = state.pane === 'words';
  const at = inPane ? Math.min(state.word, words.length - 1) : 0;
  // A tall screen has room for several answers that say the word.
  const quotes = Math.max(1, Math.floor((height - words.length - 4) / 5));
  const asked = row.kind === 'cluster' || inPane ? words[at] : undefined;
  const context = quoted || asked === undefined ? [] : quoteLines(view, asked, width, quotes);
  const near = row.kind === 'cluster' ? nearLine(view, row.cluster) : '';
  const extra = [
    ...(near ? [` ${near}`] : []),
    ...(context.length > 0 ? [ruled('', width), ...context] : []),
  ];
  const room = Math.max(3, height - 1 - extra.length);
  const counts = new Map((run?.results.lexicon?.descriptors ?? []).map((one) => [one.word, one]));
  const doubts = new Map(
    (run?.results.decisions?.open ?? []).flatMap((one) =>
      one.kind === 'word' ? [[one.word, one] as const] : [],
    ),
  );
  const more = words.length > room;
  const shown = windowAround(at, words.length, more ? room - 1 : room);
  const names = Math.max(8, Math.min(28, width - 23));
  const lines = words.slice(shown.first, shown.end).map((word, index) => {
    const descriptor = counts.get(word);
    const mark = state.markedWords.includes(word) ? '●' : ' ';
    const doubt = doubts.get(word);
    const text = `${mark} ${fill(safeLine(word), names)} ${fill(String(descriptor?.count ?? ''), 4, 'right')} ${fill(String(descriptor?.models ?? ''), 3, 'right')}`;
    const far = doubt ? theme.warning(doubt.alone ? ' ?' : ` ? ${share(doubt.inside)}`) : '';
    return `${pointed(text, inPane && shown.first + index === at)}${far}`;
  });
  return [
    ` ${theme.bold(fill(title, names + 4))} ${theme.dim(`said by${tight}`)}`,
    ...lines,
    ...(more ? [theme.dim(`   ${shownOf(shown, words.length)}`)] : []),
    ...extra,
  ];
}

/** The clusters that suggestions would merge this one with. */
function nearLine(view: View, cluster: Cluster): string {
  const { decisions, curated } = view.run?.results ?? {};
  const clusters = curated?.clusters ?? [];
  const near = suggestionsOf(decisions).flatMap((suggestion) => {
    if (suggestion.kind !== 'merge') return [];
    const pair = [clusters[suggestion.from], clusters[suggestion.into]];
    const other = pair.find((one) => one !== cluster);
    return pair.includes(cluster) && other
      ? [`${safeLine(other.name)} ${share(suggestion.similarity)}`]
      : [];
  });
  return near.length > 0 ? `near: ${near.join('  ')}` : '';
}

/** The suggestion and the last edits. */
function belowLines(view: View, width: number): string[] {
  const { run, ui } = view;
  const { decisions, curated } = run?.results ?? {};
  const suggestions = suggestionsOf(decisions);
  const suggestion = suggestions[ui.clusters.suggestion % Math.max(1, suggestions.length)];
  const applied = curated?.applied ?? [];
  const undone = curated?.undone.length ?? 0;
  const place = `${applied.length} of ${applied.length + undone}`;
  const texts: string[] = [];
  for (const { text } of [...applied].reverse()) {
    const next = [safeLine(text), ...texts].join(' · ');
    if (columnsOf(next) > width - 18 - place.length) break;
    texts.unshift(safeLine(text));
  }
  const history = texts.length > 0 ? texts.join(' · ') : 'no edits yet';
  const room = width - 13 - place.length;
  return [
    ...(suggestion
      ? suggestionLines(suggestionText(suggestion, curated?.clusters ?? []), width - 5)
      : ['']),
    theme.dim(`   history  ${fill(history, room)}${place}`),
  ];
}

/** One line where it fits, else two: a second line takes one from the sentences above. */
function suggestionLines(text: string, width: number): string[] {
  const [whole = '', brief = ''] = [`suggested: ${text}`, `y: ${text}`];
  const shown = columnsOf(whole) <= width || columnsOf(brief) > width ? whole : brief;
  return wrap(shown, width)
    .slice(0, 2)
    .map((line, at) => `   ${at > 0 ? '  ' : ''}${line}`);
}

/** "merge Trust into Honesty? said together 41 of 52 times, .58 near". */
function suggestionText(suggestion: Suggestion, clusters: readonly Cluster[]): string {
  if (suggestion.kind === 'rename') {
    const name = safeLine(clusters[suggestion.cluster]?.name ?? '');
    return `rename ${name} to ${safeLine(suggestion.name)}? ${safeLine(suggestion.why)}`;
  }
  const from = safeLine(clusters[suggestion.from]?.name ?? '');
  const into = safeLine(clusters[suggestion.into]?.name ?? '');
  return `merge ${from} into ${into}? together ${suggestion.together} of ${suggestion.of}, ${share(suggestion.similarity)} near`;
}
