import { describe, expect, it } from 'vitest';
import type { Edit } from '../../../src/clustering/edits.ts';
import { createComputationQueue } from '../../../src/run/derive/computation-queue.ts';

const edits = (name: string): Edit[] => [{ edit: 'confirm', word: name }];

/** A queue whose computations end when the test says so. */
function scripted() {
  const begun: { name: string; clusters(): void; end: PromiseWithResolvers<boolean> }[] = [];
  const gaveWay: string[] = [];
  const state = { facts: 'a', closed: false };
  const nameOf = ([edit]: readonly Edit[]) => (edit?.edit === 'confirm' ? edit.word : '');
  const queue = createComputationQueue({
    compute(of, onClusters) {
      const end = Promise.withResolvers<boolean>();
      begun.push({ name: nameOf(of), clusters: onClusters, end });
      return end.promise;
    },
    giveWay: (of) => gaveWay.push(nameOf(of)),
    facts: () => state.facts,
    isClosed: () => state.closed,
  });
  const names = () => begun.map(({ name }) => name);
  const turn = () => new Promise((resolve) => setImmediate(resolve));
  return { queue, begun, gaveWay, state, names, turn };
}

describe('computation queue', () => {
  it('computes one after another, and continues after one that failed', async () => {
    const { queue, begun, gaveWay, names, turn } = scripted();
    const one = queue.request(edits('one'));
    const two = queue.request(edits('two'));
    await turn();
    expect([names(), queue.isWaiting(), gaveWay]).toEqual([['one'], true, ['one', 'two']]);
    begun[0]!.end.reject(new Error('no memory'));
    await expect(one).rejects.toThrow('no memory');
    await turn();
    expect([names(), queue.isWaiting()]).toEqual([['one', 'two'], false]);
    begun[1]!.end.resolve(true);
    await two;
    await queue.settled();
  });

  it('is current for the facts that the last whole computation began with', async () => {
    const { queue, begun, state, turn } = scripted();
    const part = queue.request([]);
    await turn();
    begun[0]!.end.resolve(false);
    await part;
    expect(queue.isCurrent()).toBe(false);
    const whole = queue.request([]);
    await turn();
    begun[1]!.end.resolve(true);
    await whole;
    expect(queue.isCurrent()).toBe(true);
    state.facts = 'b';
    expect(queue.isCurrent()).toBe(false);
  });

  it('tells of clusters before the rest, and throws nothing once the run is closed', async () => {
    const { queue, begun, state, turn } = scripted();
    const request = queue.request([]);
    await turn();
    let stand = false;
    void queue.clustered().then(() => {
      stand = true;
    });
    await turn();
    expect(stand).toBe(false);
    begun[0]!.clusters();
    await turn();
    expect(stand).toBe(true);
    state.closed = true;
    begun[0]!.end.reject(new Error('the thread was closed'));
    await request;
  });

  it('does another job in its turn, and settles with what came in meanwhile', async () => {
    const { queue, begun, turn } = scripted();
    const done: string[] = [];
    void queue.request([]).then(() => done.push('computed'));
    void queue.afterwards(async () => void done.push('job'));
    const settled = queue.settled().then(() => done.push('settled'));
    await turn();
    void queue.request([]).then(() => done.push('again'));
    begun[0]!.end.resolve(true);
    await turn();
    expect(done).toEqual(['computed', 'job']);
    begun[1]!.end.resolve(true);
    await settled;
    expect(done).toEqual(['computed', 'job', 'again', 'settled']);
  });
});
