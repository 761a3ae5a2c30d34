import { describe, expect, test } from 'vitest';
import type { Decision } from '../../../../src/clustering/decisions.ts';
import {
  choicesOf,
  intoEdit,
  keyOf,
  lastTarget,
  pointedAt,
  queueOf,
} from '../../../../src/ui/screens/clusters/queue-state.ts';
import { fixtureState } from '../../../support/fixture-state.ts';

const { results } = fixtureState();
const curated = results.curated!;
const decisions = results.decisions!;
const { clusters } = curated;
const order = (state: Partial<Parameters<typeof queueOf>[2]>, keep = '') =>
  queueOf(decisions, clusters, { later: [], first: null, ...state }, keep);
const keys = (queue: readonly Decision[]) => queue.map((one) => keyOf(one, clusters));

describe('the order of the queue', () => {
  test('open decisions come before clusters to look over; what is for later comes last of its kind', () => {
    const plain = keys(order({}));
    expect(plain).toHaveLength(decisions.open.length + decisions.unseen.length);
    const [first, second] = plain;
    expect(keys(order({ later: [first!] }))[0]).toBe(second);
    const later = keys(order({ later: [second!, first!] }));
    expect(later.slice(decisions.open.length - 2, decisions.open.length)).toEqual([second, first]);
    expect(keys(order({ first: plain[4]! }))[0]).toBe(plain[4]);
  });

  test('the filter keeps what is about a cluster that holds the text', () => {
    const kept = order({}, 'priv');
    expect(kept.length).toBeGreaterThan(0);
    expect(kept.length).toBeLessThan(decisions.open.length);
    for (const one of kept) {
      const about = one.kind === 'merge' ? [one.from, one.into] : [one.cluster];
      const texts = about.flatMap((at) => [clusters[at]!.name, ...clusters[at]!.words]);
      expect(texts.join(' ').toLowerCase()).toContain('priv');
    }
  });

  test('a word picked from a cluster is asked at once', () => {
    const word = decisions.open.find((one) => one.kind === 'word')!;
    const unseen: Decision[] = [{ kind: 'cluster', cluster: word.cluster, words: [word] }];
    const state = { later: [], first: `word ${word.word}` };
    const queue = queueOf({ ...decisions, open: [], unseen }, clusters, state, '');
    expect(keys(queue)).toEqual([`word ${word.word}`, keyOf(unseen[0]!, clusters)]);
  });
});

describe('choices', () => {
  test('leave all as it is by 0, and say by an edit that it was decided', () => {
    const leave = decisions.open.map((one) => choicesOf(one, curated)[0]!);
    const kinds = new Set(leave.map((one) => (one.kind === 'leave' ? one.edit.edit : one.kind)));
    expect(kinds).toEqual(new Set(['apart', 'confirm', 'rename']));
    const [unseen] = decisions.unseen;
    expect(choicesOf(unseen!, curated)[0]).toMatchObject({ edit: { edit: 'approve' } });
  });

  test('the pointer stands on 0 unless a candidate leads clearly', () => {
    const word = decisions.open.find((one) => one.kind === 'word')!;
    expect(pointedAt(word)).toBe(0);
    expect(pointedAt({ ...word, clear: true })).toBe(1);
    expect(choicesOf(word, curated)[1]).toMatchObject({
      edit: { edit: 'move', word: word.word, to: clusters[word.candidates[0]!.cluster]!.words },
    });
  });

  test('into a cluster that was typed: the word moves, the cluster merges, and stays where it is in itself', () => {
    const word = decisions.open.find((one) => one.kind === 'word')!;
    const into = clusters[8]!;
    expect(intoEdit(word, into, curated)).toMatchObject({ edit: 'move', to: into.words });
    expect(intoEdit(word, clusters[word.cluster]!, curated)?.edit).toBe('confirm');
    const whole: Decision = { kind: 'cluster', cluster: 3, words: [] };
    expect(intoEdit(whole, into, curated)).toEqual({
      edit: 'merge',
      clusters: [clusters[3]!.words, into.words],
    });
    expect(intoEdit(whole, clusters[3]!, curated)).toBeNull();
  });

  test('again is where the last one went', () => {
    expect(lastTarget(curated)).toBeNull();
    const { words } = clusters[5]!;
    const moved = fixtureState({ edits: [{ edit: 'move', word: 'wit', to: words }] });
    expect(lastTarget(moved.results.curated!)!.words).toEqual(expect.arrayContaining(words));
  });
});
