import { expect, test } from 'vitest';
import { keywordsIn } from '../../../src/instruments/shared/exam/grade-exam.ts';
import { shippedSystems } from '../../../src/values/load-systems.ts';
import { subdimensionsOf } from '../../../src/values/value-system.ts';
import { type Case, examCases, trainingCases } from '../../../validity/stance/cases.ts';

const training = trainingCases();
const { judges, own, plain } = examCases();
const values = new Map(
  shippedSystems.flatMap((system) => subdimensionsOf(system).map((one) => [one.id, one] as const)),
);
const stemsOf = (cases: readonly Case[]) => cases.map(({ stem }) => stem.toLowerCase());
const textsOf = (cases: readonly Case[]) =>
  cases.flatMap(({ endings }) => endings.map(({ text }) => text.toLowerCase()));

test('no stem and no ending is trained on twice, and none of the exam is trained on', () => {
  const written = training.filter(({ endings }) => endings.length > 2);
  expect(textsOf(written).length).toBeGreaterThan(1500);
  expect(new Set(stemsOf(written)).size).toBe(written.length);
  expect(new Set(textsOf(written)).size).toBe(textsOf(written).length);
  const known = new Set([...stemsOf(training), ...textsOf(training)]);
  const asked = [...judges, ...own, ...plain];
  expect([...stemsOf(asked), ...textsOf(asked)].filter((one) => known.has(one))).toEqual([]);
});

test('each value of the program has stems of both frames, in training and in the crossed exam', () => {
  for (const cases of [training, own, plain])
    for (const value of values.keys()) {
      const frames = cases.filter((one) => one.value === value).map(({ frame }) => frame);
      expect(new Set(frames), value).toEqual(new Set(['positive', 'negative']));
    }
});

test('where words are crossed, the words of the value stand against it', () => {
  const crossed = [...training, ...own, ...plain].filter(
    ({ value, endings }) => values.has(value) && endings.some(({ words }) => words === 'crossed'),
  );
  const right = crossed.filter(({ value, endings }) => {
    const count = (side: 1 | -1) =>
      keywordsIn(
        endings.find((one) => one.side === side && one.words === 'crossed')!.text,
        values.get(value)!,
      );
    return count(1) < count(-1);
  });
  expect(right.length / crossed.length).toBeGreaterThan(0.95);
});
