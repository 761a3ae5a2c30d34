import { describe, expect, it } from 'vitest';
import { shippedSystems } from '../../src/values/load-systems.ts';
import { suggestNames } from '../../src/values/match.ts';

const words = (...list: string[]) => list.map((word) => ({ word, weight: 1 }));
const valuelex = shippedSystems.slice(0, 1);

describe('suggestNames', () => {
  it('names the dimension that shares most words, by their roots', () => {
    const [first, second] = suggestNames(
      [words('accurate', 'knowledge', 'kindness'), words('empathetic', 'kind', 'peacefulness')],
      valuelex,
    );
    expect(first).toMatchObject({ system: 'valuelex', name: 'Competence' });
    expect(first!.score).toBeCloseTo(2 / 3, 12);
    expect(second!.name).toBe('Character');
  });
  it('says nothing where nothing is shared, or two are equally near', () => {
    expect(suggestNames([words('lavender'), words('accuracy', 'kindness')], valuelex)).toEqual([
      null,
      null,
    ]);
  });
  it('goes by vectors where there are any', () => {
    const vectorOf = (word: string) =>
      word === 'wit' || word === 'empathy' ? [1, 0.1] : word === 'accuracy' ? [0, 1] : undefined;
    const [found] = suggestNames([words('wit')], valuelex, vectorOf);
    expect(found!.name).toBe('Character');
    expect(found!.score).toBeCloseTo(1, 12);
  });
});
