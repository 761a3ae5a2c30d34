/** A run in a process of its own: started, asked, watched, steered, killed, and taken up again. */
import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { connectToOwner } from '../../src/run/control/connect.ts';
import type { Live } from '../../src/run/control/protocol.ts';
import { type GatedEndpoint, gatedEndpoint } from '../support/gated-endpoint.ts';
import {
  command,
  identitiesOf,
  isAlive,
  killProcess,
  makePlace,
  onlyRun,
  type Place,
  repeatedIdentities,
  startCommand,
  until,
} from '../support/program.ts';
import { writeSmallStudy } from '../support/small-study.ts';
import { keys, startTerminal, type Terminal } from '../support/terminal.ts';

/** Three models, two settings, six prompts. */
const models = ['alpha-7b-instruct', 'beta-8b-instruct', 'gamma-27b-chat'];
const judge = 'judge-8b-instruct';
const allAnswers = 36;
/** Two stems. */
const allCompletions = 6;

let endpoint: GatedEndpoint;
let place: Place;
let terminal: Terminal | null;
beforeEach(async () => {
  endpoint = await gatedEndpoint(models, judge);
  place = makePlace();
  terminal = null;
  // Of a part nothing is computed, and no judge is asked.
  writeStudy({ shard: '1/1' });
});

function writeStudy(more: object): void {
  writeSmallStudy(place.folder, {
    models: models.map((model) => `lab:${model}`),
    settings: [
      { id: 't0.3', temperature: 0.3 },
      { id: 't1', temperature: 1 },
    ],
    stems: ['do-not-know', 'sad-person'],
    judges: [`lab:${judge}`],
    more: {
      endpoints: { lab: { url: endpoint.url, concurrency: 8 } },
      ...more,
    },
  });
}

afterEach(async () => {
  terminal?.kill();
  await terminal?.exitCode;
  const pid = ownerOf()?.pid;
  if (pid !== undefined) await killProcess(pid);
  await endpoint.close();
  place.leave();
});

const canary = 'sk-canary-5f1c';

function ownerOf(): { pid: number; socket?: string } | null {
  try {
    const owner = JSON.parse(readFileSync(join(onlyRun(place), 'lock'), 'utf8'));
    return isAlive(owner.pid) ? owner : null;
  } catch {
    return null;
  }
}

async function ctl(...args: string[]) {
  return command(['ctl', onlyRun(place), ...args], place);
}

type Status = {
  pid: number;
  status: string;
  stage: string;
  done: number;
  lanes: { model: string; paused: boolean }[];
};

async function status(): Promise<Status> {
  return JSON.parse((await ctl('status', '--json')).out) as Status;
}

/** What the owner itself says now, as `ctl` asks it: what is on disk, or on a screen, it may have told before or after. */
async function told(): Promise<Live> {
  const link = await connectToOwner(onlyRun(place));
  link.close();
  return link.first;
}

const pausedLanes = async () =>
  (await told()).lanes.filter((lane) => lane.paused).map((lane) => lane.model);

/** Waits until a process in the background has ended: its lock is free, and its log is whole. */
const untilEnded = (pid: number) => until(() => !isAlive(pid), `the end of process ${pid}`);

async function detach(): Promise<{ pid: number; folder: string; log: string }> {
  const { code, out, err } = await command(['run', '--detach', 'study.yaml', '--json'], place, {
    OPENAI_API_KEY: canary,
  });
  expect(err).not.toContain('bug');
  expect(code).toBe(0);
  return JSON.parse(out.split('\n').at(-2)!);
}

const isFinished = () =>
  readFileSync(join(onlyRun(place), 'events.jsonl'), 'utf8').includes('"text":"part done"');

const answers = () => identitiesOf(onlyRun(place)).responses!.length;

function expectWhole(): void {
  const run = onlyRun(place);
  expect(identitiesOf(run).responses).toHaveLength(allAnswers);
  expect(identitiesOf(run).completions).toHaveLength(allCompletions);
  expect(repeatedIdentities(run)).toEqual([]);
}

/** In the lane's own row; the header says so of a whole run, and the message of what was asked for. */
function showsPausedLane(lines: readonly string[]): boolean {
  return lines.slice(2, -2).some((line) => line.includes('‖ paused'));
}

it('works without a terminal, is watched and steered from one, and continues when that is closed', async () => {
  // Whole, without clusters, which take long.
  writeStudy({ clusters: { minCount: 1000 } });
  const { pid, folder, log } = await detach();
  endpoint.allow(2);
  expect(folder).toBe(onlyRun(place));
  expect(ownerOf()?.pid).toBe(pid);
  if (process.platform !== 'win32') {
    const { socket } = ownerOf()!;
    expect(statSync(socket!).mode & 0o777).toBe(0o600);
    expect(statSync(dirname(socket!)).mode & 0o777).toBe(0o700);
  }

  expect((await ctl('limit', '1')).out).toContain('At most 1 request');
  await until(async () => (await told()).progress.at(-1)?.done === 2, 'two answers');
  const two = await status();
  expect(answers()).toBe(2);
  expect(two).toMatchObject({
    run: folder,
    pid,
    status: 'working',
    stage: 'elicit',
    done: 2,
    total: allAnswers,
  });
  expect(two.lanes).toHaveLength(3);
  expect((await ctl('status')).out).toMatch(/^working: eliciting \d+\/36/);

  terminal = startTerminal(['attach', folder], place, { columns: 120, rows: 40 });
  const shownDone = (lines: string[]) => Number(/eliciting (\d+)\/36/.exec(lines[0]!)?.[1] ?? -1);
  await terminal.waitFor((lines) => shownDone(lines) === 2);
  endpoint.allow(3);
  await terminal.waitFor((lines) => shownDone(lines) === 5 && lines[0]!.includes('3 Elicit'));

  // A lane that is paused here is paused there.
  terminal.press('p');
  await terminal.waitFor(showsPausedLane);
  expect(await pausedLanes()).toHaveLength(1);
  terminal.press('p');
  await terminal.waitFor((lines) => !showsPausedLane(lines));
  expect(await pausedLanes()).toEqual([]);

  terminal.press('q');
  expect(await terminal.exitCode).toBe(0);
  expect(terminal.text().replaceAll('\n', '')).toContain(`The run continues in process ${pid}`);
  expect(ownerOf()?.pid).toBe(pid);
  endpoint.allow(1);
  await until(() => answers() === 6, 'an answer after the screen was closed');
  endpoint.allow(Infinity);
  await untilEnded(pid);
  expectWhole();
  expect(identitiesOf(folder).ratings!.length).toBeGreaterThan(0);
  expect((await status()).status).toBe('finished');

  const said = readFileSync(log, 'utf8');
  expect(said).toContain('Finished.');
  expect(said).not.toContain(canary);
  expect(said).not.toContain('Please list');
  expect(statSync(log).mode & 0o077).toBe(0);
});

it('takes two keys at once for two keys: a lane that was paused and let go is at work', async () => {
  const { pid, folder } = await detach();
  endpoint.allow(1);
  terminal = startTerminal(['attach', folder], place, { columns: 120, rows: 40 });
  await terminal.waitFor(/eliciting 1/);
  terminal.press('p', 'p');
  await terminal.waitFor(
    (lines) => lines.at(-2)!.includes(`${models[0]} continues`) && !showsPausedLane(lines),
  );
  expect((await told()).lanes.map((lane) => lane.paused)).toEqual([false, false, false]);
  endpoint.allow(Infinity);
  await untilEnded(pid);
  expectWhole();
});

it('outlives its screens, pauses on request, and continues in the background', async () => {
  const { pid } = await detach();
  endpoint.allow(3);

  // A screen that crashes takes nothing with it.
  terminal = startTerminal(['attach', onlyRun(place)], place);
  await terminal.waitFor(/eliciting 3/);
  terminal.kill('SIGKILL');
  await terminal.exitCode;
  endpoint.allow(1);
  await until(() => answers() === 4, 'an answer after the crash');
  expect(ownerOf()?.pid).toBe(pid);

  const paused = await ctl('pause');
  expect(paused.code).toBe(0);
  expect(paused.out).toContain('Paused; everything is on disk');
  expect(ownerOf()).toBeNull();
  expect(answers()).toBe(4);

  const asked = await ctl('status');
  expect(asked.code).toBe(3);
  expect(asked.err).toContain('No process works on this run; it stopped at elicit');
  expect(asked.err).toContain('resume');
  expect((await ctl('pause')).err).toContain('No process works on this run');

  endpoint.allow(Infinity);
  const resumed = JSON.parse((await ctl('resume', '--json')).out);
  expect(resumed.status).toBe('working');
  expect(resumed.pid).not.toBe(pid);
  await untilEnded(resumed.pid);
  expectWhole();
});

it('is one for all: a second program refuses, or attaches where there is a terminal', async () => {
  const { pid, folder } = await detach();
  for (const args of [
    ['run', 'study.yaml'],
    ['run', '--detach', 'study.yaml'],
  ]) {
    const second = await command(args, place);
    expect(second.code).toBe(3);
    expect(second.err).toContain(`process ${pid}`);
    expect(second.err).toContain('valuelex attach');
    expect(second.err).toContain('valuelex ctl');
  }
  expect(ownerOf()?.pid).toBe(pid);

  terminal = startTerminal(['run', 'study.yaml'], place);
  await terminal.waitFor(`process ${pid} works on this run`);
  await terminal.waitFor(/eliciting \d+/);
  // All is paused for good: the process ends, and this screen can take its place.
  terminal.press('P');
  await terminal.waitFor('P continues here');
  await until(() => ownerOf() === null, 'the end of the owner');
  endpoint.allow(Infinity);
  terminal.press('P');
  await until(() => ownerOf()?.pid === terminal!.pid, 'the lock');
  await until(isFinished, 'the end of the run');
  terminal.press('q');
  expect(await terminal.exitCode).toBe(0);
  expect(onlyRun(place)).toBe(folder);
  expectWhole();
});

it('is missed by those who watch when it is killed, and the same command resumes', async () => {
  const { pid, folder } = await detach();
  endpoint.allow(2);
  terminal = startTerminal([folder], place);
  await terminal.waitFor(/eliciting 2/);
  process.kill(pid, 'SIGKILL');
  await terminal.waitFor('Continue this run here?');
  terminal.press(keys.esc);
  // A key that follows Esc at once would be read as one with Alt.
  await terminal.waitFor((lines) => !lines.join('\n').includes('Continue this run here?'));
  expect(terminal.screen()[0]).toContain('paused');
  terminal.press('q');
  expect(await terminal.exitCode).toBe(0);
  expect(terminal.text()).toContain('Paused; everything is on disk.');

  const gone = await ctl('status');
  expect(gone.code).toBe(3);
  endpoint.allow(Infinity);
  const again = await detach();
  expect(again.folder).toBe(folder);
  expect(again.pid).not.toBe(pid);
  await untilEnded(again.pid);
  expectWhole();
});

it('can be a run in a terminal too: others ask it and pause it', async () => {
  const running = startCommand(['run', 'study.yaml'], place);
  await until(() => running.err().includes('asking for values'), 'the first question');
  expect((await status()).pid).toBe(running.child.pid);
  expect((await ctl('pause')).code).toBe(0);
  expect((await running.ended).code).toBe(130);
  expect(running.err()).toContain('Paused from another program');
  expect(repeatedIdentities(onlyRun(place))).toEqual([]);
});

it('says why it did not start', async () => {
  const folder = (await detach()).folder;
  await ctl('pause');
  writeFileSync(join(folder, 'ratings.jsonl'), 'this is not a rating\n');
  const { code, err } = await command(['run', '--detach', folder], place);
  expect(code).toBe(3);
  expect(err).toContain('The process stopped at once');
  expect(err).toContain('ratings.jsonl:1');
});
