/** The report's first sentences: what was done, the results, and their limits. */
import { replicationWords } from '../factor-analysis/congruence-verdict.ts';
import { foundIn } from '../run/found-in-check.ts';
import { listOf, modelsOf, percent, plural } from '../tables/numbers.ts';
import { isThere, type ReportData } from './report-schema.ts';

const numerals = ['No', 'One', 'Two', 'Three', 'Four', 'Five', 'Six', 'Seven', 'Eight', 'Nine'];

/** A few whole sentences, in the order of the work; only on results that exist. */
export function summaryOf(data: ReportData): string[] {
  return [...said(data), ...clustered(data), ...structure(data), ...found(data)];
}

function said({ lexicon, respondents, simulated }: ReportData): string[] {
  const answered = respondents.filter((one) => one.answers > 0);
  if (!lexicon || answered.length === 0) return [];
  const who = count(answered.length, simulated ? 'simulated model' : 'model');
  return [
    `${who} named ${plural(lexicon.descriptors.length, 'value word')} in ${plural(lexicon.answers, 'answer')} (${plural(lexicon.refused, 'refusal')}${lexicon.unread > 0 ? `, ${lexicon.unread} unread, in other languages` : ''}).`,
  ];
}

function clustered({ clusters }: ReportData): string[] {
  if (!isThere(clusters)) return clusters ? [clusters.unavailable] : [];
  const words = clusters.clusters.reduce((sum, cluster) => sum + cluster.words.length, 0);
  const shown = new Set(['merge', 'rename', 'split', 'move', 'discard']);
  const edits = clusters.editCounts
    .filter(({ edit }) => shown.has(edit))
    .map(({ edit, count: times }) => plural(times, edit));
  const how = edits.length > 0 ? `Curated by hand (${listOf(edits)})` : 'Not curated by hand';
  return [`${how}, ${plural(words, 'word')} form ${plural(clusters.clusters.length, 'cluster')}.`];
}

function structure({ factors }: ReportData): string[] {
  if (!isThere(factors)) return factors ? [factors.unavailable] : [];
  const variance = factors.factors.reduce((sum, factor) => sum + (factor.variance ?? 0), 0);
  const { replication } = factors.checks;
  const verdicts = foundIn(replication)?.factors;
  const stable = verdicts
    ? replicationWords(verdicts.map((one) => one.verdict))
    : replication
      ? `${modelsOf(factors)} cannot show whether they replicate`
      : 'whether they replicate was not computed';
  return [
    `${count(factors.k, 'factor')} explain${factors.k === 1 ? 's' : ''} ${percent(variance)} of the variance; ${stable}.`,
  ];
}

/** The results of each instrument, in its own words. */
function found({ instruments }: ReportData): string[] {
  return instruments.flatMap(({ title, found }) => {
    if (!isThere(found)) return [];
    const { headline, findings = [] } = found.told;
    const said = `${title}: ${headline.replace(/^▲ /, '')}.`;
    // Leaves out a finding that repeats the headline.
    const more = findings.map(({ text }) => text).filter((text) => !said.endsWith(text));
    return [said, ...more];
  });
}

function count(number: number, noun: string): string {
  return `${numerals[number] ?? number} ${noun}${number === 1 ? '' : 's'}`;
}
