/** The likelier of two answers: what is asked, what becomes of log-probabilities, and a whole run in a simulated world. */
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Facts } from '../../../src/instruments/contract.ts';
import { opposing } from '../../../src/instruments/opposing/instrument.ts';
import {
  idOf,
  loadItems,
  questionsOf,
  scoredItem,
} from '../../../src/instruments/opposing/items.ts';
import { priorLine } from '../../../src/instruments/opposing/preferences.ts';
import { type Result, scoreOpposing } from '../../../src/instruments/opposing/score.ts';
import { tellOpposing } from '../../../src/instruments/opposing/tell.ts';
import type { ScoredItemLine } from '../../../src/instruments/shared/likelihood-round.ts';
import { plantedLeaning } from '../../../src/instruments/shared/pairs/planted-leanings.ts';
import { hashText } from '../../../src/models/simulated/random.ts';
import { promptFiles } from '../../../src/prompts/load.ts';
import { pearson } from '../../../src/statistics/correlation.ts';
import { type TestTerminal, testTerminal } from '../../commands/test-context.ts';
import { writeSmallStudy } from '../../support/small-study.ts';

const items = loadItems({ extent: 'thorough' }, promptFiles(), null);
const pairs = items.sets.flatMap((set) => set.items);
const questions = questionsOf(items, { extent: 'thorough' });

describe('what is asked', () => {
  it('is every pair after its request and after three neutral ones: quick 128, default 464, thorough 928', () => {
    const count = (extent: 'quick' | 'default' | 'thorough') =>
      questionsOf(loadItems({ extent }, promptFiles(), null), { extent }).length;
    expect([count('quick'), count('default'), count('thorough')]).toEqual([128, 464, 928]);
    expect(new Set(questions.map(({ id }) => id)).size).toBe(928);
    // The scores of all pairs stand before what precedes them is read.
    expect(questions.slice(0, 232).every(({ after }) => after === 0)).toBe(true);
  });

  it('is the request alone in a chat, and an answer to continue with in plain text', () => {
    const item = scoredItem(questions[0]!, items);
    const { request, serving, opposing: other } = questions[0]!.pair;
    expect(item.continuations).toEqual([serving[0], other[0]]);
    expect(item.context('chat')).toEqual({
      kind: 'chat',
      messages: [{ role: 'user', content: request }],
    });
    const plain = item.context('completion') as { prompt: string };
    expect(plain.prompt).toContain(`Question: ${request}\nAnswer: `);
    expect(plain.prompt.endsWith('Answer: ')).toBe(true);
    const neutral = scoredItem(questions.at(-1)!, items).context('chat');
    expect(neutral).toMatchObject({ messages: [{ content: items.neutral[2] }] });
  });

  it('keeps the words of an item that stands in the run, and takes what is new', () => {
    const before = loadItems({ extent: 'quick' }, promptFiles(), null);
    const [set] = before.sets;
    const reworded = { ...set!.items[0]!, request: 'As it was asked?' };
    const asked = { ...before, sets: [{ ...set!, items: [reworded] }] };
    const grown = loadItems({ extent: 'default' }, promptFiles(), asked).sets[0]!.items;
    expect(grown).toHaveLength(80);
    expect(grown[0]!.request).toBe('As it was asked?');
  });
});

const line = (
  model: string,
  item: string,
  scores: [number, number] | [],
  more: Partial<ScoredItemLine> = {},
): ScoredItemLine => ({
  ...{ id: `${model}|${item}`, key: null, source: 'model', model, setting: 'test', form: 'chat' },
  ...{ base: false, promptTokens: null, completionTokens: null, milliseconds: null, cost: 0 },
  ...{ at: '2026-11-30T00:00:00Z', item, condition: 'none' },
  scores: scores.map((logProbability) => ({ logProbability, tokens: 10 })),
  ...more,
});

const factsWith = (lines: ScoredItemLine[], own = items): Facts<typeof items> => ({
  ...{ items: own, models: [], raters: [], seed: 1, derived: { ownSystem: null }, texts: {} },
  lines: { likelihoods: lines },
});

function score(lines: ScoredItemLine[], own = items): Result {
  const result = scoreOpposing(factsWith(lines, own));
  if ('unavailable' in result) throw new Error(result.unavailable);
  return result;
}

const bytesOf = (text: string) => Buffer.byteLength(text);
const at = (result: Result, value: string) => result.values.findIndex(({ id }) => id === value);

describe('the scores', () => {
  it('are differences of log-probabilities over the mean bytes of the two replies', () => {
    const own = pairs.filter(({ value }) => value === 'power');
    const result = score(own.map(({ id }) => line('m', idOf(id, 0, 0), [-20, -24])));
    const expected = own.map(
      ({ serving, opposing: other }) => 4 / ((bytesOf(serving[0]!) + bytesOf(other[0]!)) / 2),
    );
    const { preference, won } = result.models[0]!.values[at(result, 'power')]!;
    expect(preference!.value).toBeCloseTo(expected.reduce((sum, one) => sum + one, 0) / 8, 12);
    // Wilson (1927), 8 of 8: n / (n + z²).
    expect(won).toMatchObject({ value: 1, high: 1, n: 8 });
    expect(won!.low).toBeCloseTo(8 / (8 + 1.959964 ** 2), 6);
    expect(result.models[0]!.values[at(result, 'security')]!.won).toBeNull();
  });

  it('count bytes, not letters', () => {
    const [set] = items.sets;
    const pair = { ...set!.items[0]!, serving: ['ééééé'], opposing: ['eeeee'] };
    const own = { ...items, sets: [{ ...set!, items: [pair, { ...pair, id: 'other' }] }] };
    const lines = [pair.id, 'other'].map((id) => line('m', idOf(id, 0, 0), [-3, -6]));
    expect(score(lines, own).models[0]!.values[0]!.preference!.value).toBeCloseTo(3 / 7.5, 12);
  });

  it('take away what precedes any request: whole, and by the model’s own slope, which keeps the intercept', () => {
    // Preferences of .02 + .5 × prior, nats a byte.
    const lines = pairs.flatMap(({ id, serving, opposing: other }, i) => {
      const bytes = (bytesOf(serving[0]!) + bytesOf(other[0]!)) / 2;
      const prior = ((i % 7) - 3) / 100;
      const scores = (d: number): [number, number] => [-50 + d * bytes, -50];
      return [0, 1, 2, 3].map((after) =>
        // The neutral ones differ; their mean is the prior.
        line(
          'm',
          idOf(id, 0, after),
          scores(after === 0 ? 0.02 + prior / 2 : prior + (after - 2) / 100),
        ),
      );
    });
    const result = score(lines);
    const [model] = result.models;
    expect(model!.slope).toBeCloseTo(0.5, 8);
    expect(model!.priorCorrelation).toBeCloseTo(1, 8);
    for (const { residual } of model!.values) expect(residual!.value).toBeCloseTo(0.02, 8);
    const [first] = model!.values;
    const mean = pairs.slice(0, 8).reduce((sum, _, i) => sum + ((i % 7) - 3) / 100, 0) / 8;
    expect(first!.preference!.value).toBeCloseTo(0.02 + mean / 2, 8);
    expect(first!.minusPrior!.value).toBeCloseTo(0.02 - mean / 2, 8);
  });

  it('have no slope where nothing varies or too little was read', () => {
    const some = pairs
      .slice(0, 12)
      .map((pair) => ({ pair, system: 'schwartz', raw: 0.1, prior: 0 }));
    expect(priorLine(some)).toBeNull();
    expect(priorLine(some.slice(0, 9).map((one, i) => ({ ...one, raw: i, prior: i })))).toBeNull();
  });

  it('average wordings, and tell how often both say the same', () => {
    const own = pairs.slice(0, 8);
    const result = score(
      own.flatMap(({ id }, i) => [
        line('m', idOf(id, 0, 0), [-20, -30]),
        line('m', idOf(id, 1, 0), [-20, i < 2 ? -18 : -30]),
      ]),
    );
    expect(result.models[0]).toMatchObject({ items: 8, wordings: { value: 0.75, n: 8 } });
    expect(result.models[0]!.values[0]!.won!.value).toBe(1);
  });

  it('list the items on which all models agree first', () => {
    const [first, second, third] = pairs;
    const lines = ['a', 'b'].flatMap((model) => [
      line(model, idOf(first!.id, 0, 0), model === 'a' ? [-20, -30] : [-30, -20]),
      line(model, idOf(second!.id, 0, 0), [-20, -30]),
      line(model, idOf(third!.id, 0, 0), [-20, -31]),
    ]);
    const result = score(lines);
    expect(result.items.map(({ id }) => id).at(-1)).toBe(first!.id);
    expect(result.items.at(-1)).toMatchObject({ won: 0.5, models: 2 });
    expect(result.items[0]!.won).toBe(1);
  });

  it('count what a content filter refused, and leave out what was said under other conditions', () => {
    const [first, second, third] = pairs;
    const result = score([
      line('m', idOf(first!.id, 0, 0), [-20, -30]),
      line('m', idOf(second!.id, 0, 0), []),
      line('m', idOf(third!.id, 0, 0), [-20, -30]),
      line('m', idOf(pairs[3]!.id, 0, 0), [-30, -20], { id: 'x', condition: 'primed' }),
    ]);
    expect(result.models[0]).toMatchObject({ items: 2, refused: 1, won: { value: 1, n: 2 } });
    expect(tellOpposing(result).notes.join(' ')).toContain('m: a content filter refused 1 request');
    const [file] = opposing.lineFiles!;
    const rows = [...file!.rows(factsWith([line('m', idOf(second!.id, 0, 0), [])]) as never)];
    expect(rows[0]!.at(-1)).toBe('refused');
  });

  it('say so where nothing was read, and where a chat model was read as plain text', () => {
    expect(scoreOpposing(factsWith([]))).toHaveProperty('unavailable');
    const own = pairs
      .slice(0, 8)
      .map(({ id }) => line('m', idOf(id, 0, 0), [-2, -3], { base: true }));
    expect(tellOpposing(score(own)).notes.join(' ')).toContain('without the chat template');
  });

  it('show how acceptable raters found the replies, where they were rated', () => {
    const rated = items.sets.map((set) => ({
      ...set,
      items: set.items.map((one, i) => ({
        ...one,
        acceptability: { serving: 4 + (i % 3), opposing: 5 },
      })),
    }));
    const own = { ...items, sets: rated };
    const lines = rated.flatMap((set) =>
      set.items.map(({ id }, i) => line('m', idOf(id, 0, 0), [-20 + (i % 3), -20])),
    );
    const result = score(lines, own);
    expect(result.models[0]!.acceptability).toBeGreaterThan(0.9);
    const { tables } = tellOpposing(result);
    expect(tables.find(({ id }) => id === 'items')!.columns.at(-1)!.id).toBe('acceptability');
    const unrated = items.sets.map((set) => ({
      ...set,
      items: set.items.map(({ acceptability: _, ...one }) => one),
    }));
    expect(score(lines, { ...items, sets: unrated }).models[0]!.acceptability).toBeNull();
  });
});

describe('a run', () => {
  let terminal: TestTerminal;
  beforeEach(() => {
    terminal = testTerminal();
  });
  afterEach(() => rmSync(terminal.folder, { recursive: true, force: true }));
  const models = ['sim:alpha-7b', 'sim:beta-8b', 'sim:gamma-6b', 'sim:delta-7b'];
  const studyOf = (settings: object) =>
    writeSmallStudy(terminal.folder, {
      models,
      more: { clusters: { minCount: 1000 }, instruments: { opposing: settings } },
    });
  const resultOf = async () => {
    const told = JSON.parse((await terminal.run('report', 'small', '--json')).out);
    return { told, result: told.instruments[1].found.result as Result };
  };

  it('finds what the simulated models were planted with', async () => {
    const { code, out } = await terminal.run('run', studyOf({}));
    expect(code).toBe(0);
    expect(out).toContain('is likelier most often');
    const { told, result } = await resultOf();
    expect(result.models.map(({ items: n }) => n)).toEqual([116, 116, 116, 116]);
    // What is planted of a value in its items, as a share of those that it wins.
    const planted = result.models.flatMap(({ model }) =>
      result.values.map(({ id }) => {
        const own = pairs.filter(({ value }) => value === id);
        const seed = hashText(model.slice(4));
        return own.filter((pair) => plantedLeaning(seed, pair) > 0).length / own.length;
      }),
    );
    const found = result.models.flatMap(({ values }) => values.map(({ won }) => won!.value));
    expect(pearson(planted, found)).toBeGreaterThan(0.8);
    // What belongs to the replies is in what is preferred after neutral requests, and is taken away.
    const leanings = result.models.flatMap(({ model }) =>
      result.values.map(({ id }) => {
        const own = pairs.filter(({ value }) => value === id);
        const sum = own.reduce(
          (all, pair) => all + plantedLeaning(hashText(model.slice(4)), pair),
          0,
        );
        return sum / own.length;
      }),
    );
    const of = (variant: 'preference' | 'residual') =>
      result.models.flatMap(({ values }) => values.map((one) => one[variant]!.value));
    expect(pearson(leanings, of('residual'))).toBeGreaterThan(0.97);
    expect(pearson(leanings, of('residual'))).toBeGreaterThan(pearson(leanings, of('preference')));
    for (const { slope } of result.models) expect(slope).toBeGreaterThan(0.5);
    const page = readFileSync(join(terminal.folder, told.folder, 'report.html'), 'utf8');
    expect(page).toContain('Share of items won');
    const facts = readFileSync(join(terminal.folder, told.folder, 'opposing-facts.csv'), 'utf8');
    expect(facts.trim().split('\n')).toHaveLength(1 + 4 * 116);
  });

  it('costs what its forecast says, and grows from quick to all without asking twice', async () => {
    await terminal.run('run', studyOf({ extent: 'quick' }));
    const rows = JSON.parse((await terminal.run('instruments', 'small', '--json')).out) as {
      id: string;
      stored: number;
      requests: number;
      tokens: number;
    }[];
    const forecast = rows.find(({ id }) => id === 'opposing')!;
    expect([forecast.stored, forecast.requests]).toEqual([512, 512]);
    const linesIn = () =>
      readFileSync(
        join(terminal.runs, readdirSync(terminal.runs)[0]!, 'opposing/likelihoods.jsonl'),
        'utf8',
      )
        .trim()
        .split('\n')
        .map((one) => JSON.parse(one) as ScoredItemLine);
    const before = linesIn();
    const taken = before.reduce((sum, one) => sum + one.promptTokens! + one.completionTokens!, 0);
    expect(forecast.tokens / taken).toBeGreaterThan(1 / 1.5);
    expect(forecast.tokens / taken).toBeLessThan(1.5);
    expect((await terminal.run('run', studyOf({ extent: 'default' }))).code).toBe(0);
    const after = linesIn();
    expect(after.slice(0, 512)).toEqual(before);
    expect(after).toHaveLength(4 * 464);
    expect(new Set(after.map(({ id }) => id)).size).toBe(4 * 464);
  });

  it('takes log-probabilities that were collected elsewhere, and refuses what is none', async () => {
    const answers = join(terminal.folder, 'answers.csv');
    writeFileSync(answers, 'model,prompt,answer\nm,What do you value?,honesty and care\n');
    await terminal.run('import', answers, '--as', 'responses', '--name', 'mine');
    const file = join(terminal.folder, 'likelihoods.csv');
    const write = (...rows: string[]) =>
      writeFileSync(file, `model,item,wording,serving,opposing\n${rows.join('\n')}\n`);
    const importing = () => terminal.run('import', file, '--as', 'opposing', '--into', 'mine');
    write('lab:m,power-1,1,-20.5,-31', 'lab:m,power-2,2,-40,-31');
    expect((await importing()).out).toContain('2 answers to opposing of 1 model added');
    const told = JSON.parse((await terminal.run('report', 'mine', '--json')).out);
    const { result } = told.instruments[0].found as { result: Result };
    expect(result.models[0]).toMatchObject({ model: 'lab:m', items: 2, won: { value: 0.5 } });
    for (const [row, reason] of [
      ['lab:m,power-9,1,-2,-3', 'There is no item power-9'],
      ['lab:m,power-1,3,-2,-3', 'wording is 3'],
      ['lab:m,power-1,1,0.4,-3', 'serving is "0.4", which is not a log-probability'],
      ['lab:m,power-1,1,-2,much', 'opposing is "much"'],
    ] as const) {
      write(row);
      const { code, notes } = await importing();
      expect(code).not.toBe(0);
      expect(notes).toContain(reason);
      expect(notes).toMatch(/likelihoods\.csv.*2/);
    }
  });
});

describe('a researcher’s own items', () => {
  const folder = testTerminal().folder;
  afterEach(() => rmSync(join(folder, 'own.yaml'), { force: true }));
  const load = (yaml: string) => {
    const file = join(folder, 'own.yaml');
    writeFileSync(file, yaml);
    return loadItems({ extent: 'default', items: file }, promptFiles(), null);
  };
  const item = (more: string, id = 'mine-1') => `  - id: ${id}
    value: power
    request: Who chairs it?
    serving: [Take the chair and keep it.]
    opposing: [Take the chair in turns.]
${more}`;

  it('stand in place of those that ship', () => {
    const { sets } = load(`items:\n${item('')}`);
    expect(sets).toHaveLength(1);
    expect(sets[0]).toMatchObject({ system: 'schwartz', items: [{ id: 'mine-1' }] });
  });

  it.each([
    [`items:\n${item('').replace('power', 'powr')}`, 'there is no value powr; nearest: power', 3],
    [`items:\n${item('')}\n${item('')}`, 'item 1 has the id mine-1 too', 8],
    [`items:\n${item('').replace('[Take the chair in turns.]', '[" "]')}`, 'the text is empty', 6],
    [
      `items:\n${item('').replace('in turns.]', 'in turns., Rotate it.]')}`,
      '1 wordings that serve and 2',
      6,
    ],
    [
      `items:\n${item('').replace('in turns.', 'and keep it.')}`,
      'both replies of mine-1 are the same',
      6,
    ],
    [`items:\n${item('    against: power\n')}`, 'sets power against itself', 7],
    [`system: mine\nitems:\n${item('')}`, 'mine needs its values', 1],
    [`items:\n${item('    servin: x\n')}`, 'no such field here', 7],
  ])('are refused with the line: %#', (yaml, reason, at) => {
    try {
      load(yaml);
      expect.unreachable();
    } catch (error) {
      expect(error).toMatchObject({ where: expect.stringContaining(`own.yaml:${at}`) });
      expect(String(error)).toContain(reason);
    }
  });

  it('that are not there, or have the id of one that ships, are refused', () => {
    const settings = { extent: 'default', items: join(folder, 'none.yaml') } as const;
    expect(() => loadItems(settings, promptFiles(), null)).toThrow('cannot be read');
    const file = join(folder, 'own.yaml');
    writeFileSync(file, `items:\n${item('', 'power-1')}`);
    const both = { extent: 'default', items: file, systems: ['schwartz' as const] } as const;
    expect(() => loadItems({ ...both, systems: [...both.systems] }, promptFiles(), null)).toThrow(
      'An item that ships has the id power-1 too',
    );
  });
});
