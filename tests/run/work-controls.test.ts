import { expect, it } from 'vitest';
import type { RunState } from '../../src/run/state.ts';
import { createControls } from '../../src/run/work-controls.ts';

function controlled(status: RunState['status'], readOnly = false) {
  const told: string[] = [];
  let working = false;
  const controls = createControls({
    run: { readOnly, synced: async () => void told.push('synced') },
    store: { get: () => ({ status }) as RunState },
    runner: {
      publish: () => void told.push('published'),
      lanes: {
        toggleLane: (model) => (model === 'm' ? 'paused' : null),
        changeConcurrency: (by) => by,
      },
    },
    async begin() {
      working = true;
      told.push('begun');
    },
    async pause() {
      await new Promise((resolve) => setImmediate(resolve));
      working = false;
      told.push('paused');
    },
    isWorking: () => working,
    problem: (text) => void told.push(text),
  });
  return { controls, told };
}

it('pauses and continues in the order in which it was asked to', async () => {
  const { controls, told } = controlled('idle');
  const said = await Promise.all([1, 2, 3].map(() => controls.togglePause()));
  expect(said).toEqual(['continues', 'paused; everything is on disk', 'continues']);
  expect(told).toEqual(['begun', 'paused', 'synced', 'begun']);
});

it('begins nothing in a run that is finished or read-only', async () => {
  expect(await controlled('finished').controls.togglePause()).toBe('nothing is left to ask');
  await expect(controlled('idle', true).controls.togglePause()).rejects.toThrow('read-only');
});

it('says what it did to a model and to the number of requests', () => {
  const { controls, told } = controlled('working');
  expect(controls.toggleLane('m')).toBe('m paused');
  expect(controls.toggleLane('n')).toBe('nothing is asked of n now');
  expect([0, 1, 4].map(controls.changeConcurrency)).toEqual([
    'nothing is asked now',
    'one request at once',
    'at most 4 requests at once',
  ]);
  expect(told).toHaveLength(5);
});
