/** The report as Markdown (CommonMark with tables): the main tables, for a repository or a paper's supplement. */

import { paceText } from '../clustering/pace.ts';
import { visibleLine } from '../safe-text/visible.ts';
import { tableMarkdown } from '../tables/as-markdown.ts';
import { bullets, markdownText, table } from '../tables/markdown-lines.ts';
import { fixed, share } from '../tables/numbers.ts';
import { factorParts, loadingTable } from './factor-tables.ts';
import { simulatedMark, simulatedNote } from './html.ts';
import { curatorsPart, instrumentMarkdown, lensPart, methodsPart } from './instrument-parts.ts';
import { isThere, type ReportData, type ReportFactors } from './report-schema.ts';

/** The whole file. */
export function markdownReport(data: ReportData): string {
  const t = markdownText;
  const mark = data.simulated ? `${simulatedMark} · ` : '';
  const note = data.simulated ? [`> **${simulatedMark}.** ${simulatedNote}`] : [];
  const parts = [
    `# ${mark}${t(data.name)}`,
    ...note,
    t(data.summary.join(' ')),
    ...findingsPart(data),
    ...respondentsPart(data),
    ...clustersPart(data),
    ...curatorsPart(data).flatMap(instrumentMarkdown),
    ...(isThere(data.factors) ? factorsPart(data.factors) : []),
    ...pairPart(data.verdict),
    ...[...data.instruments, ...methodsPart(data), ...lensPart(data)].flatMap(instrumentMarkdown),
    ...pairPart(data.comparison),
    '## Method',
    bullets(methodLines(data).map(t)),
    ...(data.warnings.length > 0
      ? ['### Before you believe it', bullets(data.warnings.map(t))]
      : []),
    '## How to cite, how to run it again',
    bullets(data.cite.map(t)),
    `    ${visibleLine(data.again)}`,
    ...note,
  ];
  return `${parts.filter((part) => part !== '').join('\n\n')}\n`;
}

function findingsPart({ findings }: ReportData): string[] {
  if (findings.length === 0) return [];
  const t = markdownText;
  return [
    '## Findings',
    bullets(
      findings.map((finding) => {
        const overturn = finding.overturn.map(t).join(' · ');
        return `**${finding.certainty}** ${t(finding.text)}${overturn ? ` Could change with: ${overturn}` : ''}`;
      }),
    ),
  ];
}

/** Empty where no model was asked: the texts or ratings came from a file. */
function respondentsPart({ respondents }: ReportData): string[] {
  if (respondents.length === 0) return [];
  return [
    '## Respondents',
    table(
      ['Model', 'Training', 'Asked as', 'Answers', 'Refused', 'Words/answer', 'Completions'],
      respondents.map((one) => [
        one.model,
        one.training,
        one.forms.join(', '),
        String(one.answers),
        String(one.refused),
        fixed(one.wordsPerAnswer, 1),
        String(one.completions),
      ]),
      3,
    ),
  ];
}

function clustersPart({ clusters }: ReportData): string[] {
  if (!isThere(clusters)) return [];
  return [
    '## Clusters',
    table(
      ['Cluster', 'Words', 'Said', 'Cohesion'],
      clusters.clusters.map((cluster) => [
        cluster.name,
        cluster.words.map(({ word, count }) => `${word} ${count}`).join(', '),
        String(cluster.count),
        share(cluster.cohesion),
      ]),
      2,
    ),
    ...(clusters.edits.length > 0
      ? [
          `Edits by hand: ${clusters.editCounts.map((one) => `${markdownText(one.edit)} ${one.count}`).join(', ')}.${clusters.pace ? ` ${paceText(clusters.pace)}.` : ''}`,
        ]
      : []),
  ];
}

function factorsPart(factors: ReportFactors): string[] {
  return [
    '## Factors',
    bullets(factors.warnings.map((warning) => `▲ ${markdownText(warning)}`)),
    tableMarkdown(loadingTable(factors)),
    ...factorParts(factors).flatMap(({ tables, notes }) => [
      ...tables.map(tableMarkdown),
      bullets(notes.map(markdownText)),
    ]),
  ];
}

function methodLines({ method, respondents }: ReportData): string[] {
  if (respondents.length === 0)
    return [`Seed ${method.seed}; instruments ${method.instruments.join(', ')}.`];
  return [
    `Seed ${method.seed}; settings ${method.settings.map((one) => `${one.id} (temperature ${one.temperature}, top-p ${one.topP})`).join(', ')}; ${method.prompts.length} prompts × ${method.repeats}.`,
    `Values out of prose: ${method.extraction ?? 'by rule'}.`,
    `Clusters: ${method.clusters.method} on ${method.clusters.embedding}, words named by at least ${method.clusters.minCount}.`,
    `Factors: ${method.factors.extraction}, ${method.factors.rotation}, rows ${method.factors.rows}, cells ${method.factors.cell}, ${method.factors.draws} draws.`,
    `Test: ${method.test.stems.length} stems, judges ${method.test.judges.join(', ') || 'none'}, systems ${method.test.systems.join(', ')}.`,
    ...method.prompts.map((one) => `Prompt ${one.id}: ${one.hash ?? 'no hash'}.`),
  ];
}

/** Two models compared, or the position of a checked one. */
function pairPart(pair: ReportData['comparison'] | ReportData['verdict']): string[] {
  if (!pair) return [];
  return [markdownText(pair.told.so ?? ''), tableMarkdown(pair.told)];
}
