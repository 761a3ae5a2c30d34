/** A decision of the queue as lines: its subject, the choices with their digits, and the words in their sentences. */
import type { Cluster } from '../../../clustering/clusters.ts';
import type { Curated } from '../../../clustering/curate.ts';
import type { Decision } from '../../../clustering/decisions.ts';
import type { Foretold } from '../../../clustering/learned-map.ts';
import { safeLine } from '../../../safe-text/safe-line.ts';
import { beside, ruled } from '../../components/body.tsx';
import { bar } from '../../components/marks.ts';
import { contextLine } from '../../layers/concordance.tsx';
import { excerptsOf } from '../../layers/excerpts.ts';
import type { View } from '../../scene.ts';
import { columnsOf, cut, fill, plural, share, wrap } from '../../text.ts';
import { theme } from '../../theme.ts';
import { type Choice, choicesOf } from './queue-state.ts';

/** From this width on, the cluster under the pointer is shown beside the choices. */
const wide = 120;

export type QueuePage = {
  view: View;
  decision: Decision;
  curated: Curated;
  /** The digit that the pointer is on. */
  pointer: number;
  /** The models are hidden. */
  blind: boolean;
};

export function decisionLines(page: QueuePage, width: number, height: number): string[] {
  const { decision, curated } = page;
  const left = width >= wide ? Math.floor(width * 0.6) : width;
  const choices = choicesOf(decision, curated);
  const head = headLines(page, left);
  const below = learnedLines(page, left);
  const words = wordsAsked(page);
  // Leaves room for a rule and two sentences.
  const room = Math.max(choices.length, height - head.length - below.length - 5);
  const linesOf = (most: number) =>
    choices.flatMap((choice, digit) => choiceLines(page, choice, digit, left, most));
  const long = linesOf(2);
  const above = [...head, ...(long.length <= room ? long : linesOf(1)), ''];
  const said = saidLines(page, words, left, height - above.length - below.length);
  const all = [...above, ...said, ...below].slice(0, height).map((line) => fill(line, left));
  if (left === width) return all;
  return beside(all, besideLines(page, choices, width - left - 1, height), left, width, height);
}

function clusterAt({ curated }: QueuePage, at: number): Cluster | undefined {
  return curated.clusters[at];
}

/** The subject of the decision, and an empty line. */
function headLines(page: QueuePage, width: number): string[] {
  const { decision, view } = page;
  const name = (at: number) => safeLine(clusterAt(page, at)?.name ?? '');
  const members = (at: number) =>
    wrap((clusterAt(page, at)?.words ?? []).map(safeLine).join(', '), width - 6).slice(0, 2);
  switch (decision.kind) {
    case 'word': {
      const found = view.run?.results.lexicon?.descriptors.find(
        ({ word }) => word === decision.word,
      );
      const said = found
        ? `said ${plural(found.count, 'time')} by ${plural(found.models, 'model')}`
        : '';
      const now = `now in ${name(decision.cluster)}`;
      const text = `${safeLine(decision.word)}   ${said}`;
      return [`   ${theme.bold(fill(text, width - columnsOf(now) - 5))}${theme.dim(now)}`, ''];
    }
    case 'merge': {
      // Counted when the clusters were made: it says nothing of clusters that have other words now.
      const counted = [decision.from, decision.into].every(
        (at, i) => clusterAt(page, at)?.words.length === decision.words[i]!.length,
      );
      return [
        `   ${theme.bold(decision.sameName ? 'Two clusters of one name' : 'Are these one value?')}${counted && decision.of > 0 ? theme.dim(`   said together by ${decision.together} of ${plural(decision.of, 'answer')}`) : ''}`,
        '',
        ...[decision.from, decision.into].flatMap((at) => [
          `   ${theme.bold(name(at))}`,
          ...members(at).map((line) => `      ${line}`),
        ]),
        '',
      ];
    }
    case 'rename':
      return [
        `   ${theme.bold(name(decision.cluster))}   ${theme.dim(safeLine(decision.why))}`,
        ...members(decision.cluster).map((line) => `      ${line}`),
        '',
      ];
    case 'cluster':
      return [
        `   ${theme.bold(name(decision.cluster))}   ${theme.dim(`tight ${share(clusterAt(page, decision.cluster)?.cohesion ?? null)}`)}`,
        ...members(decision.cluster).map((line) => `      ${line}`),
        '',
      ];
  }
}

/** A choice with its digit, in at most `most` lines. */
function choiceLines(
  page: QueuePage,
  choice: Choice,
  digit: number,
  width: number,
  most: number,
): string[] {
  const on = digit === page.pointer;
  const mark = on ? theme.accent('▸') : ' ';
  const line = (text: string) => `   ${digit} ${mark} ${on ? theme.accent(text) : text}`;
  const { decision } = page;
  switch (choice.kind) {
    case 'leave':
      return [line(leaveText(page))];
    case 'rename':
      return [line(decision.kind === 'rename' ? `call it ${safeLine(decision.name)}` : '')];
    case 'word': {
      const word = decision.kind === 'cluster' ? decision.words[digit - 1] : undefined;
      const near = word?.candidates[0];
      const other = near
        ? `nearest other: ${safeLine(clusterAt(page, near.cluster)?.name ?? '')}`
        : '';
      return [line(`${fill(`${safeLine(choice.word)} does not belong`, 38)} ${theme.dim(other)}`)];
    }
    case 'into': {
      const into = clusterAt(page, choice.cluster);
      const name = safeLine(into?.name ?? '');
      if (decision.kind === 'merge') return [line(`yes: merge into ${name}`)];
      const candidate = decision.kind === 'word' ? decision.candidates[digit - 1] : undefined;
      const similarity = candidate?.similarity ?? 0;
      const names = width >= 72 ? 22 : 14;
      const bars = width >= 72 ? 12 : 0;
      const first = `${fill(name, names)} ${share(similarity)}  ${bars > 0 ? `${bar(similarity, bars)}  ` : ''}`;
      const room = width - 7 - columnsOf(first) - 1;
      const held = (into?.words ?? []).map(safeLine).join(', ');
      const warned = candidate?.opposite ? `▲ opposite? ${held}` : held;
      const indent = ' '.repeat(7 + columnsOf(first));
      const wrapped = wrap(warned, room);
      const shown = wrapped.slice(0, most - 1);
      if (wrapped.length > shown.length) shown.push(cut(wrapped.slice(most - 1).join(' '), room));
      const [one = '', ...rest] = shown;
      return [line(`${first}${one}`), ...rest.map((more) => `${indent}${more}`)];
    }
  }
}

function leaveText(page: QueuePage): string {
  const { decision } = page;
  switch (decision.kind) {
    case 'word': {
      const name = safeLine(clusterAt(page, decision.cluster)?.name ?? '');
      return decision.alone
        ? `leave it in ${name} (alone)`
        : `leave it in ${cut(name, 30)} ${share(decision.inside)}`;
    }
    case 'merge':
      return 'no: keep them apart';
    case 'rename':
      return `keep the name ${safeLine(clusterAt(page, decision.cluster)?.name ?? '')}`;
    case 'cluster':
      return 'all of these belong together';
  }
}

/** The words whose sentences help most with the decision. */
function wordsAsked({ decision, curated }: QueuePage): string[] {
  const words = (at: number) => curated.clusters[at]?.words ?? [];
  switch (decision.kind) {
    case 'word':
      return [decision.word];
    case 'merge':
      return [...words(decision.from).slice(0, 2), ...words(decision.into).slice(0, 2)];
    case 'rename':
    case 'cluster':
      return words(decision.cluster).slice(0, 4);
  }
}

/** Keyword in context: the words are aligned in the middle. */
function saidLines(
  { view, blind }: QueuePage,
  words: readonly string[],
  width: number,
  height: number,
): string[] {
  if (height < 2) return [];
  const most = height - 1;
  const excerpts = words.flatMap((word) =>
    excerptsOf(view, word, Math.max(1, Math.floor(most / words.length))),
  );
  if (excerpts.length === 0) return [];
  return [
    ruled('as it was said', width),
    ...excerpts.slice(0, most).map((one) => `   ${contextLine(one, blind, width - 3)}`),
  ];
}

/** Whether the candidates follow the earlier decisions, and how well these predicted the next ones. */
function learnedLines({ view, curated }: QueuePage, width: number): string[] {
  if (!curated.settings.learning)
    return [theme.dim('   Candidates do not learn from your decisions: L changes that')];
  const learned = view.run?.results.decisions?.learned;
  if (!learned) return [];
  const percent = (value: number) => Math.round(100 * value);
  const shareText = ({ share: right, lower, upper }: Foretold) =>
    `${percent(right)} % [${percent(lower)}–${percent(upper)}]`;
  const text = `What you decided predicts ${shareText(learned.with)} of ${plural(learned.decisions, 'later decision')}, similarity alone ${shareText(learned.without)}: candidates follow ${learned.helps ? 'what you decided (L: off)' : 'similarity'}`;
  return wrap(text, width - 3).map((line) => theme.dim(`   ${line}`));
}

/** The cluster under the pointer with all its words, beside the choices. */
function besideLines(
  page: QueuePage,
  choices: readonly Choice[],
  width: number,
  height: number,
): string[] {
  const { decision, curated, view } = page;
  const choice = choices[page.pointer];
  const at =
    choice?.kind === 'into'
      ? choice.cluster
      : decision.kind === 'merge'
        ? decision.into
        : decision.cluster;
  const cluster = curated.clusters[at];
  if (!cluster) return [];
  const descriptors = new Map(
    (view.run?.results.lexicon?.descriptors ?? []).map((one) => [one.word, one]),
  );
  const names = Math.max(10, width - 26);
  const shown = cluster.words.slice(0, Math.max(1, height - 3));
  const left = cluster.words.length - shown.length;
  return [
    `  ${theme.bold(safeLine(cluster.name))} ${theme.dim(`tight ${share(cluster.cohesion)} · said by`)}`,
    '',
    ...shown.map((word) => {
      const one = descriptors.get(word);
      const models = one ? plural(one.models, 'model') : '';
      return `  ${fill(safeLine(word), names)} ${fill(String(one?.count ?? ''), 5, 'right')} ${models}`;
    }),
    ...(left > 0 ? [theme.dim(`  ${plural(left, 'more word')}`)] : []),
  ];
}
