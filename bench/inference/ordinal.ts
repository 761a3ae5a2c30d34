/**
 * `node bench/inference/ordinal.ts [sets] [first] [design]`: does the ordinal model find what was planted? All unknowns are drawn
 * from what the model takes as known beforehand, then ratings; in each set the rank of every planted figure among 99 draws
 * of its posterior is uniform (Talts et al. 2018, simulation-based calibration), and 95 % of the 95 % intervals hold it.
 */
import { chiSquareUpperTail } from '../../src/statistics/distributions.ts';
import { runStretch } from '../../src/statistics/ordinal-probit/chain.ts';
import { type Figure, figuresOf } from '../../src/statistics/ordinal-probit/figures.ts';
import { layOut } from '../../src/statistics/ordinal-probit/layout.ts';
import { argument, drawFrom, markdown, rate } from './independent.ts';
import { type Design, drawWorld, type World } from './ordinal-world.ts';

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
const kept = 99;
const apart = 15;
const bins = 10;

type Counts = { held: number; figures: number; bins: number[]; sets: number };

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

function tableOf(name: string, found: ReadonlyMap<string, Counts>): string[][] {
  return [...found].map(([kind, counts]) => {
    const expected = counts.sets / bins;
    const chi = counts.bins.reduce((sum, n) => sum + (n - expected) ** 2 / expected, 0);
    return [
      name,
      kind,
      String(counts.sets),
      counts.bins.join(' '),
      chiSquareUpperTail(chi, bins - 1).toFixed(3),
      rate(counts.held, counts.figures),
    ];
  });
}

/** Adds the ranks of one set. */
function addSet(found: Map<string, Counts>, design: Design, set: number): void {
  const world = drawWorld(design, drawFrom(set));
  const layout = layOut(world.ratings);
  const figures = figuresOf(layout);
  const ofChain = { seed: set, chain: 0 };
  const start = runStretch(layout, figures, {
    ...{ ...ofChain, part: 0, state: null, sweeps: tuning, keepEvery: 0 },
  });
  const { draws } = runStretch(layout, figures, {
    ...{ ...ofChain, part: 1, state: start.state, sweeps: kept * apart, keepEvery: apart },
  });
  const taken = new Set<string>();
  figures.forEach((figure, k) => {
    const kind = figure.kind === 'sd' ? `sd of ${figure.of}` : figure.kind;
    const truth = planted(figure, world, design.against > 0);
    const own = Array.from({ length: kept }, (_, t) => draws[t * figures.length + k]!);
    const rank = own.filter((x) => x < truth).length;
    const empty = { held: 0, figures: 0, bins: new Array<number>(bins).fill(0), sets: 0 };
    const counts = found.get(kind) ?? empty;
    found.set(kind, counts);
    counts.figures++;
    // Of the ranks 0 … 99, 3 … 96 are 94 in 100.
    if (rank >= 3 && rank <= kept - 3) counts.held++;
    // Figures of one kind in one set are not independent: the first one counts for the ranks.
    if (taken.has(kind)) return;
    taken.add(kind);
    counts.sets++;
    counts.bins[Math.floor((rank / (kept + 1)) * bins)]! += 1;
  });
}

const head = ['design', 'figure', 'sets', 'ranks, in tenths', 'p of uniform', 'held by 94 %'];
const rows = Object.entries(designs).flatMap(([name, design]) => {
  if (!name.startsWith(wanted)) return [];
  const found = new Map<string, Counts>();
  for (let set = first; set < first + sets; set++) {
    addSet(found, design, set);
    if ((set - first) % 50 === 49)
      process.stderr.write(`${markdown(head, tableOf(name, found))}\n`);
  }
  return tableOf(name, found);
});
console.log(markdown(head, rows));
