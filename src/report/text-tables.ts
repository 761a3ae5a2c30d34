/** Results that the commands print as lines of text: lexicon, clusters, loadings, findings. */
import type { Curated } from '../clustering/curate.ts';
import { unansweredIn } from '../lexicon/answer-columns.ts';
import type { Lexicon } from '../lexicon/lexicon.ts';
import type { FactorView } from '../run/factor-view.ts';
import type { Finding } from '../run/state.ts';
import { notesText, tableText } from '../tables/as-text.ts';
import { percent, plural, share } from '../tables/numbers.ts';
import { screeText } from '../tables/scree.ts';
import { type Layout, tableLines, wrapText } from '../tables/text-lines.ts';
import { factorParts, loadingTable } from './factor-tables.ts';
import type { FactorPart } from './solution-tables.ts';

/** Each with its certainty and what could change it. */
export function findingLines(findings: readonly Finding[], { width, paint }: Layout): string[] {
  const marks = { firm: '●', likely: '◐', sketch: '○' } as const;
  return findings.flatMap((finding) => [
    ...wrapText(
      `${marks[finding.certainty]} ${finding.certainty.padEnd(6)} ${finding.text}`,
      width,
      ' '.repeat(9),
    ),
    ...finding.overturn.flatMap((text) =>
      wrapText(`could change with: ${text}`, width - 9, '  ').map(
        (line) => ' '.repeat(9) + paint.dim(line),
      ),
    ),
  ]);
}

/** The `top` most frequent words, with their share of the answers that are neither refused nor unread. */
export function lexiconTable(lexicon: Lexicon, layout: Layout, top = 40): string[] {
  const { refused, unread } = unansweredIn(lexicon.answers);
  const answered = Math.max(1, lexicon.answers.count - refused - unread);
  const shown = lexicon.descriptors.slice(0, top);
  const left = lexicon.descriptors.length - shown.length;
  return [
    ...wrapText(
      `${plural(lexicon.descriptors.length, 'value word')} in ${plural(lexicon.answers.count, 'answer')}, ${plural(refused, 'refusal')}${unread > 0 ? `, ${unread} unread (in other languages)` : ''}`,
      layout.width,
    ),
    '',
    ...tableLines(
      [
        { title: 'word', least: 12 },
        { title: 'answers', align: 'right' },
        { title: 'share', align: 'right' },
        { title: 'models', align: 'right' },
        { title: 'read from', least: 8 },
      ],
      shown.map((one) => [
        one.word,
        String(one.count),
        percent(one.count / answered),
        String(one.models),
        [...new Set(one.mentions.map((mention) => mention.raw.trim()))].slice(0, 4).join(', '),
      ]),
      layout,
    ),
    ...(left > 0 ? [layout.paint.dim(`… and ${plural(left, 'more word')}`)] : []),
  ];
}

/** Clusters with their words, most said first. */
export function clustersTable(curated: Curated, layout: Layout): string[] {
  const edits = curated.applied.length;
  return [
    ...wrapText(
      `${plural(curated.clusters.length, 'cluster')}, ${edits === 0 ? 'not curated by hand' : `${plural(edits, 'edit')} by hand`}`,
      layout.width,
    ),
    '',
    ...tableLines(
      [
        { title: 'cluster', least: 24 },
        { title: 'said', align: 'right' },
        { title: 'cohesion', align: 'right' },
        { title: 'words', least: 16 },
      ],
      curated.clusters.map((cluster) => [
        cluster.named ? `${cluster.name} ✎` : cluster.name,
        String(cluster.count),
        share(cluster.cohesion),
        cluster.words.join(', '),
      ]),
      layout,
    ),
    ...(curated.discarded.length > 0
      ? wrapText(
          `discarded: ${curated.discarded.map((one) => one.word).join(', ')}`,
          layout.width,
          '  ',
        ).map(layout.paint.dim)
      : []),
    ...(curated.unplaced.length > 0
      ? [
          layout.paint.warning(
            `▲ ${plural(curated.unplaced.length, 'edit')} fit no cluster any more`,
          ),
        ]
      : []),
  ];
}

/** Tables, plots, and sentences about them, part by part. */
export function partLines(parts: readonly FactorPart[], layout: Layout): string[] {
  return parts.flatMap(({ tables, plots, notes }) => [
    ...[
      ...tables.map((table) => tableText(table, layout)),
      ...plots.map((plot) => (plot.kind === 'scree' ? screeText(plot, layout) : [])),
    ].flatMap((lines) => (lines.length > 0 ? ['', ...lines] : [])),
    ...(notes.length > 0 ? [''] : []),
    ...notesText(notes, layout),
  ]);
}

/** The factor analysis: its data, loadings, number of factors, stability, fit, and warnings. */
export function factorLines(view: FactorView, layout: Layout): string[] {
  return [
    ...wrapText(
      `${view.extraction} · ${view.rotation} · ${view.n} ${view.rows} of ${plural(view.models, 'model')} × ${plural(view.columns.length, 'cluster')}`,
      layout.width,
    ),
    '',
    ...tableText(loadingTable(view), layout),
    ...partLines(factorParts(view), layout),
    '',
    ...notesText(
      view.warnings.map((warning) => `▲ ${warning}`),
      layout,
    ),
  ];
}
