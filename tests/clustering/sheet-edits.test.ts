import fc from 'fast-check';
import { expect, it } from 'vitest';
import { clusterWords } from '../../src/clustering/clustering.ts';
import { replayEdits } from '../../src/clustering/curate.ts';
import { discardedMark, editsOfSheet } from '../../src/clustering/sheet-edits.ts';
import { createRandom } from '../../src/statistics/random.ts';
import { groupedSpace } from './spaces.ts';

const planted = groupedSpace([4, 3, 5, 2], 0.1, createRandom(1));
const clustering = clusterWords(planted.words, planted.space, { k: 4 });
const before = replayEdits(clustering, []);
const sheetOf = ({ clusters, discarded }: Pick<typeof before, 'clusters' | 'discarded'>) => [
  ...clusters.flatMap(({ name, words }) => words.map((word) => ({ word, cluster: name }))),
  ...discarded.map(({ word }) => ({ word, cluster: discardedMark })),
];
const partition = (rows: readonly { word: string; cluster: string }[]) =>
  [...Map.groupBy(rows, ({ cluster }) => cluster)]
    .map(([name, own]) => [name, own.map(({ word }) => word).sort()] as const)
    .sort(([a], [b]) => (a < b ? -1 : 1));

it('approves what a sheet leaves as it was, once', () => {
  const edits = editsOfSheet(sheetOf(before), before);
  expect(new Set(edits.map(({ edit }) => edit))).toEqual(new Set(['approve']));
  const after = replayEdits(clustering, edits);
  expect(after.clusters).toEqual(before.clusters);
  expect(editsOfSheet(sheetOf(after), after)).toEqual([]);
});

it('makes the clusters of any sheet, with their names, and nothing more when it is taken again', () => {
  const words = clustering.words.map(({ word }) => word);
  const cluster = fc.constantFrom('Red', 'Green', 'Blue', 'White', discardedMark);
  fc.assert(
    fc.property(
      fc.array(cluster, { minLength: words.length, maxLength: words.length }),
      (names) => {
        const rows = words.map((word, at) => ({ word, cluster: names[at]! }));
        const after = replayEdits(clustering, editsOfSheet(rows, before));
        expect(after.unplaced).toEqual([]);
        expect(partition(sheetOf(after))).toEqual(partition(rows));
        expect(editsOfSheet(rows, after)).toEqual([]);
      },
    ),
    { numRuns: 40 },
  );
});

it('leaves words that are not in the sheet where they are', () => {
  const [one, two] = before.clusters;
  const rows = one!.words.slice(0, 1).map((word) => ({ word, cluster: 'Alone' }));
  const after = replayEdits(clustering, editsOfSheet(rows, before));
  expect(after.clusters.find(({ name }) => name === 'Alone')?.words).toEqual([rows[0]!.word]);
  expect(after.clusters.find(({ words }) => words[0] === two!.words[0])?.words).toEqual(two!.words);
});
