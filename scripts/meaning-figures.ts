/**
 * How well each recipe for meaning finds the groups of the gold list (tests/clustering/gold.json): the tables of
 * docs/clustering.md.
 *
 * Run: node scripts/meaning-figures.ts [a|b] [embedding …], by default half b with use-lite; an embedding is named
 * as in a study (local:all-MiniLM-L6-v2.q8_0).
 */
import { recipes } from '../src/clustering/recipe-numbers.ts';
import { spaceByRecipe } from '../src/clustering/recipes.ts';
import { withCache } from '../src/embedding/cache.ts';
import { realOutside } from '../src/environment.ts';
import { createRandom } from '../src/statistics/random.ts';
import {
  agreementOf,
  goldHalf,
  separationOf,
  separationTogether,
  wordsOf,
} from '../tests/clustering/gold-list.ts';

/** Random choices of groups for the intervals, and the share of the groups in each. */
const choices = 60;
const chosen = 0.7;
/** Share of the pairs of one group that stand together at the coarser cut. */
const leastTogether = 0.8;

const [half = 'b', ...embeddings] = process.argv.slice(2);
const outside = realOutside({ endpoints: () => ({}) });
const gold = goldHalf(half === 'a' ? 'a' : 'b');
const rows: string[][] = [];

/** Estimate and half width of the 95 % interval over groups: the jackknife that leaves 30 % out. */
const withInterval = (estimate: number, values: readonly number[]) => {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
  const error = Math.sqrt((chosen / (1 - chosen)) * variance);
  return `${estimate.toFixed(2)} ± ${(1.96 * error).toFixed(2)}`;
};

for (const name of embeddings.length > 0 ? embeddings : ['use-lite']) {
  const embedder = withCache(await outside.openEmbedder(name, { endpoints: {} }));
  for (const recipe of recipes) {
    const similarity = async (words: string[]) =>
      (await spaceByRecipe(recipe, words, embedder, outside)).similarity;
    const whole = agreementOf(gold.groups, await similarity(gold.groups.flat()));
    const random = createRandom(1);
    const parts = [];
    for (let i = 0; i < choices; i++) {
      const places = random.sample(gold.groups.length, Math.round(chosen * gold.groups.length));
      const groups = places.sort((a, b) => a - b).map((at) => gold.groups[at]!);
      parts.push(agreementOf(groups, await similarity(groups.flat())));
    }
    const ofAll = await similarity(wordsOf(gold));
    const apart = separationOf(gold, ofAll);
    const coarse = separationTogether(gold, ofAll, leastTogether);
    const share = (value: number) => `${Math.round(100 * value)} %`;
    rows.push([
      `${recipe}, ${name}`,
      withInterval(
        whole.atTrue,
        parts.map(({ atTrue }) => atTrue),
      ),
      withInterval(
        whole.atOwn,
        parts.map(({ atOwn }) => atOwn),
      ),
      `${whole.own} of ${gold.groups.length}`,
      share(apart.alike),
      share(apart.opposite),
      share(apart.together),
      `${coarse.k}: ${coarse.index.toFixed(2)}, ${share(coarse.alike)}, ${share(coarse.opposite)}`,
    ]);
  }
  await embedder.close();
}

const head = [
  'recipe, embedding',
  'ARI, true number',
  'ARI, own number',
  'own number',
  'look-alikes apart',
  'opposites apart',
  'pairs of a group together',
  'clusters with 80 % together: ARI, look-alikes and opposites apart',
];
for (const row of [head, head.map(() => '---'), ...rows]) console.log(`| ${row.join(' | ')} |`);
process.exit(0);
