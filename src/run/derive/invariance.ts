/** The groups of a run's answers whose structures are compared: models by training and family; the same models by setting and language. */
import { UserError } from '../../errors.ts';
import { patternOf } from '../../factor-analysis/confirmatory/other-half.ts';
import { type InvarianceInput, leastModels } from '../../factor-analysis/invariance/groups.ts';
import type { AnswerColumns } from '../../lexicon/lexicon.ts';
import { listOf } from '../../tables/numbers.ts';
import type { FactorView } from '../factor-view.ts';
import { matrixOfPart } from '../lens/part-loadings.ts';
import { countsOf, type Trait, type TraitValue, traitsOf } from '../lens/traits.ts';
import type { Study } from '../study.ts';
import { independentUnits } from './independent-units.ts';
import type { Matrix } from './matrix.ts';

/** A comparison, or why it is not made. */
export type Comparison = { by: string; input: InvarianceInput | { withheld: string } };

/** A loading of this size puts a column on the factor, if it is its highest. */
const salient = 0.3;
/** The most columns of all occasions together, per model: with more, covariances are mostly noise. */
const columnsPerModel = 0.7;

/**
 * Comparisons by the traits in which a run's answers differ: one family, or one setting, allows none. Columns are those
 * of `matrix`, which `view` shows, each on the factor where it loads highest.
 */
export function comparisonsOf(
  columns: AnswerColumns,
  matrix: Pick<Matrix, 'cells' | 'models'>,
  view: Pick<FactorView, 'columns' | 'loadings'>,
  study: Study,
): Comparison[] {
  const traits = traitsOf({ columns, study });
  const named = (name: string) => traits.find((trait) => trait.name === name)!;
  const valuesOf = (trait: Trait) => countsOf(trait, columns).values.map(({ value }) => value);
  const of = (name: string, make: (trait: Trait, values: TraitValue[]) => Comparison['input']) => {
    const trait = named(name);
    const values = valuesOf(trait);
    return values.length < 2 ? [] : [{ by: name, input: make(trait, values) }];
  };
  const place = { columns, matrix, view, study };
  return [
    ...of('training', (trait) => betweenModels(trait, place)),
    ...of('family', (trait) => betweenModels(trait, place)),
    ...of('setting', (trait, values) => onOccasions(trait, values, place)),
    ...of('language', (trait, values) => onOccasions(trait, values, place)),
  ];
}

type Place = {
  columns: AnswerColumns;
  matrix: Pick<Matrix, 'cells' | 'models'>;
  view: Pick<FactorView, 'columns' | 'loadings'>;
  study: Study;
};

/** The rows of the analysis itself, in groups of their models. */
function betweenModels(trait: Trait, { matrix, study, view }: Place): Comparison['input'] {
  const groups = matrix.models.map((model) => String(trait.ofModel(model) ?? ''));
  const units = independentUnits(matrix, study);
  return {
    rows: matrix.cells,
    ...shapeOf([...view.columns.keys()], view),
    groups,
    models: matrix.models,
    // When families are compared with each other, the models are the independent units.
    ...(trait.name !== 'family' && units.families ? { families: units.families } : {}),
    repeated: false,
  };
}

/** Rows are models, on each occasion; as many occasions as the models allow, or the first and the last. */
function onOccasions(trait: Trait, all: TraitValue[], place: Place): Comparison['input'] {
  const { columns, study, view } = place;
  const models = new Set(columns.models).size;
  if (models < leastModels)
    return {
      withheld: `this comparison cannot be made with so few models: ${models}, and ${leastModels} are needed`,
    };
  const fit = Math.floor((columnsPerModel * models) / view.columns.length);
  const order = trait.name === 'setting' ? byTemperature(all, study) : all;
  const values = order.length <= Math.max(2, fit) ? order : [order[0]!, order.at(-1)!];
  const parts = values.map((value) => ({
    value,
    matrix: matrixOf(
      place,
      Uint8Array.from({ length: columns.count }, (_, at) => (trait.at(at) === value ? 1 : 0)),
    ),
  }));
  const lacking = parts.filter(({ matrix }) => matrix === null).map(({ value }) => String(value));
  if (lacking.length > 0) return { withheld: `there are too few rows in ${listOf(lacking)}` };
  const matrices = parts.map(({ matrix }) => matrix!);
  // A column that hardly any model names on one occasion has no covariance there.
  const shared = matrices[0]!.columns
    .map(({ name }) => name)
    .filter((name) => matrices.every((one) => one.columns.some((column) => column.name === name)));
  const rows = matrices.flatMap((one) => {
    const at = shared.map((name) => one.columns.findIndex((column) => column.name === name));
    return one.cells.map((row) => at.map((j) => row[j]!));
  });
  const labels = matrices.flatMap((one) => one.models);
  const units = independentUnits({ models: labels }, study);
  return {
    rows,
    ...shapeOf(shared.map(Number), view),
    groups: parts.flatMap(({ value, matrix }) => matrix!.models.map(() => String(value))),
    models: labels,
    ...(units.families ? { families: units.families } : {}),
    repeated: true,
  };
}

/** Clusters are identified by position, since two can have the same name. */
function matrixOf({ columns, view, study }: Place, inPart: Uint8Array) {
  const clusters = view.columns.map(({ words, count }, i) => ({
    ...{ name: String(i), named: false, words, count, cohesion: null },
  }));
  try {
    return matrixOfPart(columns, inPart, clusters, study, 'respondents', clusters.length);
  } catch (error) {
    if (error instanceof UserError) return null;
    throw error;
  }
}

/** The shape of the columns at these positions of the view. */
function shapeOf(places: readonly number[], view: Place['view']) {
  return {
    variables: places.map((at) => view.columns[at]!.cluster),
    pattern: patternOf(
      places.map((at) => view.loadings[at]!),
      salient,
      false,
    ),
  };
}

/** The lowest temperature first; settings without one in their order. */
function byTemperature(values: readonly TraitValue[], study: Study): TraitValue[] {
  const heat = new Map(study.settings.map(({ id, temperature }) => [id, temperature ?? 1]));
  return values.toSorted((a, b) => (heat.get(String(a)) ?? 1) - (heat.get(String(b)) ?? 1));
}
