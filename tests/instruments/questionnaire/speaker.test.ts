/** Simulated models: what they were planted with comes back, in every wording, order, and language. */
import { describe, expect, it } from 'vitest';
import type { Items } from '../../../src/instruments/questionnaire/items.ts';
import { profilesOf } from '../../../src/instruments/questionnaire/profiles.ts';
import {
  askedQuestions,
  languageOf,
  textOf,
} from '../../../src/instruments/questionnaire/questions.ts';
import { speaker } from '../../../src/instruments/questionnaire/speaker.ts';
import { type AnswerLine, importedAnswer } from '../../../src/instruments/shared/answer-round.ts';
import { hashText } from '../../../src/models/simulated/random.ts';
import { expectPlanted, mean } from './planted.ts';
import { itemsOf, score } from './support.ts';

const sampling = { temperature: 0.7, topP: 1, maxTokens: 16 };

function spoken(items: Items, models: readonly string[]): AnswerLine[] {
  return models.flatMap((model) =>
    items.conditions.flatMap((condition) =>
      askedQuestions(items, 'thorough').map((question) => {
        const content = textOf(question, languageOf(items, condition))!;
        const text = speaker(
          {
            kind: 'chat',
            messages: [
              ...(condition.system ? [{ role: 'system' as const, content: condition.system }] : []),
              { role: 'user', content },
            ],
            sampling,
          },
          { id: model, seed: hashText(model) },
        );
        const id = `${model}|${condition.id}|${question.id}`;
        const line = importedAnswer(
          { id, at: '2026-11-30T00:00:00Z' },
          { model, item: question.id, text: text! },
        );
        return { ...line, source: 'sim' as const, condition: condition.id };
      }),
    ),
  );
}

describe('simulated models', () => {
  const models = Array.from({ length: 8 }, (_, m) => `model-${m}`);
  const items = itemsOf({ conditions: ['none', 'es', 'honest', 'best', 'worst'] });
  const result = score(items, spoken(items, models));

  it('are found as they were planted, in Spanish nearly the same', () => {
    for (const system of result.systems) {
      expectPlanted(system);
      const [plain, spanish] = system.under;
      const apart = plain!.models.flatMap(({ raw }, m) =>
        raw.map((one, at) => Math.abs(one!.value - spanish!.models[m]!.raw[at]!.value)),
      );
      expect(mean(apart)).toBeLessThan(0.1);
    }
  });

  it('rise where they make the best impression, fall where they make the worst', () => {
    for (const { effects } of result.systems) {
      const of = (condition: string) =>
        mean(effects.find((one) => one.condition === condition)!.values.map((one) => one!.d));
      expect(of('best')).toBeGreaterThan(0.4);
      expect(of('worst')).toBeLessThan(-0.4);
      expect(Math.abs(of('honest'))).toBeLessThan(0.05);
    }
  });

  it('are given to the comparison of methods with their errors and reliabilities', () => {
    const [profile] = profilesOf(result);
    expect(profile).toMatchObject({ system: 'schwartz', method: 'self-report' });
    expect(profile!.scores).toHaveLength(80);
    expect(profile!.scores[0]).toMatchObject({ n: 10 });
    for (const { se } of profile!.scores) expect(se!).toBeGreaterThan(0);
    expect(profile!.reliability).toHaveLength(10);
    for (const { estimate, low, high } of profile!.reliability!) {
      expect(estimate).toBeGreaterThan(0.9);
      expect(low!).toBeLessThan(estimate);
      expect(high!).toBeGreaterThan(estimate);
    }
  });

  it('say nothing to what is no question of ours', () => {
    const model = { id: 'a', seed: 1 };
    expect(speaker({ kind: 'completion', prompt: 'Rate from 1 to 6', sampling }, model)).toBeNull();
  });
});
