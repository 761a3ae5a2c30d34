/** The figures of the many-facet model in a result. docs/many-facet-model.md has the equations. */
import * as z from 'zod';
import { ratersForRandom } from '../../statistics/generalizability.ts';
import { type FacetFigure, isAwaited } from '../../statistics/many-facet/figures.ts';
import { type FacetFit, type FacetOptions, fitFacets } from '../../statistics/many-facet/fit.ts';
import type { FacetRatings } from '../../statistics/many-facet/ratings.ts';
import {
  chainsSchema,
  chainsTold,
  posteriorOf,
  posteriorReliability,
  posteriorSchema,
} from './posterior-figure.ts';

/** Fewer models tell nothing of how models differ; fewer items nothing of how items do. */
const leastModels = 4;
const leastItems = 3;

const sources = [
  ...(['model', 'family', 'item', 'modelRater', 'itemRater', 'deviation'] as const),
  ...(['itemFamily', 'raterFamily', 'general'] as const),
];

/** Figures are in units of the typical rater’s noise unless they say otherwise. */
export const facetsSchema = chainsSchema.extend({
  ratersAre: z
    .enum(['fixed', 'random'])
    .describe('Fixed: levels are for these raters; random: for others like them too'),
  models: z.array(z.string()),
  columns: z
    .array(
      z.object({
        id: z.string(),
        levels: z
          .array(posteriorSchema)
          .describe('By model: the rating expected of a further item, 0–100'),
        reliability: z
          .number()
          .nullable()
          .describe('Of the levels: variance of their means over that plus mean squared error'),
      }),
    )
    .describe('Means of several values, then each value'),
  values: z.array(
    z.object({
      id: z.string(),
      measures: z.array(posteriorSchema).describe('By model, minus the mean of the models'),
      items: z
        .array(z.object({ item: z.string(), severity: posteriorSchema }))
        .describe('How much lower it is rated than the mean of the items'),
      raters: z.array(
        z.object({
          rater: z.string(),
          severity: posteriorSchema
            .nullable()
            .describe('How much lower it rates than the mean of the raters; null with one'),
          slope: posteriorSchema
            .nullable()
            .describe('How sharply it tells completions apart; 1 for the typical rater'),
          halo: posteriorSchema
            .nullable()
            .describe('SD of what it alone makes of a completion in all values at once'),
          thresholdsFit: z
            .number()
            .describe('Posterior predictive p of the common thresholds; near 0 they do not fit it'),
        }),
      ),
      thresholds: z.array(posteriorSchema).describe('Against the mean of the models'),
      deviations: z
        .array(z.object({ of: z.enum(sources), sd: posteriorSchema }))
        .describe('Standard deviations of effects'),
      families: z
        .array(
          z.object({
            what: z.enum(['item', 'rater']),
            name: z.string(),
            family: z.string(),
            effect: posteriorSchema.describe('How much higher the family is rated there'),
          }),
        )
        .nullable()
        .describe('Items and raters that work otherwise in a family; null where none can be told'),
    }),
  ),
});
export type FacetScores = z.infer<typeof facetsSchema>;

export type FacetNames = {
  models: readonly string[];
  items: readonly string[];
  raters: readonly string[];
  values: readonly string[];
  families: readonly string[];
  /** Means of several values. */
  groups: readonly string[];
};

/** Fits the model, or gives the reason why the ratings cannot be fitted. */
export async function fitFacetScores(
  ratings: FacetRatings,
  names: FacetNames,
  options: FacetOptions,
): Promise<FacetScores | { withheld: string }> {
  const { models, items } = ratings;
  if (models < leastModels)
    return { withheld: `it needs at least ${leastModels} models; there are ${models}` };
  if (items < leastItems)
    return { withheld: `it needs at least ${leastItems} items; there are ${items}` };
  return facetScores(await fitFacets(ratings, options), ratings, names);
}

function facetScores(
  fit: FacetFit,
  { categories, raters, rating }: FacetRatings,
  names: FacetNames,
): FacetScores {
  const points = 100 / (categories - 1);
  const of = <Told>(
    read: (figure: FacetFigure) => Told | null,
    unit = 1,
  ): { at: Told; told: z.infer<typeof posteriorSchema> }[] =>
    fit.figures.flatMap((one) => {
      const at = read(one.figure);
      return at === null ? [] : [{ at, told: posteriorOf(one, unit) }];
    });
  const column = (id: string, read: (figure: FacetFigure) => true | null) => {
    const levels = of(read, points).map(({ told }) => told);
    return { id, levels, reliability: posteriorReliability(levels) };
  };
  return {
    ...chainsTold(
      fit,
      fit.figures.filter(({ figure }) => isAwaited(figure)),
      rating.length,
    ),
    ratersAre: raters < ratersForRandom ? 'fixed' : 'random',
    models: [...names.models],
    columns: [
      ...names.groups.map((id, group) =>
        column(id, (one) => (one.kind === 'group' && one.group === group ? true : null)),
      ),
      ...names.values.map((id, value) =>
        column(id, (one) => (one.kind === 'level' && one.value === value ? true : null)),
      ),
    ],
    values: names.values.map((id, value) => {
      const inValue = <Kind extends FacetFigure['kind'], Told>(
        kind: Kind,
        read: (figure: Extract<FacetFigure, { kind: Kind }>) => Told,
      ) =>
        of((one) =>
          one.kind === kind && 'value' in one && one.value === value
            ? read(one as Extract<FacetFigure, { kind: Kind }>)
            : null,
        );
      const byRater = (kind: 'severity' | 'slope' | 'halo') => {
        const all = inValue(kind, (one) => one.rater);
        return (rater: number) => all.find(({ at }) => at === rater)?.told ?? null;
      };
      const [severity, slope, halo] = (['severity', 'slope', 'halo'] as const).map(byRater);
      const flagged = [
        ...inValue('itemFamily', ({ item, family }) => ({
          ...{ what: 'item' as const, name: names.items[item]!, family },
        })),
        ...inValue('raterFamily', ({ rater, family }) => ({
          ...{ what: 'rater' as const, name: names.raters[rater]!, family },
        })),
      ];
      return {
        id,
        measures: inValue('measure', () => true).map(({ told }) => told),
        items: inValue('item', ({ item }) => item).map(({ at, told }) => ({
          item: names.items[at]!,
          severity: told,
        })),
        raters: Array.from({ length: raters }, (_, r) => ({
          ...{ rater: names.raters[r]!, severity: severity!(r), slope: slope!(r), halo: halo!(r) },
          thresholdsFit: fit.thresholdsFit[value]![r]!,
        })),
        thresholds: inValue('threshold', () => true).map(({ told }) => told),
        deviations: [
          ...inValue('sd', (one) => one.of).map(({ at, told }) => ({ of: at, sd: told })),
          ...inValue('general', () => true).map(({ told }) => ({
            of: 'general' as const,
            sd: told,
          })),
        ],
        families:
          flagged.length === 0
            ? null
            : flagged
                .filter(({ told: { converged, low, high } }) => converged && (low > 0 || high < 0))
                .map(({ at: { what, name, family }, told }) => ({
                  ...{ what, name, family: names.families[family]!, effect: told },
                })),
      };
    }),
  };
}
