/** From a run to the data of its report: one plain object. */

import { basename, dirname } from 'node:path';
import { type Setting, settingsAsked } from '../asking/respondents.ts';
import type { Answered } from '../facts/records.ts';
import type { ModelComparison } from '../instruments/shared/compare-models.ts';
import { evidenceOf } from '../instruments/shared/evidence.ts';
import { comparisonTable, verdictTable } from '../instruments/shared/tell/tell-pairs.ts';
import { unansweredIn } from '../lexicon/answer-columns.ts';
import { tagsIn } from '../run/model-tags.ts';
import { instrumentOfTable, ratedIn } from '../run/rated-results.ts';
import { seldomRead } from '../seldom-read.ts';
import { type AnswerSums, sumAnswers } from './answer-sums.ts';
import { reportPartOf } from './instrument-parts.ts';
import { clustersPart } from './report-clusters.ts';
import type { ReportInput } from './report-input.ts';
import { isThere, type ReportData, reportSchema } from './report-schema.ts';
import { summaryOf } from './summary.ts';

/** The publication of the method. */
const methodCitation =
  'Biedma, P., Yi, X., Huang, L., Sun, M., & Xie, X. (2024). Beyond Human Norms: Unveiling Unique Values of Large Language Models through Interdisciplinary Approaches. arXiv:2404.12744.';

/** The data of a run's report. The same input gives the same object; numbers that are not finite become null. */
export function reportData(input: ReportInput): ReportData {
  const { state, extra } = input;
  const { results } = state;
  const rated = ratedIn(results);
  const folder = extra.folder ?? lastParts(state.folder);
  const sums = sumAnswers(input.responses, results.lexicon);
  const respondents = respondentsOf(input, sums);
  const draft = reportSchema.parse(
    withoutHoles({
      format: 'valuelex-report-2',
      name: state.name,
      folder,
      date: new Date(extra.now).toISOString(),
      version: extra.version,
      simulated: state.simulated,
      finished: state.status === 'finished',
      summary: [],
      findings: results.findings,
      warnings: [],
      problems: state.problems,
      respondents,
      method: methodOf(input, sums),
      lexicon: lexiconOf(input),
      clusters: clustersPart(input),
      factors: results.factors,
      ownSystem: results.ownSystem,
      exams: rated.exams,
      scores: rated.scores.map((scores) => ({
        ...scores,
        items: scores.items.map((item) => ({ ...item, text: itemText(input, item.item) })),
      })),
      instruments: input.instruments.map((one) =>
        reportPartOf(one.instrument, results.instruments[one.instrument.id] ?? null),
      ),
      methods: results.methods?.result.pairs.length ? results.methods.told : null,
      curators: results.curators?.told ?? null,
      part: extra.part ?? null,
      comparison: comparisonOf(input),
      verdict: verdictOf(input),
      cite: [
        ...(respondents.length > 0 ? [methodCitation] : []),
        `valuelex ${extra.version} (${new Date(extra.now).getUTCFullYear()}). Computer program.`,
        `Run “${state.name}”, seed ${state.study.seed}${state.simulated ? ', simulated models' : ''}.`,
      ],
      again: `valuelex run ${quoted(folder)}`,
    }),
    seldomRead,
  );
  return { ...draft, summary: summaryOf(draft), warnings: warningsOf(draft) };
}

/** NaN and infinities become null, and undefined keys are removed: JSON has neither. */
function withoutHoles(value: unknown): unknown {
  if (typeof value === 'number') return Number.isFinite(value) ? value : null;
  if (Array.isArray(value)) return value.map(withoutHoles);
  if (value && typeof value === 'object')
    return Object.fromEntries(
      Object.entries(value)
        .filter(([, inner]) => inner !== undefined)
        .map(([key, inner]) => [key, withoutHoles(inner)]),
    );
  return value;
}

function respondentsOf(input: ReportInput, { models: asked }: AnswerSums): unknown[] {
  const { state } = input;
  const completions = Map.groupBy(ratedAnswers(input), (line) => line.model);
  const models = new Set([
    ...state.study.models.map((model) => model.id),
    ...asked.keys(),
    ...completions.keys(),
  ]);
  const tagsOf = tagsIn(state.study);
  const { models: named, settings } = state.study;
  const settingsOf = (model: string) =>
    settingsAsked(named.find(({ id }) => id === model) ?? { id: model }, settings).length;
  return [...models].map((model) => {
    const own = asked.get(model);
    const completed = completions.get(model) ?? [];
    const { read, refused, unread, words } = own ?? { read: 0, refused: 0, unread: 0, words: 0 };
    const answered = read - refused - unread;
    const counts = completed.flatMap((line) => line.completionTokens ?? []);
    if (own && own.tokens !== null) counts.push(own.tokens);
    return {
      model,
      ...tagsOf(model),
      settings: settingsOf(model),
      forms: [...new Set([...(own?.forms ?? []), ...completed.map((line) => line.form)])].sort(),
      answers: own?.answers ?? 0,
      refused,
      wordsPerAnswer: answered > 0 ? words / answered : null,
      completions: completed.length,
      tokens: counts.length > 0 ? counts.reduce((sum, one) => sum + one, 0) : null,
    };
  });
}

function methodOf(input: ReportInput, { prompts: asked }: AnswerSums): unknown {
  const { study } = input.state;
  const prompts = new Map(study.prompts.map((prompt) => [prompt.id, prompt.hash ?? null]));
  const { ownStems: _, ...testWithoutOwn } = study.test;
  for (const [id, { hash }] of asked) prompts.set(id, prompts.get(id) ?? hash);
  return {
    seed: study.seed,
    settings: study.settings.map(settingOf),
    prompts: [...prompts].map(([id, hash]) => ({
      id,
      hash,
      text: input.extra.promptText?.(id) ?? null,
      answers: asked.get(id)?.answers ?? 0,
      refused: asked.get(id)?.refused ?? 0,
    })),
    repeats: study.repeats,
    maxTokens: study.maxTokens,
    extraction: study.extraction.model,
    clusters: study.clusters,
    factors: study.factors,
    test: {
      ...testWithoutOwn,
      stems: study.test.stems.map((id) => ({ id, text: itemText(input, id) })),
      setting: settingOf(study.test.setting),
    },
    endpoints: Object.entries(study.endpoints).map(([name, { url }]) => ({
      name,
      address: addressOf(url),
    })),
    instruments: Object.keys(study.instruments),
    shard: study.shard ?? null,
    against: study.against ?? null,
    againstHash: study.againstHash ?? null,
  };
}

function settingOf(setting: Setting): unknown {
  return { ...setting, persona: setting.persona ?? null };
}

/** An address without the parts that may be secret: user, password, query, fragment. */
function addressOf(url: string): string {
  const { protocol, host, pathname } = new URL(url);
  return `${protocol}//${host}${pathname}`;
}

function lexiconOf({ state }: ReportInput): unknown {
  const { lexicon } = state.results;
  if (!lexicon) return null;
  const sums = <T extends { count: number }>(items: readonly T[], key: (item: T) => string) =>
    [...Map.groupBy(items, key)].map(([name, own]) => ({ name, words: own.length }));
  return {
    answers: lexicon.answers.count,
    ...unansweredIn(lexicon.answers),
    descriptors: lexicon.descriptors,
    merges: sums(lexicon.merges, (merge) => merge.rule).map(({ name, words }) => ({
      rule: name,
      words,
    })),
    dropped: sums(lexicon.dropped, (one) => one.reason).map(({ name, words }) => ({
      reason: name,
      words,
    })),
    perHundred: state.discovery.perHundred,
  };
}

/** What the raters of a value system have not proved. */
function markOf({ state }: ReportInput, { system }: ModelComparison): string | null {
  return ratedIn(state.results).scores.find((one) => one.system === system)?.mark ?? null;
}

function comparisonOf(input: ReportInput): unknown {
  const { comparison } = input;
  if (!comparison) return null;
  const headline = comparison.columns[comparison.headline];
  const driver = headline?.items[0];
  const said = (model: string) =>
    driver
      ? answerText(input, comparison, { model, column: headline!.column.id, item: driver.item })
      : '';
  return {
    ...comparison,
    told: comparisonTable(comparison, markOf(input, comparison)),
    columns: comparison.columns.map((one) => ({ ...one, ...one.column })),
    driver: driver && {
      item: driver.item,
      text: itemText(input, driver.item),
      a: { text: said(comparison.a), score: driver.a },
      b: { text: said(comparison.b), score: driver.b },
    },
  };
}

function verdictOf({ verdict }: ReportInput): unknown {
  return (
    verdict && {
      ...verdict,
      told: verdictTable(verdict),
      columns: verdict.columns.map((one) => ({ ...one, ...one.column })),
    }
  );
}

/** The answers that raters rate. */
function ratedAnswers({ instruments }: ReportInput): readonly Answered[] {
  return instruments.flatMap(({ instrument: { logs, ratings }, facts }) =>
    Object.entries((ratings && facts?.lines) ?? {}).flatMap(([log, lines]) =>
      logs[log]!.kind === 'answer' ? (lines as readonly Answered[]) : [],
    ),
  );
}

/** The text of an item, as the run asked it. */
function itemText({ instruments }: ReportInput, id: string): string | null {
  const all = instruments.map(({ instrument, items }) => instrument.words?.(items).get(id));
  return all.find((text) => text !== undefined) ?? null;
}

/** What the model answered to an item, as the raters saw it. */
function answerText(
  { instruments, state }: ReportInput,
  { system }: ModelComparison,
  place: { model: string; column: string; item: string },
): string {
  const table = `raw-${system}`;
  const id = instrumentOfTable(state.results, table);
  const one = instruments.find(({ instrument }) => instrument.id === id);
  const { model: row, column, item } = place;
  const stands = one ? evidenceOf(one, { table, row, column }) : [];
  return stands.find((evidence) => evidence.item.id === item)?.text ?? '';
}

function warningsOf(data: ReportData): string[] {
  return [
    ...(isThere(data.factors) ? data.factors.warnings : []),
    ...(isThere(data.clusters) && data.clusters.unplaced > 0
      ? [`${data.clusters.unplaced} edits by hand fit no cluster any more and are not in force.`]
      : []),
    ...data.scores.flatMap((scores) => [
      ...(scores.mark ? [`${scores.title}: the judges are ${scores.mark}.`] : []),
      ...scores.notes.map((note) => `${scores.title}: ${note}`),
    ]),
  ].filter((warning, i, all) => all.indexOf(warning) === i);
}

/** The last two parts of a path: reports are passed on, so they do not give the whole path. */
export function lastParts(folder: string): string {
  return `${basename(dirname(folder))}/${basename(folder)}`.replace(/^\//, '');
}

/** For a POSIX shell. */
function quoted(path: string): string {
  return /^[\w./-]+$/.test(path) ? path : `'${path.replaceAll("'", "'\\''")}'`;
}
