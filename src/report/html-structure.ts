/** Sections on the answers: respondents, descriptors, clusters, factors, the run's own system. */

import { paceText } from '../clustering/pace.ts';
import { legendItem, nameKind, plotHtml, tableHtml } from '../tables/as-html.ts';
import { type Markup, markup } from '../tables/markup.ts';
import { fixed, listOf, modelsOf, percent, plural, share, shortName } from '../tables/numbers.ts';
import { columnPlot, wordMap } from '../tables/svg.ts';
import { factorParts, loadingTable } from './factor-tables.ts';
import { figure, numeric, over, section, table, unavailable, warnings } from './html-parts.ts';
import { isThere, type ReportClusters, type ReportData } from './report-schema.ts';
import type { FactorPart } from './solution-tables.ts';

/** Rows shown at once; the rest is in the CSV files. */
const mostWords = 60;
const mostHidden = 400;

export function respondentsSection({ respondents, method }: ReportData): Markup {
  const many = respondents.reduce((sum, { settings }) => sum + settings, 0);
  const each = new Set(respondents.map(({ settings }) => settings)).size > 1 ? 'up to ' : '';
  return section(
    'respondents',
    'Models',
    markup`<p>${plural(respondents.length, 'model')} × ${each}${plural(method.settings.length, 'sampling setting')} = ${plural(many, 'respondent')}, each asked ${plural(method.prompts.length, 'prompt')}${method.repeats > 1 ? ` ${method.repeats} times` : ''}. ${formsSentence(respondents)}</p>`,
    table(
      [
        ...['Model', 'Family', 'Training'],
        ...['Size', 'Answers', 'Refused', 'Words per answer', 'Completions', 'Tokens'].map(over),
      ],
      respondents.map(
        (one) =>
          markup`<tr><th scope="row" class="${nameKind(one.model)}">${one.model}</th><td>${one.family}</td><td>${one.training}</td>${numeric(sizeOf(one.size))}${numeric(String(one.answers))}${numeric(String(one.refused))}${numeric(fixed(one.wordsPerAnswer, 1))}${numeric(String(one.completions))}${numeric(one.tokens === null ? '–' : String(one.tokens))}</tr>`,
      ),
    ),
  );
}

/** How the models were asked, grouped by settings; the smallest groups by name. */
function formsSentence(respondents: ReportData['respondents']): string {
  const alike = [...Map.groupBy(respondents, ({ forms }) => forms.join(', '))]
    .filter(([forms]) => forms !== '')
    .sort(([, a], [, b]) => b.length - a.length);
  if (alike.length < 2) return alike.map(([forms]) => `Asked as ${forms}.`).join('');
  const forms = alike.map(
    ([forms, models], at) =>
      `${at === 0 ? plural(models.length, 'model') : listOf(models.map(({ model }) => shortName(model)))} as ${forms}`,
  );
  return `Asked: ${forms.join('; ')}.`;
}

function sizeOf(size: number | null): string {
  if (size === null) return '–';
  return size < 1 ? `${Math.round(size * 1000)}M` : `${Number(size.toFixed(1))}B`;
}

export function descriptorsSection({ lexicon, respondents }: ReportData): Markup {
  if (!lexicon) return section('descriptors', 'Words', empty('No answers have been read yet.'));
  const answered = Math.max(1, lexicon.answers - lexicon.refused - lexicon.unread);
  const item = (one: (typeof lexicon.descriptors)[number]) =>
    markup`<li><span>${one.word}</span> <span class="soft">${one.count} · ${percent(one.count / answered)} · ${one.models}</span></li>`;
  const rest = lexicon.descriptors.slice(mostWords, mostHidden);
  const beyond = lexicon.descriptors.length - mostHidden;
  return section(
    'descriptors',
    'Words',
    markup`<p>${plural(lexicon.descriptors.length, 'value word')} in ${plural(lexicon.answers, 'answer')}; ${plural(lexicon.refused, 'answer')} refused${lexicon.unread > 0 ? `; ${plural(lexicon.unread, 'answer')} in languages that are not read` : ''}. ${readSentence(lexicon)}</p>`,
    lexicon.perHundred.length > 2
      ? figure(
          columnPlot(lexicon.perHundred, 'New descriptors per hundred answers', 100),
          'New descriptors in each hundred answers, in the order of arrival: where the columns are low, more answers add nothing.',
        )
      : null,
    markup`<p class="soft">Each with the number of answers that name it, their share, and how many of the ${plural(respondents.length, 'model')} do.</p><ol class="list">${lexicon.descriptors.slice(0, mostWords).map(item)}</ol>`,
    rest.length > 0
      ? markup`<details><summary>${plural(rest.length, 'more word')}</summary><ol class="list" start="${mostWords + 1}">${rest.map(item)}</ol>${beyond > 0 && markup`<p class="soft">${beyond} rarer words are in words.csv.</p>`}</details>`
      : null,
  );
}

function readSentence(lexicon: NonNullable<ReportData['lexicon']>): string {
  const parts = [
    ...(lexicon.merges.length > 0
      ? [
          `Forms were merged by ${lexicon.merges.map((one) => `${one.rule} (${one.words})`).join(', ')}.`,
        ]
      : []),
    ...(lexicon.dropped.length > 0
      ? [`Left out: ${lexicon.dropped.map((one) => `${one.reason} (${one.words})`).join(', ')}.`]
      : []),
  ];
  return parts.join(' ');
}

export function clustersSection({ clusters }: ReportData): Markup {
  if (!isThere(clusters))
    return section(
      'clusters',
      'Clusters',
      clusters ? unavailable(clusters) : empty('No words have been clustered yet.'),
    );
  const at = clusters.quality.find((one) => one.k === clusters.k);
  return section(
    'clusters',
    'Clusters',
    markup`<p>Words that mean the same, by ${clusters.method === 'average' ? 'average link' : clusters.method} on ${clusters.space}: cut at ${clusters.k} (the cut rule suggests ${clusters.suggestedK})${at ? `, silhouette ${share(at.silhouette)}, stability between resamples ${share(at.stability)}` : ''}.</p>`,
    table(
      ['Cluster', 'Words', over('Said'), over('Cohesion'), 'For example'],
      clusters.clusters.map(
        (cluster) =>
          markup`<tr><th scope="row">${cluster.name}${cluster.named && markup` <span class="soft" title="named by hand">✎</span>`}</th><td class="words">${cluster.words.map(({ word, count }) => `${word} ${count}`).join(' · ')}</td>${numeric(String(cluster.count))}${numeric(share(cluster.cohesion))}<td class="words soft">${cluster.example && markup`“${cluster.example.text.replace(/\s+/g, ' ').trim()}” — ${shortName(cluster.example.model)}`}</td></tr>`,
      ),
    ),
    mapFigure(clusters),
    editsPart(clusters),
  );
}

function mapFigure(clusters: ReportClusters): Markup | null {
  const points = clusters.map.flatMap(({ x, y, ...point }) =>
    x === null || y === null
      ? []
      : [
          {
            ...point,
            x,
            y,
            group: groupOf(clusters, point.cluster),
          },
        ],
  );
  if (points.length < 4) return null;
  const top = clusters.clusters.slice(0, 7).map((cluster, i) => legendItem(i, cluster.name));
  return markup`${figure(
    wordMap(points, 'Words by similarity of meaning'),
    'The words on a plane: near is alike in meaning, large is often said. Two directions cannot hold all likeness; the table above is what counts.',
  )}<div class="legend">${top}${legendItem(7, 'others')}</div>`;
}

function groupOf(clusters: ReportClusters, name: string | null): number {
  const index = clusters.clusters.findIndex((cluster) => cluster.name === name);
  return index < 0 || index > 6 ? 7 : index;
}

function editsPart(clusters: ReportClusters): Markup {
  const discarded =
    clusters.discarded.length > 0 &&
    markup`<p>Discarded: ${clusters.discarded.map(({ word, count }) => `${word} (${count})`).join(', ')}.</p>`;
  return clusters.edits.length === 0
    ? markup`<p class="soft">No edits by hand.</p>`
    : markup`<h3>Edits by hand</h3><p class="soft">${clusters.editCounts.map((one) => `${one.edit} ${one.count}`).join(' · ')}${clusters.unplaced > 0 && ` · ${clusters.unplaced} fit no cluster any more`}${clusters.pace && ` · ${paceText(clusters.pace)}`}</p>${discarded}<details><summary>All ${clusters.edits.length} in order</summary><ol>${clusters.edits.map((edit) => markup`<li>${edit}</li>`)}</ol></details>`;
}

export function factorsSection({ factors, ownSystem }: ReportData): Markup {
  if (!isThere(factors))
    return section(
      'factors',
      'Factors',
      factors ? unavailable(factors) : empty('No factors have been computed yet.'),
    );
  return section(
    'factors',
    'Factors',
    markup`<p>${factors.extraction} with ${factors.rotation} on ${factors.n} ${factors.rows} × ${plural(factors.columns.length, 'cluster')}, from ${modelsOf(factors)}. ${plural(factors.k, 'factor')} taken; chance (${factors.parallel.kind}) suggests ${factors.suggestedK}.</p>`,
    warnings(factors.warnings),
    tableHtml(loadingTable(factors)),
    ...factorParts(factors).map(factorPart),
    ownSystemPart(ownSystem),
  );
}

/** Its plots, tables, and sentences about them. */
function factorPart({ title, tables, plots, notes }: FactorPart): Markup {
  return markup`<h3>${title}</h3>${plots.map(plotHtml)}${tables.map(tableHtml)}${notes.length > 0 && markup`<ul>${notes.map((note) => markup`<li>${note}</li>`)}</ul>`}`;
}

function ownSystemPart(system: ReportData['ownSystem']): Markup | null {
  if (!system) return null;
  return markup`<h3>The value system of this run</h3><p class="soft">Dimensions from the factors, subdimensions from the clusters that load on them.</p>${table(
    ['Dimension', 'Subdimension', 'Words'],
    system.dimensions.flatMap((dimension) =>
      dimension.subdimensions.map(
        (one, i) =>
          markup`<tr${i === 0 && markup` class="group"`}><th scope="row">${i === 0 && dimension.name}</th><td>${one.name}</td><td class="words">${one.words.join(', ')}</td></tr>`,
      ),
    ),
  )}`;
}

function empty(text: string): Markup {
  return markup`<p class="soft">${text}</p>`;
}
