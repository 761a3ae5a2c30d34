import {
  existsSync,
  mkdtempSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { connect, createServer } from 'node:net';
import { hostname, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { UserError } from '../../../src/errors.ts';
import { socketAddress } from '../../../src/run/control/address.ts';
import { connectToOwner, type Link, LinkEnded } from '../../../src/run/control/connect.ts';
import { type Live, protocolVersion } from '../../../src/run/control/protocol.ts';
import { type ControlServer, serveControls } from '../../../src/run/control/serve.ts';
import type { RunState } from '../../../src/run/state.ts';
import { type FixtureSession, fixtureSession } from '../../support/fixture-session.ts';
import { until } from '../../support/program.ts';

let run: string;
let address: string;
let session: FixtureSession;
let server: ControlServer;
let calls: string[];
let links: Link[];
let watchers: number;

beforeEach(async () => {
  run = mkdtempSync(join(tmpdir(), 'valuelex-'));
  address = socketAddress(join(run, 'sockets'), run);
  session = fixtureSession();
  session.set({ status: 'working' });
  calls = session.calls;
  links = [];
  watchers = 0;
  server = await serveControls(
    {
      ...session,
      version: '1.2.3',
      limit: (most) => void calls.push(`limit ${most}`),
      watched: () => void watchers++,
    },
    address,
  );
  // Another live process: the one that started this one.
  writeLock({ pid: process.ppid });
});
afterEach(async () => {
  for (const link of links) link.close();
  await server.close();
  rmSync(run, { recursive: true });
});

function writeLock(more: object): void {
  const owner = { host: hostname(), since: '2026-11-21T10:00:00Z', socket: address, ...more };
  writeFileSync(join(run, 'lock'), JSON.stringify(owner));
}

async function link(onState?: (part: Partial<Live>) => void): Promise<Link> {
  const made = await connectToOwner(run, onState ? { onState } : {});
  links.push(made);
  return made;
}

describe('the owner of a run', () => {
  it.skipIf(process.platform === 'win32')('listens where only the user can reach it', () => {
    expect(statSync(address).mode & 0o777).toBe(0o600);
    expect(statSync(dirname(address)).mode & 0o777).toBe(0o700);
  });

  it('says who it is and where the run stands', async () => {
    const { owner, first } = await link();
    expect(owner).toEqual({
      protocol: protocolVersion,
      version: '1.2.3',
      pid: process.pid,
      folder: session.getState().folder,
    });
    expect(first.status).toBe('working');
    expect(first.lanes).toEqual(session.getState().lanes);
  });

  it('does what it is asked, in order', async () => {
    const { ask } = await link();
    expect(await ask({ ask: 'toggle-lane', model: 'sim:a' })).toBe('sim:a continues');
    expect(await ask({ ask: 'concurrency', by: -1 })).toBe('at most 3 requests at once');
    await ask({ ask: 'limit', requests: 4 });
    expect(await ask({ ask: 'retry' })).toBe('what failed is asked again');
    expect(await ask({ ask: 'toggle-pause' })).toBe('paused; everything is on disk');
    expect(await ask({ ask: 'edit', edit: { edit: 'clusters', k: 5 } })).toContain('(u undoes)');
    await ask({ ask: 'resume' });
    expect(calls).toEqual(['resume sim:a', 'concurrency -1', 'limit 4', 'retry', 'pause', 'work']);
    expect(session.edits).toEqual([{ edit: 'clusters', k: 5 }]);
  });

  it('tells why it could not', async () => {
    await server.close();
    const refuse = async () => {
      throw new UserError('The disk is full.', { hint: 'Make room.' });
    };
    server = await serveControls(
      { ...session, version: '1', limit: () => {}, watched: () => {}, edit: refuse },
      address,
    );
    const asked = (await link()).ask({ ask: 'edit', edit: { edit: 'undo' } });
    await expect(asked).rejects.toMatchObject({ message: 'The disk is full.', hint: 'Make room.' });
  });

  it('tells those who watch what changed, and nothing else, ten times a second at most', async () => {
    const told: Partial<Live>[] = [];
    await link();
    expect(watchers).toBe(0);
    const { ask } = await link((part) => told.push(part));
    expect(watchers).toBe(1);
    const began = performance.now();
    for (let at = 0; at < 2000; at++) {
      session.set({ rate: at });
      if (at % 100 === 0) await new Promise(setImmediate);
    }
    await until(() => told.some((part) => part.rate === 1999), 'the last state');
    expect(told.every((part) => Object.keys(part).join() === 'rate')).toBe(true);
    expect(told.length).toBeLessThanOrEqual(3 + Math.ceil((performance.now() - began) / 100));
    // Who asks sees what came of it before the answer.
    session.set({ message: 'renamed' });
    await ask({ ask: 'limit', requests: 1 });
    expect(told.at(-1)).toEqual({ message: 'renamed' });
  });

  it('tells its end with the last state, and begins nothing any more', async () => {
    const told: Partial<Live>[] = [];
    const watcher = await link((part) => told.push(part));
    server.leave();
    await expect(watcher.ask({ ask: 'resume' })).rejects.toBeInstanceOf(LinkEnded);
    expect(calls).not.toContain('work');
    session.set({ status: 'paused' });
    await server.close();
    expect(await watcher.ended).toBe('left');
    expect(told.at(-1)).toEqual({ status: 'paused' });
    await expect(watcher.ask({ ask: 'pause' })).rejects.toBeInstanceOf(LinkEnded);
  });

  it.each([
    ['what is not a message', 'GET / HTTP/1.1\r\n', 'was not JSON'],
    ['what it does not know', '{"id":1,"ask":"delete"}\n', 'not understood'],
    ['a line without end', 'x'.repeat((1 << 20) + 10), 'longer than'],
  ])('hangs up on %s, and continues', async (_, text, why) => {
    const socket = connect(address);
    let heard = '';
    socket.on('data', (data) => {
      heard += data;
    });
    socket.on('error', () => {});
    socket.write(text);
    await new Promise((closed) => socket.on('close', closed));
    expect(heard).toContain(why);
    expect((await link()).first.status).toBe('working');
  });

  it('says nothing to those who do not ask', async () => {
    const socket = connect(address);
    let heard = '';
    socket.on('data', (data) => {
      heard += data;
    });
    await new Promise((open) => socket.once('connect', open));
    session.set({ rate: 7 });
    await link();
    expect(heard).toBe('');
    socket.destroy();
  });

  it('bears a watcher that does not read', async () => {
    const deaf = connect(address);
    await new Promise((open) => deaf.once('connect', open));
    deaf.pause();
    deaf.write('{"id":1,"ask":"watch"}\n');
    const large: RunState['problems'] = Array.from({ length: 50 }, () => 'x'.repeat(50_000));
    for (let at = 0; at < 20; at++) {
      session.set({ problems: [...large] });
      await new Promise((wake) => setTimeout(wake, 10));
    }
    expect((await link()).first.problems).toHaveLength(50);
    await server.close();
    deaf.destroy();
  });

  it.skipIf(process.platform === 'win32')('takes the place of sockets left behind', async () => {
    await server.close();
    const folder = dirname(address);
    const [left, used] = [
      join(folder, '0123456789abcdef.sock'),
      join(folder, 'fedcba9876543210.sock'),
    ];
    // A socket whose process is gone: Node removes its own at the end, unless it has moved.
    for (const path of [left, address]) {
      const killed = createServer();
      await new Promise<void>((done) => killed.listen(join(folder, 'moved'), done));
      renameSync(join(folder, 'moved'), path);
      await new Promise((done) => killed.close(done));
    }
    const alive = createServer((socket) => socket.end());
    await new Promise<void>((done) => alive.listen(used, done));
    const long = new Date(Date.now() - 60_000);
    for (const path of [left, used]) utimesSync(path, long, long);
    server = await serveControls(
      { ...session, version: '1', limit: () => {}, watched: () => {} },
      address,
    );
    expect((await link()).owner.version).toBe('1');
    expect(existsSync(left)).toBe(false);
    expect(existsSync(used)).toBe(true);
    alive.close();
  });
});

describe('who looks for the owner of a run', () => {
  it('is told where there is none, and what to do', async () => {
    rmSync(join(run, 'lock'));
    await expect(link()).rejects.toMatchObject({
      message: 'No process works on this run.',
      hint: expect.stringContaining('valuelex ctl'),
    });
  });

  it('is told on which machine it is', async () => {
    writeLock({ pid: 1, host: 'elsewhere' });
    await expect(link()).rejects.toThrow('process 1 on elsewhere');
  });

  it('is told when it does not listen', async () => {
    await server.close();
    await expect(connectToOwner(run, { wait: 100 })).rejects.toThrow('does not answer');
  });

  it('does not speak to a socket of another name', async () => {
    const other = createServer();
    let reached = false;
    other.on('connection', () => {
      reached = true;
    });
    const foreign = join(dirname(address), 'agent.sock');
    await new Promise<void>((done) => other.listen(foreign, done));
    writeLock({ pid: process.ppid, socket: foreign });
    await expect(connectToOwner(run, { wait: 100 })).rejects.toThrow('does not answer');
    expect(reached).toBe(false);
    other.close();
  });

  it('knows a crash from a farewell', async () => {
    const crashing = createServer((socket) => {
      socket.once('data', () => {
        socket.write(
          `${JSON.stringify({
            reply: 1,
            owner: { protocol: protocolVersion, version: '1', pid: 1, folder: run },
            state: firstOf(session.getState()),
          })}\n{"state":{"ra`,
        );
        setTimeout(() => socket.destroy(), 20);
      });
    });
    await server.close();
    await new Promise<void>((done) => crashing.listen(address, done));
    const watcher = await link(() => {});
    expect(await watcher.ended).toBe('lost');
    crashing.close();
  });
});

function firstOf(state: RunState): Partial<RunState> {
  const { status, activity, progress, lanes, rate, secondsLeft, spend } = state;
  const { discovery, message, problems, trouble } = state;
  return {
    trouble,
    status,
    activity,
    progress,
    lanes,
    rate,
    secondsLeft,
    spend,
    discovery,
    message,
    problems,
  };
}
