/**
 * `node bench/inference/facets.ts <cell> [sets] [first] [apart]`: do intervals of the many-facet model hold what was planted? Ratings come
 * from `facets-world.ts`; a cell is one of those below. Of each set one chain is run; levels are those of 0 … 6.
 */

import type { Stretch } from '../../src/statistics/convergence/run-chains.ts';
import { generalizabilityStudy } from '../../src/statistics/generalizability.ts';
import { runFacetStretch } from '../../src/statistics/many-facet/chain.ts';
import { facetFiguresOf } from '../../src/statistics/many-facet/figures.ts';
import { layOutFacets } from '../../src/statistics/many-facet/layout.ts';
import type { State } from '../../src/statistics/many-facet/state.ts';
import { type Design, drawFacets } from './facets-world.ts';
import { argument, drawFrom, markdown, rate } from './independent.ts';
import { drawsOf } from './ranks.ts';

const usual: Design = {
  ...{ models: 10, items: 12, raters: 2, mean: 3, between: 0.8, spread: 0.3 },
  ...{ item: 0.5, modelItem: 0.7, rater: 0.4, modelRater: 0.3, noise: 0.6 },
};
const designs: Record<string, Design> = {
  '5': { ...usual, models: 5 },
  '10': usual,
  '35': { ...usual, models: 35 },
  'four raters': { ...usual, raters: 4 },
  'a third missing': { ...usual, missing: 1 / 3 },
  floor: { ...usual, mean: 0.3, between: 0.6 },
  ceiling: { ...usual, mean: 5.7, between: 0.6 },
  families: { ...usual, models: 12, families: 4, shared: 0.5, itemFamily: 0 },
  'items that differ': { ...usual, models: 12, families: 4, shared: 0.5, itemFamily: 0.5 },
};

const name = process.argv[2] ?? '10';
const design = designs[name];
if (!design) throw new Error(`no cell "${name}": ${Object.keys(designs).join(', ')}`);
const sets = argument(1, 400);
const first = argument(2, 1);
/** Sweeps between two draws that are kept: 2 are one short chain, 20 as many effective draws as a fit waits for. */
const apart = argument(3, 2);
const tuning = 100 * apart;
const kept = 400;

type Share = { held: number; of: number; error: number; square: number };
const shares: Record<string, Share> = {};
const shareOf = (kind: string): Share => {
  shares[kind] ??= { held: 0, of: 0, error: 0, square: 0 };
  return shares[kind];
};
/** By sets, for the error of a share whose figures are not independent. */
const bySet: number[] = [];
let [flagged, asked] = [0, 0];

for (let set = first; set < first + sets; set++) {
  const { ratings, truth } = drawFacets(design, drawFrom(set));
  const layout = layOutFacets(ratings);
  const figures = facetFiguresOf(layout, []);
  const draws = drawsOf(
    (stretch: Stretch<State>) => runFacetStretch(layout, { figures, groups: [] }, stretch),
    figures.length,
    { seed: set, tuning, apart, kept },
  );
  const unit = Math.sqrt(truth.noise.reduce((sum, x) => sum + x * x, 0) / truth.noise.length);
  let held = 0;
  figures.forEach((figure, k) => {
    const own = draws[k]!.sort((a, b) => a - b);
    const [low, high] = [own[Math.floor(0.025 * kept)]!, own[Math.floor(0.975 * kept)]!];
    const mean = own.reduce((sum, x) => sum + x, 0) / kept;
    const count = (kind: string, planted: number) => {
      const share = shareOf(kind);
      share.of++;
      if (low <= planted && planted <= high) share.held++;
      share.error += mean - planted;
      share.square += (mean - planted) ** 2;
    };
    if (figure.kind === 'level') {
      const planted = truth.level[figure.model]!;
      count('level', planted);
      if (low <= planted && planted <= high) held++;
      if (planted < 0.5) count('level below .5', planted);
      if (planted > 5.5) count('level above 5.5', planted);
    }
    if (figure.kind === 'severity') count('severity', truth.severity[figure.rater]! / unit);
    if (figure.kind === 'slope') count('slope', unit / truth.noise[figure.rater]!);
    if (figure.kind === 'itemFamily') {
      asked++;
      if (low > 0 || high < 0) flagged++;
    }
  });
  bySet.push(held / design.models);
  // The mean rating of a model, with the interval of the generalizability study.
  const cells = Array.from({ length: design.models }, () =>
    Array.from({ length: design.items }, () => new Float64Array(design.raters).fill(Number.NaN)),
  );
  for (let i = 0; i < ratings.rating.length; i++)
    cells[ratings.model[i]!]![ratings.item[i]!]![ratings.rater[i]!] = ratings.rating[i]!;
  const study = generalizabilityStudy(cells);
  cells.forEach((items, m) => {
    const given = items.flatMap((one) => [...one].filter(Number.isFinite));
    const mean = given.reduce((sum, x) => sum + x, 0) / given.length;
    const share = shareOf('mean rating');
    const error = mean - truth.level[m]!;
    share.of++;
    share.error += error;
    share.square += error ** 2;
    if (Math.abs(error) <= 2.2 * study.errors.levels[m]!) share.held++;
  });
  const done = set - first + 1;
  if (done % 50 === 0 || done === sets) report(done);
}

function report(done: number): void {
  const mean = bySet.reduce((sum, x) => sum + x, 0) / done;
  const error = Math.sqrt(bySet.reduce((sum, x) => sum + (x - mean) ** 2, 0) / (done - 1) / done);
  console.log(
    `\n${name}: ${done} sets; levels held ${(100 * mean).toFixed(1)} ± ${(100 * error).toFixed(1)} % over sets`,
  );
  console.log(
    markdown(
      ['figure', 'figures', '95 % interval holds it', 'bias', 'root mean square error'],
      Object.entries(shares).map(([kind, one]) => [
        kind,
        String(one.of),
        rate(one.held, one.of),
        (one.error / one.of).toFixed(3),
        Math.sqrt(one.square / one.of).toFixed(3),
      ]),
    ),
  );
  if (asked > 0)
    console.log(`items that work otherwise in a family: ${rate(flagged, asked)} flagged`);
}
