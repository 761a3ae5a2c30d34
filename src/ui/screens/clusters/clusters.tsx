/** Screen 4: the workbench, where words with the same meaning are grouped. */
import type { CuratorsResult } from '../../../clustering/curators-of-run.ts';
import { type OpenDecisions, suggestionsOf } from '../../../clustering/decisions.ts';
import { disputesIn } from '../../../run/disputes-in.ts';
import { safeLine } from '../../../safe-text/safe-line.ts';
import { linesBody } from '../../components/body.tsx';
import { defineScene, type Scene } from '../../scene.ts';
import { plural, share } from '../../text.ts';
import { closeWords, clustersCommands, wordsCommands } from './clusters-commands.ts';
import { clustersLines } from './clusters-lines.ts';
import { clusterRows } from './clusters-state.ts';

/** The same for both panes. */
const workbench: Pick<Scene, 'crumbs' | 'right' | 'so' | 'Body'> = {
  crumbs: ({ ui, run }) => {
    if (ui.clusters.pane === 'clusters' || !run) return [];
    const row = clusterRows(run.results, ui.clusters)[ui.clusters.selected];
    return [row?.kind === 'cluster' ? row.cluster.name : 'discarded'];
  },
  right: ({ run, ui }) => {
    const curated = run?.results.curated;
    if (!curated) return '';
    const { keep, marked, markedWords } = ui.clusters;
    const words = curated.clusters.reduce((sum, cluster) => sum + cluster.words.length, 0);
    const kept = clusterRows(run.results, ui.clusters).filter(({ kind }) => kind === 'cluster');
    const marks = marked.length + markedWords.length;
    return [
      ...(marks > 0 ? [`${marks} marked`] : []),
      ...(keep ? [`filter "${safeLine(keep)}": ${kept.length}`] : []),
      plural(words, 'word'),
      plural(curated.clusters.length, 'cluster'),
    ].join(' · ');
  },
  so: ({ run }) => {
    if (!run) return 'Words that mean the same are put together here';
    const { clustering, decisions, curated, curators } = run.results;
    if (!clustering || 'unavailable' in clustering || !curated || !decisions)
      return 'Words that mean the same are put together here';
    const suggestions = suggestionsOf(decisions);
    const disputed = disputesIn(run.results).reduce((sum, { open }) => sum + open, 0);
    const stability = clustering.quality.find((one) => one.k === curated.k)?.stability ?? null;
    const parts = [
      openText(decisions),
      ...(stability === null ? [] : [`stable ${share(stability)}`]),
      ...(suggestions.length > 0 ? [`${plural(suggestions.length, 'suggestion')} (y)`] : []),
      ...(curators ? [agreementText(curators.result)] : []),
      ...(disputed > 0 ? [`${disputed} disputed (T)`] : []),
      curated.k === clustering.suggestedK
        ? `k ${curated.k}`
        : `k ${curated.k} (${clustering.suggestedK} suggested)`,
    ];
    return parts.join(' · ');
  },
  Body: linesBody(clustersLines),
};

/** How far the second curators agree with the first. */
function agreementText({ pairs, people }: CuratorsResult): string {
  const first = people[0]?.name;
  const found = pairs.filter(({ a }) => a === first);
  const said = found.map(({ b, onKept }) => `${b} agrees ${share(onKept?.value ?? null)}`);
  return `${said.join(', ') || 'a second curation'} (A)`;
}

/** The decisions that D opens. */
function openText({ open, unseen }: OpenDecisions): string {
  if (open.length > 0) return `${plural(open.length, 'decision')} open: D goes through them`;
  return unseen.length > 0
    ? `${plural(unseen.length, 'cluster')} to look over: D`
    : 'every decision is taken';
}

export const clustersScene = defineScene({
  ...workbench,
  commands: clustersCommands,
  footer: ['queue', 'mark', 'merge', 'rename', 'discard', 'suggestion', 'undo', 'help'],
});

export const wordsScene = defineScene({
  ...workbench,
  commands: wordsCommands,
  back: closeWords,
  footer: [['open', 'answers'], 'mark', 'split', 'move', 'discard', 'undo', 'back', 'help'],
});
