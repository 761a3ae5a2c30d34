import { afterEach, expect, test } from 'vitest';
import { rankSketch } from '../../../../src/ui/screens/scores/check.tsx';
import { fixtureInterface } from '../../../support/fixture-interface.ts';
import { fixtureSession, fixtureVerdict } from '../../../support/fixture-session.ts';
import { type InterfaceScreen, interfaceScreen } from '../../../support/interface-screen.tsx';

let screen: InterfaceScreen;
afterEach(() => screen?.close());

test('a check says why it has no verdict', async () => {
  const session = fixtureSession();
  const state = session.getState();
  const check = {
    ...{ model: 'lab:new', against: '/runs/finished', verdict: null },
    drift: [{ rater: 'lab:judge', shift: 0.9, low: 0.7, high: 1.1, n: 30, stops: true }],
    notes: [
      'lab:judge has moved by 0.90 on 0–6 since the run: beyond 0.5, so there is no verdict.',
    ],
    asked: { responses: 8, completions: 24, ratings: 288 },
    words: { lacking: [{ word: 'candor', count: 3 }], silent: [] },
  };
  session.set({
    study: { ...state.study, against: '/runs/finished' },
    results: { ...state.results, check },
  });
  screen = await interfaceScreen(fixtureInterface(session));
  expect(screen.text().replace(/\s+/g, ' ')).toContain('so there is no verdict');
  expect(screen.text()).toContain('candor ×3');
});

test('a check shows its verdict once that stands', async () => {
  const session = fixtureSession();
  const state = session.getState();
  session.set({ study: { ...state.study, against: '/runs/finished' } });
  screen = await interfaceScreen(fixtureInterface(session));
  expect(screen.text()).toContain('The verdict follows from the ratings of the new model.');
  const verdict = fixtureVerdict(state);
  const check = {
    ...{ model: verdict.model, against: '/runs/finished', verdict, drift: [], notes: [] },
    asked: { responses: 8, completions: 24, ratings: 288 },
    words: { lacking: [{ word: 'candor', count: 3 }], silent: ['thrift'] },
  };
  session.set({ results: { ...state.results, check } });
  await expect.poll(() => screen.text()).toContain('1–3 of 6');
  expect(screen.text()).toContain('Words that the run lacks: candor ×3.');
  expect(screen.lines()[0]).toContain('against finished');
});

test('ranks are sketched one sign each', () => {
  expect(rankSketch([0, 0.01, 0.5, 1])).toBe(' ▁▄█');
});
