/** Sheets for readers who do not see the key, and what comes back from them. */
import { readFileSync } from 'node:fs';
import { parse } from 'csv-parse/sync';
import { describe, expect, it } from 'vitest';
import { loadPairs } from '../../src/instruments/shared/pairs/pair-items.ts';
import { promptFiles } from '../../src/prompts/load.ts';
import {
  acceptabilityOf,
  acceptabilitySheet,
  keyingOf,
  keyingSheet,
  type Sheet,
  type SheetItem,
  sheetItems,
} from '../../src/validity/content-validity.ts';

const items = sheetItems(loadPairs({ extent: 'thorough' }, promptFiles(), null));

/** A reader who says for each reply what `say` gives. */
const reader = (
  name: string,
  say: (item: SheetItem, serves: boolean) => string,
  own = items,
): Sheet => ({
  reader: name,
  rows: own.map((item, i) => ({
    where: `${name}.csv:${i + 2}`,
    cells: {
      code: item.code,
      'serves 1': say(item, item.replies[0].serves),
      'serves 2': say(item, item.replies[1].serves),
    },
  })),
});
const keyed = ({ pair }: SheetItem, serves: boolean) =>
  serves ? pair.value : (pair.against ?? 'none');

describe('the sheets', () => {
  it('show every item once, in an order and with sides that tell nothing, always the same', () => {
    expect(new Set(items.map(({ pair }) => pair.id)).size).toBe(116);
    expect(sheetItems(loadPairs({ extent: 'thorough' }, promptFiles(), null))).toEqual(items);
    const first = items.filter(({ replies }) => replies[0].serves).length;
    expect(first).toBeGreaterThan(40);
    expect(first).toBeLessThan(76);
    const [header, ...rows] = keyingSheet(items);
    expect(header).toHaveLength(7);
    // Neither the value nor the item's name, which holds it.
    for (const [i, row] of rows.entries()) {
      const told = row.slice(0, 2).concat(row.slice(5)).join(' ');
      expect(told).not.toContain(items[i]!.pair.value);
      expect(row.join(' ')).not.toContain(items[i]!.pair.id);
    }
    expect(acceptabilitySheet(items)).toHaveLength(1 + 232);
  });

  it('in the repository are those of the items of now', () => {
    const stored = (name: string) =>
      parse(readFileSync(`validity/opposing/${name}`, 'utf8'), { bom: true }) as string[][];
    expect(stored('keying.csv')).toEqual(keyingSheet(items));
    expect(stored('acceptability.csv')).toEqual(acceptabilitySheet(items));
  });
});

describe('readers', () => {
  it('who all find the key agree, and nothing is rewritten', () => {
    const found = keyingOf(
      items,
      ['a', 'b', 'c'].map((name) => reader(name, keyed)),
    );
    expect(found).toMatchObject({ alpha: 1, rewrite: [], confusions: [] });
    expect(found.values).toHaveLength(16);
    for (const one of found.values) expect([one.recovered, one.alpha]).toEqual([one.items, 1]);
  });

  it('drop an item where two of three miss its value, or its side', () => {
    const wrong = (missed: string, how: 'value' | 'side') => (item: SheetItem, serves: boolean) => {
      if (item.pair.id !== missed) return keyed(item, serves);
      return how === 'side' ? keyed(item, !serves) : serves ? 'hedonism' : 'none';
    };
    const sheets = [
      reader('a', wrong('power-1', 'value')),
      reader('b', wrong('power-1', 'side')),
      reader('c', wrong('power-2', 'value')),
    ];
    const found = keyingOf(items, sheets);
    expect(found.rewrite).toEqual(['power-1']);
    expect(found.values.find(({ value }) => value === 'power')).toMatchObject({ recovered: 7 });
    expect(found.confusions).toContainEqual({ keyed: 'power', read: 'hedonism', count: 2 });
    expect(found.alpha!).toBeLessThan(1);
    expect(found.alpha!).toBeGreaterThan(0.95);
  });

  it('who leave a cell empty do not recover the item, and are no disagreement', () => {
    const empty = reader('a', (item, serves) =>
      item.pair.id === 'power-1' ? '' : keyed(item, serves),
    );
    const found = keyingOf(items, [empty, reader('b', keyed), reader('c', keyed)]);
    expect(found).toMatchObject({ alpha: 1, rewrite: [] });
    expect(keyingOf(items, [empty, empty, reader('c', keyed)]).rewrite).toEqual(['power-1']);
  });

  it('who name an unknown value or code are told the line', () => {
    const odd = reader('a', () => 'greed');
    expect(() => keyingOf(items, [odd])).toThrow('there is no value "greed"');
    const stray: Sheet = { reader: 'a', rows: [{ where: 'a.csv:2', cells: { code: 'q999' } }] };
    expect(() => keyingOf(items, [stray])).toThrow('no item with the code "q999"');
  });
});

describe('raters', () => {
  const rater = (name: string, rate: (item: SheetItem, serves: boolean) => string): Sheet => ({
    reader: name,
    rows: items.flatMap((item) =>
      item.replies.map(({ serves }, i) => ({
        where: `${name}.csv:2`,
        cells: { code: item.code, reply: String(i + 1), rating: rate(item, serves) },
      })),
    ),
  });

  it('give means of both replies; more than half a point apart is rewritten', () => {
    const sheets = ['a', 'b', 'c', 'd'].map((name, i) =>
      rater(name, ({ pair }, serves) =>
        pair.id === 'power-1' ? (serves ? '4' : '5') : String(i < 2 && serves ? 6 : 5),
      ),
    );
    const found = acceptabilityOf(items, sheets);
    expect(found.items).toHaveLength(116);
    expect(found.items.find(({ id }) => id === 'power-1')).toMatchObject({
      serving: 4,
      opposing: 5,
    });
    expect(found.items.find(({ id }) => id === 'power-2')).toMatchObject({
      serving: 5.5,
      opposing: 5,
    });
    expect(found.rewrite).toEqual(['power-1']);
  });

  it('whose rating is none are told the line', () => {
    expect(() => acceptabilityOf(items, [rater('a', () => '9')])).toThrow('rating is "9"');
  });
});
