import { describe, expect, it } from 'vitest';
import { EndpointError } from '../../../src/errors.ts';
import {
  type ChildResult,
  createRequestsInFlight,
} from '../../../src/models/local/requests-in-flight.ts';

function started(ids: readonly number[]) {
  let idle = 0;
  const requests = createRequestsInFlight(() => {
    idle += 1;
  });
  const told: [number, string, unknown][] = [];
  for (const id of ids)
    requests.add(id, {
      resolve: (result) => told.push([id, 'resolve', result]),
      reject: (error) => told.push([id, 'reject', error]),
      onText: (text) => told.push([id, 'text', text]),
    });
  return { requests, told, idle: () => idle };
}

const vectors = (id: number): ChildResult => ({ kind: 'vectors', id, vectors: [] });

describe('requests in flight', () => {
  it('gives each request its own text and answer, and tells once that none is left', () => {
    const { requests, told, idle } = started([1, 2]);
    requests.receive({ kind: 'text', id: 2, text: 'a' });
    requests.receive(vectors(2));
    expect(idle()).toBe(0);
    requests.receive(vectors(1));
    expect(told).toEqual([
      [2, 'text', 'a'],
      [2, 'resolve', vectors(2)],
      [1, 'resolve', vectors(1)],
    ]);
    expect(idle()).toBe(1);
  });

  it('gives nothing to a request that was dropped', () => {
    const { requests, told } = started([1]);
    requests.drop(1);
    requests.receive({ kind: 'text', id: 1, text: 'a' });
    requests.receive(vectors(1));
    expect([told, requests.has(1)]).toEqual([[], false]);
  });

  it('rejects one request that failed, and all when the process has ended', () => {
    const { requests, told } = started([1, 2, 3]);
    requests.receive({ kind: 'failed', id: 2, fault: 'malformed', message: 'no such form' });
    requests.receive({ kind: 'failed', id: null, fault: 'missing', message: 'of the model' });
    const ended = new EndpointError('server', 'ended');
    requests.fail(ended);
    expect(told).toEqual([
      [2, 'reject', expect.objectContaining({ fault: 'malformed', message: 'no such form' })],
      [1, 'reject', ended],
      [3, 'reject', ended],
    ]);
    expect([1, 2, 3].some(requests.has)).toBe(false);
  });
});
