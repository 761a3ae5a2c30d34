import { describe, expect, it } from 'vitest';
import {
  caresAboutRequest,
  readCaresAbout,
} from '../../../src/instruments/shared/rating/cares-about.ts';
import { digitsRequest, readDigits } from '../../../src/instruments/shared/rating/digits.ts';
import {
  digitsChatRequest,
  readDigitAnswer,
} from '../../../src/instruments/shared/rating/digits-chat.ts';
import { readStance, stanceRequest } from '../../../src/instruments/shared/rating/stance.ts';
import { loadPrompt } from '../../../src/prompts/load.ts';
import { shippedSystems } from '../../../src/values/load-systems.ts';
import type { ValueSystem } from '../../../src/values/value-system.ts';

const sub = (id: string, words: string[]) => ({ id, name: id, definition: `Wants ${id}.`, words });
const system: ValueSystem = {
  id: 'two',
  title: 'Two',
  source: 'test',
  dimensions: [
    {
      id: 'd',
      name: 'D',
      definition: 'd',
      subdimensions: [sub('warmth', ['kindness', 'care']), sub('skill', ['accuracy'])],
    },
  ],
};
const answer = { asked: 'I', text: 'help.' };

describe('digits', () => {
  it('is the probability-weighted mean of the digits', () => {
    expect(readDigits([0.1, 0, 0, 0, 0, 0, 0.3].map((p) => p * 2))).toBeCloseTo(4.5, 12);
  });
  it('is missing where the digits hold less than half of the probability', () => {
    expect(readDigits([0.2, null, null, 0.2, null, null, 0.09])).toBeNull();
    expect(readDigits([0.2, null, null, 0.2, null, null, 0.1])).not.toBeNull();
  });
  it('asks without a space before the digit, and states what stands against a value that does not say', () => {
    const { request, candidates } = digitsRequest(
      loadPrompt('judge/digits'),
      system.dimensions[0]!.subdimensions[0]!,
      answer,
    );
    expect(request.kind === 'completion' && request.prompt.endsWith('Rating=')).toBe(true);
    expect(request.kind === 'completion' && request.prompt).toContain(
      'Value: warmth. Wants warmth. Against it: Rejects warmth',
    );
    expect(candidates).toEqual(['0', '1', '2', '3', '4', '5', '6']);
  });
});

describe('cares about', () => {
  it('is the log of the summed word probability minus the mean over subdimensions', () => {
    const { candidates } = caresAboutRequest(loadPrompt('judge/cares-about'), [system], answer);
    expect(candidates).toEqual([' kindness', ' care', ' accuracy']);
    const [warmth, skill] = readCaresAbout(system, candidates, [0.1, 0.3, 0.1]);
    const half = Math.log(4) / 2;
    expect(warmth).toBeCloseTo(half, 12);
    expect(skill).toBeCloseTo(-half, 12);
  });
  it('is missing where no word of a subdimension is told', () => {
    expect(readCaresAbout(system, [' kindness', ' accuracy'], [0.1, null])).toEqual([null, null]);
  });
  it('serves several systems with one request, each word once', () => {
    const { candidates } = caresAboutRequest(
      loadPrompt('judge/cares-about'),
      shippedSystems,
      answer,
    );
    expect(new Set(candidates).size).toBe(candidates.length);
  });
  it('refuses a system of one subdimension', () => {
    const one = {
      ...system,
      dimensions: [{ ...system.dimensions[0]!, subdimensions: [sub('warmth', ['care'])] }],
    };
    expect(() => readCaresAbout(one, [' care'], [0.1])).toThrow(/one subdimension/);
  });
});

describe('stance', () => {
  it('is the log odds of support', () => {
    expect(readStance([0.4, 0.1])).toBeCloseTo(Math.log(4), 12);
    expect(readStance([0.4, null])).toBeNull();
    expect(readStance([0.4, 0])).toBeNull();
  });
  it('ends where the verb is due', () => {
    const { request } = stanceRequest(
      loadPrompt('judge/stance'),
      system.dimensions[0]!.subdimensions[0]!,
      answer,
    );
    expect(request.kind === 'completion' && request.prompt.endsWith('\nThe ending')).toBe(true);
  });
});

describe('digits in words', () => {
  it.each([
    ['4', 4],
    [' 0.', 0],
    ['**5**', 5],
    ['Rating: 3', 3],
    ['**Rating:** 3', 3],
    ['The rating is 2.', 2],
    ['6/6', 6],
    ['{"rating": 1}', 1],
    ['```json\n{"rating": 1}\n```', 1],
    ['<think>4 or 5?</think>\n5', 5],
  ])('reads %j', (answer, digit) => {
    expect(readDigitAnswer(answer)).toBe(digit);
  });
  it.each([
    '7',
    '4.5',
    '-1',
    '4 or 5',
    '10',
    'four',
    '',
    '{"rating": 9}',
    '{"rating": -2}',
    '{"rating": 4.5}',
    '{"a": 1, "b": 2}',
    '3/10',
    'I would say 4',
  ])('does not guess from %j', (answer) => {
    expect(readDigitAnswer(answer)).toBeNull();
  });
  it('asks again with a reminder, in a request of its own', () => {
    const prompt = loadPrompt('judge/digits-chat');
    const value = system.dimensions[0]!.subdimensions[0]!;
    const first = digitsChatRequest(prompt, value, answer);
    const again = digitsChatRequest(prompt, value, answer, 1);
    expect(first).not.toEqual(again);
    expect(JSON.stringify(again)).toContain('exactly one of 0, 1, 2, 3, 4, 5, 6');
    expect(digitsChatRequest(prompt, value, answer, 0, 2000).sampling.maxTokens).toBe(2000);
  });
});
