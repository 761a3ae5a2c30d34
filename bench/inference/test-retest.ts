/**
 * `node bench/inference/test-retest.ts [sets] [first]`: do intervals of test–retest hold what was planted? Ratings are normal
 * with variances of models, items, model × item, and sampling; the share of sampling in model × item as one text shows it, and
 * the reliability of a single text.
 */
import { type Occasion, testRetest } from '../../src/statistics/test-retest.ts';
import { argument, drawFrom, markdown, rate } from './independent.ts';

const sets = argument(0, 2000);
const first = argument(1, 1);
const rows: string[][] = [];
for (const [models, items, repeats, missing] of [
  [5, 12, 2, 0],
  [10, 12, 2, 0],
  [35, 12, 2, 0],
  [10, 24, 3, 0],
  [10, 12, 3, 0.2],
] as const)
  for (const sampling of [0.2, 0.5, 0.8]) {
    const [model, item] = [0.8, 0.5];
    const [stable, noise] = [1 - sampling, sampling];
    const reliability = (model ** 2 + stable) / (model ** 2 + stable + noise);
    const held = { noise: 0, single: 0 };
    const found = { noise: 0, single: 0 };
    for (let set = first; set < first + sets; set++) {
      const draw = drawFrom(set * 31 + models);
      const ofItems = Array.from({ length: items }, () => item * draw.normal());
      const occasions: Occasion[] = [];
      for (let m = 0; m < models; m++) {
        const level = model * draw.normal();
        for (let i = 0; i < items; i++) {
          const cell = level + ofItems[i]! + Math.sqrt(stable) * draw.normal();
          for (let t = 0; t < repeats; t++) {
            const rating = cell + Math.sqrt(noise) * draw.normal();
            if (draw.uniform() >= missing) occasions.push({ model: m, item: i, ratings: [rating] });
          }
        }
      }
      const told = testRetest(occasions);
      for (const [name, planted] of [
        ['noise', sampling],
        ['single', reliability],
      ] as const) {
        const { value, low, high } = told[name];
        if (low <= planted && planted <= high) held[name]++;
        found[name] += value / sets;
      }
    }
    const of = (name: 'noise' | 'single') => [found[name].toFixed(3), rate(held[name], sets)];
    const size = [models, items, repeats].map(String);
    rows.push([
      ...[...size, missing > 0 ? `${100 * missing} %` : 'none'],
      ...[sampling.toFixed(2), ...of('noise'), reliability.toFixed(3), ...of('single')],
    ]);
  }
console.log(
  markdown(
    [
      ...[
        'models',
        'items',
        'texts a cell',
        'missing',
        'share of sampling',
        'found',
        'interval holds it',
      ],
      ...['reliability of one text', 'found', 'interval holds it'],
    ],
    rows,
  ),
);
