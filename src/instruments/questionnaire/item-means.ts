/** Ratings of one respondent as items: the mean over the versions in which an item was asked. */
import { mean } from '../../statistics/describe.ts';
import { type Item, type ItemSet, keyed, scaleOf } from './items.ts';
import type { Rated, ReadBy } from './ratings.ts';

export type ItemMean = { item: Item; set: ItemSet; rating: number };

/** The replacement of a missing rating: the end of the scale that lowers or raises a value. */
export type Fill = 'worst' | 'best';

/** Items in their order; an item without any rating is left out. */
export function itemMeans(rated: readonly Rated[]): ItemMean[] {
  return [...Map.groupBy(rated, (one) => one.item)].flatMap(([item, versions]) => {
    const known = versions.flatMap(({ rating }) => (rating === null ? [] : [rating]));
    return known.length > 0 ? [{ item, set: versions[0]!.set, rating: mean(known) }] : [];
  });
}

/** The keyed ratings behind a value, one per item. */
export function ratingsOn(value: string, means: readonly ItemMean[]): number[] {
  return means.flatMap(({ item, set, rating }) =>
    item.counts.flatMap((count) =>
      count.value === value ? [keyed(rating, count.key, scaleOf(set))] : [],
    ),
  );
}

/** The keyed ratings behind a value with each missing version at an end of the scale. */
export function filledRatingsOn(value: string, rated: readonly Rated[], fill: Fill): number[] {
  return [...Map.groupBy(rated, (one) => one.item)].flatMap(([item, versions]) =>
    item.counts.flatMap((count) => {
      if (count.value !== value) return [];
      const scale = scaleOf(versions[0]!.set);
      return [
        mean(
          versions.map(({ rating }) =>
            rating === null ? (fill === 'best' ? scale : 1) : keyed(rating, count.key, scale),
          ),
        ),
      ];
    }),
  );
}

/** The mean over all items that count for some value, each turned by its keys. */
export function centreOf(means: readonly ItemMean[]): number {
  const counted = means.flatMap(({ item, set, rating }) =>
    item.counts.length > 0
      ? [mean(item.counts.map(({ key }) => keyed(rating, key, scaleOf(set))))]
      : [],
  );
  return mean(counted);
}

/** Ratings that were read in one way. */
export function readBy(rated: readonly Rated[], reading: ReadBy): Rated[] {
  return rated.filter((one) => one.reading === reading);
}
