/** `kill -9` at random moments of a run of the built program: the same command finishes it. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createRandom } from '../../src/statistics/random.ts';
import {
  command,
  countLines,
  identitiesOf,
  makePlace,
  onlyRun,
  type Place,
  repeatedIdentities,
  startCommand,
} from '../support/program.ts';
import { writeSmallStudy } from '../support/small-study.ts';

const whole = makePlace();
const broken = makePlace();
const args = ['run', 'study.yaml', '--json'];

beforeAll(async () => {
  for (const place of [whole, broken]) writeSmallStudy(place.folder);
  const { code, err } = await command(args, whole);
  expect(err).toContain('New run');
  expect(code).toBe(0);
});
afterAll(() => {
  whole.leave();
  broken.leave();
});

/** What was computed, without when and where. */
function resultsOf(place: Place): Record<string, unknown> {
  const { date, folder, again, ...results } = JSON.parse(
    readFileSync(join(onlyRun(place), 'run.json'), 'utf8'),
  ) as Record<string, unknown>;
  expect([date, folder, again]).not.toContain(undefined);
  return results;
}

function linesOf(place: Place): number {
  try {
    return countLines(onlyRun(place));
  } catch {
    return 0;
  }
}

it('finishes after ten kills, asks for nothing twice, and finds the same', async () => {
  const random = createRandom(20_260_101);
  const total = countLines(onlyRun(whole));
  // Ten moments, as so many lines written, then up to 30 ms later: also in the middle of a write.
  const moments = Array.from({ length: 10 }, () => random.integer(total)).sort((a, b) => a - b);
  let kills = 0;
  for (const moment of moments) {
    const delay = random.next() * 30;
    const run = startCommand(args, broken, { VALUELEX_SIM_SPEED: '150' });
    const watch = setInterval(() => {
      if (linesOf(broken) < moment) return;
      clearInterval(watch);
      setTimeout(() => run.child.kill('SIGKILL'), delay);
    }, 3);
    const { signal } = await run.ended;
    clearInterval(watch);
    if (signal === 'SIGKILL') kills += 1;
    if (linesOf(broken) > 0) expect(repeatedIdentities(onlyRun(broken))).toEqual([]);
  }
  expect(kills).toBeGreaterThanOrEqual(5);

  const last = await command(args, broken);
  expect(last.code).toBe(0);
  expect(last.err).toContain('Going on with');
  const run = onlyRun(broken);
  expect(repeatedIdentities(run)).toEqual([]);
  const sorted = (folder: string) =>
    Object.values(identitiesOf(folder)).map((ids) => [...ids].sort());
  expect(sorted(run)).toEqual(sorted(onlyRun(whole)));
  expect(resultsOf(broken)).toEqual(resultsOf(whole));
});
