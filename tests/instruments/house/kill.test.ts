/** `kill -9` in the middle of a round of each instrument: the same command asks for nothing that is stored, and finds the same. */
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { bundledPrograms } from '../../support/bundled.ts';
import { writeSmallStudy } from '../../support/small-study.ts';

/** What Node made of the program is kept for the next start, by vitest.config.ts. */
const compiled = { NODE_COMPILE_CACHE: process.env.NODE_COMPILE_CACHE };

type Place = { folder: string; runs: string };
let program: string;
let place: string;
let whole: Place;
let broken: Place;
beforeAll(async () => {
  program = join(await bundledPrograms(), 'kill-child.js');
  place = mkdtempSync(join(tmpdir(), 'valuelex-kill-'));
  [whole, broken] = ['whole', 'broken'].map((name) => {
    const folder = join(place, name);
    mkdirSync(folder);
    writeSmallStudy(folder, {
      models: ['sim:alpha-7b', 'sim:beta-8b', 'sim:gamma-6b'],
      settings: [{ id: 't0.7', temperature: 0.7 }],
      prompts: ['01-describe', '09-ten-nouns'],
      stems: ['do-not-know', 'sad-person'],
      more: {
        clusters: { minCount: 1000 },
        instruments: {
          ...{ chain: {}, reader: {}, primed: {} },
          questionnaire: { extent: 'quick', read: 'text' },
          ladder: { extent: 'quick', read: 'text' },
          reading: { of: ['sentence-completion'], exam: false },
          prime: {
            of: { questionnaire: { extent: 'quick', read: 'text' } },
            ...{ items: 1, values: ['power', 'security'] },
          },
        },
      },
    });
    return { folder, runs: join(folder, 'runs') };
  }) as [Place, Place];
});
afterAll(() => rmSync(place, { recursive: true, force: true }));

/** The end of the command, and what it noted of its requests; killed as it sends request number `at` of those that hold a text. */
async function work(
  { folder, runs }: Place,
  kill: { at: number; text: string } | null,
): Promise<{ signal: string | null; code: number | null; err: string; asked: string[] }> {
  const noted = join(folder, `asked-${readdirSync(folder).length}`);
  const child = spawn(process.execPath, [program, noted, '--runs', runs, 'run', 'study.yaml'], {
    cwd: folder,
    env: {
      ...{ PATH: process.env.PATH, HOME: folder },
      VALUELEX_CACHE: join(folder, 'cache'),
      ...compiled,
      ...(kill && { KILL_AT: String(kill.at), KILL_TEXT: kill.text }),
    },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let err = '';
  child.stderr.on('data', (data) => {
    err += data;
  });
  const [code, signal] = await new Promise<[number | null, string | null]>((resolve) =>
    child.on('close', (...end) => resolve(end)),
  );
  const asked = existsSync(noted) ? readFileSync(noted, 'utf8').trimEnd().split('\n') : [];
  return { signal, code, err, asked };
}

function onlyRun({ runs }: Place): string | null {
  if (!existsSync(runs)) return null;
  const [name, ...others] = readdirSync(runs).filter((one) => !one.startsWith('.'));
  expect(others).toEqual([]);
  return name === undefined ? null : join(runs, name);
}

type StoredLine = { id: string; key: string; model: string; seed: number };

/** The whole lines of a log. */
function logOf(at: Place, log: string): StoredLine[] {
  const run = onlyRun(at);
  const file = run && join(run, `${log}.jsonl`);
  if (!file || !existsSync(file)) return [];
  return readFileSync(file, 'utf8')
    .split('\n')
    .slice(0, -1)
    .map((line) => JSON.parse(line));
}

const logs = [
  ...['responses', 'completions', 'chain/steps', 'reader/exams', 'reader/readings'],
  ...['primed/steps', 'questionnaire/answers', 'ladder/answers'],
  ...['reading/readings', 'prime/questionnaire-answers'],
];

const idsIn = (at: Place) =>
  Object.fromEntries(
    logs.map((log) => [
      log,
      logOf(at, log)
        .map(({ id }) => id)
        .sort(),
    ]),
  );

/** As the notes name them. */
const requestOf = ({ model, seed }: StoredLine) => `${model} ${seed}`;

const stored = (at: Place) => logs.flatMap((log) => logOf(at, log));

/** All that was found, without when and where. */
function foundIn(at: Place): unknown {
  const told = JSON.parse(readFileSync(join(onlyRun(at)!, 'run.json'), 'utf8'));
  const { date, folder, again, ...found } = told;
  expect([date, folder, again]).not.toContain(undefined);
  return found;
}

it('is finished by the same command, which asks for nothing twice and finds the same', async () => {
  const undisturbed = await work(whole, null);
  expect(undisturbed.code, undisturbed.err).toBe(0);
  const expected = idsIn(whole);
  for (const log of logs) expect([log, expected[log]!.length > 0]).toEqual([log, true]);
  // Of the lines that share a request one was noted, by model and seed: else nothing below could fail.
  const noted = new Set(undisturbed.asked);
  for (const [key, lines] of Map.groupBy(stored(whole), (line) => line.key))
    expect([key, lines.some((line) => noted.has(requestOf(line)))]).toEqual([key, true]);

  const moments = [
    { log: 'chain/steps', at: 7, text: 'A or B?' },
    { log: 'reader/exams', at: 3, text: 'READ:' },
    { log: 'primed/steps', at: 8, text: 'A or B?' },
    { log: 'questionnaire/answers', at: 60, text: '' },
    // In the middle of a chain of choices of its own.
    { log: 'ladder/answers', at: 250, text: 'You decided: ' },
    { log: 'reading/readings', at: 4, text: 'Answer with one JSON object' },
    { log: 'prime/questionnaire-answers', at: 25, text: 'You are a person who' },
  ];
  for (const moment of [...moments, null]) {
    const before = new Set(stored(broken).map(requestOf));
    const { signal, code, err, asked } = await work(broken, moment);
    expect(asked.filter((request) => before.has(request))).toEqual([]);
    expect(new Set(asked).size).toBe(asked.length);
    if (moment) {
      expect(signal, err).toBe('SIGKILL');
      // In the middle of a round: some lines stand, not all.
      expect(logOf(broken, moment.log).length).toBeLessThan(expected[moment.log]!.length);
    } else expect(code, err).toBe(0);
  }
  expect(idsIn(broken)).toEqual(expected);
  expect(foundIn(broken)).toEqual(foundIn(whole));
});
