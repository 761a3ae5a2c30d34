/** Slow fits of instruments: beside everything else, kept, and stopped at will. */
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { realOutside } from '../../../src/environment.ts';
import { type OpenedSession, openSession } from '../../../src/run/open-session.ts';
import { type TestTerminal, testTerminal } from '../../commands/test-context.ts';
import { writeSmallStudy } from '../../support/small-study.ts';
import { instruments } from './slow-fit.ts';

const registry = { list: instruments, module: new URL('./slow-fit.ts', import.meta.url).href };

let terminal: TestTerminal;
let session: OpenedSession | null = null;
beforeEach(() => {
  terminal = testTerminal({}, { instruments: registry });
});
afterEach(async () => {
  await session?.close();
  session = null;
  rmSync(terminal.folder, { recursive: true, force: true });
});

async function finishedRun(milliseconds: number): Promise<string> {
  const study = writeSmallStudy(terminal.folder, {
    models: ['sim:alpha-7b', 'sim:beta-8b'],
    settings: [{ id: 't0.7', temperature: 0.7 }],
    prompts: ['01-describe'],
    stems: ['do-not-know', 'sad-person'],
    more: { clusters: { minCount: 1000 }, instruments: { slow: { milliseconds } } },
  });
  const { code, notes } = await terminal.run('run', study);
  expect([code, notes]).toEqual([0, expect.anything()]);
  return join(terminal.runs, readdirSync(terminal.runs)[0]!);
}

async function open(run: string): Promise<OpenedSession> {
  const outside = realOutside({
    endpoints: () => ({}),
    env: { VALUELEX_CACHE: join(terminal.folder, 'cache') },
    instruments: registry,
  });
  session = await openSession(run, outside, { listen: false });
  return session;
}

const keptIn = (run: string) =>
  readdirSync(join(run, 'derived')).filter((name) => name.startsWith('fit.'));

const found = ({ getState }: OpenedSession) =>
  getState().results.instruments.slow as {
    result: { answers: number; fitted: number | null };
    told: { headline: string };
    coarse?: boolean;
  };

function waitFor(opened: OpenedSession, condition: () => boolean): Promise<void> {
  return new Promise((resolve) => {
    const look = () => {
      if (!condition()) return;
      stop();
      resolve();
    };
    const stop = opened.subscribe(look);
    look();
  });
}

test('a run waits for its fit, and a later opening takes it as it is kept', async () => {
  const run = await finishedRun(10);
  expect(keptIn(run)).toEqual([expect.stringMatching(/^fit\.slow\.[0-9a-f]{32}\.json\.gz$/)]);
  const first = await open(run);
  await first.computed;
  const { result, told, coarse } = found(first);
  expect(result).toEqual({ answers: 2, fitted: expect.any(Number) });
  expect(result.fitted).toBeLessThan(Date.now());
  expect(told.headline).toBe('fitted');
  expect(coarse).toBeUndefined();
  await first.close();
  const second = await open(run);
  await second.computed;
  expect(found(second).result.fitted).toBe(result.fitted);
});

/** The same run with another setting, which makes its fit another one. */
function slowDown(run: string, milliseconds: number): void {
  const study = join(run, 'study.yaml');
  const text = readFileSync(study, 'utf8');
  expect(text).toMatch(/milliseconds: \d+/);
  writeFileSync(study, text.replace(/milliseconds: \d+/, `milliseconds: ${milliseconds}`));
}

/** Of a fit that takes two minutes: whoever waits for it fails. */
const endless = 12_000;

test('a report says what stands, and with --fit waits for the fit', async () => {
  const run = await finishedRun(10);
  const report = async (...more: string[]) =>
    JSON.parse((await terminal.run('report', run, '--json', ...more)).out).instruments.at(-1).found;
  slowDown(run, endless);
  expect((await report()).told.headline).toBe('not fitted');
  slowDown(run, 20);
  expect((await report('--fit')).told.headline).toBe('fitted');
  expect((await report()).told.headline).toBe('fitted');
});

test('who wants the results of another instrument alone waits for no fit', async () => {
  const run = await finishedRun(10);
  slowDown(run, endless);
  const opened = await open(run);
  await opened.work({ fits: false });
  expect(opened.getState().status).toBe('finished');
  expect(found(opened)).toMatchObject({ result: { fitted: null }, coarse: true });
});

test('a fit tells how far it is, ends when it is stopped, and is taken up again', async () => {
  const run = await finishedRun(10);
  slowDown(run, endless);
  const opened = await open(run);
  const isFitting = () => opened.getState().computing?.what === 'the slow fit';
  await waitFor(opened, isFitting);
  expect(opened.getState().computing).toMatchObject({ total: 100 });
  expect(found(opened)).toMatchObject({ told: { headline: 'not fitted' }, coarse: true });
  opened.stopComputing();
  expect(opened.getState().computing).toBeNull();
  await opened.fitted();
  expect(found(opened)).toMatchObject({ result: { fitted: null }, coarse: true });
  opened.resumeComputing();
  await waitFor(opened, isFitting);
  expect(keptIn(run)).toHaveLength(1);
});
