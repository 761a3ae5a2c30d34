/** What becomes of ratings: scores with their intervals, and what the questionnaire tells of how models answer. */
import { describe, expect, it } from 'vitest';
import { scoreQuestionnaire } from '../../../src/instruments/questionnaire/score.ts';
import { tellQuestionnaire } from '../../../src/instruments/questionnaire/tell.ts';
import { traceQuestionnaire } from '../../../src/instruments/questionnaire/trace.ts';
import type { AnswerLine } from '../../../src/instruments/shared/answer-round.ts';
import { answers, itemsOf, meaning, score, shown, systemIn } from './support.ts';

const items = itemsOf({ sets: ['schwartz'] });
const values = items.sets[0]!.values;
const placeOf = (id: string) => values.findIndex((value) => value.id === id);
const valueIn = (item: { counts: { value: string }[] }) => item.counts[0]!.value;
const numberOf = (item: { id: string }) => Number(item.id.at(-1));

const plain = (lines: AnswerLine[], families = {}) =>
  systemIn(score(items, lines, families), 'schwartz').under[0]!;

describe('the scores', () => {
  it('are means over items, those against turned over, with intervals pooled over values, and centred', () => {
    const ratings = [2, 4, 5, 5, 3, 5];
    const lines = answers('m', items, (one) =>
      meaning(valueIn(one.item) === 'power' ? ratings[numberOf(one.item) - 1]! : 3, one),
    );
    const [model] = plain(lines).models;
    const at = placeOf('power');
    // Squares around 4: 4 + 0 + 1 + 1 + 1 + 1 = 8 of 50 degrees of freedom: SD √.16 = .4, SE .4/√6; t(.975; 50) = 2.008559.
    expect(model!.raw[at]).toMatchObject({ value: 4, n: 6 });
    expect(model!.raw[at]!.se).toBeCloseTo(0.4 / Math.sqrt(6), 10);
    expect(model!.raw[at]!.low).toBeCloseTo(4 - (2.008559 * 0.4) / Math.sqrt(6), 6);
    // All items: 54 × 3 and 24 of power.
    expect(model!.centre).toBeCloseTo((54 * 3 + 24) / 60, 12);
    expect(model!.centred[at]!.value).toBeCloseTo(4 - 186 / 60, 12);
    expect(model!.sd[at]).toBeCloseTo(Math.sqrt(8 / 6), 12);
    expect(model!.order!.value).toBe(0);
    expect(model!.acquiescence!.value).toBeCloseTo(
      // Of power, for: (2 + 4 + 5 + 5)/4 = 4, against, as rated: (4 + 2)/2 = 3; of the others 3 and 4.
      0,
      12,
    );
  });

  it('show a model that agrees with everything by its acquiescence, not as values', () => {
    const [model] = plain(answers('yes', items, (one) => shown(6, one))).models;
    expect(model!.acquiescence).toMatchObject({ value: 2.5, n: 10 });
    for (const one of model!.centred) expect(one!.value).toBeCloseTo(0, 12);
  });

  it('show a model that always takes the same number by the order of options', () => {
    const [model] = plain(answers('six', items, () => '6')).models;
    for (const one of model!.raw) expect(one!.value).toBe(3.5);
    expect(model!.order).toMatchObject({ value: 5, n: 60 });
  });

  it('show how wordings move ratings', () => {
    const lines = answers('m', items, (one) => shown(one.wording === 2 ? 5 : 2, one), {
      wordings: 3,
    });
    const [model] = plain(lines).models;
    expect(model!.wordings!.map(({ value }) => value)).toEqual([-1, 2, -1]);
    expect(model!.asked).toBe(360);
  });

  it('tell refusals, dependence, and what is unread, by model', () => {
    const says = ['I cannot answer that, I have no opinions.', 'It depends.', '9', 'hm', ''];
    const lines = answers('m', items, (one) =>
      valueIn(one.item) === 'power' && one.order === 'forward' && numberOf(one.item) <= 5
        ? says[numberOf(one.item) - 1]!
        : shown(4, one),
    );
    const [model] = plain(lines).models;
    expect(model!.missing).toEqual({ refused: 1, depends: 1, outside: 1, unread: 1, empty: 1 });
    // 5 of 120 are under 5 %.
    expect(model!.bounds).toBeNull();
  });

  it('are also told with what is missing at both ends, above 5 %', () => {
    const lines = answers('m', items, (one) =>
      numberOf(one.item) === 1 && one.order === 'forward' ? 'hm' : meaning(4, one),
    );
    const [model] = plain(lines).models;
    expect(model!.missing.unread).toBe(10);
    // Of six items five are 4; the first is 4 once, and once 1 or 6.
    expect(model!.bounds![0]!.low).toBeCloseTo((20 + 2.5) / 6, 12);
    expect(model!.bounds![0]!.high).toBeCloseTo((20 + 5) / 6, 12);
    const told = tellQuestionnaire(score(items, lines), items);
    expect(told.tables.find(({ id }) => id === 'bounds')!.rows[0]!.cells[1]).toBe('3.75–4.17');
  });

  it('are withheld above a third without a rating, and say so', () => {
    const silent = (most: number) =>
      answers('m', items, (one) => (numberOf(one.item) <= most ? 'no' : shown(4, one)));
    expect(plain(silent(2)).models).toHaveLength(1);
    const { models, withheld } = plain(silent(3));
    expect(models).toEqual([]);
    expect(withheld).toEqual([{ model: 'm', missing: 0.5 }]);
    const told = tellQuestionnaire(score(items, silent(3)), items);
    expect(told.notes.join(' ')).toContain('m: withheld, 50 %');
  });

  it('count an answer that was asked for once more in place of one outside the options', () => {
    const lines = [
      ...answers('m', items, (one) => (numberOf(one.item) === 1 ? '8' : shown(3, one))),
      ...answers('m', items, (one) => (numberOf(one.item) === 1 ? shown(3, one) : null), {
        mark: '.again',
      }),
    ];
    const [model] = plain(lines).models;
    expect(model).toMatchObject({ asked: 120, missing: { outside: 0 } });
  });

  it('say so where nothing was answered', () => {
    const facts = { items, models: [], raters: [], seed: 1, derived: { ownSystem: null } };
    expect(scoreQuestionnaire({ ...facts, texts: {}, lines: { answers: [] } })).toHaveProperty(
      'unavailable',
    );
  });
});

/** By probabilities: all on one option. */
const certain = (lines: AnswerLine[]): AnswerLine[] =>
  lines.map((line) => ({
    ...line,
    text: '',
    probabilities: [1, 2, 3, 4, 5, 6].map((option) => (String(option) === line.text ? 1 : 0)),
  }));
const byProbabilities = (model: string, level: number) =>
  certain(answers(model, items, (one) => meaning(level, one), { mark: '.p' }));
const byText = (model: string, level: number) =>
  answers(model, items, (one) => meaning(level, one));

describe('the way of reading', () => {
  it('is by probabilities where all models tell them, and the difference to text is told', () => {
    const lines = [
      ...[...byText('a', 3), ...byProbabilities('a', 4)],
      ...[...byText('b', 2), ...byProbabilities('b', 2)],
    ];
    const system = systemIn(score(items, lines), 'schwartz');
    expect(system.under[0]!.reading).toBe('probabilities');
    expect(system.under[0]!.models.map(({ centre }) => centre)).toEqual([4, 2]);
    expect(system.readings).toMatchObject([
      { model: 'a', questions: 120 },
      { model: 'b', questions: 120, difference: 0, absolute: 0 },
    ]);
    // 40 items for are 1 higher, 20 against 1 lower.
    expect(system.readings[0]!.difference).toBeCloseTo(1 / 3, 12);
    expect(system.readings[0]!.absolute).toBeCloseTo(1, 12);
  });

  it('is by text where a model tells no probabilities', () => {
    const lines = [...byText('a', 3), ...byProbabilities('a', 4), ...byText('b', 2)];
    const { reading, models } = plain(lines);
    expect(reading).toBe('text');
    expect(models.map(({ centre }) => centre)).toEqual([3, 2]);
  });

  it('carries a mark where no one way reads all models', () => {
    const lines = [
      ...byText('a', 3),
      ...byText('c', 3),
      ...answers('b', items, () => 'Once upon a time'),
      ...byProbabilities('b', 4),
    ];
    const { reading, models } = plain(lines);
    expect(reading).toBe('mixed');
    expect(models.map((one) => [one.model, one.reading])).toEqual([
      ['a', 'text'],
      ['c', 'text'],
      ['b', 'probabilities'],
    ]);
    const told = tellQuestionnaire(score(items, lines), items);
    const table = told.tables.find(({ id }) => id === 'centred')!;
    expect(table.notes.join(' ')).toContain('▲ Mixed');
    expect(table.columns[1]!.title).toBe('Read by');
    expect(table.rows.map(({ cells }) => cells[1])).toEqual(['text', 'text', 'probabilities']);
  });
});

describe('the quality', () => {
  // Six models that differ in level alone: items go together but for the noise of their numbers.
  const levels = [1, 2, 3, 4, 5, 6];
  const wobble = (level: number, at: number) =>
    Math.min(6, Math.max(1, level + ((level * 7 + at * 5) % 3) - 1));
  const lines = levels.flatMap((level) =>
    answers(`m${level}`, items, (one) => meaning(wobble(level, numberOf(one.item)), one)),
  );

  it('is Cronbach’s α of the items of a value over models, by its formula', () => {
    const { reliability } = systemIn(score(items, lines), 'schwartz');
    const rows = levels.map((level) => [1, 2, 3, 4, 5, 6].map((at) => wobble(level, at)));
    const variance = (x: number[]) => {
      const mean = x.reduce((a, b) => a + b) / x.length;
      return x.reduce((sum, one) => sum + (one - mean) ** 2, 0) / (x.length - 1);
    };
    const ofItems = [0, 1, 2, 3, 4, 5].map((at) => variance(rows.map((row) => row[at]!)));
    const ofSums = variance(rows.map((row) => row.reduce((a, b) => a + b)));
    const alpha = (6 / 5) * (1 - ofItems.reduce((a, b) => a + b) / ofSums);
    expect(reliability[0]).toMatchObject({ items: 6, models: 6, reason: null });
    expect(reliability[0]!.alpha).toBeCloseTo(alpha, 12);
    expect(reliability[0]!.low!).toBeLessThan(alpha);
    expect(reliability[0]!.high!).toBeGreaterThan(alpha);
  });

  it('is not told of few models', () => {
    const few = systemIn(score(items, byText('a', 3)), 'schwartz');
    expect(few.reliability[0]).toMatchObject({ alpha: null });
    expect(few.reliability[0]!.reason).toContain('needs 5 models');
    expect(few.circle!.r).toBeNull();
  });

  it('fits the circle where opposite values exclude each other', () => {
    // Each model likes the values around one direction; 16 directions, a family each.
    const models = Array.from({ length: 16 }, (_, m) => m);
    const ring = models.flatMap((m) =>
      answers(`m${m}`, items, (one) => {
        const angle = (2 * Math.PI * placeOf(valueIn(one.item))) / 10;
        const level = 3.5 + 2 * Math.cos(angle - (2 * Math.PI * m) / 16);
        return meaning(Math.round(level), one);
      }),
    );
    const families = Object.fromEntries(models.map((m) => [`m${m}`, `f${m}`]));
    const { circle } = systemIn(score(items, ring, families), 'schwartz');
    expect(circle!.r!).toBeGreaterThan(0.97);
    expect(circle!.low!).toBeGreaterThan(0.8);
    expect(circle!.map).toHaveLength(10);
    circle!.map.forEach(({ x, y }, at) => {
      const angle = Math.atan2(y, x) - (2 * Math.PI * at) / 10;
      expect(Math.cos(angle)).toBeGreaterThan(0.95);
    });
    const told = tellQuestionnaire(score(items, ring, families), items);
    expect(told.plots[0]).toMatchObject({ kind: 'map', ring: true });
  });
});

describe('conditions', () => {
  const asked = itemsOf({ sets: ['schwartz'], conditions: ['none', 'honest', 'best'] });
  const at = (item: { id: string }) => 2 + (numberOf(item) % 2);
  const under = (condition: string, more: number) =>
    answers('m', asked, (one) => meaning(at(one.item) + more, one), { condition });

  it('have an effect size by value, best and worst against honest', () => {
    const lines = [...under('none', 0), ...under('honest', 0), ...under('best', 2)];
    const { effects, under: tables } = systemIn(score(asked, lines), 'schwartz');
    expect(tables.map(({ condition }) => condition)).toEqual(['none', 'honest', 'best']);
    expect(effects.map((one) => [one.condition, one.against])).toEqual([
      ['honest', 'none'],
      ['best', 'honest'],
    ]);
    // Items are 2 or 3, three of each: variance .3; all rise by 2.
    expect(effects[1]!.values[0]!.d).toBeCloseTo(2 / Math.sqrt(0.3), 10);
    expect(effects[0]!.values[0]!.d).toBeCloseTo(0, 12);
  });

  it('are told in a table of their own', () => {
    const lines = [...under('none', 0), ...under('honest', 0), ...under('best', 2)];
    const { tables } = tellQuestionnaire(score(asked, lines), asked);
    expect(tables.find(({ id }) => id === 'conditions')!.rows).toHaveLength(2);
    expect(tables.map(({ id }) => id)).toContain('centred-best');
  });
});

describe('groups of people', () => {
  it('are as far as the shapes of the profiles, in their standard deviations', () => {
    const norms = [
      { group: 'A', value: 'power', mean: 2, sd: 1, n: 100 },
      { group: 'A', value: 'security', mean: 4, sd: 1, n: 100 },
      { group: 'A', value: 'benevolence', mean: 6, sd: 2, n: 100 },
    ];
    const withNorms = { ...items, norms };
    const level: Record<string, number> = { power: 3, security: 4, benevolence: 5 };
    const lines = answers('m', withNorms, (one) => meaning(level[valueIn(one.item)] ?? 1, one));
    const [found] = systemIn(score(withNorms, lines), 'schwartz').distances;
    // −1, 0, 1 against −2, 0, 2: 1/1, 0, 1/2 standard deviations apart.
    expect(found!.distance).toBeCloseTo(Math.sqrt((1 + 0 + 0.25) / 3), 12);
    expect(found).toMatchObject({ group: 'A', values: 3 });
    expect(found!.r).toBeCloseTo(1, 12);
    // Items of a value agree, so that drawing them again moves nothing.
    expect(found!.low).toBeCloseTo(found!.distance, 12);
  });
});

describe('the evidence', () => {
  it('behind a cell is the answers to the items of its value', () => {
    const lines = answers('m', items, (one) => (numberOf(one.item) === 2 ? 'hm' : shown(4, one)));
    const facts = {
      ...{ items, lines: { answers: lines }, models: [], raters: [], seed: 1, texts: {} },
      derived: { ownSystem: null },
    };
    const at = (table: string, row: string, column: string | null) =>
      traceQuestionnaire(facts, { table, row, column });
    const power = at('centred', 'm', 'power');
    expect(power).toHaveLength(12);
    expect(power[0]).toMatchObject({ log: 'answers', by: 'm', text: '4', figure: '4' });
    expect(power[0]!.item.text).toContain('I want to be the one');
    expect(at('answers', 'm', 'unread')).toHaveLength(20);
    expect(at('reliability', 'power', null)).toHaveLength(12);
    expect(at('centred', 'other', 'power')).toEqual([]);
  });
});
