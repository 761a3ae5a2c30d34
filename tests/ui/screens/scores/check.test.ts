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
  expect(screen.lines().at(-1)!.trim()).toBe('Esc back  ? help  q quit');
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
  // To the scores and back by Esc; from anywhere by f on the runs.
  await screen.press('Esc');
  expect(screen.lines()[0]).not.toContain('check');
  await screen.press('Esc');
  expect(screen.lines()[0]).toContain('6 Scores ▸ check');
  await screen.press('1', 'f');
  expect(screen.lines()[0]).toContain('6 Scores ▸ check');
});

test('ranks are sketched one sign each, the commonest at full height', () => {
  expect(rankSketch([0, 0.01, 0.5, 1], 10)).toBe(' ▁▄█');
  const even = Array.from({ length: 35 }, (_, rank) => (rank < 9 || rank > 18 ? 0 : 0.1));
  expect(rankSketch(even, 35).trim()).toBe('█'.repeat(10));
});

test('more ranks than columns share them', () => {
  expect(rankSketch([0.1, 0.3, 0.2, 0.2, 0, 0.2, 0, 0], 4)).toBe('██▄ ');
  expect(rankSketch([1, 0], 4)).toBe('█ ');
});

test('of 35 models, the ranks leave room at 80 columns for the nearest', async () => {
  const session = fixtureSession();
  const state = session.getState();
  const verdict = fixtureVerdict(state);
  const distribution = Array.from({ length: 35 }, (_, rank) => (rank < 9 || rank > 18 ? 0 : 0.1));
  const columns = verdict.columns.map((one) => ({
    ...one,
    placed: true,
    rank: { ...one.rank, low: 10, high: 19, of: 35, distribution },
    nearest: { model: 'sim:epsilon-32b-thinking', difference: 1 },
  }));
  const check = {
    ...{ model: verdict.model, against: '/runs/finished', drift: [], notes: [] },
    verdict: { ...verdict, columns },
    asked: { responses: 8, completions: 24, ratings: 288 },
    words: { lacking: [], silent: [] },
  };
  session.set({
    study: { ...state.study, against: '/runs/finished' },
    results: { ...state.results, check },
  });
  screen = await interfaceScreen(fixtureInterface(session));
  expect(screen.text()).toMatch(/10–19 of 35 +[▁▂▃▄▅▆▇█]+ +epsilon-32b-thinking/);
  expect(screen.text()).toMatch(/1 … last +Nearest/);
});
