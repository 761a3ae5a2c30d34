/** What rated answers say of models and values, for the comparison of methods. */
import type { Method, Profile } from '../../methods/profiles.ts';
import type { Rated } from './rated.ts';

/** Raw scores on the subdimensions of each value system that has ratings. */
export function profilesOfRated({ scores }: Rated, method: Method): Profile[] {
  return scores.map(({ system, columns, models, reliability }) => {
    const values = columns.flatMap((column, at) =>
      column.kind === 'subdimension' ? [{ id: column.id, at }] : [],
    );
    return {
      system,
      method,
      scores: models.flatMap(({ model, raw }) =>
        values.flatMap(({ id, at }) => {
          const { value, se, n } = raw[at]!;
          return Number.isFinite(value) ? [{ model, value: id, estimate: value, se, n }] : [];
        }),
      ),
      reliability: values.flatMap(({ id, at }) => {
        const { generalizability, intervals } = reliability[at]!;
        if (generalizability === null) return [];
        const { low, high } = intervals?.relative ?? { low: null, high: null };
        return [{ value: id, estimate: generalizability, low, high }];
      }),
    };
  });
}
