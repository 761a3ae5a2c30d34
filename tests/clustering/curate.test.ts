import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { clusterWords } from '../../src/clustering/clustering.ts';
import { type Curated, replayEdits } from '../../src/clustering/curate.ts';
import { settingsOf } from '../../src/clustering/edit-history.ts';
import type { Edit } from '../../src/clustering/edits.ts';
import { createRandom } from '../../src/statistics/random.ts';
import { groupedSpace } from './spaces.ts';

const planted = groupedSpace([4, 3, 5, 2], 0.1, createRandom(1));
const clustering = clusterWords(planted.words, planted.space, { k: 4 });
const everyWord = planted.words.map(({ word }) => word);

const replay = (...edits: Edit[]) => replayEdits(clustering, edits);
const holding = (curated: Curated, word: string) =>
  curated.clusters.find((cluster) => cluster.words.includes(word))!;
const sorted = (words: Iterable<string>) => [...words].sort();
const A = ['a0', 'a1', 'a2', 'a3'];
const B = ['b0', 'b1', 'b2'];

/** What the researcher sees, without the history. */
const seen = ({ clusters, discarded, settled, k, settings }: Curated) => ({
  clusters,
  discarded,
  settled,
  k,
  settings,
});

describe('names', () => {
  const common = planted.words.map(() => 0.1);
  const told = (...edits: Edit[]) => replayEdits({ ...clustering, common }, edits).clusters;
  it('are no two the same: a name given by hand stays, the other takes its next best', () => {
    const other = told().find((cluster) => cluster.words.includes('b0'))!.name;
    const clusters = told({ edit: 'rename', cluster: A, name: other });
    expect(clusters.find((cluster) => cluster.words.includes('a0'))!.name).toBe(other);
    expect(new Set(clusters.map(({ name }) => name)).size).toBe(clusters.length);
  });

  it('get a number where a cluster has no other word', () => {
    const clusters = told(
      { edit: 'split', cluster: B, out: ['b0'] },
      { edit: 'rename', cluster: A, name: 'B0' },
    );
    expect(clusters.find((cluster) => cluster.words.includes('b0'))!.name).toBe('B0 (2)');
  });

  it('stay what they were in runs of the first recipe', () => {
    const first = replay({ edit: 'rename', cluster: A, name: holding(replay(), 'b0').name });
    expect(new Set(first.clusters.map(({ name }) => name)).size).toBe(first.clusters.length - 1);
  });
});

describe('edits', () => {
  it('renames', () => {
    const curated = replay({ edit: 'rename', cluster: A, name: 'Honesty' });
    expect(holding(curated, 'a0')).toMatchObject({ name: 'Honesty', named: true });
    expect(curated.applied[0]!.text).toMatch(/^rename A\d → Honesty$/);
  });

  it('says that a name is kept', () => {
    const { name } = holding(replay(), 'a0');
    const curated = replay({ edit: 'rename', cluster: A, name });
    expect(curated.applied[0]!.text).toBe(`keep the name ${name}`);
  });

  it('gives a word that came of a division a cluster of its own, and nothing before it is there', () => {
    const divide = (as: string): Edit => ({ edit: 'divide', word: 'a0', as, answers: ['1'] });
    const curated = replay(divide('a1'));
    expect(holding(curated, 'a1').words).toEqual(['a1']);
    expect(curated.settled).toContain('a1');
    const to = [...B];
    const again = replay(divide('a1'), { edit: 'move', word: 'a1', to }, divide('a1'));
    expect(holding(again, 'a1').words).toContain(B[0]);
    expect(seen(replay(divide('a0 (other)')))).toEqual(seen(replay()));
    expect(seen(replay(divide('a1'), { edit: 'undo' }))).toEqual(seen(replay()));
  });

  it('merges into the last one named', () => {
    const before = replay();
    const curated = replay({ edit: 'merge', clusters: [A, B] });
    expect(curated.clusters.length).toBe(3);
    expect(sorted(holding(curated, 'a0').words)).toEqual([...A, ...B]);
    expect(holding(curated, 'a0').name).toBe(holding(before, 'b0').name);
    expect(curated.applied[0]!.text).toBe(
      `merge ${holding(before, 'a0').name} → ${holding(before, 'b0').name}`,
    );
    expect(holding(replay({ edit: 'merge', clusters: [A, B], name: 'Both' }), 'b1')).toMatchObject({
      name: 'Both',
      named: true,
      count: holding(curated, 'a0').count,
    });
  });

  it('splits, and renames what lost its namesake', () => {
    const curated = replay({ edit: 'split', cluster: A, out: ['a0', 'a1'], name: 'New' });
    expect(holding(curated, 'a0')).toMatchObject({ name: 'New', named: true });
    expect(sorted(holding(curated, 'a0').words)).toEqual(['a0', 'a1']);
    expect(sorted(holding(curated, 'a2').words)).toEqual(['a2', 'a3']);
    expect(['A2', 'A3']).toContain(holding(curated, 'a2').name);
  });

  it('moves to another cluster and on its own, and settles the word', () => {
    const curated = replay(
      { edit: 'move', word: 'a0', to: B },
      { edit: 'move', word: 'a1', to: null },
    );
    expect(sorted(holding(curated, 'a0').words)).toEqual(['a0', ...B]);
    expect(holding(curated, 'a1')).toMatchObject({ name: 'A1', words: ['a1'], cohesion: null });
    expect(sorted(curated.settled)).toEqual(['a0', 'a1']);
  });

  it('discards to the tray and restores to where it was, even if that was merged since', () => {
    const gone = replay({ edit: 'discard', words: ['a1', 'd0', 'd1'] });
    expect(sorted(gone.discarded.map(({ word }) => word))).toEqual(['a1', 'd0', 'd1']);
    expect(gone.clusters.length).toBe(3);
    const back = replay(
      { edit: 'discard', words: ['a1', 'd0', 'd1'] },
      { edit: 'merge', clusters: [A, B] },
      { edit: 'restore', words: ['a1', 'd0', 'd1'] },
    );
    expect(back.discarded).toEqual([]);
    expect(holding(back, 'a1').words).toContain('b0');
    expect(sorted(holding(back, 'd0').words)).toEqual(['d0', 'd1']);
  });

  it('confirms', () => {
    expect([...replay({ edit: 'confirm', word: 'c2' }).settled]).toEqual(['c2']);
  });

  it('lists what fits nothing instead of losing it', () => {
    const lost: Edit[] = [
      { edit: 'rename', cluster: ['zeal'], name: 'Zeal' },
      { edit: 'merge', clusters: [A, ['zeal']] },
      { edit: 'split', cluster: A, out: ['b0'] },
      { edit: 'move', word: 'zeal', to: null },
      { edit: 'move', word: 'a0', to: ['zeal'] },
      { edit: 'discard', words: ['zeal'] },
      { edit: 'restore', words: ['a0'] },
      { edit: 'confirm', word: 'zeal' },
    ];
    const curated = replay(...lost);
    expect(curated.unplaced).toEqual(lost);
    expect(curated.applied).toEqual([]);
    expect(curated.clusters).toEqual(replay().clusters);
  });

  it('finds the cluster that now holds most of the words', () => {
    const finer = clusterWords(planted.words, planted.space, { k: 6 });
    const curated = replayEdits(finer, [{ edit: 'rename', cluster: [...A, 'zeal'], name: 'Kept' }]);
    const kept = curated.clusters.find((cluster) => cluster.name === 'Kept')!;
    expect(kept.words.every((word) => A.includes(word))).toBe(true);
    expect(curated.unplaced).toEqual([]);
  });

  it('gathers settings: the last word counts, a flip undoes a flip', () => {
    const settings = settingsOf([
      { edit: 'clusters', k: 9 },
      { edit: 'factors', k: 2 },
      { edit: 'factors', k: 3 },
      { edit: 'rotation', rotation: 'varimax' },
      { edit: 'extraction', extraction: 'ml' },
      { edit: 'name-factor', factor: ['a0', 'b0'], name: 'One' },
      { edit: 'name-factor', factor: ['b0', 'a0'], name: 'Two' },
      { edit: 'flip', factor: ['a0'] },
      { edit: 'flip', factor: ['b0'] },
      { edit: 'flip', factor: ['a0'] },
      { edit: 'learning', on: false },
      { edit: 'unmerge', from: 'honest' },
      { edit: 'undo' },
      { edit: 'redo' },
      { edit: 'rotation', rotation: 'promax' },
      { edit: 'undo' },
    ]);
    expect(settings).toEqual({
      clusters: 9,
      factors: 3,
      rotation: 'varimax',
      extraction: 'ml',
      factorNames: [{ words: ['b0', 'a0'], name: 'Two' }],
      flips: [['b0']],
      learning: false,
      unmerged: new Set(['honest']),
    });
  });
});

describe('undo and redo', () => {
  const rename: Edit = { edit: 'rename', cluster: A, name: 'Honesty' };
  const merge: Edit = { edit: 'merge', clusters: [A, B] };

  it('says what was undone and what a redo would do', () => {
    const curated = replay(rename, merge, { edit: 'undo' });
    expect(curated.applied.map(({ text }) => text)).toEqual([replay(rename).applied[0]!.text]);
    expect(curated.undone.map(({ text, at }) => ({ text, at }))).toEqual([
      { text: replay(rename, merge).applied[1]!.text, at: 1 },
    ]);
    expect(seen(curated)).toEqual(seen(replay(rename)));
  });

  it('a new edit ends what could be redone; too many undos do nothing', () => {
    const curated = replay(rename, { edit: 'undo' }, { edit: 'undo' }, merge, { edit: 'redo' });
    expect(seen(curated)).toEqual(seen(replay(merge)));
    expect(curated.undone).toEqual([]);
  });
});

describe('properties', () => {
  const word = fc.constantFrom(...everyWord, 'zeal');
  const words = fc.uniqueArray(word, { minLength: 1, maxLength: 5 });
  const name = fc.option(fc.constantFrom('One', 'Two'), { nil: undefined });
  const change: fc.Arbitrary<Edit> = fc.oneof(
    fc.record({ edit: fc.constant('rename' as const), cluster: words, name: fc.constant('Named') }),
    fc
      .tuple(fc.array(words, { minLength: 2, maxLength: 3 }), name)
      .map(([clusters, n]): Edit => ({ edit: 'merge', clusters, ...(n ? { name: n } : {}) })),
    fc
      .tuple(words, words, name)
      .map(
        ([cluster, out, n]): Edit => ({ edit: 'split', cluster, out, ...(n ? { name: n } : {}) }),
      ),
    fc.record({
      edit: fc.constant('move' as const),
      word,
      to: fc.option(words, { nil: null }),
    }),
    fc.record({ edit: fc.constant('discard' as const), words }),
    fc.record({ edit: fc.constant('restore' as const), words }),
    fc.record({ edit: fc.constant('confirm' as const), word }),
    fc.record({ edit: fc.constant('factors' as const), k: fc.integer({ min: 1, max: 4 }) }),
    fc.record({ edit: fc.constant('flip' as const), factor: words }),
  );
  const anything: fc.Arbitrary<Edit> = fc.oneof(
    { weight: 4, arbitrary: change },
    { weight: 1, arbitrary: fc.constant<Edit>({ edit: 'undo' }) },
    { weight: 1, arbitrary: fc.constant<Edit>({ edit: 'redo' }) },
  );

  it('no word is lost or doubled, and clusters are never empty', () => {
    fc.assert(
      fc.property(fc.array(anything, { maxLength: 25 }), (edits) => {
        const { clusters, discarded } = replayEdits(clustering, edits);
        const held = [
          ...clusters.flatMap((cluster) => cluster.words),
          ...discarded.map((entry) => entry.word),
        ];
        expect(sorted(held)).toEqual(sorted(everyWord));
        for (const cluster of clusters) {
          expect(cluster.words.length).toBeGreaterThan(0);
          expect(cluster.name).not.toBe('');
        }
      }),
    );
  });

  it('an undo takes back exactly the edit before it, a redo brings it back', () => {
    fc.assert(
      fc.property(fc.array(anything, { maxLength: 15 }), change, (edits, edit) => {
        const before = replayEdits(clustering, edits);
        const after = replayEdits(clustering, [...edits, edit]);
        const undone = replayEdits(clustering, [...edits, edit, { edit: 'undo' }]);
        const redone = replayEdits(clustering, [
          ...edits,
          edit,
          { edit: 'undo' },
          { edit: 'redo' },
        ]);
        expect(seen(undone)).toEqual(seen(before));
        expect(seen(redone)).toEqual(seen(after));
        expect(redone.applied).toEqual(after.applied);
      }),
    );
  });

  it('every edit in force is applied or unplaced, and replay is deterministic', () => {
    fc.assert(
      fc.property(fc.array(anything, { maxLength: 20 }), (edits) => {
        const curated = replayEdits(clustering, edits);
        expect(replayEdits(clustering, edits)).toEqual(curated);
        let inForce = 0;
        let undone = 0;
        for (const { edit } of edits) {
          if (edit === 'undo') {
            if (inForce > 0) {
              inForce--;
              undone++;
            }
          } else if (edit === 'redo') {
            if (undone > 0) {
              undone--;
              inForce++;
            }
          } else {
            inForce++;
            undone = 0;
          }
        }
        expect(curated.applied.length + curated.unplaced.length).toBe(inForce);
        expect(curated.undone.length).toBe(undone);
      }),
    );
  });
});
