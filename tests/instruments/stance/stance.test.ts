import { describe, expect, test } from 'vitest';
import type { Item } from '../../../src/asking/items.ts';
import { EndpointError } from '../../../src/errors.ts';
import type { Facts, InstrumentContext, Line } from '../../../src/instruments/contract.ts';
import { askStances, plannedStances } from '../../../src/instruments/stance/ask.ts';
import {
  type Figure,
  loadHead,
  shortfalls,
  stanceOf,
  weightsOf,
} from '../../../src/instruments/stance/head.ts';
import { type Items, loadItems } from '../../../src/instruments/stance/items.ts';
import { type Stance, stanceId } from '../../../src/instruments/stance/records.ts';
import { type Result, resultSchema, scoreStances } from '../../../src/instruments/stance/score.ts';
import { tellStances } from '../../../src/instruments/stance/tell.ts';
import { traceStances } from '../../../src/instruments/stance/trace.ts';
import { promptFiles } from '../../../src/prompts/load.ts';
import { modelForecasts } from '../../../src/run/instruments/forecast.ts';

const settings = { systems: ['valuelex'] };
const items: Items = loadItems(settings, promptFiles(), null);
const stems = ['When I am asked,', 'At night I', 'What I reject is'];
const texts = stems.flatMap((asked, s) =>
  ['a', 'b', 'c'].map((model) => ({
    ...{ id: `${model}-${s}`, model, asked, text: `${asked} ${model} does it.` },
  })),
);
const line = (completion: string, raw: number, head = items.hash): Stance => ({
  ...{ id: stanceId(completion, 'valuelex', 'social', head), source: 'model', completion },
  ...{ judge: 'local:x', head, system: 'valuelex', subdimension: 'social', raw, at: '' },
});
const facts = (stances: readonly Line[]): Facts<Items> => ({
  ...{ items, lines: { stances }, raters: [], seed: 1, derived: { ownSystem: null } },
  models: ['a', 'b', 'c'].map((name) => ({
    name,
    tags: { family: `${name}s`, size: null, training: 'base' },
  })),
  texts: { sentences: texts },
});
/** a above b above c on the first two stems, b above a at a tie with c on the third. */
const told = [
  ...[line('a-0', 3), line('b-0', 2), line('c-0', 1)],
  ...[line('a-1', 103), line('b-1', 102), line('c-1', 101)],
  ...[line('a-2', -1), line('b-2', 5), line('c-2', 5)],
];
const scored = scoreStances(facts(told)) as Result;
const social = scored.systems[0]!.values.findIndex(({ id }) => id === 'social');
const shareOf = (model: string) =>
  scored.systems[0]!.models.find((one) => one.model === model)!.values[social]!;

describe('scores', () => {
  test('are shares of pairs won within a stem, whatever the level of the stem', () => {
    expect(shareOf('a')).toMatchObject({ value: 4 / 6, n: 6, clusters: 3 });
    expect(shareOf('b').value).toBeCloseTo((1 + 0 + 1 + 0 + 0.5 + 1) / 6, 12);
    expect(shareOf('c').value).toBeCloseTo(1.5 / 6, 12);
    const moved = told.map((one, i) => ({ ...one, raw: one.raw + (i < 3 ? 1000 : 0) }));
    expect(scoreStances(facts(moved))).toEqual(scored);
    expect(resultSchema.parse(scored)).toEqual(scored);
  });

  test('leave out values that nothing was read on, and stances of another head', () => {
    expect(scored.systems[0]!.models[0]!.values.filter((one) => one !== null)).toHaveLength(1);
    expect(scoreStances(facts([line('a-0', 3, 'other')]))).toMatchObject({
      unavailable: 'No stance has been read yet.',
    });
  });

  test('a cell is traced to its endings, each beside the mean of its stem', () => {
    const place = { table: 'stance-valuelex', row: 'b', column: 'social' };
    const evidence = traceStances(facts(told), settings, place);
    expect(evidence.map(({ text, figure }) => [text, figure])).toEqual([
      ['b does it.', '0.00'],
      ['b does it.', '0.00'],
      ['b does it.', '+2.00'],
    ]);
    // Of a run that was stopped: this ending was read on another value alone.
    const other = { ...told[0]!, id: 'other', subdimension: 'competence' };
    const half = facts([other, ...told.slice(1)]);
    expect(
      traceStances(half, settings, { ...place, row: 'a' }).map(({ item }) => item?.id),
    ).toEqual(stems.slice(1));
  });
});

describe('what is told', () => {
  const figure = (part: Figure['part'], value: number): Figure => ({
    ...{ part, value, low: value - 0.05, high: value + 0.05, pairs: 100, stems: 40 },
  });
  const parts = ['all', 'positive', 'negative', 'straight', 'crossed'] as const;
  const withExam = (exam: Figure[]): Result => ({
    ...scored,
    head: { ...scored.head, exam, proven: shortfalls(exam).length === 0 },
  });

  test('an exam that falls short marks every table, with the figure, its interval, and what was needed', () => {
    const exam = parts.map((part) => figure(part, part === 'crossed' ? 0.7 : 0.82));
    const { tables, headline } = tellStances(withExam(exam));
    const warning =
      '▲ Unproven: the stance head falls short in its exam. .70 [.65, .75] on the value’s words stand against it (needed: .75). Do not rest a claim on it.';
    expect(tables[0]!.notes[0]).toBe(warning);
    expect(headline).toContain('unproven');
  });

  test('a part that the exam lacks is not passed', () => {
    const exam = parts.filter((part) => part !== 'negative').map((part) => figure(part, 0.82));
    expect(tellStances(withExam(exam)).tables[0]!.notes[0]).toContain(
      'not examined on stems that ask for what is rejected (needed: .75)',
    );
  });

  test('endings of one model alone are compared with nothing, and it says so', () => {
    const alone = scoreStances(facts(told.filter(({ completion }) => completion.startsWith('a'))));
    expect(tellStances(alone as Result).headline).toContain('nothing to compare');
  });

  test('an exam that is passed stands there with its interval', () => {
    const { tables, headline } = tellStances(withExam(parts.map((part) => figure(part, 0.82))));
    expect(tables[0]!.notes[0]).toBe('Side accuracy in its exam: .82 [.77, .87] of 100 pairs.');
    expect(headline).not.toContain('unproven');
  });
});

describe('the head', () => {
  test('is of the model that this program makes, and says how it does in each part', () => {
    const head = loadHead();
    expect(weightsOf(head)).toHaveLength(640);
    expect(new Set(head.figures.exam.map(({ part }) => part))).toEqual(
      new Set([...parts(), 'mixed']),
    );
    expect(head.prompt).toBe(items.prompt.hash);
    function parts() {
      return ['all', 'positive', 'negative', 'straight', 'crossed'];
    }
  });

  test('sums, and refuses a state of another length', () => {
    expect(stanceOf(Float32Array.of(1, -2), [3, 1])).toBe(1);
    expect(() => stanceOf(Float32Array.of(1), [3, 1])).toThrow(RangeError);
  });
});

describe('asking', () => {
  type Asked = { appended: Stance[]; embedded: string[]; left: unknown[]; items: Item[] };
  async function ask(
    stances: readonly Line[],
    open: InstrumentContext['openEmbedding'],
  ): Promise<Asked> {
    const asked: Asked = { appended: [], embedded: [], left: [], items: [] };
    const context = {
      environment: { now: () => 0 },
      run: {
        items,
        lines: () => stances,
        after: ['sentences'],
        texts: () => texts,
        append: (_: string, one: Line) => asked.appended.push(one as Stance),
      },
      shard: { has: () => true },
      onUnavailable: (_: string, error: unknown) => asked.left.push(error),
      openEmbedding: open,
    } as unknown as InstrumentContext<Items>;
    for await (const round of askStances(context))
      for (const { items: list } of round.work)
        for (let i = 0; i < list.length; i++) {
          asked.items.push(list.at(i)!);
          await list.at(i)!.ask({
            ...{ signal: new AbortController().signal, onText: () => {}, reserve: () => {} },
          });
        }
    return asked;
  }
  const opened = (hash: string) => async () => ({
    embedder: {
      name: 'x',
      embed: async (list: readonly string[]) => list.map((_, i) => new Float32Array(640).fill(i)),
      close: async () => {},
    },
    hash,
  });

  test('reads each ending on each value once, and goes on where it stopped', async () => {
    const { appended } = await ask([], opened(items.head.model.sha256));
    expect(appended).toHaveLength(9 * 6);
    expect(new Set(appended.map(({ id }) => id)).size).toBe(9 * 6);
    const rest = await ask(appended.slice(0, 50), opened(items.head.model.sha256));
    expect(rest.appended.map(({ id }) => id)).toEqual(appended.slice(50).map(({ id }) => id));
    const none = await ask(appended, async () => {
      throw new Error('nothing is to be opened');
    });
    expect(none.appended).toEqual([]);
  });

  test('without that very model it is left out, and says how to get it', async () => {
    const missing = new EndpointError('missing', 'The model has not been made yet');
    const gone = await ask([], async () => Promise.reject(missing));
    expect(gone.left).toEqual([missing]);
    const other = await ask([], opened('0'.repeat(64)));
    expect(other.left).toMatchObject([{ hint: expect.stringContaining('valuelex models pull') }]);
    expect([...gone.appended, ...other.appended]).toEqual([]);
  });

  test('the forecast is one text an ending and value, at no cost, and about how long that takes', () => {
    expect(plannedStances(items, { texts })).toMatchObject([{ requests: 9 * 6, tokensOut: 0 }]);
    const [row] = modelForecasts(plannedStances(items, { texts }), [], [], new Map());
    expect(row).toMatchObject({ left: 54, dollars: 0 });
    expect(row!.seconds).toBeCloseTo(54 * 0.15, 9);
  });
});
