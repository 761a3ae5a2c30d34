import { UserError } from '../errors.ts';
import { crossedFacets } from './crossed-facets.ts';
import {
  type Coefficients,
  type Components,
  coefficientsAt,
  coefficientsFrom,
  itemsNeeded,
  type RatersAre,
  universeVariance,
} from './decision-study.ts';
import { type Component, type Source, threeWay, twoWay } from './expected-mean-squares.ts';
import { type MeanErrors, meanErrors } from './mean-errors.ts';
import { fitReml } from './reml.ts';

/** `ratings[model][item][rater]`; values that are not finite are missing. */
export type Ratings = readonly (readonly ArrayLike<number>[])[];

export interface GeneralizabilityStudy extends Components {
  models: number;
  items: number;
  raters: number;
  /** With fewer than four raters they are these raters, not a sample (method, §7). */
  ratersAre: RatersAre;
  /** Mean squares where every rating is there, else restricted maximum likelihood. */
  method: 'expected mean squares' | 'REML';
  /** Ratings that are missing among models × items × raters. */
  missing: number;
  /** Items without any rating. */
  droppedItems: number;
  /** Without the rater's rows when there is one rater (model × item). */
  components: Component[];
  /** Of REML; `null` for mean squares, which have nothing to converge. */
  convergence: { converged: boolean; iterations: number } | null;
  /**
   * At the numbers of items and raters of the study. With gaps the error variances are means over models and,
   * for `relative`, `semRelative` and `seDifference`, over the actual pairs of models.
   */
  coefficients: Coefficients;
  /** Of each model, and of each pair of models, with the ratings that it has. */
  errors: MeanErrors;
  /** Fewest complete items with Eρ² of at least .8 with these raters; `null` when no number reaches it. */
  itemsForEight: number | null;
}

/** From this number of raters on they count as a random sample of raters. */
export const ratersForRandom = 4;

/**
 * Generalizability study of a crossed model × item × rater design (model × item with one rater): by expected mean
 * squares where no rating is missing (Brennan 2001, "Generalizability Theory", ch. 3), else by REML on all
 * ratings that are there (`fitReml`; the two agree on complete data where no mean-squares estimate is negative).
 * @throws UserError for fewer than two models, a model without ratings, or fewer than two items that two models
 * were rated on.
 */
export function generalizabilityStudy(
  ratings: Ratings,
  options: { raters?: RatersAre } = {},
): GeneralizabilityStudy {
  const design = designOf(ratings);
  const { models, items, raters, rated, missing } = design;
  const at = (m: number, s: number, j: number) => ratings[m]![items[s]!]![j]!;
  const found = missing > 0 ? byReml(design, at) : byMeanSquares(design, at);
  const ratersAre = options.raters ?? (raters < ratersForRandom ? 'fixed' : 'random');
  const study = { components: found.components, raters, ratersAre };
  const errors = meanErrors(study, rated);
  const size = { items: items.length, raters };
  return {
    models,
    items: items.length,
    raters,
    ratersAre,
    method: missing > 0 ? 'REML' : 'expected mean squares',
    missing,
    droppedItems: design.given - items.length,
    components: found.components,
    convergence: found.convergence,
    coefficients:
      missing > 0 ? averaged(study, errors, size) : coefficientsAt(study, items.length, raters),
    errors,
    itemsForEight: itemsNeeded(study, 0.8),
  };
}

type Design = {
  models: number;
  /** Items given, and the indices of those that somebody was rated on. */
  given: number;
  items: number[];
  raters: number;
  /** By model, item used, rater. */
  rated: boolean[][][];
  missing: number;
};

function designOf(ratings: Ratings): Design {
  const models = ratings.length;
  if (models < 2)
    throw new UserError(
      `a generalizability study needs at least 2 models; there ${models === 1 ? 'is 1' : `are ${models}`}`,
      { hint: 'Add a second model to the study.' },
    );
  const given = Math.max(...ratings.map((items) => items.length));
  const raters = Math.max(0, ...ratings.flatMap((items) => items.map((cell) => cell.length)));
  const has = (m: number, s: number, j: number) =>
    Number.isFinite(ratings[m]![s]?.[j] ?? Number.NaN);
  const all = Array.from({ length: given }, (_, s) => s);
  const ratersOf = (s: number) =>
    ratings.filter((_, m) => Array.from({ length: raters }).some((_, j) => has(m, s, j))).length;
  const items = all.filter((s) => ratersOf(s) > 0);
  const shared = all.filter((s) => ratersOf(s) > 1).length;
  if (shared < 2)
    throw new UserError(
      `a generalizability study needs at least 2 items that two models or more were rated on; ${shared} of ${given} are complete enough`,
      { hint: 'Let the missing ratings be asked again, or leave out the model that lacks them.' },
    );
  const rated = ratings.map((_, m) =>
    items.map((s) => Array.from({ length: raters }, (_, j) => has(m, s, j))),
  );
  const empty = rated.findIndex((model) => !model.some((item) => item.includes(true)));
  if (empty >= 0)
    throw new UserError(`model ${empty + 1} has no ratings to be studied`, {
      hint: 'Leave it out, or let its ratings be asked again.',
    });
  const missing = rated.flat(2).filter((one) => !one).length;
  return { models, given, items, raters, rated, missing };
}

type At = (model: number, item: number, rater: number) => number;

type Found = Pick<GeneralizabilityStudy, 'components' | 'convergence'>;

function byMeanSquares({ models, items, raters }: Design, at: At): Found {
  const components =
    raters > 1 ? threeWay(at, models, items.length, raters) : twoWay(at, models, items.length);
  return { components, convergence: null };
}

function byReml({ rated, raters }: Design, at: At): Found {
  const values: number[] = [];
  const labels = { model: [] as number[], item: [] as number[], rater: [] as number[] };
  rated.forEach((model, m) => {
    model.forEach((item, s) => {
      item.forEach((one, j) => {
        if (!one) return;
        values.push(at(m, s, j));
        labels.model.push(m);
        labels.item.push(s);
        labels.rater.push(j);
      });
    });
  });
  const facets = (
    raters > 1 ? (['model', 'item', 'rater'] as const) : (['model', 'item'] as const)
  ).map((name) => ({ name, labels: labels[name] }));
  const groupings = crossedFacets(facets);
  const fit = fitReml(values, groupings);
  const byName = new Map(fit.components.map((one) => [one.name, one]));
  const components = [...groupings.map(({ name }) => name), 'residual'].map((name): Component => {
    const one = name === 'residual' ? fit.residual : byName.get(name);
    // What these ratings cannot tell from another source counts there.
    const variance = one?.variance ?? 0;
    return {
      source: name as Source,
      df: null,
      meanSquare: null,
      raw: variance,
      variance,
      standardError: one?.standardError ?? null,
    };
  });
  return { components, convergence: { converged: fit.converged, iterations: fit.iterations } };
}

/** Error variances averaged over models (level) and over pairs of models (difference). */
function averaged(
  study: Components,
  { levels, differences }: MeanErrors,
  size: { items: number; raters: number },
): Coefficients {
  const models = levels.length;
  const absolute = levels.reduce((sum, error) => sum + error ** 2, 0) / models;
  const pairs = differences.flat().reduce((sum, error) => sum + error ** 2, 0);
  const relative = pairs / (models * (models - 1)) / 2;
  return coefficientsFrom(universeVariance(study), relative, absolute, size);
}
