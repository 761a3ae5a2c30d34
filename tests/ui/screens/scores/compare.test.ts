import { afterEach, expect, test } from 'vitest';
import type { ModelComparison } from '../../../../src/instruments/shared/compare-models.ts';
import { ratedIn } from '../../../../src/run/rated-results.ts';
import { fixtureInterface } from '../../../support/fixture-interface.ts';
import { fixtureSession } from '../../../support/fixture-session.ts';
import { ratedInstruments } from '../../../support/fixture-state.ts';
import { type InterfaceScreen, interfaceScreen } from '../../../support/interface-screen.tsx';

let screen: InterfaceScreen;
afterEach(() => screen?.close());

/** A session whose comparisons end when the test says so. */
function slowSession() {
  const session = fixtureSession();
  const asked: { pair: string[]; signal: AbortSignal | undefined; answer(): void }[] = [];
  return {
    ...session,
    asked,
    compareModels(system: string, a: string, b: string, signal?: AbortSignal) {
      const { promise, resolve, reject } = Promise.withResolvers<ModelComparison>();
      signal?.addEventListener('abort', () => reject(signal.reason));
      const answer = () => void session.compareModels(system, a, b).then(resolve);
      asked.push({ pair: [a, b], signal, answer });
      return promise;
    },
  };
}

test('says that it compares, answers keys meanwhile, and asks once for the scores of now', async () => {
  const session = slowSession();
  screen = await interfaceScreen(fixtureInterface(session));
  await screen.press('6', 'Space', '↓', '=');
  await expect.poll(() => session.asked.length).toBe(1);
  expect(screen.text()).toContain('comparing SmolLM2-135M-Instruct and gemma-3-270m …');
  await screen.press('?');
  expect(screen.text()).toMatch(/The next stem\.\s+\(now:/);
  await screen.press('Esc');
  expect(screen.lines().at(-1)!.trim()).toBe('Esc back  ? help');
  expect(screen.text()).toContain('comparing');
  session.asked[0]!.answer();
  await expect.poll(() => screen.text()).toMatch(/(?:holds|fails) with [✓✗]/);
  expect(session.asked[0]!.signal?.aborted).toBe(false);

  await screen.press('Esc', '=');
  await expect.poll(() => screen.text()).toMatch(/(?:holds|fails) with [✓✗]/);
  expect(session.asked).toHaveLength(1);
  // Other scores: the figures of the old ones are not shown for them.
  const { results } = session.getState();
  const { exams, scores } = ratedIn(results);
  session.set({ results: { ...results, instruments: ratedInstruments(exams, [...scores]) } });
  await expect.poll(() => session.asked.length).toBe(2);
  expect(screen.text()).toContain('comparing');
});

test('gives it up where the layer goes before it stands', async () => {
  const session = slowSession();
  screen = await interfaceScreen(fixtureInterface(session));
  await screen.press('6', 'Space', '↓', '=');
  await expect.poll(() => session.asked.length).toBe(1);
  await screen.press('Esc');
  await expect.poll(() => session.asked[0]!.signal?.aborted).toBe(true);
  // Asked again, it is compared again.
  await screen.press('=');
  await expect.poll(() => session.asked.length).toBe(2);
  session.asked[1]!.answer();
  await expect.poll(() => screen.text()).toMatch(/(?:holds|fails) with [✓✗]/);
});

test('says why two models cannot be compared', async () => {
  const session = fixtureSession();
  const refused = { ...session, compareModels: async () => Promise.reject(new Error('too few')) };
  screen = await interfaceScreen(fixtureInterface(refused));
  await screen.press('6', 'Space', '↓', '=');
  await expect.poll(() => screen.text()).toContain('These two cannot be compared');
  expect(screen.text()).toContain('too few');
});
