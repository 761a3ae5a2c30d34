/**
 * `node bench/inference/own-thresholds.ts [sets] [sets with an odd rater]`: how often the many-facet model says that the common
 * thresholds do not describe a rater, where all use the options alike and where the first one does not. One chain a set.
 */
import type { Stretch } from '../../src/statistics/convergence/run-chains.ts';
import { runFacetStretch } from '../../src/statistics/many-facet/chain.ts';
import { layOutFacets } from '../../src/statistics/many-facet/layout.ts';
import type { State } from '../../src/statistics/many-facet/state.ts';
import { drawFacets } from './facets-world.ts';
import { argument, drawFrom, markdown, rate } from './independent.ts';

const sets = argument(0, 120);
const oddSets = argument(1, 30);
const usual = {
  ...{ models: 10, items: 12, mean: 3, between: 0.8, spread: 0.3 },
  ...{ item: 0.5, modelItem: 0.7, rater: 0.4, modelRater: 0.3, noise: 0.6 },
};
const ways: { name: string; uses?: (rating: number) => number }[] = [
  { name: 'as the others' },
  { name: 'only 0, 3, and 6', uses: (y) => 3 * Math.round(y / 3) },
  { name: 'only 2 and 4', uses: (y) => (y < 3 ? 2 : 4) },
  { name: 'never 0, 1, 5, and 6', uses: (y) => Math.max(2, Math.min(4, y)) },
  { name: 'never 3, but 2', uses: (y) => (y === 3 ? 2 : y) },
  { name: 'always 3', uses: () => 3 },
];
const [tuning, kept] = [150, 250];

/** The posterior predictive p of each rater. */
function checked(raters: number, uses: ((rating: number) => number) | undefined, seed: number) {
  const world = { ...usual, raters, ...(uses ? { uses } : {}) };
  const layout = layOutFacets(drawFacets(world, drawFrom(seed)).ratings);
  const run = (part: number, state: State | null, sweeps: number, keepEvery: number) => {
    const stretch: Stretch<State> = { seed, chain: 0, part, state, sweeps, keepEvery };
    return runFacetStretch(layout, { figures: [], groups: [] }, stretch);
  };
  const { state } = run(0, null, tuning, 0);
  return Array.from(run(1, state, kept, 1).beyond, (count) => count / kept);
}

const rows = [2, 4].flatMap((raters) =>
  ways.map(({ name, uses }, w) => {
    const count = { first: 0, other: 0, any: 0, lowest: 0 };
    const drawn = uses ? oddSets : sets;
    for (let set = 0; set < drawn; set++) {
      const p = checked(raters, uses, 1e6 * raters + 1e4 * w + set);
      if (p[0]! < 0.05) count.first++;
      if (p.slice(1).some((one) => one < 0.05)) count.other++;
      if (p.some((one) => one < 0.05)) count.any++;
      if (p.some((one) => one < 0.05) && p[0]! <= Math.min(...p)) count.lowest++;
    }
    const row = [String(raters), name];
    row.push(rate(count.first, drawn), rate(count.other, drawn));
    row.push(uses && count.any > 0 ? rate(count.lowest, count.any) : '–');
    process.stderr.write(`${row.join(' | ')}\n`);
    return row;
  }),
);
console.log(
  markdown(
    [
      'raters',
      'the first uses the options',
      'it is named',
      'another one is',
      'where one is named, p of the first is lowest',
    ],
    rows,
  ),
);
console.log(
  `\n${sets} sets a row where all use them alike, ${oddSets} elsewhere: ${usual.models} models, ${usual.items} items.`,
);
