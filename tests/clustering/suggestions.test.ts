import { describe, expect, it } from 'vitest';
import { clusterWords } from '../../src/clustering/clustering.ts';
import { replayEdits } from '../../src/clustering/curate.ts';
import type { Edit } from '../../src/clustering/edits.ts';
import { suggestionsFor } from '../../src/clustering/suggestions.ts';
import { createRandom } from '../../src/statistics/random.ts';
import { groupedSpace } from './spaces.ts';

const planted = groupedSpace([6, 4, 4, 4, 4, 4], 0.1, createRandom(1));
// One too many: the tree parts a true group.
const clustering = clusterWords(planted.words, planted.space, { k: 7 });

const suggest = (edits: Edit[] = [], answers: string[][] = []) =>
  suggestionsFor({ clustering, curated: replayEdits(clustering, edits), answers });

describe('suggested merges', () => {
  it('joins what the cut parted, the less said into the more said', () => {
    const { clusters } = replayEdits(clustering, []);
    const [first] = suggest();
    if (first?.kind !== 'merge') throw new Error('no merge was suggested');
    const [from, into] = [clusters[first.from]!, clusters[first.into]!];
    expect(from.words[0]![0]).toBe(into.words[0]![0]);
    expect(from.count).toBeLessThanOrEqual(into.count);
    expect(first).toMatchObject({ together: 0, of: 0 });
    expect(suggest().filter(({ kind }) => kind === 'merge').length).toBe(1);
  });

  it('counts the answers that name both', () => {
    const { clusters } = replayEdits(clustering, []);
    const [first] = suggest();
    if (first?.kind !== 'merge') throw new Error('no merge was suggested');
    const a = clusters[first.from]!.words[0]!;
    const b = clusters[first.into]!.words[0]!;
    const answers = [[a, b], [b, a, a], [a], [b], [b], ['unknown']];
    expect(suggest([], answers)[0]).toMatchObject({ together: 2, of: 3 });
  });

  it('is silent once merged', () => {
    const { clusters } = replayEdits(clustering, []);
    const [first] = suggest();
    if (first?.kind !== 'merge') throw new Error('no merge was suggested');
    const merge: Edit = {
      edit: 'merge',
      clusters: [clusters[first.from]!.words, clusters[first.into]!.words],
    };
    expect(suggest([merge]).filter(({ kind }) => kind === 'merge')).toEqual([]);
  });
});

describe('suggested names', () => {
  const named = (edits: Edit[], names: { words: string[]; name: string; by: string }[]) =>
    suggestionsFor({
      clustering,
      curated: replayEdits(clustering, edits),
      answers: [],
      names,
      most: 0,
    });

  it('takes a model’s name for a cluster that has none by hand', () => {
    const names = [{ words: ['b0', 'b1', 'b2'], name: 'good will', by: 'local:small' }];
    const { clusters } = replayEdits(clustering, []);
    const cluster = clusters.findIndex(({ words }) => words.includes('b0'));
    expect(named([], names)).toContainEqual({
      kind: 'rename',
      cluster,
      name: 'Good Will',
      why: 'suggested by local:small',
    });
    const rename: Edit = { edit: 'rename', cluster: ['b0', 'b1', 'b2'], name: 'Mine' };
    expect(named([rename], names)).toEqual([]);
  });
});
