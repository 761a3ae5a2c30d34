/**
 * How many keys a researcher who knows the groups needs in the queue of decisions, and what Enter alone does: the
 * table of docs/clustering.md. Eight random choices of groups of the gold list (tests/clustering/gold.json) with 180
 * words, said equally often, no key for reading.
 *
 * Run: node scripts/curation-figures.ts [embedding], by default use-lite.
 */
import { clusterWords } from '../src/clustering/clustering.ts';
import { spaceByRecipe } from '../src/clustering/recipes.ts';
import { withCache } from '../src/embedding/cache.ts';
import { realOutside } from '../src/environment.ts';
import { createRandom } from '../src/statistics/random.ts';
import { goldHalf } from '../tests/clustering/gold-list.ts';
import {
  entering,
  knowing,
  scriptedSession,
} from '../tests/ui/screens/clusters/scripted-session.ts';

const sets = 8;
const words = 180;

const outside = realOutside({ endpoints: () => ({}) });
const embedder = withCache(
  await outside.openEmbedder(process.argv[2] ?? 'use-lite', { endpoints: {} }),
);
const gold = [...goldHalf('a').groups, ...goldHalf('b').groups];

console.log(
  '| set | groups | ARI before | decisions | keys to ARI .95 | all keys | ARI after | Enter alone | learning: keys to ARI .95 | all keys | predicted | right without | right with |',
);
console.log('|---|---|---|---|---|---|---|---|---|---|---|---|---|');
for (let set = 1; set <= sets; set++) {
  const random = createRandom(`curation ${set}`);
  const chosen: string[][] = [];
  for (const at of random.sample(gold.length, gold.length))
    if (chosen.flat().length + gold[at]!.length <= words) chosen.push(gold[at]!);
  const groups = new Map(chosen.flatMap((group, i) => group.map((word) => [word, i] as const)));
  const names = [...groups.keys()];
  const space = await spaceByRecipe(2, names, embedder, outside);
  const counts = names.map((word) => ({ word, count: 5, models: 3 }));
  const clustering = clusterWords(counts, space, { resamples: 0 });
  const done = scriptedSession(clustering, groups, knowing);
  const learning = scriptedSession(clustering, groups, knowing, { learns: true });
  const enter = scriptedSession(clustering, groups, entering);
  const two = (value: number) => value.toFixed(3).replace('0.', '.');
  const row = [set, chosen.length, two(done.start), done.opened[0], done.keysTo95, done.keys];
  const { learned } = learning;
  const right = learned
    ? [learned.decisions, learned.without.right, learned.with.right]
    : ['', '', ''];
  const taught = [learning.keysTo95, learning.keys, ...right];
  console.log(`| ${[...row, two(done.end), two(enter.end), ...taught].join(' | ')} |`);
}
await embedder.close();
process.exit(0);
