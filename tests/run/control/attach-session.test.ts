/** A session attached to another one. Both live in this process; the lock says that the owner is the process that started it. */
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Outside, realOutside } from '../../../src/environment.ts';
import { attachSession } from '../../../src/run/control/attach-session.ts';
import { type OpenedSession, openSession } from '../../../src/run/open-session.ts';
import type { Session } from '../../../src/run/session.ts';
import { openOrCreateRun, settleStudy } from '../../../src/run/start-run.ts';
import { readStudy } from '../../../src/run/study-file.ts';
import { copyFinishedRun } from '../../support/finished-run.ts';
import { type GatedEndpoint, gatedEndpoint } from '../../support/gated-endpoint.ts';
import { repeatedIdentities, until } from '../../support/program.ts';
import { withSharedVectors } from '../../support/shared-vectors.ts';
import { type SmallStudy, writeSmallStudy } from '../../support/small-study.ts';

let place: string;
let run: string;
let outside: Outside;
let owner: OpenedSession | null;
let attached: Awaited<ReturnType<typeof attachSession>> | null;
let endpoint: GatedEndpoint | null;

/** Two models, three settings, six prompts. */
const gated = ['alpha-7b-instruct', 'beta-8b-instruct'];
const allGated = 36;

/** The owner of a run that gets as many answers as it is allowed to: it is at work for as long as a test wants. Without clusters its results are computed at once. */
async function startGatedOwner(): Promise<GatedEndpoint> {
  const judge = 'judge-8b-instruct';
  endpoint = await gatedEndpoint(gated, judge);
  await startOwner({
    models: gated.map((model) => `lab:${model}`),
    judges: [`lab:${judge}`],
    more: { endpoints: { lab: { url: endpoint.url } }, clusters: { minCount: 1000 } },
  });
  return endpoint;
}

function makeOutside(): void {
  place = mkdtempSync(join(tmpdir(), 'valuelex-'));
  outside = withSharedVectors(
    realOutside({ endpoints: () => ({}), env: { VALUELEX_CACHE: join(place, 'cache') } }),
  );
}

/** Opens the owner on a finished run, whose results it computes. */
async function startFinishedOwner(judges = 1): Promise<void> {
  makeOutside();
  run = await copyFinishedRun(join(place, 'runs'), outside, { models: 2, judges });
  owner = await openSession(run, outside);
  // What it says of an edit follows from its clusters.
  await owner.clustered();
  giveLockTo(process.ppid);
}

/** Opens the owner on a new run. */
async function startOwner(small: SmallStudy): Promise<void> {
  makeOutside();
  const file = writeSmallStudy(place, small);
  const study = settleStudy(readStudy(file), outside, file);
  const choice = { fresh: true, now: outside.now };
  run = openOrCreateRun(study, join(place, 'runs'), choice).folder;
  owner = await openSession(run, outside);
  giveLockTo(process.ppid);
}

beforeEach(() => {
  attached = null;
  owner = null;
  endpoint = null;
});
afterEach(async () => {
  await attached?.close();
  await owner?.close();
  await endpoint?.close();
  rmSync(place, { recursive: true, maxRetries: 5 });
});

const lock = () => join(run, 'lock');

function giveLockTo(pid: number): void {
  const { began: _, ...owner } = JSON.parse(readFileSync(lock(), 'utf8'));
  writeFileSync(lock(), JSON.stringify({ ...owner, pid }));
}

/** Closes the owner as a command that was paused does, lock and all. */
async function endOwner(): Promise<void> {
  await owner!.close();
  owner = null;
  rmSync(lock());
}

async function attach() {
  attached = await attachSession(run, outside);
  return attached;
}

const lines = (log: string) =>
  existsSync(join(run, `${log}.jsonl`))
    ? readFileSync(join(run, `${log}.jsonl`), 'utf8').split('\n').length - 1
    : 0;

describe('an attached session', () => {
  it('shows what the owner does, and holds the facts that it has written', async () => {
    const { allow } = await startGatedOwner();
    const session = await attach();
    expect(session.getState()).toMatchObject({
      attached: { pid: process.pid, gone: null },
      readOnly: false,
      status: 'idle',
    });
    const working = owner!.work({ until: 'complete' });
    await until(() => session.getState().lanes.length === gated.length, 'lanes');
    expect(session.getState().status).toBe('working');
    for (const done of [5, 10]) {
      allow(5);
      const shown = `eliciting ${done}/${allGated}`;
      await until(() => session.getState().activity === shown, shown);
    }
    allow(Infinity);
    await working;
    await until(() => session.getState().status === 'idle', 'the end of the work');
    await until(() => session.responsesOf({}).length === allGated, 'the answers');
    await until(
      () => session.instruments()[0]?.facts?.lines.completions?.length === lines('completions'),
      'the completions',
    );
    await until(
      () => session.getState().results.lexicon?.answers.count === allGated,
      'the lexicon',
    );
    expect(session.placeOf(session.responsesOf({}).at(0)!.id)?.line).toBe(1);
  });

  it('sends edits to the owner, and takes up what came of them', async () => {
    await startFinishedOwner(2);
    const session = await attach();
    await until(() => session.getState().results.curated !== null, 'clusters');
    const before = session.getState().results.curated!.clusters;
    const said = await session.edit({
      edit: 'rename',
      cluster: before[0]!.words,
      name: 'Named elsewhere',
    });
    expect(said).toContain('Named elsewhere');
    // Acknowledged: on disk, and shown here, without waiting for anything else.
    expect(lines('curation')).toBe(1);
    const named = (one: Session) =>
      one.getState().results.curated?.clusters.some((it) => it.name === 'Named elsewhere') ?? false;
    expect([named(session), named(owner!)]).toEqual([true, true]);
    expect(await session.edit({ edit: 'undo' })).toContain('undone');
    expect([named(session), named(owner!)]).toEqual([false, false]);
    expect(lines('curation')).toBe(2);
    await session.setRaters(['sim:judge']);
    expect(session.getState().study.test.judges).toEqual(['sim:judge']);
    expect(readStudy(join(run, 'study.yaml')).test.judges).toEqual(['sim:judge']);
  });

  it('has computed everything, the factors too, once it says so', async () => {
    await startFinishedOwner();
    const session = await attach();
    await session.computed;
    const { factors, clustering } = session.getState().results;
    expect(clustering).not.toBeNull();
    expect(factors).not.toBeNull();
  });

  it('pauses the owner, and lets it continue', async () => {
    const { allow } = await startGatedOwner();
    const session = await attach();
    const working = owner!.work({ until: 'elicit' });
    allow(6);
    await until(() => lines('responses') === 6, 'answers');
    const lane = `lab:${gated[0]}`;
    const isPaused = (one: Session) =>
      one.getState().lanes.some(({ model, paused }) => model === lane && paused);
    // The reply comes once the owner has done it, and what it did is shown by then.
    expect(await session.toggleLane(lane)).toBe(`${lane} paused`);
    expect([isPaused(session), isPaused(owner!)]).toEqual([true, true]);
    const twice = [session.toggleLane(lane), session.toggleLane(lane)];
    expect(await Promise.all(twice)).toEqual([`${lane} continues`, `${lane} paused`]);
    expect(await session.toggleLane(lane)).toBe(`${lane} continues`);
    expect([isPaused(session), isPaused(owner!)]).toEqual([false, false]);
    expect(await session.toggleLane('lab:nobody')).toBe('nothing is asked of lab:nobody now');
    await session.pause();
    await working;
    expect(owner!.getState().status).toBe('paused');
    expect(session.getState().status).toBe('paused');
    allow(Infinity);
    await session.work({ until: 'elicit' });
    expect(lines('responses')).toBe(allGated);
    expect(repeatedIdentities(run)).toEqual([]);
  });

  it('leaves the owner at work when it closes', async () => {
    const { allow } = await startGatedOwner();
    const session = await attach();
    const working = owner!.work({ until: 'elicit' });
    allow(6);
    await until(() => lines('responses') === 6, 'answers');
    await session.close();
    expect(owner!.getState().status).toBe('working');
    allow(Infinity);
    await working;
    expect(lines('responses')).toBe(allGated);
  });

  it('tells that the owner is gone, and continues itself', async () => {
    const { allow } = await startGatedOwner();
    const session = await attach();
    void owner!.work({ until: 'elicit' });
    allow(6);
    await until(() => lines('responses') === 6, 'answers');
    await endOwner();
    await until(() => session.getState().attached?.gone === 'left', 'the loss');
    const { status, lanes } = session.getState();
    expect(status).toBe('paused');
    expect(lanes.every((lane) => lane.inFlight === 0)).toBe(true);
    expect(lines('responses')).toBe(6);

    allow(Infinity);
    await session.work({ until: 'elicit' });
    expect(session.getState().attached).toBeUndefined();
    expect(JSON.parse(readFileSync(lock(), 'utf8')).pid).toBe(process.pid);
    expect(lines('responses')).toBe(allGated);
    expect(repeatedIdentities(run)).toEqual([]);
  });

  it('continues by itself where an edit finds nobody', async () => {
    await startFinishedOwner();
    const session = await attach();
    await until(() => session.getState().results.curated !== null, 'clusters');
    await endOwner();
    await until(() => session.getState().attached?.gone === 'left', 'the loss');
    const { clusters } = session.getState().results.curated!;
    await session.edit({ edit: 'rename', cluster: clusters[0]!.words, name: 'Named here' });
    expect(lines('curation')).toBe(1);
    expect(session.getState().attached).toBeUndefined();
  });

  it('follows the next owner', async () => {
    const { allow } = await startGatedOwner();
    const session = await attach();
    await endOwner();
    await until(() => session.getState().attached?.gone === 'left', 'the loss');
    owner = await openSession(run, outside);
    giveLockTo(process.ppid);
    await until(() => session.getState().attached?.gone === null, 'the next owner');
    const working = owner!.work({ until: 'elicit' });
    await until(() => session.getState().status === 'working', 'its work');
    allow(Infinity);
    await working;
  });
});
