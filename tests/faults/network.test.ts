/** Faults of the network, of the clock, and those that need more than one request or model. */
import { describe, expect } from 'vitest';
import { UserError } from '../../src/errors.ts';
import { selfSigned } from '../support/self-signed.ts';
import { rowsOf } from './covered.ts';
import {
  answersPerModel,
  type FaultyRun,
  type FaultyRunOptions,
  makeFaultyRun,
  openFaultyRun,
} from './faulty-run.ts';
import { answerWell, modelId, piece, rawServer, stopped } from './raw-server.ts';

const { fault, whole } = rowsOf('network.test.ts');

/** Every answer is there once. */
function expectWhole(run: FaultyRun, models = 1): void {
  const ids = run.lines().map((line) => line.id);
  expect(ids).toHaveLength(models * answersPerModel);
  expect(new Set(ids).size).toBe(ids.length);
  expect(run.events('finish')).toHaveLength(1);
}

async function using(
  run: FaultyRun,
  test: () => Promise<void>,
  ...servers: { close(): Promise<void> }[]
): Promise<void> {
  try {
    await test();
  } finally {
    await run.close();
    for (const server of servers) await server.close();
  }
}

/** An address that cannot be used, then the right one: nothing is stored at first, everything in the end. */
async function cannotReach(url: string, words: string, attempts: number): Promise<void> {
  const folder = makeFaultyRun();
  const first = openFaultyRun(folder, { url });
  await using(first, async () => {
    expect(await first.work()).toBeInstanceOf(Error);
    expect(first.events('retry').map((text) => text.replace(/; again in .*/, ''))).toEqual(
      Array.from({ length: attempts - 1 }, () => words),
    );
    expect(first.events('failed')[0]).toContain(words);
    expect(first.lines()).toEqual([]);
  });
  const server = await rawServer(answerWell);
  const second = openFaultyRun(folder, { url: server.url });
  await using(
    second,
    async () => {
      expect(await second.work()).toBeNull();
      expectWhole(second);
    },
    server,
  );
}

describe('a run survives', () => {
  fault('a refused connection, for a while', async (row) => {
    let back: Awaited<ReturnType<typeof rawServer>> | null = null;
    const server = await rawServer((exchange, count) => {
      answerWell(exchange);
      if (count === 2) server.leave();
    });
    const run = openFaultyRun(
      makeFaultyRun(),
      { url: server.url },
      {
        onWait: async () => {
          if (run.waits.length === 8) back = await rawServer(answerWell, { port: server.port });
        },
      },
    );
    await using(run, async () => {
      expect(await run.work()).toBeNull();
      expectWhole(run);
      const words = row.sees!.replace('<host>', server.host);
      expect(run.events('retry').at(-1)).toContain(words);
      expect(run.waits.slice(0, 8)).toEqual([0.5, 1, 2, 4, 8, 16, 30, 30]);
      expect([...run.reasons.keys()]).toContain(words);
      expect(server.asked.length + (back?.asked.length ?? 0)).toBe(answersPerModel);
    });
    await (back as unknown as { close(): Promise<void> }).close();
  });

  fault('a refused connection, for good', async (row) => {
    const server = await rawServer((exchange, count) => {
      answerWell(exchange);
      if (count === 2) server.leave();
    });
    const run = openFaultyRun(makeFaultyRun(), { url: server.url });
    await using(run, async () => {
      await run.work();
      expect(run.waits).toHaveLength(14);
      expect(run.state().status).toBe('paused');
      expect(run.events('failed')).toEqual([row.sees!.replaceAll('<host>', server.host)]);
      const stored = run.lines().length;
      expect(stored).toBe(2);
      const back = await rawServer(answerWell, { port: server.port });
      expect(await run.work()).toBeNull();
      expect(back.asked).toHaveLength(answersPerModel - stored);
      expectWhole(run);
      await back.close();
    });
  });

  fault('an endpoint that does not answer at the start', async (row) => {
    const gone = await rawServer(answerWell);
    await gone.close();
    const folder = makeFaultyRun();
    const first = openFaultyRun(folder, { url: gone.url });
    await using(first, async () => {
      expect(await first.work()).toMatchObject({ fault: 'network' });
      expect(first.state().problems[0]).toBe(row.sees!.replaceAll('<host>', gone.host));
    });
    let back: Awaited<ReturnType<typeof rawServer>> | null = null;
    const second = openFaultyRun(
      folder,
      { url: gone.url },
      {
        onWait: async () => {
          back ??= await rawServer(answerWell, { port: gone.port });
        },
      },
    );
    await using(second, async () => {
      expect(await second.work()).toBeNull();
      expectWhole(second);
    });
    await (back as unknown as { close(): Promise<void> }).close();
  });

  fault('DNS failure', (row) => {
    const host = 'valuelex-no-such-host.invalid';
    return cannotReach(`http://${host}/v1`, row.sees!.replace('<host>', host), 4);
  });

  fault('TLS error: a certificate that nobody vouches for', async (row) => {
    const secure = await rawServer(answerWell, { tls: selfSigned() });
    await cannotReach(secure.url, row.sees!.replace('<host>', secure.host), 4);
    expect(secure.asked).toEqual([]);
    await secure.close();
  });

  fault('TLS error: a plain server behind https', async (row) => {
    const plain = await rawServer(answerWell);
    const words = row.sees!.replace('<host>', plain.host);
    await cannotReach(plain.url.replace('http:', 'https:'), words, 4);
    await plain.close();
  });

  fault('the same fault over and over', async (row) => {
    let down = true;
    const server = await rawServer((exchange) => {
      if (down) exchange.send(500, 'application/json', '{}');
      else answerWell(exchange);
    });
    const run = openFaultyRun(makeFaultyRun(), { url: server.url });
    await using(
      run,
      async () => {
        expect(await run.work()).toBeInstanceOf(Error);
        const words = row.sees!.replace('<host>', server.host);
        expect(run.events('failed')).toEqual([words, words, words]);
        expect(server.asked).toHaveLength(3 * 6);
        down = false;
        expect(await run.work()).toBeNull();
        expectWhole(run);
      },
      server,
    );
  });

  fault('one model of an account refused for a day', async (row) => {
    const server = await rawServer((exchange) => {
      if (exchange.body.model === modelId)
        exchange.send(429, 'application/json', '{}', { 'retry-after': '86400' });
      else answerWell(exchange);
    });
    const models = [`lab:${modelId}`, `lab:${modelId}:free`];
    const options: FaultyRunOptions = { models };
    const run = openFaultyRun(makeFaultyRun(options), { url: server.url }, options);
    await using(
      run,
      async () => {
        await run.work();
        expect(run.events('failed')).toEqual([row.sees!.replace('<host>', server.host)]);
        expect(run.waits).toEqual([]);
        expect(run.lines().map((line) => line.model)).toEqual(
          Array.from({ length: answersPerModel }, () => models[1]),
        );
      },
      server,
    );
  });

  fault('usage that is never told, under a budget', async (row) => {
    const server = await rawServer((exchange) => {
      exchange.head(200, { 'content-type': 'text/event-stream' });
      for (const part of [piece('honesty'), stopped]) exchange.chunk(part);
      exchange.finish();
    });
    const models = [`lab:${modelId}`, `lab:${modelId}:b`, `lab:${modelId}:c`, `lab:${modelId}:d`];
    const options: FaultyRunOptions = { models, budget: { tokens: 800 } };
    const run = openFaultyRun(makeFaultyRun(options), { url: server.url }, options);
    await using(
      run,
      async () => {
        const error = await run.work();
        expect(error).toBeInstanceOf(UserError);
        expect((error as UserError).message).toBe(row.sees);
        expect(run.lines()).toHaveLength(server.asked.length);
        expect(server.asked.length).toBeGreaterThan(2);
        expect(server.asked.length).toBeLessThan(models.length * answersPerModel);
      },
      server,
    );
  });

  for (const [name, jump] of [
    ['a clock jump backwards during a rest', -3_600_000],
    ['a clock jump forwards during a rest', 3_600_000],
  ] as const)
    fault(name, async (row) => {
      let shift = 0;
      const server = await rawServer((exchange, count) => {
        if (count === 2) exchange.send(429, 'application/json', '{}', { 'retry-after': '1' });
        else answerWell(exchange);
      });
      const run = openFaultyRun(
        makeFaultyRun(),
        { url: server.url },
        {
          now: () => Date.now() + shift,
          onWait: () => {
            shift = jump;
          },
        },
      );
      await using(
        run,
        async () => {
          expect(await run.work()).toBeNull();
          expectWhole(run);
          expect(run.events('retry')).toEqual([`${row.sees}; again in 1.0 s`]);
          expect(server.asked).toHaveLength(answersPerModel + 1);
        },
        server,
      );
    });

  whole();
});
