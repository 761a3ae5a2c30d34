/**
 * Computes the results of the shipped example and keeps them beside it, so that its screens are
 * full at once. Vectors of texts that it lacks are kept too: made in another company of texts, a vector
 * differs in its last digits, and with it the results.
 *
 * Run after any change of the example or of what is computed: node scripts/make-example-results.ts
 */
import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { vectorKey } from '../src/embedding/cache.ts';
import { realOutside } from '../src/environment.ts';
import { runVectors } from '../src/run/derive/run-embedder.ts';
import { snapshotKey, writeSnapshot } from '../src/run/derive/snapshot.ts';
import { openSession } from '../src/run/open-session.ts';
import { openRunFolder } from '../src/run/run-folder.ts';
import { shippedExample } from '../src/run/shipped-example.ts';

const { vectorsFolder: _, ...outside } = realOutside({ endpoints: () => ({}) });
const folder = shippedExample(outside.prompts);
const derived = join(folder, 'derived');
for (const name of readdirSync(derived))
  if (name.startsWith('results.')) rmSync(join(derived, name));
const run = openRunFolder(folder, false, outside.now);
const key = snapshotKey(run, outside.version);
await run.close();
const vectors = runVectors(run, true);
const session = await openSession(
  folder,
  {
    ...outside,
    async openEmbedder(name, study) {
      const embedder = await outside.openEmbedder(name, study);
      return {
        ...embedder,
        async embed(texts, options) {
          const made = await embedder.embed(texts, options);
          await vectors.write(new Map(texts.map((text, i) => [vectorKey(name, text), made[i]!])));
          return made;
        },
      };
    },
  },
  { readOnly: true },
);
await session.computed;
writeSnapshot(derived, key, session.getState().results);
await session.close();
