/**
 * `node bench/inference/own-words.ts [sets]`: how often a word is called a part’s own where the part says nothing
 * differently, and how often intervals of log-odds ratios hold the truth where it does.
 */
import { holm } from '../../src/statistics/holm.ts';
import { logOddsOfWords, type Speaker } from '../../src/statistics/log-odds.ts';
import { argument, type Draw, drawFrom, markdown, rate } from './independent.ts';

const sets = argument(0, 400);
const words = 120;
const shifted = 12;

type World = {
  /** Models in each family: those of the part, those of the rest. */
  families: readonly (readonly [number, number])[];
  /** Spread of the log of a word’s weight between families, and between models of one. */
  family: number;
  model: number;
  mentions: number;
  /** Added to the log of the weight of every tenth word in the part. */
  shift: number;
};

/** Rare and common words, as in a lexicon: the k-th is said in proportion to 1 / (k + 3). */
const base = Array.from({ length: words }, (_, k) => -Math.log(k + 3));

const isShifted = (w: number) => w % (words / shifted) === 4;

function weights(world: World, family: readonly number[], side: number, draw: Draw): number[] {
  const raw = base.map((log, w) =>
    Math.exp(
      log +
        family[w]! +
        world.model * draw.normal() +
        (side === 0 && isShifted(w) ? world.shift : 0),
    ),
  );
  const sum = raw.reduce((total, x) => total + x, 0);
  return raw.map((x) => x / sum);
}

function counts(shares: readonly number[], mentions: number, draw: Draw): number[] {
  let sum = 0;
  const below = shares.map((share) => {
    sum += share;
    return sum;
  });
  const out = new Array<number>(words).fill(0);
  for (let m = 0; m < mentions; m++) {
    const at = draw.uniform();
    let [low, high] = [0, words - 1];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (below[middle]! < at) low = middle + 1;
      else high = middle;
    }
    out[low]! += 1;
  }
  return out;
}

/** Log-odds ratios of the mean shares of all models that could be asked. */
function truthOf(world: World): number[] {
  const draw = drawFrom(99);
  const sums = [0, 1].map(() => new Array<number>(words).fill(0));
  const many = world.shift === 0 ? 0 : 20_000;
  for (let i = 0; i < many; i++)
    for (const side of [0, 1]) {
      const family = base.map(() => world.family * draw.normal());
      weights(world, family, side, draw).forEach((x, w) => {
        sums[side]![w]! += x / many;
      });
    }
  const logit = (x: number) => Math.log(x / (1 - x));
  return base.map((_, w) => (many === 0 ? 0 : logit(sums[0]![w]!) - logit(sums[1]![w]!)));
}

function measured(name: string, world: World): string[] {
  const truth = truthOf(world);
  const draw = drawFrom(7);
  let [anyFalse, held, all, heldShifted, allShifted, found] = [0, 0, 0, 0, 0, 0];
  for (let set = 0; set < sets; set++) {
    const speakers: Speaker[] = world.families.flatMap(([part, rest], f) => {
      const family = base.map(() => world.family * draw.normal());
      return [part, rest].flatMap((count, side) =>
        Array.from({ length: count }, () => ({
          side: side as 0 | 1,
          unit: String(f),
          counts: counts(weights(world, family, side, draw), world.mentions, draw),
        })),
      );
    });
    const { odds } = logOddsOfWords(speakers, words)!;
    // A word that nobody says has no p.
    const adjusted = holm(odds.map(({ p }) => p ?? 1));
    let isFalse = false;
    odds.forEach(({ low, high }, w) => {
      if (low === null || high === null) return;
      const holds = low <= truth[w]! && truth[w]! <= high;
      if (world.shift > 0 && isShifted(w)) {
        allShifted += 1;
        if (holds) heldShifted += 1;
        if (adjusted[w]! <= 0.05) found += 1;
        return;
      }
      all += 1;
      if (holds) held += 1;
      if (adjusted[w]! <= 0.05) isFalse = true;
    });
    if (isFalse) anyFalse += 1;
  }
  return [
    name,
    String(world.mentions),
    `${world.family} / ${world.model}`,
    String(world.shift),
    world.shift === 0 ? rate(anyFalse, sets) : '–',
    (held / all).toFixed(3),
    world.shift === 0 ? '–' : (heldShifted / allShifted).toFixed(3),
    world.shift === 0 ? '–' : `${Math.round((100 * found) / allShifted)} %`,
  ];
}

const singles = (part: number, rest: number) => [
  ...Array.from({ length: part }, () => [1, 0] as const),
  ...Array.from({ length: rest }, () => [0, 1] as const),
];
const crossed = (families: number, part: number, rest: number) =>
  Array.from({ length: families }, () => [part, rest] as const);
const nested = (part: number, rest: number, each: number) => [
  ...Array.from({ length: part }, () => [each, 0] as const),
  ...Array.from({ length: rest }, () => [0, each] as const),
];

const designs = [
  ['6 of 12 models', singles(6, 6)],
  ['12 of 35 models', singles(12, 23)],
  ['5 of 35 models', singles(5, 30)],
  ['3 of 7 families of 5', nested(3, 4, 5)],
  ['6 of 14 families of 3', nested(6, 8, 3)],
  ['1 of 5 in each of 7 families', crossed(7, 1, 4)],
  ['2 of 5 in each of 7 families', crossed(7, 2, 3)],
] as const;

const rows = designs.flatMap(([name, families]) =>
  [
    { mentions: 500, shift: 0 },
    { mentions: 60, shift: 0 },
    { mentions: 500, shift: 1 },
  ].map((more) => measured(name, { families, family: 0.4, model: 0.4, ...more })),
);

console.log(
  markdown(
    [
      'part',
      'mentions a model',
      'SD between families / models',
      'shift of 12 words',
      'any word falsely its own',
      'interval holds, words not shifted',
      'words shifted',
      'shifted words found',
    ],
    rows,
  ),
);
console.log(`\n${sets} sets a row, ${words} words.`);
