/** A handful of sentences that a finished run opens on, each with its certainty and its evidence. */

import { replicating, replicationWords } from '../../factor-analysis/congruence-verdict.ts';
import type { ColumnComparison, ModelComparison } from '../../instruments/shared/compare-models.ts';
import type { SystemScores } from '../../instruments/shared/scores.ts';
import { unansweredIn } from '../../lexicon/answer-columns.ts';
import { modelsOf } from '../../tables/numbers.ts';
import { ratedIn } from '../rated-results.ts';
import type { FactorView, Finding, Results } from '../state.ts';

const screens = { elicit: 3, factors: 5, scores: 6 } as const;

/** Models that a structure needs before it is more than a sketch (method, §4). */
const modelsForStructure = 25;

/** More stems than anyone would put are no advice. */
const mostStems = 200;

/** `comparison` is that of the farthest pair on the first system; null where there is none. */
export function findingsOf(results: Results, comparison: ModelComparison | null): Finding[] {
  const { factors } = results;
  return [
    ...said(results),
    ...(factors && !('unavailable' in factors) ? structure(factors) : []),
    ...ratedIn(results)
      .scores.slice(0, 1)
      .flatMap((scores) => [...difference(scores, comparison), ...quality(scores, results)]),
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
      text: `${lexicon.descriptors.length} value words in ${lexicon.answers.count} answers, ${refused} refusals${unread > 0 ? `, ${unread} unread (in other languages)` : ''}; most often ${list(top)}.`,
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
  const { replication } = factors.checks;
  const verdicts =
    replication && 'factors' in replication ? replication.factors.map((one) => one.verdict) : null;
  const told = verdicts ? ` ${replicationWords(verdicts)}.` : '';
  // A name says that a factor is there; of too few models only the answers are described.
  const sketch = few && replicating(verdicts ?? []) === 0;
  const names = sketch
    ? ` of these answers; ${modelsOf(factors)} are too few to say that they are dimensions of models, so they are not named here`
    : `: ${list(factors.factors.map((factor) => factor.name))}`;
  const found: Finding = {
    text: `${factors.k === 1 ? 'One factor explains' : `${factors.k} factors explain`} ${percent(variance)} of the variance${names}.${told}`,
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
      text: `${list(wordy.map((factor) => factor.name))} may be wordiness: its scores follow the number of words per answer outside it (r ${wordy[0]!.wordinessCorrelation!.toFixed(2)}).`,
      certainty: 'likely',
      evidence: { screen: screens.factors, factor: factors.factors.indexOf(wordy[0]!) },
      overturn: ['Prompts that ask for a fixed number of words.'],
    },
  ];
}

function difference(scores: SystemScores, comparison: ModelComparison | null): Finding[] {
  if (!comparison) return [];
  const { a, b, columns, headline, firm } = comparison;
  return [sentence(a, b, columns[headline]!, firm, scores)];
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

function sentence(
  a: string,
  b: string,
  column: ColumnComparison,
  firm: boolean,
  scores: SystemScores,
): Finding {
  const { value, low, high } = column.profileDifference;
  const [more, less] = value >= 0 ? [a, b] : [b, a];
  const half = low === null || high === null ? null : (high - low) / 2;
  const size = `${Math.abs(value).toFixed(0)}${half === null ? '' : ` ±${half.toFixed(0)}`}`;
  const stems = `${column.agree.stems} of ${column.agree.ofStems} stems`;
  const judges = `${column.agree.judges} of ${column.agree.ofJudges} judges`;
  const marked = scores.mark ? ` (judges: ${scores.mark})` : '';
  return {
    text: column.amongColumns
      ? `${short(more)} is more ${column.column.name}-oriented than ${short(less)}, relative to the rest: +${size}, ${stems}, ${judges}${marked}.`
      : low === null
        ? `${short(a)} and ${short(b)} differ by ${size} points on ${column.column.name} (profiles), but too few stems were asked to say whether that is chance${marked}.`
        : `${short(a)} and ${short(b)} do not differ on ${column.column.name}${column.distinct ? ' once all dimensions are asked together (Holm)' : ''}: ${size} points, ${stems}${marked}.`,
    certainty:
      firm && !scores.mark ? 'firm' : column.amongColumns && !scores.mark ? 'likely' : 'sketch',
    evidence: { screen: screens.scores, model: more, subdimension: column.column.id },
    overturn: column.overturn
      .filter((check) => check.holds !== true)
      .map((check) => `${check.check}: ${check.detail}`),
  };
}

function quality(scores: SystemScores, results: Results): Finding[] {
  const parts = scores.columns.flatMap((column, c) =>
    column.kind === 'subdimension' ? [{ column, reliability: scores.reliability[c]! }] : [],
  );
  const apart = parts
    .filter(({ reliability }) => reliability.apartAmongColumns)
    .map(({ column }) => column.name);
  const not = parts
    .filter(({ reliability }) => !reliability.apartAmongColumns)
    .map(({ column }) => column.name);
  const needed = Math.max(...parts.map(({ reliability }) => reliability.stemsNeeded ?? 0));
  const text = parts.every(({ reliability }) => reliability.toldApart === 'withheld')
    ? 'Too few stems were asked to say on which subdimensions these models differ.'
    : apart.length === 0
      ? 'No subdimension tells these models apart (Holm’s correction over subdimensions).'
      : `${list(apart)} ${apart.length === 1 ? 'tells' : 'tell'} models apart${not.length > 0 ? `; ${list(not)} ${not.length === 1 ? 'does' : 'do'} not` : ''}.`;
  const found: Finding[] = [
    {
      text,
      certainty: scores.models.length >= 5 ? 'likely' : 'sketch',
      evidence: { screen: screens.scores },
      overturn:
        needed > 0 && needed <= mostStems
          ? [`${needed} stems would reach Eρ² .8 on every subdimension that can.`]
          : ['Models that differ more, or stems that bring their differences out.'],
    },
  ];
  const exams = ratedIn(results).exams.filter((exam) => exam.system === scores.system);
  const weak = exams.filter((exam) => exam.verdict !== 'passes');
  if (exams.length > 0)
    found.push({
      text:
        weak.length === 0
          ? `${exams.length === 1 ? 'The judge passes its' : `All ${exams.length} judges pass their`} exam for subject and side.`
          : `${backwards(weak)}${list(weak.map((exam) => `${short(exam.judge)} (${exam.verdict}; side ${exam.side.value.toFixed(2)} [${exam.side.low.toFixed(2)}–${exam.side.high.toFixed(2)}])`))} ${weak.length === 1 ? 'does' : 'do'} not pass: the scores say what completions are about, not how strongly they stand for it.`,
      certainty: 'firm',
      evidence: { screen: screens.scores },
      overturn: ['A stronger judge: name one on the scores screen (J) and rate again.'],
    });
  return found;
}

function backwards(exams: readonly { judge: string; verdict: string }[]): string {
  const own = exams.filter((exam) => exam.verdict === 'backwards');
  if (own.length === 0) return '';
  return `${list(own.map((exam) => short(exam.judge)))} rate${own.length === 1 ? 's' : ''} opposition above support: ${own.length === 1 ? 'its' : 'their'} ratings are left out of the scores. `;
}

function short(model: string): string {
  return model.slice(model.indexOf(':') + 1);
}

function percent(share: number): string {
  return `${Math.round(share * 100)} %`;
}

function list(items: readonly string[]): string {
  if (items.length < 2) return items[0] ?? '';
  return `${items.slice(0, -1).join(', ')} and ${items.at(-1)}`;
}
