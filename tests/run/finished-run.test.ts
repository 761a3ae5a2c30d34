/** The finished run that tests begin with is what the program writes: `node scripts/make-finished-run.ts` makes it again. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { sentenceLogs } from '../../src/instruments/sentence-completion/run-logs.ts';
import { summariseRun } from '../../src/run/list-runs.ts';
import { openRunFolder } from '../../src/run/run-folder.ts';
import { testTerminal } from '../commands/test-context.ts';
import { finishedRun } from '../support/finished-run.ts';

/** What a run holds but for when it was asked, how long that took, and in which order answers came. */
async function factsOf(folder: string) {
  const run = openRunFolder(folder, false, Date.now);
  const sorted = (lines: Iterable<object>) =>
    [...lines].map((line) => JSON.stringify({ ...line, at: '', milliseconds: 0 })).sort();
  const logs = sentenceLogs(run);
  const facts = {
    study: run.study,
    responses: sorted(run.responses.lines),
    completions: sorted(logs.completions.lines),
    exams: sorted(logs.exams.lines),
    ratings: sorted(logs.ratings.lines),
    // A run begins by naming the version of the program, and older ones named their last stage at the end.
    events: run.events.lines.map(({ event, text }) => [
      event,
      /^(?:start|finish)$/.test(event) ? '' : text,
    ]),
  };
  await run.close();
  return facts;
}

it('holds what its study gives when it is run, and comes to the same figures', async () => {
  const kept = testTerminal();
  await kept.addFinishedRun();
  const made = testTerminal();
  const { code, out } = await made.run('run', join(finishedRun, 'study.yaml'));
  expect(code).toBe(0);
  const folder = join(made.runs, readdirSync(made.runs)[0]!);
  const { study, ...facts } = await factsOf(folder);
  const { study: keptStudy, ...keptFacts } = await factsOf(finishedRun);
  expect(facts).toEqual(keptFacts);
  expect({ ...study, version: '' }).toEqual({ ...keptStudy, version: '' });
  expect(summariseRun(folder)).toMatchObject({ finished: true, stage: 'scores', answers: 137 });
  for (const table of ['Loadings', 'Sentence completion', 'Findings'])
    expect(out).toContain(`${table} (simulated)`);
  // Tables of every stage, from results that were remembered and from those of the run itself.
  expect((await kept.run('run', 'done')).out).toBe(out);
});
