/** The report as one HTML page: no script, no external resource, all data escaped. */

import { createHash } from 'node:crypto';
import { plotHtml } from '../tables/as-html.ts';
import { type Markup, markup } from '../tables/markup.ts';
import { plural } from '../tables/numbers.ts';
import type { DifferencesPlot } from '../tables/table.ts';
import { comparisonSection, verdictSection } from './html-pairs.ts';
import { anchorOf, section, table, warnings } from './html-parts.ts';
import {
  clustersSection,
  descriptorsSection,
  factorsSection,
  respondentsSection,
} from './html-structure.ts';
import { style } from './html-style.ts';
import {
  curatorsPart,
  instrumentSections,
  leadingPlot,
  lensPart,
  methodsPart,
} from './instrument-parts.ts';
import { isThere, type ReportData } from './report-schema.ts';

/** What the browser may load: only this page's own style sheet, named by its hash. */
const policy = [
  "default-src 'none'",
  `style-src 'sha256-${createHash('sha256').update(style).digest('base64')}'`,
  "base-uri 'none'",
  "form-action 'none'",
].join('; ');

/** The text on the page, in files, and in headings where no real model was asked. */
export const simulatedMark = 'SIMULATED';
export const simulatedNote =
  'Every answer in this report comes from simulated models with planted values. It says nothing about real language models.';

/** The whole file. The same data give the same bytes. */
export function htmlReport(data: ReportData): string {
  const first = leadingPlot(data.instruments);
  const sections: [id: string, title: string, body: Markup | null][] = [
    ['findings', 'Conclusion', conclusionSection(data, first)],
    ['verdict', 'Verdict', verdictSection(data)],
    ['respondents', 'Models', ifAsked(data, respondentsSection)],
    ['descriptors', 'Words', ifAsked(data, descriptorsSection)],
    ['clusters', 'Clusters', ifAsked(data, clustersSection)],
    ...curatorsPart(data).flatMap((one) => instrumentSections(one, null)),
    ['factors', 'Factors', ifAsked(data, factorsSection)],
    ...[...data.instruments, ...methodsPart(data), ...lensPart(data)].flatMap((one) =>
      instrumentSections(one, first),
    ),
    ['comparison', 'Two models', comparisonSection(data)],
    ['method', 'Method', methodSection(data)],
    ['again', 'Cite and rerun', againSection(data)],
  ];
  const there = sections.filter(([, , body]) => body !== null);
  const mark = data.simulated ? `${simulatedMark} · ` : '';
  const page = markup`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${{ markup: policy }}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<meta name="generator" content="valuelex ${data.version}">
<title>${mark}${data.name} · valuelex</title>
<style>${{ markup: style }}</style>
</head>
<body>
<header>
${data.simulated && markup`<p class="banner"><strong>▲ ${simulatedMark}.</strong> ${simulatedNote}</p>`}
<h1>${mark}${data.name}</h1>
<p class="soft">Values of language models, in their own words · ${data.date.slice(0, 10)} ${data.respondents.length > 0 && ` · ${plural(data.respondents.length, 'model')}`}${!data.finished && ' · the run is not finished'}</p>
<nav aria-label="Sections">${there.map(([id, title]) => markup`<a href="#${anchorOf(id)}">${title}</a> `)}</nav>
</header>
<main>
${there.map(([, , body]) => body)}
</main>
<footer>${data.simulated && markup`<strong>${simulatedMark}.</strong> ${simulatedNote} `}Written by valuelex ${data.version} on ${data.date}. This page loads nothing and runs nothing.</footer>
</body>
</html>
`;
  return page.markup;
}

/** Empty where no model was asked: the texts or ratings of the run came from a file. */
function ifAsked(data: ReportData, part: (data: ReportData) => Markup): Markup | null {
  return data.respondents.length > 0 ? part(data) : null;
}

const certaintyMarks = { firm: '● firm', likely: '◐ likely', sketch: '○ sketch' } as const;

/** The first page: what was done and found, and the plot of the value that distinguishes most models. */
function conclusionSection(data: ReportData, first: DifferencesPlot | null): Markup {
  const findings =
    data.findings.length === 0
      ? data.respondents.length > 0 && markup`<p class="soft">Nothing has been found yet.</p>`
      : markup`<ul class="findings">${data.findings.map(
          (finding) =>
            markup`<li><span class="badge ${finding.certainty}">${certaintyMarks[finding.certainty]}</span><div>${finding.text}${finding.overturn.length > 0 && markup`<div class="overturn">could change with: ${finding.overturn.join(' · ')}</div>`}</div></li>`,
        )}</ul>`;
  return section(
    'findings',
    'Conclusion',
    markup`<div class="${first ? 'first' : ''}"><div><p class="lead">${data.summary.join(' ')}</p></div>${first && plotHtml(first)}<div class="found">${findings}${warnings(data.problems)}</div></div>`,
  );
}

function methodSection(data: ReportData): Markup {
  const { method } = data;
  const { test } = method;
  if (data.respondents.length === 0)
    return section(
      'method',
      'Method',
      choices([
        ['Seed', String(method.seed)],
        ['Instruments', method.instruments.join(', ')],
      ]),
      warnings(data.warnings),
    );
  const settingText = (one: (typeof method.settings)[number]) =>
    `${one.id}: temperature ${one.temperature}, top-p ${one.topP}${one.persona ? `, persona “${one.persona}”` : ''}`;
  const items: [string, string][] = [
    ['Seed', String(method.seed)],
    ['Sampling', method.settings.map(settingText).join(' · ')],
    ['Repeats', String(method.repeats)],
    [
      'Longest answer',
      `${method.maxTokens.chat} tokens asked in chat, ${method.maxTokens.completion} in completion`,
    ],
    ['Values out of prose', method.extraction ?? 'by rule'],
    [
      'Clusters',
      `${method.clusters.method} on ${method.clusters.embedding}, ${method.clusters.k ?? 'number by the cut rule'}${method.clusters.k ? ' clusters' : ''}, words named by at least ${plural(method.clusters.minCount, 'answer')}, names ${method.clusters.naming ? `suggested by ${method.clusters.naming}` : 'by rule'}`,
    ],
    [
      'Factors',
      `rows ${method.factors.rows}, cells ${method.factors.cell}, ${method.factors.extraction}, ${method.factors.rotation}, ${method.factors.k ?? 'number by parallel analysis'}${method.factors.k ? ' factors' : ''}, ${method.factors.draws} draws`,
    ],
    ...(isThere(data.factors)
      ? ([
          [
            'Factors as taken',
            `${data.factors.k}, ${data.factors.extraction}, ${data.factors.rotation}, ${data.factors.rows}`,
          ],
        ] as [string, string][])
      : []),
    ['Value systems', test.systems.join(', ')],
    ...(method.instruments.length > 0
      ? ([['Other instruments', method.instruments.join(', ')]] as [string, string][])
      : []),
    ['Judges', `${test.judges.join(', ') || 'none'}${test.requireJudge ? ' (must pass)' : ''}`],
    ['Test setting', `${settingText(test.setting)}; ${plural(test.repeats, 'repeat')}`],
    ...(method.endpoints.length > 0
      ? ([
          ['Endpoints', method.endpoints.map((one) => `${one.name} ${one.address}`).join(', ')],
        ] as [string, string][])
      : []),
    ...(method.shard ? ([['Part of the study', method.shard]] as [string, string][]) : []),
    ...(method.against
      ? ([['Checked against', `${method.against} ${method.againstHash ?? ''}`]] as [
          string,
          string,
        ][])
      : []),
  ];
  return section(
    'method',
    'Method',
    markup`<p>Models are asked in many ways what they value; the words are read, merged to descriptors, and clustered by meaning; clusters that are named together are factor-analysed; then models complete sentences, and judges who took an exam rate the values in the completions. Every choice of this study:</p>`,
    choices(items),
    markup`<details><summary>${plural(method.prompts.length, 'prompt')}, with their hashes</summary>${table(
      ['Prompt', 'Text', { text: 'Answers', kind: 'n' }, { text: 'Refused', kind: 'n' }, 'SHA-256'],
      method.prompts.map(
        (one) =>
          markup`<tr><th scope="row">${one.id}</th><td class="words">${one.text?.trim()}</td><td class="n">${one.answers}</td><td class="n">${one.refused}</td><td class="mono" title="${one.hash}">${one.hash?.slice(0, 12) ?? '–'}</td></tr>`,
      ),
    )}</details>`,
    markup`<details><summary>${plural(test.stems.length, 'stem')}</summary><ol>${test.stems.map((stem) => markup`<li>${stem.text ?? stem.id}</li>`)}</ol></details>`,
    warnings(data.warnings),
  );
}

function choices(items: readonly (readonly [string, string])[]): Markup {
  return markup`<dl>${items.map(([name, value]) => markup`<dt>${name}</dt><dd>${value}</dd>`)}</dl>`;
}

function againSection({ cite, again }: ReportData): Markup {
  return section(
    'again',
    'How to cite, how to run it again',
    markup`<ul>${cite.map((one) => markup`<li>${one}</li>`)}</ul>`,
    markup`<p>The run folder holds every answer as it was given. The same command takes up what is missing, asks nothing twice, and computes all of this again:</p><pre><code>${again}</code></pre>`,
  );
}
