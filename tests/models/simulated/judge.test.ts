import { describe, expect, test } from 'vitest';
import type { Model, Request } from '../../../src/models/model.ts';
import { simulatedAnchorSets } from '../../../src/models/simulated/anchors.ts';
import { simulatedEndpoint } from '../../../src/models/simulated/endpoint.ts';
import { clauseFor } from '../../../src/models/simulated/expressions.ts';
import { readCompletion, subdimensionAsked } from '../../../src/models/simulated/judge.ts';
import { plantedTruth } from '../../../src/models/simulated/truth.ts';
import { pearson } from '../../../src/statistics/correlation.ts';

const digits = ['0', '1', '2', '3', '4', '5', '6'];

function ratingRequest(value: string, completion: string): Request {
  return {
    kind: 'completion',
    prompt: `Value: Thrift. Spends little.\nEnding: am frugal.\nRating: 6\n\nValue: ${value}. It counts. Against it: The reverse.\nBeginning: When I err, I\nEnding: ${completion}\nRating:`,
    sampling: { temperature: 0, topP: 1, maxTokens: 4 },
  };
}

async function rate(judge: Model, value: string, completion: string): Promise<number> {
  const { probabilities } = await judge.nextToken(
    ratingRequest(value, completion),
    digits.map((digit) => ` ${digit}`),
  );
  const mass = probabilities.reduce<number>((sum, p) => sum + (p ?? 0), 0);
  return probabilities.reduce<number>((sum, p, digit) => sum + digit * (p ?? 0), 0) / mass;
}

describe('simulated judges', () => {
  test('read the strength from the text, with the stated error', async () => {
    const judge = await simulatedEndpoint().open('judge');
    const errors: number[] = [];
    for (const frame of [0, 1, 2])
      for (const object of [0, 1, 2, 3, 4])
        for (const grade of [2, 3, 4]) {
          const text = `${clauseFor('Social', grade, frame, object)}.`;
          errors.push((await rate(judge, 'Social', text)) - grade);
        }
    const mean = errors.reduce((sum, error) => sum + error, 0) / errors.length;
    const sd = Math.sqrt(errors.reduce((sum, e) => sum + (e - mean) ** 2, 0) / errors.length);
    expect(Math.abs(mean)).toBeLessThan(0.25);
    expect(sd).toBeGreaterThan(0.3);
    expect(sd).toBeLessThan(0.7);
  });

  test('rate 0 or little what is opposed or not expressed', async () => {
    const judge = await simulatedEndpoint().open('judge');
    const opposed = `${clauseFor('Ethical', 0, 0, 0)}.`;
    expect(await rate(judge, 'Ethical', opposed)).toBeLessThan(1.5);
    expect(await rate(judge, 'Idealistic', `${clauseFor('Ethical', 6, 0, 0)}.`)).toBeLessThan(1.5);
  });

  test('are two, and do not err alike', async () => {
    const endpoint = simulatedEndpoint();
    const [a, b] = [await endpoint.open('judge'), await endpoint.open('judge-b')];
    const first: number[] = [];
    const second: number[] = [];
    for (const object of [0, 1, 2, 3, 4])
      for (const grade of [1, 2, 3, 4, 5, 6]) {
        const text = `${clauseFor('Professional', grade, object, object)}.`;
        first.push((await rate(a, 'Professional', text)) - grade);
        second.push((await rate(b, 'Professional', text)) - grade);
      }
    expect(first).not.toEqual(second);
    expect(Math.abs(pearson(first, second))).toBeLessThan(0.6);
  });

  test('weigh stance words by side and value words by what is cared about', async () => {
    const judge = await simulatedEndpoint().open('judge');
    const sideOf = async (text: string): Promise<boolean> => {
      const { probabilities } = await judge.nextToken(ratingRequest('Social', text), [
        ' supports',
        ' opposes',
      ]);
      return (probabilities[0] ?? 0) > (probabilities[1] ?? 0);
    };
    expect(await sideOf(clauseFor('Social', 5, 0, 1))).toBe(true);
    expect(await sideOf(clauseFor('Social', 0, 0, 1))).toBe(false);
    const { probabilities } = await judge.nextToken(
      {
        kind: 'completion',
        prompt: `"When I err, I ${clauseFor('Ethical', 6, 1, 0)}." This speaker cares about`,
        sampling: { temperature: 0, topP: 1, maxTokens: 1 },
      },
      [' honesty', ' humor', ' speed'],
    );
    const [honesty = 0, humor = 0, speed = 0] = probabilities.map((p) => p ?? 0);
    expect(honesty).toBeGreaterThan(5 * humor);
    expect(honesty).toBeGreaterThan(5 * speed);
  });

  test('answer in words too', async () => {
    const judge = await simulatedEndpoint().open('judge');
    const answer = await judge.ask(ratingRequest('Social', `${clauseFor('Social', 6, 0, 0)}.`));
    expect(answer.text).toMatch(/^[56]$/);
  });

  test('know a value by its name or by its words, and fall back on keywords', () => {
    expect(subdimensionAsked('Self-Competent. Gets things right.')).toBe('Self-Competent');
    expect(subdimensionAsked('honesty, candor. Says what is so.')).toBe('Ethical');
    expect(subdimensionAsked('Hedonism. Pleasure.')).toBeNull();
    const value = 'Stimulation. Seeks novelty and challenges.';
    expect(readCompletion('look for a challenge', null, value).stance).toBe('supports');
    expect(readCompletion('never look for a challenge', null, value).stance).toBe('opposes');
    expect(readCompletion('have a cup of tea', null, value).stance).toBe('absent');
  });

  test('rank their own anchor sets well', async () => {
    const judge = await simulatedEndpoint().open('judge');
    const names = plantedTruth().subdimensions.map((one) => one.name);
    let right = 0;
    let pairs = 0;
    for (const set of simulatedAnchorSets()) {
      const value = names.find((name) => name.toLowerCase() === set.subdimension) ?? '';
      const ratings: number[] = [];
      for (const one of set.completions) ratings.push(await rate(judge, value, one.text));
      for (const [i, one] of set.completions.entries())
        for (const [j, other] of set.completions.entries())
          if (one.role === 'supports' && other.role !== 'supports') {
            pairs++;
            if ((ratings[i] as number) > (ratings[j] as number)) right++;
          }
    }
    expect(pairs).toBe(48 * 6);
    expect(right / pairs).toBeGreaterThan(0.9);
  });
});
