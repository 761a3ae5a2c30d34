/** Training and reading with an embedder of made vectors: words are planted in it as directions. */
import { describe, expect, it } from 'vitest';
import { casesOf, labelOf, labelRow } from '../../../../src/instruments/reading/offline/cases.ts';
import { hashOfModel, parseModel } from '../../../../src/instruments/reading/offline/model-file.ts';
import { openReader } from '../../../../src/instruments/reading/offline/reader.ts';
import { sentencesOf } from '../../../../src/instruments/reading/offline/sentences.ts';
import { trainReader } from '../../../../src/instruments/reading/offline/train.ts';
import { type ValueSystem, valueSystemSchema } from '../../../../src/values/value-system.ts';
import { embedWords as embed, size } from './made-vectors.ts';

const system: ValueSystem = valueSystemSchema.parse({
  id: 'two',
  title: 'Two values',
  source: 'this test',
  dimensions: [
    {
      id: 'all',
      name: 'All',
      definition: 'Both.',
      subdimensions: ['tidiness', 'thrift'].map((id) => ({
        id,
        name: id,
        definition: `${id} yes`,
        against: `${id} no`,
        words: [id],
      })),
    },
  ],
});

const topics = { tidiness: 'broom', thrift: 'purse' } as const;

const rows = Array.from({ length: 120 }, (_, i) => {
  const value = i % 3 === 2 ? '' : i % 3 === 1 ? 'tidiness' : 'thrift';
  const side = value === '' ? '0' : i % 2 === 0 ? '1' : '-1';
  const words = value === '' ? 'weather' : `${topics[value]} ${side === '1' ? 'yes' : 'no'}`;
  const text = `Filler${i % 17} ${words} filler${i % 13}.`;
  return labelRow.parse({
    ...{ text: `${text} ${i}`, value, side, writer: `w${i % 4}`, scene: `s${i}` },
  });
});
const cases = casesOf(rows, ['tidiness', 'thrift'], ({ scene }) => scene);
const training = { embedding: { name: 'made', hash: 'a'.repeat(64) }, embed };
const model = await trainReader(cases, system, training);

describe('a trained reader', () => {
  it('tells which value a text expresses, on which side, and by which sentence', async () => {
    const reader = await openReader(model, embed);
    const texts = [
      'The sun came out. My broom, yes! Weather again.',
      'The purse, no.',
      'Weather, weather.',
      '…',
    ];
    const verdicts = await reader.read(texts.map((text) => ({ text })));
    expect(verdicts).toEqual([
      { tidiness: { expressed: true, side: 1, strength: null, words: ['My broom, yes!'] } },
      { thrift: { expressed: true, side: -1, strength: null, words: ['The purse, no.'] } },
      {},
      {},
    ]);
    const [odds] = await reader.odds(texts);
    expect(odds!.tidiness!.presence).toBeGreaterThan(0);
    expect(odds!.thrift!.presence).toBeLessThan(0);
  });

  it('is the same file from the same texts, and reads the same when it is read back', async () => {
    const again = await trainReader(cases, system, training);
    expect(JSON.stringify(again)).toBe(JSON.stringify(model));
    const back = parseModel(JSON.stringify(model), 'model.json');
    expect(hashOfModel(back)).toBe(hashOfModel(model));
    const [one, other] = await Promise.all([openReader(model, embed), openReader(back, embed)]);
    const texts = ['A broom, yes.', 'A purse.'];
    expect(await other.odds(texts)).toEqual(await one.odds(texts));
  });

  it('holds how well it predicts writers that it has not seen', () => {
    const { presence, side } = model.figures;
    expect(presence.heads.at(-1)!.averagePrecision.estimate!).toBeGreaterThan(0.9);
    expect(side.valueLeftOut.at(-1)!.balancedAccuracy.lower!).toBeGreaterThan(0.5);
    expect(side.majority.at(-1)!.matthews.estimate).toBe(0);
    expect(presence.heads.map((one) => one.value)).toEqual(['tidiness', 'thrift', null]);
  });

  it('refuses files that are none, or that are broken', () => {
    expect(() => parseModel('{', 'm.json')).toThrow(
      'This is not a trained reader: it is not JSON.',
    );
    expect(() => parseModel('{}', 'm.json')).toThrow(/This is not a trained reader: /);
    const short = { ...model, centre: model.centre.slice(0, 8) };
    expect(() => parseModel(JSON.stringify(short), 'm.json')).toThrow(
      `centre holds 1 numbers, not ${size}`,
    );
  });

  it('is not trained where hardly a text expresses a value', async () => {
    await expect(trainReader(cases.slice(0, 9), system, training)).rejects.toThrow(
      'No value of two is expressed by at least 10 of the texts.',
    );
  });
});

describe('labelled texts', () => {
  const row = (part: Partial<Record<keyof (typeof rows)[number], string>>) =>
    labelRow.parse({ text: 'A', value: 'thrift', side: '1', writer: 'w', scene: 's', ...part });
  const read = (...parts: Parameters<typeof row>) =>
    casesOf(parts.map(row), ['tidiness', 'thrift'], () => 'labels.csv:2');

  it('put rows of one text together, and leave open what is unsure', () => {
    const [one] = casesOf(
      [row({}), row({ value: 'tidiness', side: '-1' })],
      ['tidiness', 'thrift'],
      () => '',
    );
    expect(one!.labels).toEqual({ thrift: 1, tidiness: -1 });
    const [open] = read({ unsure: 'tidiness' });
    expect(labelOf(open!, 'tidiness')).toBe(null);
    const [silent] = read({ value: '', side: '0' });
    expect(labelOf(silent!, 'thrift')).toBe(0);
  });

  it('are refused with their place', () => {
    expect(() => read({ value: 'zeal' })).toThrow('There is no value zeal.');
    expect(() => read({ unsure: 'zeal' })).toThrow('There is no value zeal.');
    expect(() => read({ value: '', side: '1' })).toThrow('A side needs its value.');
    const two = (part: Parameters<typeof row>[0]) => () =>
      casesOf([row({}), row(part)], ['tidiness', 'thrift'], () => 'labels.csv:3');
    expect(two({})).toThrow('This text has two labels of thrift.');
    expect(two({ value: 'tidiness', writer: 'v' })).toThrow('another writer or scene');
  });
});

describe('sentences', () => {
  it('stand where they are said to stand, and none is longer than an encoder takes', () => {
    const text = `One. Two?  ${'word '.repeat(200)}end.\n\nThree … ${'한'.repeat(300)}`;
    const found = sentencesOf(text);
    const pieces = found.map(({ start, end }) => text.slice(start, end));
    expect(pieces[0]).toBe('One.');
    for (const piece of pieces) {
      expect(piece).toBe(piece.trim());
      expect(piece.normalize('NFD').length).toBeLessThanOrEqual(400);
    }
    expect(pieces.join('').replace(/\s/g, '')).toBe(text.replace(/\s/g, ''));
  });

  it('are none without a letter or number', () => {
    expect(sentencesOf(' … !')).toEqual([]);
  });
});
