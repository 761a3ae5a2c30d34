/** A value system of one dimension, for studies whose scores are planted. */
import type { ValueSystem } from '../../src/values/value-system.ts';

export function plantedSystem(values: readonly string[]): ValueSystem {
  return {
    id: 'planted',
    title: 'Planted',
    source: 'simulation',
    dimensions: [
      {
        id: 'all',
        name: 'All',
        definition: 'all',
        subdimensions: values.map((id) => ({ id, name: id, definition: id, words: [id] })),
      },
    ],
  };
}
