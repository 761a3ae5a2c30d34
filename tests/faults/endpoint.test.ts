/** Every fault that an endpoint can make, once each, in the middle of a small run over real sockets. */
import { describe, expect, it } from 'vitest';
import { until } from '../support/program.ts';
import type { EndpointFaultRow } from './fault-row.ts';
import { answersPerModel, makeFaultyRun, openFaultyRun } from './faulty-run.ts';
import { answerWell, goodText, rawServer } from './raw-server.ts';
import { statusRows } from './status-rows.ts';
import { streamRows } from './stream-rows.ts';

/** The request that meets the fault; one was answered before it. */
const faulty = 2;

async function meet(row: EndpointFaultRow): Promise<void> {
  const server = await rawServer((exchange, count) =>
    (count === faulty ? row.script : answerWell)(exchange, count),
  );
  const run = openFaultyRun(makeFaultyRun(), { url: server.url, timeout: row.patience ?? 5 });
  const words = row.sees?.replace('<host>', server.host) ?? '';
  try {
    await run.work();
    if (row.outcome === 'stops') {
      expect(run.state().status).toBe('paused');
      expect(server.asked).toHaveLength(faulty);
      expect(run.lines()).toHaveLength(1);
      expect(run.events('failed')).toEqual([words]);
      expect(run.state().problems).toEqual([`lab:test-8b-instruct: ${words}`]);
      await until(() => run.reasons.get(words) === false, 'a lane that says why it stopped');
      await run.work();
    } else {
      expect(run.events('failed')).toEqual([]);
      expect(run.events('finish')).toHaveLength(1);
    }
    if (row.outcome === 'again') {
      const [retry = '', ...more] = run.events('retry');
      expect(more).toEqual([]);
      expect(run.waits).toHaveLength(1);
      const said = `${retry.replace(/; again in .*/, '')}; again in ${run.waits[0]!.toFixed(1)} s`;
      expect(retry).toBe(said);
      expect(retry.startsWith(words)).toBe(true);
      expect(run.reasons.get(retry.replace(/; again in .*/, ''))).toBe(true);
    } else expect(run.events('retry')).toEqual([]);
    if (row.outcome === 'taken') {
      expect(run.events('note')).toEqual(row.sees === null ? [] : [words]);
      expect(run.lines()[faulty - 1]).toMatchObject(row.stored ?? {});
    }
    const lines = run.lines();
    const ids = new Set(lines.map((line) => line.id));
    expect(lines).toHaveLength(answersPerModel);
    expect(ids.size).toBe(answersPerModel);
    const again = row.outcome === 'taken' ? 0 : 1;
    expect(server.asked).toHaveLength(answersPerModel + again + (row.extra ?? 0));
    const good = lines.filter((line) => line.text === goodText && line.finish === 'stop');
    expect(good.length).toBeGreaterThanOrEqual(answersPerModel - (row.outcome === 'taken' ? 1 : 0));
  } finally {
    await run.close();
    await server.close();
  }
}

describe('a run continues after', () => {
  for (const row of [...statusRows, ...streamRows]) it(row.fault, () => meet(row));
});
