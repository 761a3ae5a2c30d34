/**
 * Asks the simulated models for the finished run that tests begin with, and puts it into
 * tests/support/finished-run in place of the old one.
 *
 * Run after any change of what a run asks for or stores: node scripts/make-finished-run.ts
 */
import { copyFileSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runCommandLine } from '../src/commands/program.ts';
import { processContext } from '../src/process-context.ts';
import { finishedRun } from '../tests/support/finished-run.ts';
import { writeSmallStudy } from '../tests/support/small-study.ts';

const place = mkdtempSync(join(tmpdir(), 'valuelex-finished-'));
process.env.VALUELEX_CACHE = join(place, 'cache');
const models = ['alpha-7b', 'alpha-7b-base', 'beta-8b', 'gamma-6b', 'delta-7b', 'alpha-1b'];
const study = writeSmallStudy(place, {
  name: 'done',
  models: models.map((model) => `sim:${model}`),
  // What tests say of its clusters holds by this recipe.
  more: { clusters: { minCount: 1, embedding: 'use-lite', recipe: 1 } },
});
const runs = join(place, 'runs');
const code = await runCommandLine(['run', study, '--runs', runs], processContext());
if (code !== 0) process.exit(code);
const made = join(runs, readdirSync(runs)[0]!);
rmSync(finishedRun, { recursive: true, force: true });
mkdirSync(finishedRun);
for (const name of readdirSync(made))
  if (/^study\.yaml$|\.jsonl$/.test(name) && statSync(join(made, name)).size > 0)
    copyFileSync(join(made, name), join(finishedRun, name));
rmSync(place, { recursive: true });
