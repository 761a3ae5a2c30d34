/** Chooses the texts that people rate: over all values, all models, and the whole range of the raters' ratings. */
import { ranks } from '../../../statistics/describe.ts';
import { createRandom } from '../../../statistics/random.ts';
import { subdimensionsOf } from '../../../values/value-system.ts';
import type { ScoreInput } from '../cells.ts';
import { type AnnotatedText, textKey } from './annotations.ts';
import { type GivenRating, ratingsInMainForm } from './given-ratings.ts';

type Candidate = AnnotatedText & { model: string; place: number };

/**
 * `count` texts, as many on each value as on the others. The texts of a value are put in the order of the raters'
 * mean rank and cut into strata of one size, one text is drawn of each, of the model that was drawn least so far.
 * The same run gives the same texts in the same mixed order, so that several people rate the same and one can continue
 * later; fewer where the run has fewer.
 */
export function chooseTexts(input: ScoreInput, count: number): AnnotatedText[] {
  const random = createRandom(`people|${input.seed ?? 1}|${input.system.id}`);
  const drawn = new Map<string, number>();
  const columns = subdimensionsOf(input.system);
  const ofColumn = Map.groupBy(ratingsInMainForm(input), ({ subdimension }) => subdimension);
  const chosen: Candidate[] = [];
  for (const [c, { id }] of columns.entries()) {
    const candidates = ordered(ofColumn.get(id) ?? []);
    const share =
      Math.floor((count * (c + 1)) / columns.length) - Math.floor((count * c) / columns.length);
    const strata = Math.min(share, candidates.length);
    for (let s = 0; s < strata; s++) {
      const [from, to] = [s, s + 1].map((at) => Math.floor((at * candidates.length) / strata));
      const stratum = random.shuffle(candidates.slice(from, to));
      const least = Math.min(...stratum.map(({ model }) => drawn.get(model) ?? 0));
      const one = stratum.find(({ model }) => (drawn.get(model) ?? 0) === least)!;
      drawn.set(one.model, least + 1);
      chosen.push(one);
    }
  }
  return random
    .shuffle(chosen)
    .map(({ completion, subdimension }) => ({ completion, subdimension }));
}

/** The texts that raters rated on one value, by the mean of their ranks, equals by their ids. */
function ordered(own: readonly GivenRating[]): Candidate[] {
  const places = new Map<string, Candidate & { raters: number }>();
  for (const given of Map.groupBy(own, ({ rater }) => rater).values()) {
    const ranked = ranks(given.map(({ raw }) => raw));
    for (const [i, { completion, subdimension, model }] of given.entries()) {
      const key = textKey({ completion, subdimension });
      const known = places.get(key) ?? { completion, subdimension, model, place: 0, raters: 0 };
      known.place += ranked[i]! / given.length;
      known.raters++;
      places.set(key, known);
    }
  }
  return [...places.values()].sort(
    (a, b) => a.place / a.raters - b.place / b.raters || (a.completion < b.completion ? -1 : 1),
  );
}
