import { expect, test } from 'vitest';
import {
  costLine,
  parseSettings,
  parseTags,
} from '../../../../src/ui/screens/models/models-actions.ts';

test('tags are three words, or a reason in words', () => {
  expect(parseTags('llama 8b inst')).toEqual({ family: 'llama', size: 8, training: 'instruct' });
  expect(parseTags('x ? base')).toEqual({ family: 'x', size: null, training: 'base' });
  expect(parseTags('llama 8')).toMatch(/three/);
  expect(parseTags('llama huge base')).toMatch(/not a size/);
  expect(parseTags('llama 8 tuned')).toMatch(/not one of/);
});

test('settings are temperatures, top-p, and repeats', () => {
  expect(parseSettings('0.3 0.7, 1; 0.9; 2')).toEqual({
    temperatures: [0.3, 0.7, 1],
    topPs: [0.9],
    repeats: 2,
  });
  expect(parseSettings('1')).toEqual({ temperatures: [1], topPs: [1], repeats: 1 });
  expect(parseSettings('3')).toMatch(/0 to 2/);
  expect(parseSettings('1; 0')).toMatch(/top-p/);
  expect(parseSettings('1; 1; 1.5')).toMatch(/repeats/);
});

test('the cost in one line', () => {
  const estimate = {
    respondents: 30,
    prompts: 15,
    requests: 450,
    tokens: 61_000,
    dollars: 0.18,
    seconds: 420,
    fetch: 0,
    warnings: [],
  };
  expect(costLine(estimate)).toBe('450 requests · 61k tokens · $0.18 · ~7 min');
  expect(costLine({ ...estimate, dollars: null, seconds: null })).toBe(
    '450 requests · 61k tokens · price unknown',
  );
});
