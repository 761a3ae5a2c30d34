/** `kill -9` at several moments of a run of the built program: the same command finishes it. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect } from 'vitest';
import { createRandom } from '../../src/statistics/random.ts';
import { rowsOf } from '../faults/covered.ts';
import { linesOf } from '../faults/faulty-run.ts';
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

const { fault, whole } = rowsOf('../terminal/kill.test.ts');

const undisturbed = makePlace();
const broken = makePlace();
const args = ['run', 'study.yaml'];
let uninterrupted: { code: number | null; out: string; err: string };

beforeAll(async () => {
  // 18 answers, 10 completions, 60 ratings.
  for (const place of [undisturbed, broken])
    writeSmallStudy(place.folder, {
      models: ['sim:alpha-7b', 'sim:beta-8b'],
      prompts: ['01-describe', '03-what-matters', '09-ten-nouns'],
      judges: ['sim:judge'],
    });
  uninterrupted = await command(args, undisturbed);
  expect(uninterrupted.err).toContain('New run');
  expect(uninterrupted.code).toBe(0);
});
afterAll(() => {
  undisturbed.leave();
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

function countOf(place: Place): number {
  try {
    return countLines(onlyRun(place));
  } catch {
    return 0;
  }
}

/** The answers as they were stored, and what each says. */
const answersOf = (place: Place) => linesOf(onlyRun(place), 'responses');
const said = (place: Place) =>
  answersOf(place)
    .map(({ id, text }) => `${id} ${text}`)
    .sort();

// It finishes after seven kills, asks for nothing twice, and finds the same.
fault('`kill -9` of the program', async () => {
  const random = createRandom(20_260_101);
  const total = countLines(onlyRun(undisturbed));
  const log = identitiesOf(onlyRun(undisturbed));
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
  let before: Record<string, unknown>[] = [];
  for (const { lines, delay } of moments) {
    const run = startCommand(args, broken, { VALUELEX_SIM_SPEED: '150' });
    const watch = setInterval(() => {
      if (countOf(broken) < lines) return;
      clearInterval(watch);
      setTimeout(() => run.child.kill('SIGKILL'), delay);
    }, 3);
    const { signal } = await run.ended;
    clearInterval(watch);
    if (signal === 'SIGKILL') kills += 1;
    if (countOf(broken) > 0) {
      expect(repeatedIdentities(onlyRun(broken))).toEqual([]);
      // What was stored stays as it was.
      const stored = answersOf(broken);
      expect(stored.slice(0, before.length)).toEqual(before);
      before = stored;
    }
  }
  expect(kills).toBeGreaterThanOrEqual(5);

  const last = await command(args, broken);
  expect(last.code).toBe(0);
  expect(last.err).toContain('Continuing');
  const run = onlyRun(broken);
  expect(repeatedIdentities(run)).toEqual([]);
  expect(answersOf(broken).slice(0, before.length)).toEqual(before);
  expect(said(broken)).toEqual(said(undisturbed));
  // A part that could not be computed is left out of what is printed, and told as a problem.
  for (const { err } of [uninterrupted, last]) expect(err).not.toMatch(/^! /m);
  expect(last.out).toContain('Sentence completion (simulated)');
  expect(last.out).toBe(uninterrupted.out);
  const sorted = (folder: string) =>
    Object.values(identitiesOf(folder)).map((ids) => [...ids].sort());
  expect(sorted(run)).toEqual(sorted(onlyRun(undisturbed)));
  expect(resultsOf(broken)).toEqual(resultsOf(undisturbed));
});

describe('the rows', () => {
  whole();
});
