/**
 * How often the interval of the agreement of two curators holds what it should: the table in docs/people.md. Each set has
 * automatic clusters; two curators merge, split, and move on their own, beside what both do alike. The truth of a row is
 * the mean index over all of its sets.
 */
import { pairOfCurators } from '../src/clustering/curators.ts';
import { createRandom, type Random } from '../src/statistics/random.ts';

type Design = {
  clusters: number;
  mean: number;
  merge: number;
  split: number;
  move: number;
  shared: number;
};

const designs: readonly Design[] = [
  { clusters: 12, mean: 4, merge: 0.1, split: 0.1, move: 0.05, shared: 0 },
  { clusters: 25, mean: 4, merge: 0.1, split: 0.1, move: 0.05, shared: 0 },
  { clusters: 25, mean: 7, merge: 0, split: 0, move: 0.1, shared: 0 },
  { clusters: 25, mean: 7, merge: 0.2, split: 0.2, move: 0.1, shared: 0.5 },
  { clusters: 60, mean: 3, merge: 0.1, split: 0.1, move: 0.05, shared: 0.5 },
  { clusters: 60, mean: 3, merge: 0.3, split: 0.3, move: 0.15, shared: 0 },
];
const sets = 1000;

/** Sizes are 1 and a geometric number more, so that some clusters are large and many are of one word. */
function automatic({ clusters, mean }: Design, random: Random): number[] {
  return Array.from({ length: clusters }, (_, at) => {
    const size = 1 + Math.floor(Math.log(1 - random.next()) / Math.log(1 - 1 / mean));
    return Array.from({ length: size }, () => at);
  }).flat();
}

/** The labels after merges, splits, and moves, each drawn with `own` times its rate. */
function changed(labels: readonly number[], one: Design, own: number, random: Random): number[] {
  const k = Math.max(...labels) + 1;
  const into = Array.from({ length: k }, (_, at) =>
    random.next() < own * one.merge ? Math.floor(random.next() * k) : at,
  );
  const halved = Array.from({ length: k }, () => random.next() < own * one.split);
  return labels.map((label) => {
    if (random.next() < own * one.move) return Math.floor(random.next() * k);
    const after = into[label]!;
    return halved[label] && random.next() < 0.5 ? k + label : after;
  });
}

const curation = (name: string, labels: readonly number[]) => ({
  name,
  clusters: [...Map.groupBy(labels.keys(), (at) => labels[at]!).values()].map((members) => ({
    ...{ name: '', named: false, cohesion: null, count: 0 },
    words: [...members].map((at) => `w${at}`),
  })),
  discarded: [],
  applied: [],
});

for (const [row, design] of designs.entries()) {
  const found = Array.from({ length: sets }, (_, set) => {
    const random = createRandom(`curators|${row}|${set}`);
    const began = automatic(design, random);
    const both = changed(began, design, design.shared, random);
    const own = 1 - design.shared;
    const [a, b] = [changed(both, design, own, random), changed(both, design, own, random)];
    const words = began.map((_, at) => ({ word: `w${at}`, count: 1, models: 1 }));
    return pairOfCurators(
      { words, clusters: curation('', began).clusters },
      curation('a', a),
      curation('b', b),
    ).onKept!;
  });
  const truth = found.reduce((sum, { value }) => sum + value, 0) / sets;
  const told = found.filter(({ low }) => low !== null);
  const held = told.filter(({ low, high }) => low! <= truth && truth <= high!).length;
  const width = told.reduce((sum, { low, high }) => sum + high! - low!, 0) / told.length;
  process.stdout.write(
    `| ${design.clusters} of ${design.mean} | ${design.merge}, ${design.split}, ${design.move} | ${design.shared} | ${truth.toFixed(3)} | ${(held / told.length).toFixed(3)} | ${width.toFixed(2)} |\n`,
  );
}
