/** `kill -9` at several moments of a run of the built program: the same command finishes it. */
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
const args = ['run', 'study.yaml'];
let uninterrupted: { code: number | null; out: string; err: string };

beforeAll(async () => {
  // 36 answers, 10 completions, 120 ratings.
  for (const place of [whole, broken])
    writeSmallStudy(place.folder, { models: ['sim:alpha-7b', 'sim:beta-8b'] });
  uninterrupted = await command(args, whole);
  expect(uninterrupted.err).toContain('New run');
  expect(uninterrupted.code).toBe(0);
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

it('finishes after seven kills, asks for nothing twice, and finds the same', async () => {
  const random = createRandom(20_260_101);
  const total = countLines(onlyRun(whole));
  const log = identitiesOf(onlyRun(whole));
  const { length: answers } = log.responses!;
  // Seven moments, as so many lines written: the first, the last of a stage, and any, then up to 30 ms later, also in
  // the middle of a write.
  const moments = [
    ...[1, answers, answers + log.completions!.length].map((lines) => ({ lines, delay: 0 })),
    ...Array.from({ length: 4 }, () => ({
      lines: random.integer(total),
      delay: random.next() * 30,
    })),
  ].sort((a, b) => a.lines - b.lines);
  let kills = 0;
  for (const { lines, delay } of moments) {
    const run = startCommand(args, broken, { VALUELEX_SIM_SPEED: '150' });
    const watch = setInterval(() => {
      if (linesOf(broken) < lines) return;
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
  expect(last.err).toContain('Continuing');
  const run = onlyRun(broken);
  expect(repeatedIdentities(run)).toEqual([]);
  // A part that could not be computed is left out of what is printed, and told as a problem.
  for (const { err } of [uninterrupted, last]) expect(err).not.toMatch(/^! /m);
  expect(last.out).toContain('Sentence completion (simulated)');
  expect(last.out).toBe(uninterrupted.out);
  const sorted = (folder: string) =>
    Object.values(identitiesOf(folder)).map((ids) => [...ids].sort());
  expect(sorted(run)).toEqual(sorted(onlyRun(whole)));
  expect(resultsOf(broken)).toEqual(resultsOf(whole));
});
