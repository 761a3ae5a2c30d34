/** The few sentences shown first of a finished run, each with its certainty and its evidence. */

import { replicating, replicationWords } from '../../factor-analysis/congruence-verdict.ts';
import type { ModelComparison } from '../../instruments/shared/compare-models.ts';
import type { SystemScores } from '../../instruments/shared/scores.ts';
import { differenceFinding } from '../../instruments/shared/tell/tell-findings.ts';
import { verdictSentence } from '../../instruments/shared/tell/tell-pairs.ts';
import { unansweredIn } from '../../lexicon/answer-columns.ts';
import { listOf, modelsOf, percent, plural } from '../../tables/numbers.ts';
import type { FactorView } from '../factor-view.ts';
import { foundIn } from '../found-in-check.ts';
import { ratedIn } from '../rated-results.ts';
import type { Finding, Results } from '../state.ts';

const screens = { elicit: 3, factors: 5, scores: 6 } as const;

/** Models that a structure needs before it is more than a sketch (method, §4). */
const modelsForStructure = 25;

/** `comparison`: of the pair farthest apart on the first system; null without one. */
export function findingsOf(results: Results, comparison: ModelComparison | null): Finding[] {
  const { factors } = results;
  return [
    ...placed(results),
    ...said(results),
    // One model has no structure across models.
    ...(factors && !('unavailable' in factors) && factors.models > 1 ? structure(factors) : []),
    ...ratedIn(results)
      .scores.slice(0, 1)
      .flatMap((scores) => difference(scores, comparison)),
    ...instrumentFindings(results),
  ];
}

/** Where a check places its new model. */
function placed({ check }: Results): Finding[] {
  const verdict = check?.verdict;
  if (!verdict) return [];
  return [
    {
      text: `${verdictSentence(verdict)}.`,
      certainty: 'likely',
      evidence: { screen: screens.scores, model: verdict.model },
      overturn: ['Other prompts: this is one short session with the model.'],
    },
  ];
}

function said({ lexicon }: Results): Finding[] {
  if (!lexicon || lexicon.descriptors.length === 0) return [];
  const { refused, unread } = unansweredIn(lexicon.answers);
  const answered = lexicon.answers.count - refused - unread;
  const top = lexicon.descriptors
    .slice(0, 4)
    .map((one) => `${one.word} (${percent(one.count / Math.max(1, answered))})`);
  return [
    {
      text: `${plural(lexicon.descriptors.length, 'value word')} in ${plural(lexicon.answers.count, 'answer')}, ${plural(refused, 'refusal')}${unread > 0 ? `, ${unread} unread (in other languages)` : ''}; most often ${listOf(top)}.`,
      certainty: answered >= 100 ? 'firm' : 'likely',
      evidence: { screen: screens.elicit },
      overturn: ['Other prompts: what models say depends on how they are asked.'],
    },
  ];
}

function structure(factors: FactorView): Finding[] {
  const variance = factors.factors.reduce((sum, factor) => sum + factor.variance, 0);
  const wordy = factors.factors.filter((factor) => factor.wordiness === 'follows');
  const few = (factors.families ?? factors.models) < modelsForStructure;
  const verdicts = foundIn(factors.checks.replication)?.factors.map((one) => one.verdict);
  const replication = verdicts ? ` ${replicationWords(verdicts)}.` : '';
  // A name would claim that the factor exists; with too few models only the answers are described.
  const sketch = few && replicating(verdicts ?? []) === 0;
  const names = sketch
    ? ` of these answers; ${modelsOf(factors)} are too few to say that they are dimensions of models, so they are not named here`
    : `: ${listOf(factors.factors.map((factor) => factor.name))}`;
  const found: Finding = {
    text: `${factors.k === 1 ? 'One factor explains' : `${factors.k} factors explain`} ${percent(variance)} of the variance${names}.${replication}`,
    certainty: few ? 'sketch' : replicating(verdicts ?? []) === factors.k ? 'firm' : 'likely',
    evidence: { screen: screens.factors, factor: 0 },
    overturn: few
      ? ['More independent models: settings of one model are not persons.']
      : ['Other clusters: every merge changes the columns.'],
  };
  if (wordy.length === 0) return [found];
  return [
    found,
    {
      text: `${listOf(wordy.map((factor) => factor.name))} may be wordiness: its scores follow the number of words per answer outside it (r ${wordy[0]!.wordinessCorrelation!.toFixed(2)}).`,
      certainty: 'likely',
      evidence: { screen: screens.factors, factor: factors.factors.indexOf(wordy[0]!) },
      overturn: ['Prompts that ask for a fixed number of words.'],
    },
  ];
}

function difference(scores: SystemScores, comparison: ModelComparison | null): Finding[] {
  if (!comparison) return [];
  const { model, column, ...finding } = differenceFinding(comparison, scores.mark);
  const evidence = { screen: screens.scores, model, subdimension: column };
  return [{ ...finding, evidence }];
}

/** Findings of the instruments. */
function instrumentFindings({ instruments }: Results): Finding[] {
  return Object.values(instruments).flatMap((one) =>
    ('told' in one ? (one.told.findings ?? []) : []).map((finding) => ({
      ...finding,
      evidence: { screen: screens.scores },
    })),
  );
}

/** The two models that lie farthest apart in profile on any dimension; null with fewer than two that have scores. */
export function farthestPair(scores: SystemScores): { a: string; b: string } | null {
  const dimensions = scores.columns.flatMap((column, c) =>
    column.kind === 'dimension' ? [c] : [],
  );
  let widest = { gap: -1, a: '', b: '' };
  for (const c of dimensions) {
    const ordered = scores.models
      .filter((model) => Number.isFinite(model.profile[c]!.value))
      .sort((x, y) => y.profile[c]!.value - x.profile[c]!.value);
    const [high, low] = [ordered[0], ordered.at(-1)];
    if (!high || !low || high === low) continue;
    const gap = high.profile[c]!.value - low.profile[c]!.value;
    if (gap > widest.gap) widest = { gap, a: high.model, b: low.model };
  }
  return widest.gap < 0 ? null : { a: widest.a, b: widest.b };
}
