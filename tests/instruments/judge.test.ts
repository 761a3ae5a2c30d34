import { describe, expect, it } from 'vitest';
import {
  asksInWords,
  planRatings,
  protocolsOf,
  type RaterModel,
  rateTask,
  requestOfTask,
} from '../../src/instruments/shared/rating/rate-text.ts';
import type { Capabilities } from '../../src/models/model.ts';
import { loadPrompt } from '../../src/prompts/load.ts';
import { smallSystem } from './simulate.ts';

const prompts = {
  digits: loadPrompt('judge/digits'),
  digitsChat: loadPrompt('judge/digits-chat'),
  caresAbout: loadPrompt('judge/cares-about'),
  stance: loadPrompt('judge/stance'),
};
const local: Capabilities = {
  chat: true,
  completion: true,
  prefill: true,
  tokenProbabilities: 'full',
  likelihood: 'chat',
  seed: true,
  embed: false,
};
const answers = [{ id: 'c1', text: { asked: 'I', text: 'help.' } }];

/** A judge that answers from a list, and tells the probabilities it is given. */
function judgeOf(
  capabilities: Capabilities,
  answers: string[],
  tell: (candidate: string) => number | null = () => null,
) {
  const asked: unknown[] = [];
  const judge: RaterModel = {
    capabilities,
    info: { tags: { training: 'instruct' } },
    nextToken: async (request, candidates) => {
      asked.push(request);
      return { probabilities: candidates.map(tell), milliseconds: 1 };
    },
    ask: async (request) => {
      asked.push(request);
      const text = answers.shift();
      if (text === undefined) throw new Error('asked too often');
      return {
        text,
        finishReason: 'stop',
        promptTokens: null,
        completionTokens: null,
        milliseconds: 1,
      };
    },
  };
  return { judge, asked };
}

describe('planRatings', () => {
  it('is one task per subdimension, or one for all by "cares about"', () => {
    expect(planRatings('local:j', 'digits', smallSystem, answers)).toHaveLength(3);
    expect(planRatings('local:j', 'cares-about', smallSystem, answers)).toMatchObject([
      { subdimensions: ['warmth', 'skill', 'order'], answer: 'c1' },
    ]);
  });
});

describe('rateTask', () => {
  const [digits] = planRatings('local:j', 'digits', smallSystem, answers);
  const words = { ...local, tokenProbabilities: 'none' as const, completion: false };

  it('follows all protocols by probabilities, in one request each', async () => {
    const tell = (candidate: string) =>
      ({
        '4': 0.9,
        ' kindness': 0.4,
        ' accuracy': 0.1,
        ' rules': 0.1,
        ' supports': 0.3,
        ' opposes': 0.3,
      })[candidate] ?? 0;
    const { judge, asked } = judgeOf(local, [], tell);
    expect(protocolsOf(local)).toHaveLength(3);
    expect(await rateTask(judge, digits!, smallSystem, prompts)).toEqual([
      { subdimension: 'warmth', raw: 4 },
    ]);
    const [cares] = planRatings('local:j', 'cares-about', smallSystem, answers);
    const rated = await rateTask(judge, cares!, smallSystem, prompts);
    expect(rated.map((one) => one.subdimension)).toEqual(['warmth', 'skill', 'order']);
    expect(rated[0]!.raw).toBeCloseTo((2 / 3) * Math.log(4), 12);
    const [stance] = planRatings('local:j', 'stance', smallSystem, answers);
    expect(await rateTask(judge, stance!, smallSystem, prompts)).toEqual([
      { subdimension: 'warmth', raw: 0 },
    ]);
    expect(asked).toHaveLength(3);
    expect(asked[0]).toEqual(requestOfTask(digits!, judge, smallSystem, prompts));
  });

  it('asks in words where there are no probabilities, again when outside the rubric, then gives up', async () => {
    expect(asksInWords(words)).toBe(true);
    expect(protocolsOf(words)).toEqual(['digits']);
    const second = judgeOf(words, ['Very much so!', '5']);
    expect(await rateTask(second.judge, digits!, smallSystem, prompts)).toEqual([
      { subdimension: 'warmth', raw: 5 },
    ]);
    expect(second.asked[0]).not.toEqual(second.asked[1]);
    const never = judgeOf(words, ['7', 'lots', '4.5']);
    const [given] = await rateTask(never.judge, digits!, smallSystem, prompts);
    expect(given).toMatchObject({ raw: null, missing: 'outside the rubric: 4.5' });
  });

  it('reads the likeliest tokens of a chat endpoint, and asks in words where they are not digits', async () => {
    const top = { ...words, tokenProbabilities: 'top' as const };
    const sure = judgeOf(top, [], (one) => (one === '2' ? 0.6 : one === '3' ? 0.2 : null));
    expect((await rateTask(sure.judge, digits!, smallSystem, prompts))[0]!.raw).toBeCloseTo(
      2.25,
      12,
    );
    const unsure = judgeOf(top, ['3'], () => 0.01);
    expect((await rateTask(unsure.judge, digits!, smallSystem, prompts))[0]!.raw).toBe(3);
  });
});
