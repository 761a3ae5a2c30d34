/** What the commands print of the words: lexicon, clusters, loadings, findings. Lines of text, nothing else. */
import type { Curated } from '../clustering/curate.ts';
import { unansweredIn } from '../lexicon/answer-columns.ts';
import type { Lexicon } from '../lexicon/lexicon.ts';
import type { FactorView, Finding } from '../run/state.ts';
import { fixed, percent, plural, share, shortName, signed } from '../tables/numbers.ts';
import {
  type Layout,
  type TextCell,
  type TextRow,
  tableLines,
  wrapText,
} from '../tables/text-lines.ts';
import {
  type FactorTable,
  fitTable,
  fitWords,
  isDoubtful,
  numberTable,
  numberWords,
  replicationMark,
  stabilityTables,
  stabilityWords,
  wordinessWords,
} from './factor-tables.ts';

/** A loading of at least this size is not dimmed (as on the screen). */
const salient = 0.3;

/** Each with its certainty and what would overturn it. */
export function findingLines(findings: readonly Finding[], { width, paint }: Layout): string[] {
  const marks = { firm: '●', likely: '◐', sketch: '○' } as const;
  return findings.flatMap((finding) => [
    ...wrapText(
      `${marks[finding.certainty]} ${finding.certainty.padEnd(6)} ${finding.text}`,
      width,
      ' '.repeat(9),
    ),
    ...finding.overturn.flatMap((text) =>
      wrapText(`would overturn it: ${text}`, width - 9, '  ').map(
        (line) => ' '.repeat(9) + paint.dim(line),
      ),
    ),
  ]);
}

/** The `top` most said words with their share of the answers that are neither refused nor unread. */
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

/** Loadings sorted by factor, small ones dim, with variance, replication, fit, and warnings. */
export function loadingsTable(view: FactorView, layout: Layout): string[] {
  const { width, paint } = layout;
  const order = view.columns
    .map((_, column) => {
      const sizes = view.loadings[column]!.map(Math.abs);
      return { column, factor: sizes.indexOf(Math.max(...sizes)) };
    })
    .sort(
      (a, b) =>
        a.factor - b.factor ||
        Math.abs(view.loadings[b.column]![b.factor]!) -
          Math.abs(view.loadings[a.column]![a.factor]!),
    );
  const rows: TextRow[] = order.flatMap(({ column, factor }, i) => {
    const one = view.columns[column]!;
    const row: TextRow = [
      one.cluster,
      ...view.loadings[column]!.map((value, f): TextCell => {
        const doubtful = isDoubtful(view, column, f);
        return {
          text: `${signed(value)}${doubtful ? '°' : ' '}`,
          paint: (text) =>
            Math.abs(value) < salient || doubtful ? paint.dim(text) : paint.heat(text, value),
        };
      }),
      share(view.communalities[column]!),
      fixed(view.complexity[column]!, 1),
      String(one.count),
    ];
    return i > 0 && order[i - 1]!.factor !== factor ? ['rule' as const, row] : [row];
  });
  const foot = (label: string, texts: string[]): TextRow => [label, ...texts, '', '', ''];
  return [
    ...wrapText(
      `${view.extraction} · ${view.rotation} · ${view.n} ${view.rows} of ${plural(view.models, 'model')} × ${plural(view.columns.length, 'cluster')}`,
      width,
    ),
    '',
    ...tableLines(
      [
        { title: '', least: 24 },
        ...view.factors.map((factor, f) => ({
          title: `F${f + 1} ${factor.name}`,
          align: 'right' as const,
        })),
        { title: 'h²', align: 'right' },
        { title: 'cplx', align: 'right' },
        { title: 'mentions', align: 'right' },
      ],
      [
        ...rows,
        'rule',
        foot(
          'variance',
          view.factors.map((factor) => percent(factor.variance)),
        ),
        foot(
          'replicates',
          view.factors.map((_, f) => replicationMark(view, f)),
        ),
      ],
      layout,
    ),
    '',
    ...fitLines(view).flatMap((line) => wrapText(line, width, '  ')),
    ...checkLines(view, layout),
    ...wordinessWords(view).flatMap((words) =>
      wrapText(`▲ ${words}`, width, '  ').map(paint.warning),
    ),
    ...view.warnings.flatMap((warning) => wrapText(`▲ ${warning}`, width, '  ').map(paint.warning)),
  ];
}

function fitLines(view: FactorView): string[] {
  const pairs = view.phi.flatMap((row, f) =>
    row.slice(0, f).map((value, g) => `F${g + 1}·F${f + 1} ${signed(value)}`),
  );
  return [
    ...(pairs.length > 0 ? [`correlations ${pairs.join('  ')}`] : []),
    `eigenvalues ${view.eigenvalues
      .slice(0, 6)
      .map((value) => fixed(value, 1))
      .join(' ')}  chance (${view.parallel.kind}) ${view.parallel.criterion
      .slice(0, 6)
      .map((value) => fixed(value, 1))
      .join(
        ' ',
      )}  suggested ${view.suggestedK}${view.suggestedKWithoutTotal === null ? '' : ` (${view.suggestedKWithoutTotal} without the row total)`}`,
  ];
}

/** How many, stability, fit: the tables of the report with what they say. */
function checkLines(view: FactorView, layout: Layout): string[] {
  const part = (tables: readonly FactorTable[], words: readonly string[]) => [
    ...tables.flatMap(({ title, columns, words: texts, rows }) => [
      '',
      ...wrapText(title, layout.width).map(layout.paint.bold),
      ...tableLines(
        columns.map((name, at) => ({
          title: name,
          ...(at === 0 || texts.includes(at) ? { least: 10 } : { align: 'right' as const }),
        })),
        rows,
        layout,
      ),
    ]),
    ...words.flatMap((line) => wrapText(line, layout.width, '  ')),
  ];
  return [
    ...part([numberTable(view)], numberWords(view)),
    ...part(stabilityTables(view), stabilityWords(view)),
    ...part([fitTable(view)], fitWords(view)),
    '',
  ];
}

/** Mean factor scores of each model. */
export function modelScoresTable(view: FactorView, layout: Layout): string[] {
  return tableLines(
    [
      { title: 'model', least: 26 },
      ...view.factors.map((factor, f) => ({
        title: `F${f + 1} ${factor.name}`,
        align: 'right' as const,
      })),
    ],
    view.modelScores.map((one) => [
      shortName(one.model),
      ...one.scores.map(
        (value): TextCell => ({
          text: signed(value),
          paint: (text) => layout.paint.heat(text, value),
        }),
      ),
    ]),
    layout,
  );
}
