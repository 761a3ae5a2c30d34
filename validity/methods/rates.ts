/**
 * Simulated studies of two ways of asking with a planted agreement on Schwartz's circle: whether the mean correlation comes
 * back, how often its interval and those of single values hold what was planted, and how often a verdict is given, and a
 * wrong one. Writes the tables of docs/methods.md.
 *
 *     node validity/methods/rates.ts [studies] [first seed]
 */
import { compareMethods, type MethodComparison } from '../../src/methods/compare-methods.ts';
import type { MethodProfile } from '../../src/methods/profiles.ts';
import { createRandom, type Random } from '../../src/statistics/random.ts';

const k = 10;
const values = Array.from({ length: k }, (_, v) => `v${v}`);
/** Share of a trait that lies in the plane of the circle; the rest is the value's own. */
const onCircle = 0.5;
/** Share of a trait that a family has in common. */
const ofFamily = 0.5;

/** Shares of the variance of a way's scores between models; the rest is noise of a known size. */
type Way = {
  /** The trait that both ways see. */
  shared: number;
  /** A trait that this way alone sees. */
  own?: number;
  /** One tendency of a model in this way, for half of the values and against the others. */
  factor?: number;
  /** One level of a model over all values, in this way alone. */
  level?: number;
};
type World = { name: string; ways: [Way, Way] };

const alike = (way: Way): [Way, Way] => [way, way];
const worlds: World[] = [
  { name: 'shared traits, much', ways: alike({ shared: 0.7 }) },
  { name: 'shared traits, half', ways: alike({ shared: 0.5 }) },
  { name: 'shared traits, little', ways: alike({ shared: 0.3 }) },
  { name: 'a method factor in each', ways: alike({ shared: 0.5, factor: 0.2 }) },
  { name: 'one way agrees with everything', ways: [{ shared: 0.5, level: 0.3 }, { shared: 0.5 }] },
  { name: 'self-report unrelated to conduct', ways: [{ shared: 0, own: 0.7 }, { shared: 0.7 }] },
  { name: 'nothing but noise and level', ways: [{ shared: 0, level: 0.4 }, { shared: 0 }] },
];

/** Sizes of families. */
const designs: [name: string, sizes: number[]][] = [
  ['8 × 2', Array(8).fill(2)],
  ['12 × 3', Array(12).fill(3)],
  ['20 × 2', Array(20).fill(2)],
  ['35 × 1', Array(35).fill(1)],
  ['9-6-5-4-3-3-2-1-1-1', [9, 6, 5, 4, 3, 3, 2, 1, 1, 1]],
];

const planted = ([a, b]: World['ways']) => Math.sqrt(a.shared * b.shared);
const noiseOf = ({ shared, own = 0, factor = 0, level = 0 }: Way) =>
  1 - shared - own - factor - level;
/** Of the scores of a way that has more than noise, without the noise. */
const corrected = ([a, b]: World['ways']) =>
  planted([a, b]) / Math.sqrt((1 - noiseOf(a)) * (1 - noiseOf(b)));

/** A trait on the values, of unit variance each: neighbours on the circle go together, opposites apart. */
function trait(random: Random): number[] {
  const [x, y] = [random.normal(), random.normal()];
  return values.map((_, v) => {
    const angle = (2 * Math.PI * v) / k;
    const plane = x * Math.cos(angle) + y * Math.sin(angle);
    return Math.sqrt(onCircle) * plane + Math.sqrt(1 - onCircle) * random.normal();
  });
}

const mixed = (family: readonly number[], own: readonly number[]) =>
  own.map((x, v) => Math.sqrt(ofFamily) * family[v]! + Math.sqrt(1 - ofFamily) * x);

function study({ ways }: World, sizes: readonly number[], random: Random): MethodComparison {
  const popularity = values.map(() => random.normal());
  const profiles = ways.map((_, w) => ({ name: `way ${w}`, scores: [] as Score[] }));
  sizes.forEach((size, f) => {
    const family = { shared: trait(random), own: ways.map(() => trait(random)) };
    for (let m = 0; m < size; m++) {
      const shared = mixed(family.shared, trait(random));
      ways.forEach((way, w) => {
        const own = mixed(family.own[w]!, trait(random));
        const [level, factor] = [random.normal(), random.normal()];
        const noise = Math.sqrt(noiseOf(way));
        values.forEach((value, v) => {
          const score =
            popularity[v]! +
            Math.sqrt(way.shared) * shared[v]! +
            Math.sqrt(way.own ?? 0) * own[v]! +
            Math.sqrt(way.factor ?? 0) * (v < k / 2 ? factor : -factor) +
            Math.sqrt(way.level ?? 0) * level +
            noise * random.normal();
          profiles[w]!.scores.push({ model: `f${f}-${m}`, value, score, se: noise });
        });
      });
    }
  });
  const [a, b] = profiles as [MethodProfile, MethodProfile];
  return compareMethods(a, b, (model) => model.split('-')[0]!, { shares: false });
}
type Score = MethodProfile['scores'][number];

const [studies = 400, firstSeed = 1] = process.argv.slice(2).map(Number);
const percent = (count: number, of: number) => {
  if (of === 0) return '–';
  const p = count / of;
  return `${(100 * p).toFixed(1)} ± ${(100 * Math.sqrt((p * (1 - p)) / of)).toFixed(1)}`;
};
const holds = (one: { low: number | null; high: number | null }, truth: number) =>
  one.low! <= truth && truth <= one.high!;

const header = [
  'world',
  'families × models',
  'planted r',
  'mean r',
  'mean held, %',
  'values held, %',
  'corrected held, %',
  'agrees, %',
  'disagrees, %',
  'a wrong verdict, %',
];
console.log(
  `| ${header.join(' | ')} |\n|${header.map((_, i) => (i < 2 ? '---|' : '---:|')).join('')}`,
);
for (const world of worlds)
  for (const [design, sizes] of designs) {
    const truth = planted(world.ways);
    const count = {
      mean: 0,
      value: 0,
      corrected: 0,
      correctable: 0,
      agrees: 0,
      disagrees: 0,
      wrong: 0,
    };
    let sum = 0;
    for (let s = 0; s < studies; s++) {
      const random = createRandom(`methods|${world.name}|${design}|${firstSeed + s}`);
      const { raw } = study(world, sizes, random).onValues;
      sum += raw.convergent.value;
      if (holds(raw.convergent, truth)) count.mean++;
      for (const value of raw.values) {
        if (holds(value.convergent, truth)) count.value++;
        if (value.corrected) {
          count.correctable++;
          if (holds(value.corrected, corrected(world.ways))) count.corrected++;
        }
        if (value.verdict === 'agrees') count.agrees++;
        if (value.verdict === 'disagrees') count.disagrees++;
      }
      const wrong = truth > 0 ? 'disagrees' : 'agrees';
      // With a true r of .3 or more no value disagrees; with one of 0 none agrees.
      if (raw.values.some(({ verdict }) => verdict === wrong)) count.wrong++;
    }
    const cells = [
      world.name,
      design,
      truth.toFixed(2),
      (sum / studies).toFixed(3),
      percent(count.mean, studies),
      percent(count.value, k * studies),
      percent(count.corrected, count.correctable),
      percent(count.agrees, k * studies),
      percent(count.disagrees, k * studies),
      percent(count.wrong, studies),
    ];
    console.log(`| ${cells.join(' | ')} |`);
  }
