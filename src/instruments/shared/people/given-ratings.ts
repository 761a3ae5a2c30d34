/** The raters' ratings that people's are compared with. */
import type { RawRating, ScoreInput } from '../cells.ts';

export type GivenRating = RawRating & { raw: number };

/** Those on the value system that are not missing, of texts in the main form of their model. */
export function ratingsInMainForm({ ratings, system, models }: ScoreInput): GivenRating[] {
  const forms = new Map(models.map(({ name, form }) => [name, form]));
  return ratings.filter(
    (one): one is GivenRating =>
      one.system === system.id && one.raw !== null && one.form === forms.get(one.model),
  );
}
