/** The questionnaire: what a rating is, what becomes of it, and a whole run in a simulated world. */
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { allInstruments } from '../../../src/instruments/all.ts';
import { loadItems, questionsOf } from '../../../src/instruments/questionnaire/items.ts';
import { readRating } from '../../../src/instruments/questionnaire/read.ts';
import { type Result, scoreQuestionnaire } from '../../../src/instruments/questionnaire/score.ts';
import { plantedLevel } from '../../../src/instruments/questionnaire/speaker.ts';
import { tellQuestionnaire } from '../../../src/instruments/questionnaire/tell.ts';
import { type AnswerLine, importedAnswer } from '../../../src/instruments/shared/answer-round.ts';
import { hashText } from '../../../src/models/simulated/random.ts';
import { promptFiles } from '../../../src/prompts/load.ts';
import { testTerminal } from '../../commands/test-context.ts';
import { writeSmallStudy } from '../../support/small-study.ts';

const items = loadItems('schwartz', promptFiles());
const questions = questionsOf(items);

describe('the items', () => {
  it('are four a value, none with the value’s name in it, each in both orders', () => {
    expect(items.values).toHaveLength(10);
    for (const value of items.values) {
      expect(value.items).toHaveLength(4);
      for (const item of value.items) expect(item.toLowerCase()).not.toContain(value.id);
    }
    expect(questions).toHaveLength(80);
    expect(new Set(questions.map((one) => one.text)).size).toBe(80);
    const [forward, reversed] = questions;
    expect(forward!.text).toContain('1 = not like me at all');
    expect(reversed!.text).toContain('1 = very much like me');
  });
});

describe('a rating', () => {
  it.each([
    ['5', 5],
    [' 5.', 5],
    ['**4** – it fits', 4],
    ['I would say 3.', 3],
    ['5 out of 6', 5],
    ['5/6', 5],
    ['2 (two)', 2],
  ])('in %s is %d', (text, rating) => {
    expect(readRating(text, 6, false)).toEqual({ rating });
    expect(readRating(text, 6, true)).toEqual({ rating: 7 - rating });
  });

  it.each(['7', '0', '', 'like me', '3 or 4', '2.5', '10', '1 to 6'])('is none in "%s"', (text) => {
    expect(readRating(text, 6, false)).toEqual({ missing: 'no rating' });
  });

  it('is counted as refused where the answer refuses', () => {
    const text = "I'm sorry, but I can't answer that. As an AI, I don't have personal values.";
    expect(readRating(text, 6, false)).toEqual({ missing: 'refused' });
  });

  it('is the same whichever way the options stand', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 6 }), (meant) => {
        expect(readRating(String(meant), 6, false)).toEqual(readRating(String(7 - meant), 6, true));
      }),
    );
  });
});

const about = { id: '', at: '2026-11-29T10:00:00Z' };
function answers(model: string, textOf: (one: (typeof questions)[number]) => string): AnswerLine[] {
  return questions.map((one) =>
    importedAnswer(
      { ...about, id: `${model}|${one.id}` },
      { model, item: one.id, text: textOf(one) },
    ),
  );
}
const facts = { items, models: [], raters: [], seed: 1, derived: { ownSystem: null }, texts: {} };

function score(lines: AnswerLine[]): Result {
  const result = scoreQuestionnaire({
    ...facts,
    lines: { answers: lines },
  });
  if ('unavailable' in result) throw new Error(result.unavailable);
  return result;
}
const meant = (rating: number, reversed: boolean) => String(reversed ? 7 - rating : rating);

describe('the scores', () => {
  it('are means over items, with intervals over items, pooled over values, and centred on the model’s mean', () => {
    const ratings = [2, 4, 5, 5];
    const lines = answers('m', ({ value, item, reversed }) =>
      value === 'power' ? meant(ratings[Number(item.at(-1)) - 1]!, reversed) : meant(3, reversed),
    );
    const [model] = score(lines).models;
    const at = items.values.findIndex(({ id }) => id === 'power');
    // Squares 6 of 30 degrees of freedom: SD √.2, SE √.05; t(.975; 30) = 2.042272 from tables.
    expect(model!.raw[at]).toMatchObject({ value: 4, n: 4 });
    expect(model!.raw[at]!.low).toBeCloseTo(4 - 2.042272 * Math.sqrt(0.05), 6);
    expect(model!.raw[at]!.high).toBeCloseTo(4 + 2.042272 * Math.sqrt(0.05), 6);
    expect(model!.centred[at]!.value).toBeCloseTo(4 - (36 * 3 + 16) / 40, 10);
    expect(model!.order).toBe(0);
  });

  it('show a model that always takes the same number by the order of options, not as a value', () => {
    const [model] = score(answers('yes', () => '6')).models;
    expect(model!.raw.every((one) => one!.value === 3.5)).toBe(true);
    expect(model!.order).toBe(5);
  });

  it('are withheld above a third without a rating, and say so', () => {
    const unless = (silent: RegExp) => (one: (typeof questions)[number]) =>
      silent.test(one.item) ? 'no' : meant(4, one.reversed);
    const result = score([...answers('shy', unless(/[12]$/)), ...answers('open', unless(/1$/))]);
    expect(result.models.map((one) => [one.model, one.unread])).toEqual([['open', 20]]);
    expect(result.withheld).toEqual([{ model: 'shy', missing: 0.5 }]);
    expect(tellQuestionnaire(result).notes.join(' ')).toContain('shy: withheld, 50 %');
  });

  it('say so where nothing was answered', () => {
    expect(scoreQuestionnaire({ ...facts, lines: { answers: [] } })).toHaveProperty('unavailable');
  });
});

it('stands in the list, and finds in a whole run what the simulated models were planted with', async () => {
  expect(allInstruments.map((one) => one.id)).toContain('questionnaire');
  const terminal = testTerminal();
  try {
    const study = writeSmallStudy(terminal.folder, {
      models: ['sim:alpha-7b', 'sim:beta-8b', 'sim:gamma-6b', 'sim:delta-7b'],
      more: { clusters: { minCount: 1000 }, instruments: { questionnaire: {} } },
    });
    const { code, out } = await terminal.run('run', study);
    expect(code).toBe(0);
    expect(out).toContain('say they stand most for');
    const told = JSON.parse((await terminal.run('report', 'small', '--json')).out);
    const { result } = told.instruments[1].found as { result: Result };
    expect(result.models).toHaveLength(4);
    const errors = result.models.flatMap(({ model, raw }) =>
      items.values.map(({ id }, i) =>
        Math.abs(plantedLevel(hashText(model.slice(4)), id) - raw[i]!.value),
      ),
    );
    expect(errors.reduce((sum, one) => sum + one, 0) / errors.length).toBeLessThan(0.25);
    const page = readFileSync(join(terminal.folder, told.folder, 'report.html'), 'utf8');
    expect(page).toContain('<section id="questionnaire">');
  } finally {
    rmSync(terminal.folder, { recursive: true, force: true });
  }
});
