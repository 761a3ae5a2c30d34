/** The questionnaire asked again under conditions: the keyed rating of an item on each value that it counts for. */
import type { Primable } from '../contract.ts';
import { balancedItems } from '../shared/primes/balanced.ts';
import { itemMeans, readBy } from './item-means.ts';
import { type Items, keyed, scaleOf } from './items.ts';
import { type ReadBy, ratingsOf } from './ratings.ts';
import type { Settings } from './settings.ts';

const readings: readonly ReadBy[] = ['probabilities', 'text'];
const unit = 'points of the scale';

export const primable: Primable<Settings, Items> = {
  figures: [
    { id: 'probabilities', title: 'by probabilities', unit },
    { id: 'text', title: 'by text', unit },
  ],
  // Both orders of options: with one order and two items per value, order and key would be confounded, and a prompt that only
  // shifts numbers would look like one that shifts the value.
  settings: (own) =>
    own.extent === 'quick'
      ? {
          ...own,
          extent: 'default',
          sets: own.sets ?? (own.items === undefined ? ['schwartz'] : undefined),
        }
      : own,
  items: (items, { system, ...about }) => {
    const sets = items.sets.filter((set) => set.system === system);
    const chosen = new Set(
      balancedItems(
        sets.flatMap((set) => set.items.filter(({ text }) => text !== null)),
        about,
        ({ counts }) => ({
          values: counts.map(({ value }) => value),
          kind: counts[0]?.key ?? '',
        }),
      ),
    );
    return {
      ...items,
      sets: sets.map((set) => ({ ...set, items: set.items.filter((one) => chosen.has(one)) })),
      conditions: items.conditions.slice(0, 1),
      norms: [],
    };
  },
  read(lines, items) {
    const rated = ratingsOf({ items, lines });
    const byReading = readings.map(
      (reading) => new Map(itemMeans(readBy(rated, reading)).map((one) => [one.item, one])),
    );
    const asked = new Set(rated.map(({ item }) => item));
    return items.sets.flatMap((set) =>
      set.items
        .filter((item) => asked.has(item))
        .flatMap((item) =>
          item.counts.map(({ value, key }) => ({
            ...{ item: item.id, value },
            figures: byReading.map((means) => {
              const found = means.get(item);
              return found ? keyed(found.rating, key, scaleOf(set)) : null;
            }),
          })),
        ),
    );
  },
};
