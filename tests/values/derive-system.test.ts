import { describe, expect, it } from 'vitest';
import { deriveSystem, salientOn } from '../../src/values/derive-system.ts';
import { valueSystemSchema } from '../../src/values/value-system.ts';

const clusters = [
  { name: 'Honesty', words: ['honesty', 'truthfulness'] },
  { name: 'Care', words: ['care', 'respect for people', 'kindness'] },
  { name: 'Respect', words: ['respect', 'respect for privacy'] },
  { name: 'Skill', words: ['skill'] },
  { name: 'Wit', words: ['wit'] },
];
const loadings = [
  [0.5, 0.1],
  [0.8, 0.45],
  [0.41, 0.2],
  [0.1, -0.7],
  [0.3, 0.39],
];
const factors = [{ name: null }, { name: 'Mastery' }];

describe('deriveSystem', () => {
  it('makes dimensions of factors and subdimensions of salient clusters, highest first', () => {
    const system = deriveSystem({ run: 'quiet-otter', clusters, factors, loadings });
    expect(valueSystemSchema.parse(system)).toEqual(system);
    expect(system.dimensions.map((one) => one.name)).toEqual(['Care and Honesty', 'Mastery']);
    expect(system.dimensions[0]!.subdimensions.map((one) => one.id)).toEqual([
      'care',
      'honesty',
      'respect',
    ]);
    expect(system.dimensions[0]!.subdimensions[1]!.definition).toBe(
      'Holds dear, and acts by, honesty and truthfulness.',
    );
  });
  it('turns a factor round, and keeps first words apart', () => {
    const system = deriveSystem({ run: 'r', clusters, factors, loadings });
    expect(system.dimensions[1]!.subdimensions.map((one) => one.id)).toEqual(['skill']);
    // "respect for people" stands under Care already, so Respect keeps one word of its own at least.
    expect(system.dimensions[0]!.subdimensions[0]!.words).toEqual([
      'care',
      'kindness',
      'respect for people',
    ]);
    expect(system.dimensions[0]!.subdimensions[2]!.words).toEqual(['respect']);
  });
  it('limits the subdimensions, and gives distinct ids', () => {
    const few = deriveSystem({ run: 'r', clusters, factors, loadings, most: 1 });
    expect(few.dimensions.map((one) => one.subdimensions.length)).toEqual([1, 1]);
    // The dimension is then called Care as well, so its subdimension is care-2.
    expect(few.dimensions[0]!.subdimensions[0]!.id).toBe('care-2');
    const odd = deriveSystem({
      run: 'r',
      clusters: [
        { name: '正直', words: ['正直'] },
        { name: '42 Élan', words: ['élan'] },
      ],
      factors: [{ name: null }],
      loadings: [[0.9], [0.8]],
    });
    expect(valueSystemSchema.parse(odd)).toEqual(odd);
    expect(odd.dimensions[0]!.subdimensions.map((one) => one.id)).toEqual(['value-1-1', 'elan']);
  });
  it('says so when nothing is salient', () => {
    expect(() =>
      deriveSystem({ run: 'r', clusters, factors, loadings: loadings.map(() => [0.1, 0.2]) }),
    ).toThrow(/No cluster loads 0.4/);
  });
});

describe('salientOn', () => {
  it('takes a cluster to its highest factor only', () => {
    expect(salientOn(loadings, 0)).toEqual([1, 0, 2]);
    expect(salientOn(loadings, 1)).toEqual([3]);
  });
});
