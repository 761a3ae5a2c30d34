/**
 * Computes the results of the shipped example and keeps them beside it, so that its screens are
 * full at once.
 *
 * Run after any change of the example or of what is computed: node scripts/make-example-results.ts
 */
import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { realOutside } from '../src/environment.ts';
import { snapshotKey, writeSnapshot } from '../src/run/derive/snapshot.ts';
import { openSession } from '../src/run/open-session.ts';
import { openRunFolder } from '../src/run/run-folder.ts';
import { shippedExample } from '../src/run/shipped-example.ts';

const outside = realOutside({ endpoints: () => ({}) });
const folder = shippedExample(outside.prompts);
const derived = join(folder, 'derived');
for (const name of readdirSync(derived))
  if (name.startsWith('results.')) rmSync(join(derived, name));
const run = openRunFolder(folder, false, outside.now);
const key = snapshotKey(run, outside.version);
await run.close();
const session = await openSession(folder, outside, { readOnly: true });
await session.computed;
writeSnapshot(derived, key, session.getState().results);
await session.close();
