/** The training texts: none says its value, no scene appears twice, and frames, lengths, and writers are crossed with sides. */
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { casesOf, labelRow } from '../../../../src/instruments/reading/offline/cases.ts';
import { promptFiles } from '../../../../src/prompts/load.ts';
import { shippedSystems } from '../../../../src/values/load-systems.ts';
import { subdimensionsOf } from '../../../../src/values/value-system.ts';
import { isContent, isOfRoot, rootOf, wordsOf } from '../../value-words.ts';

const folder = `${promptFiles().root}/reading/training`;
const frames = ['first', 'negated', 'advice', 'story', 'refusal', 'opinion'] as const;
const rowSchema = labelRow.extend({ frame: z.enum(frames) });

const rows = readdirSync(folder).flatMap((file) =>
  readFileSync(`${folder}/${file}`, 'utf8')
    .trim()
    .split('\n')
    .map((line) => {
      const row = JSON.parse(line) as { side: number };
      return { ...rowSchema.parse({ ...row, side: String(row.side) }), file };
    }),
);
const values = subdimensionsOf(shippedSystems.find(({ id }) => id === 'schwartz')!);
const shared = rows.filter(({ value }) => value === '');

describe('the training texts', () => {
  it.each(values)('are at least 30 for, 30 against, and 30 silent on $id', ({ id }) => {
    const own = rows.filter(({ value }) => value === id);
    const count = (side: number) => own.filter((row) => row.side === side).length;
    expect(count(1)).toBeGreaterThanOrEqual(30);
    expect(count(-1)).toBeGreaterThanOrEqual(30);
    expect(count(0) + shared.length).toBeGreaterThanOrEqual(30);
  });

  it.each(values)('hold no word of the name or definition of $id', ({ id, name, definition }) => {
    const roots = wordsOf(`${name} ${definition}`).filter(isContent).map(rootOf);
    expect(roots.length).toBeGreaterThan(2);
    const found = rows
      .filter(({ value }) => value === id)
      .flatMap(({ text, scene }) =>
        wordsOf(text)
          .filter((word) => isContent(word) && roots.some((root) => isOfRoot(word, root)))
          .map((word) => `${scene}: ${word}`),
      );
    expect(found).toEqual([]);
  });

  it('tell no scene and no text twice', () => {
    for (const field of ['scene', 'text'] as const) {
      const all = rows.map((row) => row[field]);
      expect(all.filter((one, i) => all.indexOf(one) !== i)).toEqual([]);
    }
  });

  it('stand in every frame on both sides of every value, equally often', () => {
    for (const { id } of values)
      for (const frame of frames) {
        const own = rows.filter((row) => row.value === id && row.frame === frame);
        const [fors, againsts] = [1, -1].map((side) => own.filter((row) => row.side === side));
        expect([id, frame, fors!.length]).toEqual([id, frame, againsts!.length]);
        expect(fors!.length).toBeGreaterThanOrEqual(3);
        expect(rows.filter((row) => row.side === 0 && row.frame === frame).length).toBeGreaterThan(
          3,
        );
      }
  });

  it('are of writers who take both sides and none', () => {
    for (const [, own] of Map.groupBy(rows, ({ writer }) => writer))
      for (const side of [1, -1, 0])
        expect(own.filter((row) => row.side === side).length).toBeGreaterThan(10);
    expect(new Set(rows.map(({ writer }) => writer)).size).toBeGreaterThanOrEqual(6);
  });

  it('are a sentence to 150 words long, as long on the one side as on the other', () => {
    const length = ({ text }: { text: string }) => text.split(/\s+/).length;
    const lengths = rows.map(length);
    expect(Math.max(...lengths)).toBeLessThanOrEqual(150);
    expect(lengths.filter((one) => one <= 20).length).toBeGreaterThan(100);
    expect(lengths.filter((one) => one >= 80).length).toBeGreaterThan(60);
    const mean = (side: number) => {
      const own = rows.filter((row) => row.side === side).map(length);
      return own.reduce((sum, one) => sum + one, 0) / own.length;
    };
    expect(Math.abs(mean(1) - mean(-1))).toBeLessThan(3);
  });

  it('are read as cases', () => {
    const ids = values.map(({ id }) => id);
    const cases = casesOf(rows, ids, ({ file, scene }) => `${file}, ${scene}`);
    expect(cases.length).toBe(rows.length);
  });
});
