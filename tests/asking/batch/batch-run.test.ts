/** Runs whose requests go through batches: nothing lost, nothing twice, whatever becomes of the batches. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import type { BatchRecord } from '../../../src/asking/batch/batch-records.ts';
import { UserError } from '../../../src/errors.ts';
import type { Response } from '../../../src/facts/records.ts';
import { createRunFolder } from '../../../src/run/run-folder.ts';
import { readStudy } from '../../../src/run/study-file.ts';
import { bundledPrograms } from '../../support/bundled.ts';
import { until } from '../../support/program.ts';
import { writeSmallStudy } from '../../support/small-study.ts';
import { type BatchScript, type BatchServer, batchServer, usualAnswer } from './batch-server.ts';
import { openQuickly, workInBatches } from './work-in-batches.ts';

const prompts = ['01-describe', '02-principles', '03-what-matters'];
const settings = [
  { id: 't0.3', temperature: 0.3 },
  { id: 't1', temperature: 1 },
];
const perModel = prompts.length * settings.length;

const servers: BatchServer[] = [];
afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.close()));
});

async function setUp(
  script: Partial<BatchScript> = {},
  more: { models?: string[]; more?: object } = {},
) {
  const folder = mkdtempSync(join(tmpdir(), 'valuelex-batch-'));
  const server = await batchServer({ models: ['alpha-chat'], ...script });
  servers.push(server);
  const study = writeSmallStudy(folder, {
    models: more.models ?? ['lab:alpha-chat'],
    judges: ['lab:alpha-chat'],
    settings,
    prompts,
    // Of a part nothing is computed: these tests look at what is asked and stored.
    more: { endpoints: { lab: { url: server.url } }, shard: '1/1', ...more.more },
  });
  const run = createRunFolder(join(folder, 'runs'), readStudy(study), Date.now);
  return { folder, server, run, cache: join(folder, 'cache') };
}

function read<T>(run: string, log: string): T[] {
  const file = join(run, `${log}.jsonl`);
  if (!existsSync(file)) return [];
  const lines = readFileSync(file, 'utf8').split('\n').slice(0, -1);
  return lines.map((line) => JSON.parse(line) as T);
}

/** Every answer stands once, and no request is in more batches than told. */
function expectWhole(run: string, server: BatchServer, most = 1, count = perModel): void {
  const ids = read<Response>(run, 'responses').map((line) => line.id);
  expect(new Set(ids).size).toBe(ids.length);
  expect(ids).toHaveLength(count);
  for (const times of server.timesSubmitted().values()) expect(times).toBeLessThanOrEqual(most);
}

describe('a run in batches', () => {
  it('asks everything in one batch, and nothing live', async () => {
    const { server, run, cache } = await setUp({ arrange: (lines) => lines.toReversed() });
    await workInBatches(run, cache);
    expectWhole(run, server);
    expect(server.batches).toHaveLength(1);
    expect(server.live).toHaveLength(0);
    const events = read<BatchRecord>(run, 'batches').map((line) => line.event);
    expect(events).toEqual(['choice', 'prepared', 'uploaded', 'submitted', 'ended', 'settled']);
    // Each answer belongs to its own question, though the file came in another order.
    expect(existsSync(join(run, 'batches'))).toBe(false);
    const [line] = read<Response>(run, 'responses');
    expect(line).toMatchObject({ promptTokens: 20, completionTokens: 6, milliseconds: null });
  });

  it('gives each question its own answer from a file in another order, with lines twice', async () => {
    const { server, run, cache } = await setUp({
      outcome: (line) => usualAnswer(`seed ${line.body.seed}`),
      arrange: (lines) => [...lines, ...lines].toReversed(),
    });
    await workInBatches(run, cache);
    expectWhole(run, server);
    for (const line of read<Response>(run, 'responses'))
      expect(line.text).toBe(`seed ${line.seed}`);
  });

  it('submits again what failed, expired, or is missing, and only that', async () => {
    const odd = new Map<string, number>();
    const { server, run, cache } = await setUp({
      outcome(line, batch) {
        if (batch.id !== 'batch_1') return usualAnswer();
        const at = batch.lines.indexOf(line);
        odd.set(line.custom_id, at);
        if (at === 0) return { status: 500, body: { error: { message: 'broken' } } };
        if (at === 1) return { error: { code: 'batch_expired', message: 'too late' } };
        if (at === 2) return null;
        return usualAnswer();
      },
      end: (batch) => (batch.id === 'batch_1' ? 'expired' : 'completed'),
    });
    await workInBatches(run, cache);
    expectWhole(run, server, 2);
    expect(server.batches).toHaveLength(2);
    expect(server.batches[1]!.lines.map((line) => odd.get(line.custom_id)).sort()).toEqual([
      0, 1, 2,
    ]);
    const [first] = read<BatchRecord>(run, 'batches').filter((line) => line.event === 'ended');
    expect(first).toMatchObject({ status: 'expired', answered: 3, failed: 2, missing: 1 });
  });

  it('leaves out for good a field that the lines were refused for', async () => {
    const { server, run, cache } = await setUp({
      outcome: ({ body }) =>
        'seed' in body
          ? {
              status: 400,
              body: { error: { message: 'Unsupported parameter: seed', param: 'seed' } },
            }
          : usualAnswer(),
    });
    await workInBatches(run, cache);
    expectWhole(run, server, 2);
    expect(server.batches).toHaveLength(2);
  });

  it('stores what was answered before a wrong key or an empty account stops it', async () => {
    const { server, run, cache } = await setUp({
      outcome: (line, batch) =>
        batch.lines.indexOf(line) < 2
          ? usualAnswer()
          : { status: 429, body: { error: { code: 'insufficient_quota', message: 'no credit' } } },
    });
    const session = await openQuickly(run, cache, { models: 'all' });
    await session.work({ until: 'elicit' });
    expect(session.getState().status).toBe('paused');
    expect(session.getState().problems.join()).toMatch(/credit is used up/);
    await session.close();
    expect(read(run, 'responses')).toHaveLength(2);
    server.script.outcome = () => usualAnswer();
    await workInBatches(run, cache, {});
    expectWhole(run, server, 2);
    expect(server.batches[1]!.lines).toHaveLength(perModel - 2);
  });

  it('keeps what a cancelled batch had answered, and asks the rest only when told to continue', async () => {
    const { server, run, cache } = await setUp({
      outcome: (line, batch) =>
        batch.id !== 'batch_1' || batch.lines.indexOf(line) < 2
          ? usualAnswer()
          : { error: { code: 'batch_cancelled', message: 'cancelled' } },
      end: (batch) => (batch.id === 'batch_1' ? 'cancelled' : 'completed'),
    });
    const session = await openQuickly(run, cache, { models: 'all' });
    await session.work({ until: 'elicit' });
    expect(session.getState().problems.join()).toMatch(/cancelled before all was answered/);
    await session.close();
    expect(read(run, 'responses')).toHaveLength(2);
    expect(server.batches).toHaveLength(1);
    await workInBatches(run, cache, {});
    expectWhole(run, server, 2);
    expect(server.batches[1]!.lines).toHaveLength(perModel - 2);
  });

  it('makes its batches smaller, one after another, where the endpoint has no room', async () => {
    const { server, run, cache } = await setUp({
      end: ({ lines }) => (lines.length > 2 ? { refused: 'token_limit_exceeded' } : 'completed'),
    });
    await workInBatches(run, cache);
    expectWhole(run, server, 3);
    expect(server.batches.map((batch) => batch.lines.length)).toEqual([6, 3, 2, 2, 2]);
  });

  it('says what a batch was refused for', async () => {
    const { run, cache } = await setUp({ end: () => ({ refused: 'model_not_found' }) });
    await expect(workInBatches(run, cache)).rejects.toThrow(/not found/);
  });

  it('cuts its files at the limits of the endpoint', async () => {
    const { server, run, cache } = await setUp();
    await workInBatches(run, cache, { models: 'all', limits: { requests: 4 } });
    expectWhole(run, server);
    expect(server.batches.map((batch) => batch.lines.length).sort()).toEqual([2, 4]);
    const again = await setUp();
    await workInBatches(again.run, again.cache, { models: 'all', limits: { bytes: 1200 } });
    expectWhole(again.run, again.server);
    expect(again.server.batches.length).toBeGreaterThan(1);
  });

  it('holds what is in batches against the budget, at half the price', async () => {
    const { server, run, cache } = await setUp({}, { more: { budget: { requests: 4 } } });
    await expect(workInBatches(run, cache)).rejects.toThrow(/budget of 4 requests/);
    expectWhole(run, server, 1, 4);
    expect(server.batches.map((batch) => batch.lines.length)).toEqual([4]);
  });

  it('asks other models live meanwhile', async () => {
    const { server, run, cache } = await setUp(
      { models: ['alpha-chat', 'beta-chat'] },
      { models: ['lab:alpha-chat', 'lab:beta-chat'] },
    );
    await workInBatches(run, cache, { models: ['lab:alpha-chat'] });
    expectWhole(run, server, 1, 2 * perModel);
    expect(server.live).toHaveLength(perModel);
    expect(server.live.every((body) => body.model === 'beta-chat')).toBe(true);
  });

  it('asks live where an endpoint has no batch interface, and says so where it was named', async () => {
    const { server, run, cache } = await setUp({ offered: false });
    await expect(workInBatches(run, cache, { models: ['lab'] })).rejects.toThrow(
      /no batch interface/,
    );
    await workInBatches(run, cache, { models: 'all' });
    expectWhole(run, server);
    expect(server.live).toHaveLength(perModel);
    await expect(openQuickly(run, cache, { models: ['moon'] })).rejects.toThrow(/names moon/);
    await workInBatches(run, cache, { models: 'none' });
  });
});

describe('leaving a run in batches', () => {
  it('submits, says when to come back, and stores what has come in then', async () => {
    const { server, run, cache } = await setUp({ looks: 3 });
    const error = await workInBatches(run, cache, { models: 'all', wait: false }).catch((e) => e);
    expect(error).toBeInstanceOf(UserError);
    expect(error.exit).toBe('paused');
    expect(error.message).toMatch(/6 requests wait in 1 batch/);
    expect(error.hint).toMatch(/the last by 20\d\d-/);
    expect(read(run, 'responses')).toHaveLength(0);
    for (const batch of server.batches) batch.looks = 99;
    // The choice is remembered.
    await workInBatches(run, cache, { wait: false });
    expectWhole(run, server);
    expect(server.live).toHaveLength(0);
  });

  it('submits the completions too, which need no answers', async () => {
    const { server, run, cache } = await setUp({ looks: 3 });
    const leave = () => workInBatches(run, cache, { models: 'all', wait: false }, 'complete');
    await expect(leave()).rejects.toThrow(/wait in 2 batches/);
    for (const batch of server.batches) batch.looks = 99;
    await leave();
    expectWhole(run, server);
    expect(read(run, 'completions').length).toBeGreaterThan(0);
  });

  it('by Ctrl+C cancels nothing, and continues with the same batch', async () => {
    const { server, run, cache } = await setUp({ looks: 1000 });
    const session = await openQuickly(run, cache, { models: 'all' });
    const working = session.work({ until: 'elicit' });
    await until(() => (server.batches[0]?.looks ?? 0) >= 3, 'three looks at the batch');
    // The lane says so a moment later.
    await until(
      () => session.getState().lanes[0]?.waiting?.reason.includes('batch of 6'),
      'a lane that waits for its batch',
    );
    expect(session.getState().secondsLeft).toBeNull();
    await session.pause();
    await working;
    await session.close();
    expect(read(run, 'responses')).toHaveLength(0);
    expect(server.batches[0]!.status).toBe('in_progress');
    server.script.looks = 2;
    await workInBatches(run, cache, {});
    expectWhole(run, server);
    expect(server.batches).toHaveLength(1);
  });

  it('can cancel what is under way', async () => {
    const { server, run, cache } = await setUp({
      looks: 3,
      end: (batch) => (batch.id === 'batch_1' ? 'cancelled' : 'completed'),
      outcome: (line, batch) =>
        batch.id !== 'batch_1' || batch.lines.indexOf(line) === 0 ? usualAnswer() : null,
    });
    await workInBatches(run, cache, { models: 'all', wait: false }).catch(() => {});
    const session = await openQuickly(run, cache, {});
    expect(await session.cancelBatches()).toBe(1);
    expect(await session.cancelBatches()).toBe(0);
    await session.close();
    expect(server.batches[0]!.status).toBe('cancelling');
    server.batches[0]!.looks = 99;
    await workInBatches(run, cache, {});
    expectWhole(run, server, 2);
    expect(server.batches[1]!.lines).toHaveLength(perModel - 1);
  });
  it('asks the rest live with none, and what is under way not again', async () => {
    const { server, run, cache } = await setUp({ looks: 3 });
    await workInBatches(run, cache, { models: 'all', wait: false }).catch(() => {});
    server.batches[0]!.looks = 99;
    await workInBatches(run, cache, { models: 'none' }, 'complete');
    expectWhole(run, server);
    expect(server.batches).toHaveLength(1);
    expect(server.live).toHaveLength(read(run, 'completions').length);
  });
});

describe('a kill', () => {
  /** Kills the program when the hook says so; then the same run is finished in this process. */
  async function killedAt(
    hook: 'before' | 'after',
    method: string,
    pattern: RegExp,
  ): Promise<{ server: BatchServer; run: string }> {
    let kill = () => {};
    const { server, run, cache } = await setUp({
      [hook]: (asked: string, path: string) => {
        if (asked !== method || !pattern.test(path)) return false;
        kill();
        return true;
      },
    });
    const program = join(await bundledPrograms(), 'work-in-batches.js');
    const child = spawn(process.execPath, [program, run, cache], { stdio: 'ignore' });
    kill = () => child.kill('SIGKILL');
    const [code, signal] = await once(child, 'close');
    expect([code, signal]).toEqual([null, 'SIGKILL']);
    delete server.script[hook];
    await workInBatches(run, cache, {});
    return { server, run };
  }

  it.each([
    ['before the upload', 'before', 'POST', /^\/files/, 1],
    ['between the upload and its record', 'after', 'POST', /^\/files/, 1],
    ['between upload and create', 'before', 'POST', /^\/batches/, 1],
    ['between create and record', 'after', 'POST', /^\/batches/, 1],
    ['while it waits', 'before', 'GET', /^\/batches\/batch_/, 1],
    ['while the answers are fetched', 'after', 'GET', /^\/files\/.*content/, 1],
  ] as const)(
    '%s loses nothing and submits nothing twice',
    async (_, hook, method, pattern, uploads) => {
      const { server, run } = await killedAt(hook, method, pattern);
      expectWhole(run, server);
      expect(server.batches).toHaveLength(1);
      expect(server.uploads).toBe(uploads);
      expect(server.live).toHaveLength(0);
    },
  );

  it('while fetched answers are stored loses none of them', async () => {
    const { server, run, cache } = await setUp();
    await workInBatches(run, cache);
    // As it stands after such a kill: fetched and recorded, two answers stored, the third torn.
    const [{ id, output }] = server.batches as [BatchServer['batches'][number]];
    expect(id).toBe('batch_1');
    const log = readFileSync(join(run, 'batches.jsonl'), 'utf8').split('\n');
    writeFileSync(join(run, 'batches.jsonl'), `${log.slice(0, -2).join('\n')}\n`);
    const { batch } = JSON.parse(log[1]!) as { batch: string };
    const answers = await (await fetch(`${server.url}/files/${output}/content`)).text();
    mkdirSync(join(run, 'batches'));
    writeFileSync(join(run, 'batches', `${batch}.output.jsonl`), answers);
    const lines = readFileSync(join(run, 'responses.jsonl'), 'utf8').split('\n');
    const torn = `${lines.slice(0, 2).join('\n')}\n${lines[2]!.slice(0, 40)}`;
    writeFileSync(join(run, 'responses.jsonl'), torn);
    await workInBatches(run, cache, {}, 'complete');
    expectWhole(run, server);
    // The second holds the completions.
    expect(server.batches).toHaveLength(2);
    expect(server.live).toHaveLength(0);
    expect(existsSync(join(run, 'batches'))).toBe(false);
  });

  it('of the connection behind an accepted batch makes no second one', async () => {
    let cuts = 0;
    const { server, run, cache } = await setUp({
      after(method, path, response) {
        if (method !== 'POST' || !/^\/(batches|files)/.test(path) || ++cuts > 2) return false;
        response.destroy();
        return true;
      },
    });
    await workInBatches(run, cache);
    expectWhole(run, server);
    expect(server.batches).toHaveLength(1);
    expect(server.uploads).toBe(1);
  });

  it('of the endpoint for a while is waited out, however long a batch cannot be asked for', async () => {
    let failures = 0;
    const { server, run, cache } = await setUp({
      before(method, path, response) {
        if (method !== 'GET' || !/^\/(batches\/|files\/)/.test(path) || ++failures > 40)
          return false;
        response.writeHead(503).end();
        return true;
      },
    });
    await workInBatches(run, cache);
    expectWhole(run, server);
  });
});

it('asks again for an answer that turned out to be none', async () => {
  const { server, run, cache } = await setUp({
    outcome: (line, batch) =>
      batch.id === 'batch_1' && batch.lines.indexOf(line) === 0
        ? { status: 200, body: { error: { code: 502, message: 'upstream is gone' } } }
        : usualAnswer(),
  });
  await workInBatches(run, cache);
  expectWhole(run, server, 2);
  expect(server.batches.map((batch) => batch.lines.length)).toEqual([perModel, 1]);
});

it('leaves no files of batches that a kill came before the record of', async () => {
  const { server, run, cache } = await setUp();
  mkdirSync(join(run, 'batches'));
  for (const name of [`${'a'.repeat(24)}.input.jsonl`, `${'b'.repeat(24)}.output.jsonl.part`])
    writeFileSync(join(run, 'batches', name), '{}\n');
  await workInBatches(run, cache);
  expectWhole(run, server);
  expect(existsSync(join(run, 'batches'))).toBe(false);
});

it('a run whose folder of requests is gone finds them at the endpoint', async () => {
  const { server, run, cache } = await setUp({ looks: 3 });
  await workInBatches(run, cache, { models: 'all', wait: false }).catch(() => {});
  rmSync(join(run, 'batches'), { recursive: true });
  for (const batch of server.batches) batch.looks = 99;
  await workInBatches(run, cache, {});
  expectWhole(run, server);
});
