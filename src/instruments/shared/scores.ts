/** The scores of models on one value system, as screens and reports draw them: one shape for the program and for its files. */
import * as z from 'zod';
import type { FigureSchema } from '../../tables/figure-schema.ts';
import { retestSchema } from './retest-scores.ts';

/** What an instrument calls an item, a rater, and a text that is rated; their plurals end in s. */
export const wordsSchema = z.object({ item: z.string(), rater: z.string(), text: z.string() });

export type ScoreWords = z.infer<typeof wordsSchema>;

const column = z.object({
  id: z.string(),
  name: z.string(),
  kind: z.enum(['dimension', 'subdimension']),
  dimension: z.string().describe('The dimension it belongs to'),
});

function estimate<Figure extends FigureSchema>(figure: Figure) {
  const maybe = figure.nullable();
  return z
    .object({
      value: figure.describe('Points of 0–100, or a difference of such'),
      se: maybe.describe('Standard error, same unit; null where it cannot be computed'),
      low: maybe.describe('Lower end of the 95 % interval'),
      high: maybe.describe('Upper end of the 95 % interval'),
      n: z.number().describe('Rated texts × raters behind it'),
      missing: z.number().describe('Ratings that are missing'),
    })
    .describe('An estimate with its interval');
}

const modelScores = <Figure extends FigureSchema>(figure: Figure) =>
  z.object({
    model: z.string(),
    forms: z.array(z.string()).describe('In which it answered'),
    family: z.string(),
    refusals: z.number(),
    raw: z.array(estimate(figure)).describe('One per column: orientation, 0–100'),
    profile: z
      .array(estimate(figure))
      .describe('The same, centred on the model’s own mean over subdimensions'),
    letters: z
      .array(z.string())
      .describe(
        'Per column; models that share one cannot be told apart; empty where they are withheld',
      ),
  });

/** 95 % intervals of the coefficients of a column. */
const coefficientIntervals = z.object({
  relative: z.object({ low: z.number(), high: z.number() }),
  absolute: z.object({ low: z.number(), high: z.number() }),
  items: z
    .object({ low: z.number().nullable(), high: z.number().nullable() })
    .describe('Null where no number of items would do'),
});

/** One line of a decision study: other numbers of items and raters. */
const decision = <Figure extends FigureSchema>(figure: Figure) =>
  z.object({
    items: z.number(),
    raters: z.number(),
    generalizability: figure,
    dependability: figure,
    seDifference: figure.describe('Standard error of a difference, points of 0–100'),
    now: z.boolean().describe('As in this study'),
  });

function columnReliability<Figure extends FigureSchema>(figure: Figure) {
  const maybe = figure.nullable();
  return z.object({
    variance: z
      .array(z.object({ source: z.string(), percent: figure, raw: figure }))
      .describe(
        'Shares in %, and as estimated, also below 0, of: model, item, rater, model×item, model×rater, item×rater, rest, by their words',
      ),
    generalizability: maybe.describe('Eρ²; null without a study, or where it is withheld'),
    dependability: maybe.describe('Φ, the same'),
    intervals: coefficientIntervals
      .nullable()
      .describe('95 %, of Eρ² (generalizability), Φ (dependability), and the items needed'),
    coefficientsWithheld: z.string().nullable().describe('Why the coefficients are withheld'),
    alpha: maybe.describe(
      'Cronbach’s α of the items; null also where it is Eρ² itself: raters fixed, no rating missing',
    ),
    omega: maybe.describe('McDonald’s ω total of the items'),
    omegaReason: z.string().nullable().describe('Why there is no ω'),
    method: z
      .enum(['expected mean squares', 'REML'])
      .nullable()
      .describe('How the shares of variance were found'),
    missingRatings: z.number(),
    ratersAre: z
      .enum(['fixed', 'random'])
      .nullable()
      .describe('Fixed: the coefficients are for these raters; random: for others like them too'),
    decision: z
      .array(decision(figure))
      .describe('What other numbers of items and raters would give'),
    itemsNeeded: maybe.describe(
      'Items that would reach Eρ² = .8; null where none would, or it is withheld',
    ),
    toldApart: z
      .enum(['yes', 'some', 'no', 'withheld'])
      .describe('Pairs of models that differ: half of them or more, some, none'),
    apartP: maybe.describe('Smallest p of a pair, over all pairs of models'),
    apartAmongColumns: z
      .boolean()
      .describe('Some pair still differs after Holm’s correction over the columns of this kind'),
    lettersWithheld: z.string().nullable().describe('Why letters are withheld'),
    raterAgreement: maybe.describe('Krippendorff’s α, interval; null with one rater'),
  });
}

function modelDifference<Figure extends FigureSchema>(figure: Figure) {
  const maybe = figure.nullable();
  return z
    .object({
      a: z.number().describe('Place in `models`'),
      b: z.number().describe('A later place'),
      value: figure.describe('a − b in points, within items'),
      low: maybe.describe('Simultaneous 95 % interval over all pairs; null where it is withheld'),
      high: maybe,
    })
    .describe('Two models differ where the interval leaves out 0');
}

const itemStatistics = <Figure extends FigureSchema>(figure: Figure) =>
  z.object({
    item: z.string(),
    difficulty: figure,
    discrimination: figure.nullable(),
    itemTotal: figure.nullable(),
  });

/** Items that work otherwise in one group of models, for one way of grouping them. */
function itemGroup<Figure extends FigureSchema>(figure: Figure) {
  const flagged = z.object({
    column: z.string(),
    item: z.string(),
    group: z.string(),
    effect: figure.describe('Points of orientation, against the rest'),
    se: figure,
    p: z.number().describe('Adjusted for all that was tested'),
  });
  return z.object({
    by: z.string(),
    groups: z.array(z.object({ group: z.string(), models: z.number() })),
    tested: z.number().describe('Effects of item × column × group that were tested together'),
    flagged: z.array(flagged),
    permutations: z.number(),
    withheld: z.string().nullable(),
  });
}

const rater = z.object({
  rater: z.string(),
  protocol: z.string(),
  verdict: z.string(),
  mark: z.string().nullable(),
  selfRated: z.array(z.string()),
});

/** `figure` is a number that may be missing; the descriptions document the keys of `run.json`. */
export function scoresSchema<Figure extends FigureSchema>(figure: Figure) {
  return z.object({
    system: z.string(),
    title: z.string(),
    words: wordsSchema.describe('What items, raters, and rated texts are called'),
    columns: z.array(column),
    models: z.array(modelScores(figure)),
    reliability: z.array(columnReliability(figure)).describe('One per column'),
    retest: z.array(retestSchema).describe('Test–retest, one per column'),
    differences: z
      .array(z.array(modelDifference(figure)))
      .describe('Per column: every pair of the models that are compared'),
    items: z.array(itemStatistics(figure)),
    itemGroups: z
      .array(itemGroup(figure))
      .describe('Items that work otherwise in one group of models than in the rest, beyond chance'),
    correlations: z.array(z.array(figure)).describe('Among subdimensions, over models × items'),
    halo: figure.nullable(),
    raters: z.array(rater),
    differs: z.string().describe('When two models count as different'),
    mark: z.string().nullable().describe('What the raters did not prove; null when all passed'),
    notes: z.array(z.string()),
  });
}

export const systemScoresSchema = scoresSchema(
  z.custom<number>((value) => typeof value === 'number'),
);

export type SystemScores = z.infer<typeof systemScoresSchema>;
export type ScoreColumn = SystemScores['columns'][number];
export type ModelScores = SystemScores['models'][number];
export type Estimate = ModelScores['raw'][number];
export type ColumnReliability = SystemScores['reliability'][number];
export type ModelDifference = SystemScores['differences'][number][number];
export type ItemStatistics = SystemScores['items'][number];
export type ItemGroupScores = SystemScores['itemGroups'][number];
