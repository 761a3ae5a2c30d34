import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeRatedRun } from '../../../scripts/make-rated-run.ts';
import { realOutside } from '../../../src/environment.ts';
import { UserError } from '../../../src/errors.ts';
import { sentenceLogs } from '../../../src/instruments/sentence-completion/run-logs.ts';
import type { ModelComparison } from '../../../src/instruments/shared/compare-models.ts';
import type { SystemScores } from '../../../src/instruments/shared/scores.ts';
import { type Comparisons, createComparisons } from '../../../src/run/derive/comparisons.ts';
import type { InstrumentInput } from '../../../src/run/derive/jobs.ts';
import { type Computer, createComputer } from '../../../src/run/derive/worker-client.ts';
import { factsOf, placeOfFacts } from '../../../src/run/instruments/instrument-facts.ts';
import type { OpenInstrument } from '../../../src/run/instruments/instrument-folder.ts';
import { openSession } from '../../../src/run/open-session.ts';
import { openRunFolder, type RunFolder } from '../../../src/run/run-folder.ts';

const place = mkdtempSync(join(tmpdir(), 'valuelex-comparisons-'));
const outside = {
  ...realOutside({ endpoints: () => ({}), build: 'tests' }),
  resultsFolder: join(place, 'results'),
};
const folder = join(place, 'rated');
const models = 8;
const [first, second, third] = ['lab:model-1', 'lab:model-2', 'lab:model-3'] as const;
let run: RunFolder;
let one: OpenInstrument;
let input: InstrumentInput;
beforeAll(() => {
  makeRatedRun(folder, models);
  run = openRunFolder(folder, false, outside.now);
  one = run.instruments().find(({ instrument }) => instrument.compare)!;
  input = {
    place: placeOfFacts(one, run, outside.prompts)!,
    settings: one.settings,
    kept: [place],
  };
});
afterAll(async () => {
  await run.close();
  rmSync(place, { recursive: true, force: true });
});

const inThisThread = new Map<string, ModelComparison>();

/** As they are computed in this thread, once a pair. */
function plain(a: string, b: string) {
  const pair = `${a} ${b}`;
  const found = inThisThread.get(pair) ?? compareHere(a, b);
  inThisThread.set(pair, found);
  return found;
}

function compareHere(a: string, b: string) {
  const facts = factsOf(one, run, outside.prompts)!;
  return one.instrument.compare!(facts, one.settings, { system: 'valuelex', a, b }, null);
}

/** Comparisons whose threads are counted. */
function counted() {
  const computers: { closed: boolean; jobs: number }[] = [];
  const make = (): Computer => {
    const computer = createComputer();
    const one = { closed: false, jobs: 0 };
    computers.push(one);
    return {
      run(...job) {
        one.jobs += 1;
        return computer.run(...job);
      },
      close() {
        one.closed = true;
        return computer.close();
      },
    };
  };
  let scores: SystemScores[] = [];
  const shared = make();
  const comparisons: Comparisons = createComparisons({
    scores: () => scores,
    inputFor: (system) => (system === 'valuelex' ? input : null),
    shared: () => shared,
    own: make,
  });
  return {
    comparisons,
    computers,
    newScores: () => {
      scores = [];
    },
    close: () => Promise.all([comparisons.close(), shared.close()]),
  };
}

describe('comparing in a worker thread', () => {
  it('gives the figures of this thread, once per pair and state of the scores', async () => {
    const { comparisons, computers, newScores, close } = counted();
    const found = await comparisons.compare('valuelex', first, second);
    expect(found).toEqual(plain(first, second));
    expect(await comparisons.compare('valuelex', first, second)).toBe(found);
    expect(await comparisons.compare('valuelex', first, second, AbortSignal.any([]))).toBe(found);
    expect(computers.map(({ jobs }) => jobs)).toEqual([1]);
    newScores();
    expect(await comparisons.compare('valuelex', first, second)).toEqual(found);
    expect(computers.map(({ jobs }) => jobs)).toEqual([2]);
    await close();
  });

  it('says what is wrong in the words of the thread', async () => {
    const { comparisons, close } = counted();
    await expect(comparisons.compare('own', first, second)).rejects.toThrow(
      'This study does not score own.',
    );
    const failed = await comparisons.compare('valuelex', first, 'lab:none').catch((error) => error);
    expect(failed).toBeInstanceOf(UserError);
    expect(failed.message).toBe('There are no scores of lab:none.');
    expect(failed.hint).toMatch(/^Scored models: lab:model-1, /);
    await close();
  });

  it('ends the thread of what nobody waits for any more, and compares again when asked again', async () => {
    const { comparisons, computers, close } = counted();
    const wanted = new AbortController();
    const given = comparisons.compare('valuelex', first, second, wanted.signal);
    wanted.abort(new Error('closed'));
    await expect(given).rejects.toThrow('closed');
    expect(computers.slice(1)).toEqual([{ closed: true, jobs: 1 }]);
    const again = await comparisons.compare('valuelex', first, second, AbortSignal.any([]));
    expect(again).toEqual(plain(first, second));
    expect(computers).toHaveLength(3);
    await expect(
      comparisons.compare('valuelex', first, third, AbortSignal.abort(new Error('too late'))),
    ).rejects.toThrow('too late');
    await close();
  });

  it('continues for others who wait for it, and for another pair in its thread', async () => {
    const { comparisons, computers, close } = counted();
    const [one, other] = [new AbortController(), new AbortController()];
    const left = comparisons.compare('valuelex', first, second, one.signal);
    const stays = comparisons.compare('valuelex', first, second, other.signal);
    const pair = comparisons.compare('valuelex', first, third, one.signal);
    one.abort(new Error('closed'));
    await expect(left).rejects.toThrow('closed');
    await expect(pair).rejects.toThrow('closed');
    expect(await stays).toEqual(plain(first, second));
    expect(computers[1]).toEqual({ closed: false, jobs: 2 });
    // The report waits for it in any case.
    const third_ = new AbortController();
    const shown = comparisons.compare('valuelex', second, third, third_.signal);
    const report = comparisons.compare('valuelex', second, third);
    third_.abort(new Error('closed'));
    await expect(shown).rejects.toThrow('closed');
    expect(await report).toEqual(plain(second, third));
    await close();
  });
});

describe('an open run', () => {
  it('finds ratings and completions as the logs hold them, and compares models', async () => {
    const session = await openSession(folder, outside, { readOnly: true });
    await session.computed;
    const { completions, ratings } = sentenceLogs(run);
    const [test] = session.instruments();
    const idsOf = (lines: readonly { id: string }[]) => lines.map(({ id }) => id).sort();
    expect(idsOf(test!.facts!.lines.completions!)).toEqual(idsOf(completions.lines));
    expect(idsOf(test!.facts!.lines.ratings!)).toEqual(idsOf(ratings.lines));
    // Asked again with nothing new, the same lists are given: nobody sorts them twice.
    expect(session.instruments()).toBe(session.instruments());
    const { stem, subdimension } = { ...completions.lines[3]!, ...ratings.lines[0]! };
    const place = { table: 'raw-valuelex', row: third, column: subdimension };
    const behind = session.evidenceOf('sentence-completion', place);
    expect(idsOf(behind)).toEqual(idsOf(completions.lines.filter((line) => line.model === third)));
    const some = behind.find(({ item }) => item.id === stem)!;
    expect(idsOf(some.under)).toEqual(
      idsOf(
        ratings.lines.filter(
          (line) => line.completion === some.id && line.subdimension === subdimension,
        ),
      ),
    );
    const ofStem = { table: 'stems-valuelex', row: stem, column: null };
    expect(session.evidenceOf('sentence-completion', ofStem)).toHaveLength(models);
    expect(session.evidenceOf('sentence-completion', { ...place, row: 'no such' })).toEqual([]);
    expect(await session.compareModels('valuelex', first, third)).toEqual(plain(first, third));
    await session.close();
  });
});
