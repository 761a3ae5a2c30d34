import { describe, expect, it } from 'vitest';
import { loadAnchors } from '../../src/instruments/shared/exam/anchors.ts';
import { loadSystem, parseValueSystem, shippedSystems } from '../../src/values/load-systems.ts';
import { subdimensionsOf } from '../../src/values/value-system.ts';

describe('the systems that ship', () => {
  it('are ValueLex with 3 and 6, Schwartz with 4 and 10, the foundations with 6', () => {
    expect(
      shippedSystems.map((one) => [one.id, one.dimensions.length, subdimensionsOf(one).length]),
    ).toEqual([
      ['valuelex', 3, 6],
      ['schwartz', 4, 10],
      ['moral-foundations', 3, 6],
    ]);
  });
  it('have six words and more for each value, none shared within a system, and say what stands against it', () => {
    for (const system of shippedSystems) {
      const parts = subdimensionsOf(system);
      const words = parts.flatMap((one) => one.words);
      expect(new Set(words).size).toBe(words.length);
      expect(Math.min(...parts.map((one) => one.words.length))).toBeGreaterThanOrEqual(6);
      expect(parts.every((one) => one.against)).toBe(true);
    }
  });
  it('have every subdimension that their exams ask for', () => {
    for (const system of shippedSystems) {
      const known = subdimensionsOf(system).map((one) => one.id);
      for (const set of loadAnchors(system.id)?.sets ?? [])
        expect(known).toContain(set.subdimension);
    }
  });
});

const own = `id: house
title: House
source: us
dimensions:
  - id: order
    name: Order
    definition: Keeping things in order.
    subdimensions:
      - id: tidiness
        name: Tidiness
        definition: Keeps things tidy.
        words: [tidiness]
`;

describe('a user’s system', () => {
  it('is read from YAML', () => {
    expect(parseValueSystem(own, 'house.yaml').dimensions[0]!.subdimensions[0]!.id).toBe(
      'tidiness',
    );
    expect(loadSystem('house.yaml', () => own).id).toBe('house');
  });
  it('names field and line of what does not fit', () => {
    const noWords = own.replace('words: [tidiness]', 'words: []');
    expect(() => parseValueSystem(noWords, 'house.yaml')).toThrow(
      expect.objectContaining({
        where: 'house.yaml:12',
        message: expect.stringContaining('dimensions.0.subdimensions.0.words') as string,
      }),
    );
    const missing = own.replace('        definition: Keeps things tidy.\n', '');
    expect(() => parseValueSystem(missing, 'house.yaml')).toThrow(
      expect.objectContaining({ where: 'house.yaml:9' }),
    );
  });
  it('names the line of an id that appears twice', () => {
    const twice = `${own}      - {id: tidiness, name: T, definition: t, words: [tidy]}\n`;
    expect(() => parseValueSystem(twice, 'house.yaml')).toThrow(
      expect.objectContaining({ where: 'house.yaml:13' }),
    );
  });
  it('says where the file of a run’s system is named, where it is gone', () => {
    expect(() => loadSystem('/old/house.yaml', () => undefined)).toThrow(
      expect.objectContaining({
        message: 'There is no value system /old/house.yaml.',
        hint: expect.stringMatching(/^The file is not there: put it back, .* study\.yaml\)/),
      }),
    );
  });

  it('lists the known systems for an unknown name', () => {
    expect(() => loadSystem('swartz', () => undefined)).toThrow(
      expect.objectContaining({ hint: expect.stringContaining('schwartz') as string }),
    );
  });
});
