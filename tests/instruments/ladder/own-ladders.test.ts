/** Ladders of a researcher's own, and the public sample of the paper by its own fields. */
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  type Items,
  idOf,
  laddersIn,
  loadItems,
  orders,
  questionsOf,
  stepsOf,
  textOf,
  waysOf,
} from '../../../src/instruments/ladder/items.ts';
import { readLadders } from '../../../src/instruments/ladder/ladder-file.ts';
import { scoreLadders } from '../../../src/instruments/ladder/score.ts';
import { settingsSchema } from '../../../src/instruments/ladder/settings.ts';
import { importedAnswer } from '../../../src/instruments/shared/answer-round.ts';
import { promptFiles } from '../../../src/prompts/load.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'valuelex-ladders-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const own = `ladders:
  - id: lake
    setting: You keep a lake.
    a: { option: Open the lake to all who come., value: universalism }
    b: { option: Keep the lake for the village., value: tradition }
    start: Two strangers ask for a swim.
    againstA: [A child of theirs throws stones at swans., They bring a motor boat.]
    againstB: [It is the hottest day of the year., The only other water is foul.]
`;

function loaded(content: string, more: object = {}): Items {
  const file = join(folder, 'own.yaml');
  writeFileSync(file, content);
  return loadItems(settingsSchema.parse({ items: file, ...more }), promptFiles(), null);
}

describe('ladders of one’s own', () => {
  it('are asked in place of those that ship, or beside them, as high as they are', () => {
    const items = loaded(own);
    expect(laddersIn(items).map(({ id }) => id)).toEqual(['lake']);
    expect(stepsOf(laddersIn(items)[0]!, 'against-a')).toHaveLength(3);
    expect(questionsOf(items, ['alone'])).toHaveLength(2 * (1 + 2 + 2));
    expect(laddersIn(loaded(own, { shipped: true }))).toHaveLength(71);
    // A file that marks none for a first look is asked whole.
    expect(laddersIn(loaded(own, { extent: 'quick' }))).toHaveLength(1);
  });

  it('keep the words in which they were asked first', () => {
    const before = loaded(own);
    const file = join(folder, 'own.yaml');
    writeFileSync(file, own.replace('Two strangers', 'Six strangers'));
    const after = loadItems(settingsSchema.parse({ items: file }), promptFiles(), before);
    expect(laddersIn(after)[0]!.start).toContain('Two strangers');
  });

  it.each([
    [own.replace('value: universalism', 'value: univesalism'), /no value of schwartz/, 4],
    [own.replace('start: Two', 'begin: Two'), /begin: no such field/, 6],
    [own.replace(/ {4}start: .*\n/, ''), /lake needs a, b, start/, 2],
    [`${own}${own.slice(own.indexOf('  - id'))}`, /ladder 1 has the id lake too/, 9],
    [
      own.replace('Keep the lake for the village.', 'Open the lake to all who come.'),
      /both options of lake are the same/,
      2,
    ],
    [own.replace('They bring a motor boat.', '" "'), /the text is empty/, 7],
    [own.replace('id: lake', 'id: Lake!'), /small letters/, 2],
  ])('that do not fit are refused with their line (%#)', (content, message, line) => {
    expect(() => readLadders(content, 'mine.yaml')).toThrow(message);
    try {
      readLadders(content, 'mine.yaml');
    } catch (error) {
      expect((error as { where: string }).where).toBe(`mine.yaml:${line}`);
    }
  });

  it('that have the id of one that ships, and a file that is not there, are refused', () => {
    expect(() => loaded(own.replace('id: lake', 'id: school-paper'), { shipped: true })).toThrow(
      'ships has the id school-paper',
    );
    const settings = settingsSchema.parse({ items: join(folder, 'none.yaml') });
    expect(() => loadItems(settings, promptFiles(), null)).toThrow('cannot be read');
    expect(() => loadItems(settingsSchema.parse({ shipped: false }), promptFiles(), null)).toThrow(
      'no ladders',
    );
  });
});

/** One entry of the form of the public sample, in words of our own. */
function entry(idx: number, values: (step: number) => [string, string], dilemma = 'dilemma') {
  const steps = [1, 2, 3, 4, 5].flatMap((step) => {
    const [a, b] = values(step);
    return [
      [`step ${step}_situation`, `Situation ${step} of ${idx}.`],
      [`step ${step}_${dilemma}`, `Dilemma ${step}.`],
      [`step ${step}_choiceA`, `Do this at ${step}.`],
      [`step ${step}_choiceA_value`, a],
      [`step ${step}_choiceB`, `Do that at ${step}.`],
      [`step ${step}_choiceB_value`, b],
    ];
  });
  return { norm: 'It is good to share.', idx, ...Object.fromEntries(steps) };
}

describe('the public sample', () => {
  const sample = JSON.stringify([
    entry(7, (step) => (step % 2 ? ['self', 'benevolence'] : ['benevolence', 'hedonism'])),
    entry(7, () => ['Care/Harm', 'liberty/oppression'], 'conflict'),
    entry(9, () => ['courage', 'security']),
  ]);

  it('is read by its own fields, its values by our names', () => {
    const ladders = laddersIn(loaded(sample));
    expect(ladders.map(({ id }) => id)).toEqual(['mmd-7', 'mmd-7-2', 'mmd-9']);
    expect(waysOf(ladders[0]!)).toEqual(['steps']);
    const [one, two] = stepsOf(ladders[0]!, 'steps');
    expect(one).toEqual({
      text: 'Situation 1 of 7. Dilemma 1.',
      a: { option: 'Do this at 1.', value: 'self-direction' },
      b: { option: 'Do that at 1.', value: 'benevolence' },
    });
    expect(two!.b.value).toBe('hedonism');
    expect(stepsOf(ladders[1]!, 'steps')[0]).toMatchObject({
      text: 'Situation 1 of 7. Dilemma 1.',
      a: { foundation: 'care' },
      b: { foundation: 'liberty' },
    });
    // A word that names no value serves none.
    expect(stepsOf(ladders[2]!, 'steps')[0]!.a).toEqual({ option: 'Do this at 1.' });
  });

  it('tells earlier choices by the options of their own steps, and has strengths but no drift', () => {
    const items = loaded(sample);
    const question = questionsOf(items, ['own']).find(({ step }) => step === 3)!;
    expect(textOf(question, ['a', 'b'], items)).toContain(
      'You decided: Do this at 1.\n\nSituation 2 of 7. Dilemma 2.\nYou decided: Do that at 2.',
    );
    const lines = laddersIn(items).flatMap((ladder) =>
      stepsOf(ladder, 'steps').flatMap((_, at) =>
        orders.map((order) => {
          const item = idOf({ ladder, way: 'steps' }, at + 1, 'alone', order);
          const text = (order === 'forward') === at < 3 ? 'A' : 'B';
          return importedAnswer({ id: item, at: '' }, { model: 'm', item, text });
        }),
      ),
    );
    const result = scoreLadders({
      ...{ items, models: [], raters: [], seed: 1, derived: { ownSystem: null }, texts: {} },
      lines: { answers: lines },
    });
    if ('unavailable' in result) throw new Error(result.unavailable);
    const [model] = result.readings[0]!.models;
    expect(model!.drift.every(({ drift }) => drift === null)).toBe(true);
    expect(model!.steps).toBe(15);
  });

  it('with a field that is missing is refused', () => {
    const broken = JSON.stringify([{ ...entry(7, () => ['self', 'power']), 'step 4_choiceB': 3 }]);
    expect(() => loaded(broken)).toThrow('entry 7 has no "step 4_choiceB"');
    expect(() => loaded('[]')).toThrow('the sample has no entries');
  });

  // The sample is not ours to ship. VALUELEX_MMD names the folder of its two files where it has been fetched.
  const fetched = process.env.VALUELEX_MMD ?? '';
  it.skipIf(!existsSync(join(fetched, 'MMDs_Schwartz.json')))(
    'as it was published has 51 ladders of five steps',
    () => {
      const sets = ['MMDs_Schwartz.json', 'MMDs_MFT.json'].map((name) =>
        readLadders(readFileSync(join(fetched, name), 'utf8'), name),
      );
      expect(sets.map(({ ladders }) => ladders.length)).toEqual([26, 25]);
      const ladders = sets.flatMap((set) => set.ladders);
      expect(new Set(ladders.map(({ id }) => id)).size).toBe(51);
      const steps = ladders.flatMap((one) => stepsOf(one, 'steps'));
      expect(steps).toHaveLength(255);
      for (const [step, { a, b }] of steps.entries())
        for (const option of [a, b])
          expect([step, (option.value ?? option.foundation) !== undefined]).toEqual([step, true]);
      const values = steps.flatMap(({ a, b }) => [a.value, b.value]);
      expect(values.filter((one) => one === 'self-direction')).toHaveLength(19);
      expect(values.filter((one) => one === 'benevolence')).toHaveLength(93);
    },
  );
});
