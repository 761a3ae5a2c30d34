import { describe, expect, it } from 'vitest';
import { clusterWords } from '../../src/clustering/clustering.ts';
import type { Clustering } from '../../src/clustering/clusters.ts';
import { replayEdits } from '../../src/clustering/curate.ts';
import { firstDecisions, openDecisions } from '../../src/clustering/decisions.ts';
import { settingsOf } from '../../src/clustering/edit-history.ts';
import type { Edit } from '../../src/clustering/edits.ts';
import { handDecisions } from '../../src/clustering/hand-decisions.ts';
import { createLearner, wordFeatures } from '../../src/clustering/learned-map.ts';
import { normalised } from '../../src/clustering/vectors.ts';
import { createRandom } from '../../src/statistics/random.ts';
import { spaceOf } from './spaces.ts';

/**
 * Twelve groups of six words round axes of their own. Each word also shares one of four other axes with words of other
 * groups, as loud as what its group shares: similarity alone cannot tell which of the two counts.
 */
function misleadingWorld(): { clustering: Clustering; groupOf: (word: string) => string } {
  const random = createRandom('misleading');
  const words: { word: string; count: number; models: number }[] = [];
  const vectors: Float32Array[] = [];
  for (let group = 0; group < 12; group++)
    for (let i = 0; i < 6; i++) {
      words.push({ word: `${String.fromCharCode(97 + group)}${i}`, count: 90 - i, models: 3 });
      const side = 12 + ((group + i) % 4);
      vectors.push(
        normalised(
          Float32Array.from({ length: 16 }, (_, axis) => {
            const own = axis === group ? 1 : axis === side ? 1 : 0;
            return own + 0.12 * random.normal();
          }),
        ),
      );
    }
  const clustering = clusterWords(words, spaceOf(words, vectors), { resamples: 0 });
  return { clustering, groupOf: (word) => word[0]! };
}

const { clustering, groupOf } = misleadingWorld();
const features = wordFeatures(clustering.similarity, clustering.words.length);

/** Puts words where their group is, one after the other, as someone who knows the groups. */
function decisionsOf(count: number): Edit[] {
  const edits: Edit[] = [];
  for (const { word } of clustering.words.slice(-count)) {
    const { clusters } = replayEdits(clustering, edits);
    const same = (words: readonly string[]) =>
      words.filter((one) => one !== word && groupOf(one) === groupOf(word)).length /
      Math.max(1, words.filter((one) => one !== word).length);
    const best = clusters.toSorted((a, b) => same(b.words) - same(a.words))[0]!;
    if (best.words.includes(word)) edits.push({ edit: 'confirm', word });
    else edits.push({ edit: 'move', word, to: [...best.words] });
  }
  return edits;
}

const taught = (edits: readonly Edit[]) =>
  createLearner(clustering, features).after(handDecisions(clustering, edits));

describe('what is learned from decisions by hand', () => {
  const edits = decisionsOf(36);

  it('predicts from the fifteenth decision on, each before it was made', () => {
    expect(taught(edits.slice(0, 14)).learned).toBeNull();
    expect(taught(edits.slice(0, 15)).learned?.decisions).toBe(1);
    expect(taught(edits).learned?.decisions).toBe(36 - 14);
  });

  it('is followed where it predicts decisions better than similarity alone', () => {
    const { learned, lean } = taught(edits);
    expect(learned!.with.right).toBeGreaterThan(learned!.without.right);
    expect(learned).toMatchObject({ helps: true });
    expect(learned!.with.lower).toBeLessThan(learned!.with.share);
    expect(learned!.with.upper).toBeGreaterThan(learned!.with.share);
    expect(lean).not.toBeNull();
  });

  it('is not followed where decisions follow no rule', () => {
    const random = createRandom('no rule');
    const wild = clustering.words.slice(-40).map(({ word }): Edit => {
      const into = clustering.clusters[random.integer(clustering.clusters.length)]!;
      return { edit: 'move', word, to: into.words };
    });
    const { learned, lean } = taught(wild);
    expect(learned!.with.right - learned!.without.right).toBeLessThan(5);
    if (!learned!.helps) expect(lean).toBeNull();
  });

  it('is the same when decisions come one by one, are undone, and come again', () => {
    const learner = createLearner(clustering, features);
    for (let n = 1; n <= edits.length; n++)
      learner.after(handDecisions(clustering, edits.slice(0, n)));
    const back: Edit[] = [...edits, { edit: 'undo' }, { edit: 'undo' }];
    const steps: Edit[][] = [edits, back, [...back, { edit: 'redo' }]];
    for (const log of steps)
      expect(learner.after(handDecisions(clustering, log)).learned).toEqual(taught(log).learned);
    expect(taught(back).learned).toEqual(taught(edits.slice(0, -2)).learned);
  });

  it('adds the mean over the other words of a cluster', () => {
    const lean = taught(edits).lean!;
    const of = lean([[0, 1, 2, 3], [4]]);
    const single = lean([[0], [1], [2], [3]]);
    expect(of(0, 0)).toBeCloseTo((single(0, 1) + single(0, 2) + single(0, 3)) / 3, 9);
    expect(of(4, 0)).toBeCloseTo([0, 1, 2, 3].reduce((sum, at) => sum + single(4, at), 0) / 4, 9);
    expect(of(4, 1)).toBe(0);
  });

  it('brings the right cluster to the front of the candidates, and moves no word', () => {
    const first = firstDecisions(clustering, []);
    const curated = replayEdits(clustering, edits);
    const rank = (lean: ReturnType<typeof taught> | undefined) => {
      const { open, unseen } = openDecisions(first, clustering, curated, lean);
      const asked = [...open, ...unseen].flatMap((one) =>
        one.kind === 'word' ? [one] : one.kind === 'cluster' ? one.words : [],
      );
      const right = asked.filter(({ word, candidates, inside, cluster }) => {
        const best = candidates[0];
        const taken = best && best.similarity > inside ? best.cluster : cluster;
        const others = curated.clusters[taken]!.words.filter((other) => other !== word);
        return (
          2 * others.filter((other) => groupOf(other) === groupOf(word)).length > others.length
        );
      });
      return { asked: asked.map(({ word }) => word).sort(), right: right.length };
    };
    const [plain, learned] = [rank(undefined), rank(taught(edits))];
    expect(learned.asked).toEqual(plain.asked);
    expect(learned.right).toBeGreaterThan(plain.right);
  });

  it('is turned off and on by an edit that can be undone', () => {
    const off: Edit[] = [...edits, { edit: 'learning', on: false }];
    expect(settingsOf(off).learning).toBe(false);
    expect(settingsOf([...off, { edit: 'undo' }]).learning).toBe(true);
    expect(settingsOf([...off, { edit: 'learning', on: true }]).learning).toBe(true);
  });
});

describe('decisions by hand', () => {
  it('tell merges, splits, and pairs kept apart', () => {
    const [a, b, c] = clustering.clusters.map(({ words }) => words);
    const log: Edit[] = [
      { edit: 'apart', clusters: [a!, b!] },
      { edit: 'merge', clusters: [b!, c!] },
      { edit: 'split', cluster: a!, out: [a![0]!] },
      { edit: 'rename', cluster: a!, name: 'Anything' },
    ];
    const told = handDecisions(clustering, log).map(
      (one) => one.kind === 'pair' && [one.a.length, one.b.length, one.together],
    );
    expect(told).toEqual([
      [a!.length, b!.length, false],
      [b!.length, c!.length, true],
      [1, a!.length - 1, false],
    ]);
  });

  it('tell where a word stood, and where it was put', () => {
    const [a, b] = clustering.clusters.map(({ words }) => words);
    const word = a![0]!;
    const at = clustering.words.findIndex((one) => one.word === word);
    const [moved, alone, left] = handDecisions(clustering, [
      { edit: 'move', word, to: b! },
      { edit: 'move', word, to: null },
      { edit: 'confirm', word },
    ]);
    expect(moved).toMatchObject({ kind: 'word', word: at });
    const words = (decision: typeof moved, place: 'taken' | 'before') =>
      decision?.kind === 'word' && decision[place] !== null
        ? decision.clusters[decision[place]]!.map((i) => clustering.words[i]!.word).sort()
        : null;
    expect(words(moved, 'taken')).toEqual([...b!].sort());
    expect(words(moved, 'before')).toEqual(a!.slice(1).sort());
    expect(words(alone, 'taken')).toBeNull();
    expect(words(left, 'taken')).toBeNull();
  });
});
