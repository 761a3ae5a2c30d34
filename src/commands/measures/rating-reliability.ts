/** `valuelex reliability` of ratings: variance components, test–retest, and the many-facet model. */

import { orWithheld } from '../../errors.ts';
import { fewestModels } from '../../instruments/shared/column-reliability.ts';
import { type FacetScores, fitFacetScores } from '../../instruments/shared/facet-scores.ts';
import { type RetestScores, retestScores } from '../../instruments/shared/retest-scores.ts';
import { facetTables } from '../../instruments/shared/tell/tell-facets.ts';
import { retestTable } from '../../instruments/shared/tell/tell-test-retest.ts';
import { inThreads } from '../../run/derive/replicates.ts';
import {
  type CoefficientIntervals,
  coefficientIntervals,
} from '../../statistics/coefficient-intervals.ts';
import {
  type GeneralizabilityStudy,
  generalizabilityStudy,
} from '../../statistics/generalizability.ts';
import type { FacetRatings } from '../../statistics/many-facet/ratings.ts';
import type { Table as FileTable } from '../../table-files/table-file.ts';
import { notesText, tableText } from '../../tables/as-text.ts';
import { plural } from '../../tables/numbers.ts';
import type { Table } from '../../tables/table.ts';
import type { CommandContext } from '../command-context.ts';
import { print } from '../print.ts';
import { progressMeter } from '../progress-meter.ts';
import { type RatingColumns, type RatingTable, readRatingTable } from './rating-table.ts';

export type RatingReliabilityOptions = {
  json?: boolean;
  seed: number;
  /** False leaves out the many-facet model, which is slow. */
  facets: boolean;
};

const words = { item: 'item', rater: 'rater', text: 'text' };

/** Steps of a scale that the many-facet model takes for ordered categories. */
const mostCategories = 12;

type ValueReliability = {
  value: string;
  generalizability:
    | (Pick<
        GeneralizabilityStudy,
        'models' | 'items' | 'raters' | 'ratersAre' | 'method' | 'missing' | 'components'
      > & {
        coefficients: GeneralizabilityStudy['coefficients'];
        intervals: CoefficientIntervals | null;
      })
    | { withheld: string };
  retest: RetestScores;
};

/** What `--json` prints. */
export type RatingReliabilityJson = {
  meta: { file: string; models: number; items: number; raters: number; texts: number };
  values: ValueReliability[];
  manyFacet: FacetScores | { withheld: string };
  warnings: string[];
};

/** Throws UserError for a table that cannot be used. */
export async function ratingReliability(
  table: FileTable,
  columns: RatingColumns,
  { json, seed, facets }: RatingReliabilityOptions,
  context: CommandContext,
): Promise<void> {
  const read = readRatingTable(table, columns);
  const meter = progressMeter(context);
  const values = read.values.map((value, v) => ({
    value,
    generalizability: studyOf(read, v),
    retest: retestScores(read.texts.filter((text) => text.value === v)),
  }));
  const stop = new AbortController();
  const deaf = context.onInterrupt(() => stop.abort());
  const manyFacet = facets
    ? await manyFacetOf(read, {
        ...{ seed, signal: stop.signal },
        progress: (done, total) => meter.step('the many-facet model', done, total),
      }).catch((error): { withheld: string } => {
        if (stop.signal.aborted) return { withheld: 'it was stopped' };
        throw error;
      })
    : { withheld: 'it was not asked for' };
  deaf();
  meter.end();
  const result: RatingReliabilityJson = {
    meta: {
      ...{ file: table.file, models: read.models.length, items: read.items.length },
      ...{ raters: read.raters.length, texts: read.texts.length },
    },
    values,
    manyFacet,
    warnings: table.notes,
  };
  print(context, { json }, result, () => {
    const tables = [...studyTables(values), ...tablesOf(manyFacet)];
    return [
      `Reliability of ratings: ${plural(read.models.length, 'model')}, ${plural(read.items.length, 'item')}, ${plural(read.raters.length, 'rater')}`,
      ...tables.flatMap((one) => ['', ...tableText(one, context.layout)]),
      ...notesText(
        [
          ...('withheld' in manyFacet && facets
            ? [`▲ No many-facet model: ${manyFacet.withheld}.`]
            : []),
          ...table.notes.map((note) => `▲ ${note}`),
        ],
        context.layout,
      ),
    ];
  });
}

/** Mean over the texts of a model on an item, by rater. */
function studyOf(
  { models, items, raters, texts }: RatingTable,
  v: number,
): ValueReliability['generalizability'] {
  const sums = models.map(() => items.map(() => raters.map(() => ({ sum: 0, n: 0 }))));
  for (const { model, item, value, ratings } of texts)
    if (value === v)
      ratings.forEach((rating, r) => {
        if (!Number.isFinite(rating)) return;
        const cell = sums[model]![item]![r]!;
        cell.sum += rating;
        cell.n++;
      });
  return orWithheld(() => {
    const study = generalizabilityStudy(
      sums.map((row) =>
        row.map((cell) => cell.map(({ sum, n }) => (n > 0 ? sum / n : Number.NaN))),
      ),
    );
    const { components, coefficients, method, missing, ratersAre } = study;
    return {
      ...{ models: study.models, items: study.items, raters: study.raters },
      ...{ ratersAre, method, missing, components, coefficients },
      intervals: study.models < fewestModels ? null : coefficientIntervals(study),
    };
  });
}

async function manyFacetOf(
  read: RatingTable,
  options: { seed: number; signal: AbortSignal; progress: (done: number, total: number) => void },
): Promise<FacetScores | { withheld: string }> {
  const given = read.texts.flatMap(({ ratings, ...text }) =>
    ratings.flatMap((rating, rater) =>
      Number.isFinite(rating) ? [{ ...text, rater, rating }] : [],
    ),
  );
  const steps = given.map(({ rating }) => rating);
  const least = Math.min(...steps);
  const categories = Math.max(...steps) - least + 1;
  if (!steps.every(Number.isInteger) || categories > mostCategories)
    return { withheld: `it needs ratings in whole numbers, at most ${mostCategories} steps` };
  if (categories < 2) return { withheld: 'all ratings are alike' };
  const families = [...new Set(read.families)];
  const ratings: FacetRatings = {
    ...{ models: read.models.length, items: read.items.length, raters: read.raters.length },
    ...{ values: read.values.length, categories },
    family: read.families.map((family) => families.indexOf(family)),
    model: given.map(({ model }) => model),
    item: given.map(({ item }) => item),
    rater: given.map(({ rater }) => rater),
    value: given.map(({ value }) => value),
    rating: given.map(({ rating }) => rating - least),
  };
  const { models, items, raters, values } = read;
  const names = { models, items, raters, values, families, groups: [] };
  return fitFacetScores(ratings, names, {
    ...options,
    runStretches: (part) =>
      inThreads('facetStretch', part, part.stretches.length, { signal: options.signal }),
  });
}

function tablesOf(scores: FacetScores | { withheld: string }): Table[] {
  if ('withheld' in scores) return [];
  return facetTables(scores, {
    system: { id: 'ratings', title: null },
    ...{ names: new Map(), items: new Map(), words },
  });
}

const sourceNames: Record<string, string> = {
  ...{ model: 'model', item: 'item', rater: 'rater', residual: 'rest' },
  ...{ modelItem: 'model × item', modelRater: 'model × rater', itemRater: 'item × rater' },
};

function studyTables(values: readonly ValueReliability[]): Table[] {
  const estimated = values.flatMap(({ value, generalizability: one }) =>
    'withheld' in one ? [] : [{ value, ...one }],
  );
  const withheld = values.flatMap(({ value, generalizability: one }) =>
    'withheld' in one ? [`${value}: ${one.withheld}.`] : [],
  );
  const [first] = estimated;
  const sources = first?.components.map(({ source }) => source) ?? [];
  return [
    {
      id: 'generalizability',
      title: 'Whose variance it is',
      columns: [
        { id: 'value', title: '' },
        ...sources.map((source) => ({ id: source, title: `${sourceNames[source]}, %`, digits: 0 })),
        { id: 'relative', title: 'Eρ²', form: 'share' },
        { id: 'absolute', title: 'Φ', form: 'share' },
      ],
      rows: estimated.map(({ value, components, coefficients, intervals }) => {
        const whole = components.reduce((sum, { variance }) => sum + variance, 0);
        return {
          id: value,
          cells: [
            value,
            ...components.map(({ variance }) => (whole > 0 ? (100 * variance) / whole : null)),
            intervals ? { value: coefficients.relative, ...intervals.relative } : 'withheld',
            intervals ? { value: coefficients.absolute, ...intervals.absolute } : 'withheld',
          ],
        };
      }),
      notes: [
        'Generalizability study: Eρ² says how well models are ranked, Φ how well their level is known; 95 % intervals, withheld below five models.',
        ...(first
          ? [
              first.ratersAre === 'fixed'
                ? 'Raters are fixed: the coefficients are for these raters.'
                : 'Raters are a sample: the coefficients are for others like them too.',
            ]
          : []),
        ...withheld,
      ],
    },
    retestTable(
      'retest',
      'Test–retest',
      words,
      values.map(({ value, retest }) => ({ id: value, name: value, retest })),
    ),
  ];
}
