/** How far raters agree with people on the same texts. */
import * as z from 'zod';
import {
  correlationOverFamilies,
  type FamilyEstimate,
  leastFamilies,
  meanOverFamilies,
  withoutEachFamily,
} from '../../../methods/family-jackknife.ts';
import {
  krippendorffAlpha,
  krippendorffInterval,
} from '../../../statistics/agreement/krippendorff.ts';
import { pearson } from '../../../statistics/correlation.ts';
import { mean, ranks } from '../../../statistics/describe.ts';
import type { ScoreInput } from '../cells.ts';
import { type Annotation, latestOf, textKey } from './annotations.ts';
import { ratingsInMainForm } from './given-ratings.ts';

const end = z.number().nullable();
const estimateSchema = z.object({ value: z.number(), low: end, high: end });

export const peopleSchema = z.object({
  system: z.string(),
  people: z.array(z.object({ name: z.string(), texts: z.number() })),
  texts: z.number().describe('Texts that at least one person rated'),
  between: estimateSchema
    .nullable()
    .describe(
      'Krippendorff’s α of the people, ordinal; null for one person, and where it is undefined',
    ),
  unit: z.enum(['family', 'text']).describe('What is left out in turn for the intervals'),
  units: z.number(),
  calibrates: z
    .boolean()
    .describe('Raters’ scales are calibrated on these ratings instead of the exam’s anchors'),
  raters: z.array(
    z.object({
      rater: z.string(),
      texts: z.number(),
      order: estimateSchema
        .nullable()
        .describe(
          'Rank correlation with the people’s mean, within values; null where nothing varies',
        ),
      offset: estimateSchema
        .nullable()
        .describe('Mean rating less the people’s, 0–6; null where the rater has no line'),
    }),
  ),
});

export type PeopleResult = z.infer<typeof peopleSchema>;

/** A text that people rated: their mean rating, and the rating of each rater. */
export type SharedText = {
  completion: string;
  subdimension: string;
  model: string;
  family: string;
  /** Mean rating of the people, 0–6. */
  people: number;
  /** Raw ratings in the protocol's own unit, by rater. */
  raw: ReadonlyMap<string, number>;
};

type Given = Annotation & { rating: number };

/** What people say of a value system now, without what cannot be told. */
function givenBy(annotations: readonly Annotation[], system: string): Given[] {
  return latestOf(annotations, system).filter((one): one is Given => one.rating !== null);
}

/** The texts on which people and raters can be compared, in the order of their keys. */
export function sharedTexts(input: ScoreInput, annotations: readonly Annotation[]): SharedText[] {
  const given = givenBy(annotations, input.system.id);
  // The usual case: nobody goes over all ratings for nothing.
  if (given.length === 0) return [];
  const said = Map.groupBy(given, textKey);
  const families = new Map(input.models.map(({ name, family }) => [name, family]));
  const texts = new Map<string, SharedText & { raw: Map<string, number> }>();
  for (const { completion, subdimension, model, rater, raw } of ratingsInMainForm(input)) {
    const key = textKey({ completion, subdimension });
    const own = said.get(key);
    if (!own) continue;
    const text = texts.get(key) ?? {
      ...{ completion, subdimension, model, family: families.get(model)! },
      people: mean(own.map(({ rating }) => rating)),
      raw: new Map(),
    };
    text.raw.set(rater, raw);
    texts.set(key, text);
  }
  return [...texts].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, text]) => text);
}

/**
 * Agreement on one value system; null where no person has rated a text of it. Intervals (95 %) leave out families of
 * models in turn where there are eight or more, so that they speak of other models too; else texts, and then they
 * speak of texts of these models alone.
 */
export function agreementWithPeople(
  input: ScoreInput,
  annotations: readonly Annotation[],
  calibrates: boolean,
): PeopleResult | null {
  const texts = sharedTexts(input, annotations);
  if (texts.length === 0) return null;
  const given = givenBy(annotations, input.system.id);
  const byPerson = [...Map.groupBy(given, ({ person }) => person)].sort(([a], [b]) =>
    a < b ? -1 : 1,
  );
  const families = new Set(texts.map(({ family }) => family)).size;
  const unit = families >= leastFamilies ? 'family' : 'text';
  const raters = [...new Set(texts.flatMap(({ raw }) => [...raw.keys()]))].sort();
  return {
    system: input.system.id,
    people: byPerson.map(([name, own]) => ({ name, texts: own.length })),
    texts: texts.length,
    between: betweenPeople(byPerson.map(([, own]) => own)),
    unit,
    units: unit === 'family' ? families : texts.length,
    calibrates,
    raters: raters.map((rater) => {
      const own = texts.filter(({ raw }) => raw.has(rater));
      const left = withoutEachFamily(
        own.map((text, i) => (unit === 'family' ? text.family : `${i}`)),
      );
      const order = left.map((places) =>
        orderOf(
          places.map((i) => own[i]!),
          rater,
        ),
      );
      const offsets = offsetsOf(input, own, rater);
      return {
        rater,
        texts: own.length,
        order: Number.isFinite(order[0]) ? ends(correlationOverFamilies(order)) : null,
        offset: offsets
          ? ends(meanOverFamilies(left.map((places) => mean(places.map((i) => offsets[i]!)))))
          : null,
      };
    }),
  };
}

function ends({ value, low, high }: FamilyEstimate) {
  return { value, low, high };
}

/** Rank correlation within values: ranks are centred in each, since raters’ units differ between values. */
function orderOf(texts: readonly SharedText[], rater: string): number {
  const pairs = [...Map.groupBy(texts, ({ subdimension }) => subdimension).values()].map((own) =>
    [own.map(({ raw }) => raw.get(rater)!), own.map(({ people }) => people)].map((values) => {
      const ranked = ranks(values);
      return Array.from(ranked, (rank) => rank - (values.length + 1) / 2);
    }),
  );
  const [ours, theirs] = [0, 1].map((side) => pairs.flatMap((pair) => pair[side]!));
  const varies = [ours!, theirs!].every((centred) => centred.some((rank) => rank !== 0));
  return varies ? pearson(ours!, theirs!) : Number.NaN;
}

/** Rating on 0–6 by the line of the rater's exam, less the people's mean; null where a value has no line. */
function offsetsOf(
  { exams, system }: ScoreInput,
  texts: readonly SharedText[],
  rater: string,
): number[] | null {
  const map = exams.find((exam) => exam.rater === rater && exam.system === system.id)?.map ?? [];
  const lines = new Map(map.flatMap((line) => (line.none ? [] : [[line.subdimension, line]])));
  const offsets = texts.map(({ subdimension, raw, people }) => {
    const line = lines.get(subdimension);
    return line ? line.a + line.b * raw.get(rater)! - people : null;
  });
  return offsets.every((one) => one !== null) ? offsets : null;
}

function betweenPeople(people: readonly (readonly Given[])[]): PeopleResult['between'] {
  if (people.length < 2) return null;
  const keys = [...new Set(people.flat().map(textKey))].sort();
  const ratings = people.map((own) => {
    const said = new Map(own.map((line) => [textKey(line), line.rating]));
    return keys.map((key) => said.get(key) ?? Number.NaN);
  });
  const value = krippendorffAlpha(ratings, 'ordinal');
  if (value === null) return null;
  const drawn = krippendorffInterval(ratings, 'ordinal');
  return { value, low: drawn?.lower ?? null, high: drawn?.upper ?? null };
}
