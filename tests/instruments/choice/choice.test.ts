/** A or B: what a choice is, what becomes of it, and a whole run in a simulated world. */
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { choice } from '../../../src/instruments/choice/instrument.ts';
import {
  askedItem,
  idOf,
  loadItems,
  questionsOf,
  shownReplies,
} from '../../../src/instruments/choice/items.ts';
import { type Result, scoreChoice } from '../../../src/instruments/choice/score.ts';
import { plantedPosition, speaker } from '../../../src/instruments/choice/speaker.ts';
import { tellChoice } from '../../../src/instruments/choice/tell.ts';
import type { Facts } from '../../../src/instruments/contract.ts';
import { type AnswerLine, importedAnswer } from '../../../src/instruments/shared/answer-round.ts';
import { readLetter } from '../../../src/instruments/shared/letters.ts';
import { plantedLeaning } from '../../../src/instruments/shared/pairs/planted-leanings.ts';
import type { Capabilities } from '../../../src/models/model.ts';
import { hashText } from '../../../src/models/simulated/random.ts';
import { promptFiles } from '../../../src/prompts/load.ts';
import { type TestTerminal, testTerminal } from '../../commands/test-context.ts';
import { writeSmallStudy } from '../../support/small-study.ts';

const items = loadItems({ extent: 'thorough' }, promptFiles(), null);
const pairs = items.sets.flatMap((set) => set.items);
const capabilities: Capabilities = {
  ...{ chat: true, completion: true, prefill: true, seed: true, embed: false },
  ...{ tokenProbabilities: 'none', likelihood: 'none' },
};
const sampling = { temperature: 0, topP: 1, maxTokens: 8 };

describe('what is asked', () => {
  it('is every pair in both orders: quick 64, default 232, thorough 464', () => {
    const count = (extent: 'quick' | 'default' | 'thorough') =>
      questionsOf(loadItems({ extent }, promptFiles(), null), { extent }).length;
    expect([count('quick'), count('default'), count('thorough')]).toEqual([64, 232, 464]);
    const [forward, reversed] = questionsOf(items, { extent: 'default' });
    expect(shownReplies(reversed!)).toEqual([...shownReplies(forward!)].reverse());
  });

  it('shows A and B, and ends with the line in plain text', () => {
    const [question] = questionsOf(items, { extent: 'default' });
    const { pair } = question!;
    const chat = askedItem(question!, items).request('chat', sampling, capabilities);
    expect(chat).toMatchObject({ messages: [{ content: expect.stringContaining(pair.request) }] });
    const plain = askedItem(question!, items).request('completion', sampling, capabilities);
    if (plain.kind !== 'completion') throw new Error('a chat');
    expect(plain.prompt).toContain(`A: ${pair.serving[0]}\nB: ${pair.opposing[0]}\n`);
    expect(plain.prompt.endsWith('Answer:')).toBe(true);
    expect(plain.sampling.stop).toEqual(['\n']);
    // One example for each letter.
    expect(plain.prompt.match(/^Answer: [AB]$/gm)).toEqual(['Answer: A', 'Answer: B']);
  });
});

describe('a choice', () => {
  const replies = { A: 'Paint the door green.', B: 'Paint the door yellow.' };
  it.each([
    ['A', 'A'],
    [' b.', 'B'],
    ['**B**', 'B'],
    ['(A)', 'A'],
    ['B: Paint the door yellow.', 'B'],
    ['B) because it is yours', 'B'],
    ['A\n\nIt suits the street.', 'A'],
    ['Answer: B', 'B'],
    ['I would give reply A.', 'A'],
    ['My choice is B', 'B'],
    ['The answer is (B).', 'B'],
    ['Option A, since the street agreed.', 'A'],
    ['I prefer B as it is bolder.', 'B'],
    ['I choose A because it fits.', 'A'],
    ['<think>A or B? B is bold.</think>A', 'A'],
    ['Paint the door yellow', 'B'],
    ['"Paint the door green."', 'A'],
  ])('in %j is %s', (text, letter) => {
    expect(readLetter(text, replies)).toEqual({ letter });
  });

  it.each([
    '',
    'A door is a door.',
    'Both have their merits.',
    'Answer: A or answer: B',
    'Option A or option B, it depends.',
    'Paint the door green. Paint the door yellow.',
    'Select a colour.',
    'Give A plan a chance.',
    '42',
  ])('is none in %j', (text) => {
    expect(readLetter(text, replies)).toEqual({ missing: 'no choice' });
  });

  it('can be a third letter where there is one', () => {
    const three = { ...replies, C: 'It depends.' };
    for (const text of ['C', '**C**', 'C: It depends.', 'Answer: C', 'It depends on the street.'])
      expect([text, readLetter(text, three)]).toEqual([text, { letter: 'C' }]);
    expect(readLetter('Answer: A or answer: C', three)).toEqual({ missing: 'no choice' });
    expect(readLetter('C', replies)).toEqual({ missing: 'no choice' });
  });

  it('is counted as refused where the answer refuses', () => {
    const text = "I'm sorry, but I can't answer that. As an AI, I don't have personal values.";
    expect(readLetter(text, replies)).toEqual({ missing: 'refused' });
  });
});

const at = '2026-11-30T00:00:00Z';
/** Two answers to one wording of a pair. */
function answers(
  model: string,
  pair: string,
  [forward, reversed]: readonly [string, string],
  wording = 0,
): AnswerLine[] {
  return (['forward', 'reversed'] as const).map((order) => {
    const item = idOf(pair, wording, order);
    const text = order === 'forward' ? forward : reversed;
    return importedAnswer({ id: `${model}|${item}`, at }, { model, item, text });
  });
}
const serving = ['A', 'B'] as const;
const opposing = ['B', 'A'] as const;

const factsWith = (lines: AnswerLine[]): Facts<typeof items> => ({
  ...{ items, models: [], raters: [], seed: 1, derived: { ownSystem: null }, texts: {} },
  lines: { answers: lines },
});
function score(lines: AnswerLine[]): Result {
  const result = scoreChoice(factsWith(lines));
  if ('unavailable' in result) throw new Error(result.unavailable);
  return result;
}

const powers = pairs.filter(({ value }) => value === 'power').map(({ id }) => id);
const powerOf = (result: Result, model = 0) =>
  result.readings[0]!.models[model]!.values[result.values.findIndex(({ id }) => id === 'power')]!;

describe('the scores', () => {
  it('count a choice where both orders agree, and by position where they do not', () => {
    const result = score([
      ...powers.slice(0, 3).flatMap((id) => answers('m', id, serving)),
      ...powers.slice(3, 5).flatMap((id) => answers('m', id, opposing)),
      ...powers.slice(5, 7).flatMap((id) => answers('m', id, ['A', 'A'])),
      ...answers('m', powers[7]!, ['B', 'B']),
    ]);
    expect(powerOf(result)).toMatchObject({ won: { value: 0.6, n: 5 }, position: 3, worst: null });
    const [model] = result.readings[0]!.models;
    expect(model).toMatchObject({ asked: 16, items: 5, position: { value: 3 / 8, n: 8 } });
    expect(model!.first).toBeCloseTo(2 / 3, 12);
  });

  it('say nothing of values where a model always takes one letter', () => {
    const result = score(powers.flatMap((id) => answers('m', id, ['A', 'A'])));
    expect(powerOf(result)).toMatchObject({ won: null, position: 8 });
    expect(result.readings[0]!.models[0]).toMatchObject({ position: { value: 1 }, first: 1 });
  });

  it('give bounds above 5 % without a choice, and are withheld above a third', () => {
    const some = score([
      ...powers.slice(0, 6).flatMap((id) => answers('m', id, serving)),
      ...answers('m', powers[6]!, opposing),
      ...answers('m', powers[7]!, ['A', 'Both.']),
    ]);
    expect(powerOf(some)).toMatchObject({ won: { n: 7 }, worst: 6 / 8, best: 7 / 8 });
    expect(tellChoice(some).tables.map(({ id }) => id)).toContain('bounds-text-schwartz');
    const most = score([
      ...powers.slice(0, 4).flatMap((id) => answers('shy', id, ['Both.', 'Both.'])),
      ...powers.slice(4).flatMap((id) => answers('shy', id, serving)),
      ...powers.flatMap((id) => answers('open', id, serving)),
    ]);
    expect(most.readings[0]!.models.map(({ model }) => model)).toEqual(['open']);
    expect(most.readings[0]!.withheld).toEqual([{ model: 'shy', missing: 0.5 }]);
    expect(tellChoice(most).notes.join(' ')).toContain('shy: withheld, 50 %');
  });

  it('keep what is read by text and by probabilities in tables of their own, and tell how often both agree', () => {
    const probable = (pair: string, numbers: readonly [number[], number[]]): AnswerLine[] =>
      answers('m', pair, ['', '']).map((line, i) => ({
        ...line,
        id: `${line.id}.p`,
        item: `${line.item}.probabilities`,
        probabilities: numbers[i]!,
      }));
    const result = score([
      ...powers.slice(0, 4).flatMap((id) => answers('m', id, serving)),
      // Behind a space the letters count too.
      ...powers.slice(0, 3).flatMap((id) =>
        probable(id, [
          [0.1, 0.2, 0.3, 0],
          [0, 0.1, 0.1, 0.2],
        ]),
      ),
      ...probable(powers[3]!, [
        [0.1, 0.2, 0, 0],
        [0.2, 0.1, 0, 0],
      ]),
    ]);
    expect(result.readings.map(({ reading }) => reading)).toEqual(['text', 'probabilities']);
    expect(powerOf(result).won).toMatchObject({ value: 1, n: 4 });
    expect(result.readings[1]!.models[0]!.won).toMatchObject({ value: 0.75, n: 4 });
    expect(result.both).toMatchObject([{ model: 'm', same: { value: 0.75, n: 4 } }]);
    for (const table of tellChoice(result).tables.filter(({ id }) => id.startsWith('chosen-')))
      expect(table.title).toMatch(/read by (?:text|the probabilities)/);
    expect(choice.profiles!(result)).toHaveLength(2);
  });

  it('average wordings, list items on which all agree first, and tell α of five models', () => {
    const two = score([
      ...answers('m', powers[0]!, serving),
      ...answers('m', powers[0]!, opposing, 1),
      ...answers('m', powers[1]!, serving),
    ]);
    expect(powerOf(two).won).toMatchObject({ value: 0.75, n: 2 });
    // Two models take the serving reply everywhere, two nowhere, one on the first three items.
    const models = ['a', 'b', 'c', 'd', 'e'];
    const taken = (model: number, item: number) => model < 2 || (model === 4 && item < 3);
    const result = score(
      models.flatMap((model, m) =>
        powers.slice(0, 4).flatMap((id, i) => answers(model, id, taken(m, i) ? serving : opposing)),
      ),
    );
    const reliability = result.readings[0]!.reliability.find(({ value }) => value === 'power')!;
    // α = 4/3 (1 − Σ item variances / variance of sums): items .3 × 4, sums 4, 4, 0, 0, 3 with variance 4.2.
    expect(reliability.alpha).toBeCloseTo((4 / 3) * (1 - 1.2 / 4.2), 10);
    expect(two.readings[0]!.reliability.every(({ alpha }) => alpha === null)).toBe(true);
    const agreed = score(
      models.flatMap((model, m) => [
        ...answers(model, powers[0]!, m < 2 ? serving : opposing),
        ...answers(model, powers[1]!, serving),
      ]),
    );
    expect(agreed.readings[0]!.items.map(({ id }) => id)).toEqual([powers[1], powers[0]]);
  });

  it('say so where nothing was chosen', () => {
    expect(scoreChoice(factsWith([]))).toHaveProperty('unavailable');
  });
});

describe('a run', () => {
  let terminal: TestTerminal;
  beforeEach(() => {
    terminal = testTerminal();
  });
  afterEach(() => rmSync(terminal.folder, { recursive: true, force: true }));

  it('finds what the simulated models were planted with, position apart', async () => {
    const models = ['sim:alpha-7b', 'sim:beta-8b', 'sim:gamma-6b', 'sim:delta-7b'];
    const study = writeSmallStudy(terminal.folder, {
      models,
      more: { clusters: { minCount: 1000 }, instruments: { choice: {} } },
    });
    const { code, out } = await terminal.run('run', study);
    expect(code).toBe(0);
    expect(out).toContain('is chosen most often');
    const told = JSON.parse((await terminal.run('report', 'small', '--json')).out);
    const { result } = told.instruments[1].found as { result: Result };
    expect(result.readings).toHaveLength(1);
    const [reading] = result.readings;
    for (const { model, values, position } of reading!.models) {
      const seed = hashText(model.slice(4));
      const shift = plantedPosition(seed);
      let undecided = 0;
      result.values.forEach(({ id }, i) => {
        const own = pairs.filter(({ value }) => value === id);
        // A leaning that outweighs the position shows in both orders.
        const clear = own.filter((pair) => Math.abs(plantedLeaning(seed, pair)) > Math.abs(shift));
        undecided += own.length - clear.length;
        const won = clear.filter((pair) => plantedLeaning(seed, pair) > 0).length / clear.length;
        expect(values[i]!.position).toBe(own.length - clear.length);
        if (clear.length > 1) expect(values[i]!.won!.value).toBeCloseTo(won, 10);
      });
      expect(position!.value).toBeCloseTo(undecided / 116, 10);
    }
    const folder = join(terminal.folder, told.folder);
    expect(readFileSync(join(folder, 'report.html'), 'utf8')).toContain('<section id="choice">');
    const facts = readFileSync(join(folder, 'choice-facts.csv'), 'utf8');
    expect(facts.trim().split('\n')).toHaveLength(1 + 4 * 232);

    const rows = JSON.parse((await terminal.run('instruments', 'small', '--json')).out);
    const forecast = rows.find(({ id }: { id: string }) => id === 'choice');
    const taken = readFileSync(
      join(terminal.runs, readdirSync(terminal.runs)[0]!, 'choice/answers.jsonl'),
      'utf8',
    )
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as AnswerLine)
      .reduce((sum, one) => sum + one.promptTokens! + one.completionTokens!, 0);
    expect(forecast).toMatchObject({ stored: 4 * 232, requests: 4 * 232 });
    expect(forecast.tokens / taken).toBeGreaterThan(1 / 1.5);
    expect(forecast.tokens / taken).toBeLessThan(1.5);
  });

  it('takes choices that were collected elsewhere, and refuses what is none', async () => {
    const answersFile = join(terminal.folder, 'answers.csv');
    writeFileSync(answersFile, 'model,prompt,answer\nm,What do you value?,honesty and care\n');
    await terminal.run('import', answersFile, '--as', 'responses', '--name', 'mine');
    const file = join(terminal.folder, 'choices.csv');
    const write = (...rows: string[]) =>
      writeFileSync(file, `model,item,order,wording,answer\n${rows.join('\n')}\n`);
    const importing = () => terminal.run('import', file, '--as', 'choice', '--into', 'mine');
    write(
      ...['lab:m,power-1,forward,1,A', 'lab:m,power-1,reversed,1,B'],
      ...['lab:m,power-2,forward,1,B', 'lab:m,power-2,reversed,1,"B, of course"'],
    );
    expect((await importing()).out).toContain('4 answers to choice of 1 model added');
    const told = JSON.parse((await terminal.run('report', 'mine', '--json')).out);
    const { result } = told.instruments[0].found as { result: Result };
    expect(result.readings[0]!.models[0]).toMatchObject({ items: 1, position: { value: 0.5 } });
    for (const [row, reason] of [
      ['lab:m,powr-1,forward,1,A', 'There is no item powr-1'],
      ['lab:m,power-1,upward,1,A', 'order is "upward"'],
      ['lab:m,power-1,forward,7,A', 'wording is 7'],
    ] as const) {
      write(row);
      const { code, notes } = await importing();
      expect(code).not.toBe(0);
      expect(notes).toContain(reason);
      expect(notes).toMatch(/choices\.csv.*2/);
    }
  });
});

describe('the simulated models', () => {
  it('answer no request of others', () => {
    const said = (content: string) =>
      speaker(
        { kind: 'chat', messages: [{ role: 'user', content }], sampling },
        { id: 'm', seed: 1 },
      );
    expect(said('Which principles guide you?')).toBeNull();
    expect(said('A: Paint it green.\nB: Paint it blue.')).toBeNull();
  });
});
