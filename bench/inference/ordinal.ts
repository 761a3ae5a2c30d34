/**
 * `node bench/inference/ordinal.ts [sets] [first] [design]`: does the ordinal model find what was planted? All unknowns are drawn
 * from what the model takes as known beforehand, then ratings; in each set the rank of every planted figure among 99 draws
 * of its posterior is uniform (Talts et al. 2018, simulation-based calibration), and 95 % of the 95 % intervals hold it.
 */
import type { Stretch } from '../../src/statistics/convergence/run-chains.ts';
import { runStretch } from '../../src/statistics/ordinal-probit/chain.ts';
import { type Figure, figuresOf } from '../../src/statistics/ordinal-probit/figures.ts';
import { layOut } from '../../src/statistics/ordinal-probit/layout.ts';
import type { State } from '../../src/statistics/ordinal-probit/state.ts';
import { argument, drawFrom, markdown } from './independent.ts';
import { type Design, drawWorld, type World } from './ordinal-world.ts';
import { countRanks, rankHead } from './ranks.ts';

const sets = argument(0, 200);
const first = argument(1, 1);
const wanted = process.argv[4] ?? '';

const small = {
  models: 6,
  families: 3,
  values: 3,
  itemsEach: 4,
  against: 1,
  categories: 5,
  wordings: 2,
};
const designs: Record<string, Design> = {
  'reversed items': small,
  'no reversed items': { ...small, against: 0 },
  'one wording, single models': { ...small, families: 6, wordings: 1 },
};
const tuning = 300;
const apart = 15;

function planted(figure: Figure, { truth }: World, reversed: boolean): number {
  const average = (x: readonly number[]) => x.reduce((sum, one) => sum + one, 0) / x.length;
  const score = (m: number, v: number) => truth.level[m]![v]! - average(truth.level[m]!);
  switch (figure.kind) {
    case 'score':
      return score(figure.model, figure.value);
    case 'absolute':
      return truth.level[figure.model]![figure.value]!;
    case 'mean':
      return truth.mean[figure.value]! - average(truth.mean);
    case 'between': {
      const all = truth.level.map((_, m) => score(m, figure.value));
      return Math.sqrt(all.reduce((sum, x) => sum + (x - average(all)) ** 2, 0) / (all.length - 1));
    }
    case 'acquiescence':
      return truth.acquiescence[figure.model]!;
    case 'spread':
      return truth.spread[figure.model]!;
    case 'order':
      return truth.order[figure.model]!;
    case 'sharedOrder':
      return truth.sharedOrder;
    case 'wording':
      return truth.wording[figure.model]![figure.wording]!;
    case 'sharedWording':
      return truth.sharedWording[figure.wording]!;
    case 'threshold':
      return truth.threshold[figure.at]! - (reversed ? 0 : average(truth.mean));
    case 'sd':
      return truth.sd[figure.of];
    case 'familyShare':
      return truth.familyShare;
  }
}

const head = ['design', ...rankHead];
const rows = Object.entries(designs).flatMap(([name, design]) => {
  if (!name.startsWith(wanted)) return [];
  const ranks = countRanks();
  const told = () => ranks.rows().map((row) => [name, ...row]);
  for (let set = first; set < first + sets; set++) {
    const world = drawWorld(design, drawFrom(set));
    const layout = layOut(world.ratings);
    const figures = figuresOf(layout);
    ranks.add(
      figures,
      (figure) => planted(figure, world, design.against > 0),
      (stretch: Stretch<State>) => runStretch(layout, figures, stretch),
      { seed: set, tuning, apart },
    );
    if ((set - first) % 50 === 49) process.stderr.write(`${markdown(head, told())}\n`);
  }
  return told();
});
console.log(markdown(head, rows));
