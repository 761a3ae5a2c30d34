import { UserError } from '../errors.ts';
import { crossedFacets } from './crossed-facets.ts';
import {
  type Coefficients,
  type Components,
  coefficientsAt,
  coefficientsFrom,
  type JudgesAre,
  stemsNeeded,
  universeVariance,
} from './decision-study.ts';
import { type Component, type Source, threeWay, twoWay } from './expected-mean-squares.ts';
import { type MeanErrors, meanErrors } from './mean-errors.ts';
import { fitReml } from './reml.ts';

/** `ratings[model][stem][judge]`; what is not a finite number is missing. */
export type Ratings = readonly (readonly ArrayLike<number>[])[];

export interface GeneralizabilityStudy extends Components {
  models: number;
  stems: number;
  judges: number;
  /** With fewer than four judges they are these judges, not a sample (method, §7). */
  judgesAre: JudgesAre;
  /** Mean squares where every rating is there, else restricted maximum likelihood. */
  method: 'expected mean squares' | 'REML';
  /** Ratings that are missing among models × stems × judges. */
  missing: number;
  /** Stems that nobody was rated on. */
  droppedStems: number;
  /** Without the judge's rows when there is one judge (model × stem). */
  components: Component[];
  /** Of REML; `null` for mean squares, which have nothing to converge. */
  convergence: { converged: boolean; iterations: number } | null;
  /**
   * At the numbers of stems and judges of the study. With gaps the error variances are means over models and,
   * for `relative`, `semRelative` and `seDifference`, over the actual pairs of models.
   */
  coefficients: Coefficients;
  /** Of each model, and of each pair of models, with the ratings that it has. */
  errors: MeanErrors;
  /** Fewest complete stems with Eρ² of at least .8 with these judges; `null` when no number reaches it. */
  stemsForEight: number | null;
}

/** From this number of judges on they count as a random sample of judges. */
export const judgesForRandom = 4;

/**
 * Generalizability study of a crossed model × stem × judge design (model × stem with one judge): by expected mean
 * squares where no rating is missing (Brennan 2001, "Generalizability Theory", ch. 3), else by REML on all
 * ratings that are there (`fitReml`; the two agree on complete data where no mean-squares estimate is negative).
 * @throws UserError for fewer than two models, a model without ratings, or fewer than two stems that two models
 * were rated on.
 */
export function generalizabilityStudy(
  ratings: Ratings,
  options: { judges?: JudgesAre } = {},
): GeneralizabilityStudy {
  const design = designOf(ratings);
  const { models, stems, judges, rated, missing } = design;
  const at = (m: number, s: number, j: number) => ratings[m]![stems[s]!]![j]!;
  const found = missing > 0 ? byReml(design, at) : byMeanSquares(design, at);
  const judgesAre = options.judges ?? (judges < judgesForRandom ? 'fixed' : 'random');
  const study = { components: found.components, judges, judgesAre };
  const errors = meanErrors(study, rated);
  const size = { stems: stems.length, judges };
  return {
    models,
    stems: stems.length,
    judges,
    judgesAre,
    method: missing > 0 ? 'REML' : 'expected mean squares',
    missing,
    droppedStems: design.given - stems.length,
    components: found.components,
    convergence: found.convergence,
    coefficients:
      missing > 0 ? averaged(study, errors, size) : coefficientsAt(study, stems.length, judges),
    errors,
    stemsForEight: stemsNeeded(study, 0.8),
  };
}

type Design = {
  models: number;
  /** Stems given, and the indices of those that somebody was rated on. */
  given: number;
  stems: number[];
  judges: number;
  /** By model, stem used, judge. */
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
  const given = Math.max(...ratings.map((stems) => stems.length));
  const judges = Math.max(0, ...ratings.flatMap((stems) => stems.map((cell) => cell.length)));
  const has = (m: number, s: number, j: number) =>
    Number.isFinite(ratings[m]![s]?.[j] ?? Number.NaN);
  const all = Array.from({ length: given }, (_, s) => s);
  const ratersOf = (s: number) =>
    ratings.filter((_, m) => Array.from({ length: judges }).some((_, j) => has(m, s, j))).length;
  const stems = all.filter((s) => ratersOf(s) > 0);
  const shared = all.filter((s) => ratersOf(s) > 1).length;
  if (shared < 2)
    throw new UserError(
      `a generalizability study needs at least 2 stems that two models or more were rated on; ${shared} of ${given} are complete enough`,
      { hint: 'Let the missing ratings be asked again, or leave out the model that lacks them.' },
    );
  const rated = ratings.map((_, m) =>
    stems.map((s) => Array.from({ length: judges }, (_, j) => has(m, s, j))),
  );
  const empty = rated.findIndex((model) => !model.some((stem) => stem.includes(true)));
  if (empty >= 0)
    throw new UserError(`model ${empty + 1} has no ratings to be studied`, {
      hint: 'Leave it out, or let its ratings be asked again.',
    });
  const missing = rated.flat(2).filter((one) => !one).length;
  return { models, given, stems, judges, rated, missing };
}

type At = (model: number, stem: number, judge: number) => number;

type Found = Pick<GeneralizabilityStudy, 'components' | 'convergence'>;

function byMeanSquares({ models, stems, judges }: Design, at: At): Found {
  const components =
    judges > 1 ? threeWay(at, models, stems.length, judges) : twoWay(at, models, stems.length);
  return { components, convergence: null };
}

function byReml({ rated, judges }: Design, at: At): Found {
  const values: number[] = [];
  const labels = { model: [] as number[], stem: [] as number[], judge: [] as number[] };
  rated.forEach((model, m) => {
    model.forEach((stem, s) => {
      stem.forEach((one, j) => {
        if (!one) return;
        values.push(at(m, s, j));
        labels.model.push(m);
        labels.stem.push(s);
        labels.judge.push(j);
      });
    });
  });
  const facets = (
    judges > 1 ? (['model', 'stem', 'judge'] as const) : (['model', 'stem'] as const)
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
  size: { stems: number; judges: number },
): Coefficients {
  const models = levels.length;
  const absolute = levels.reduce((sum, error) => sum + error ** 2, 0) / models;
  const pairs = differences.flat().reduce((sum, error) => sum + error ** 2, 0);
  const relative = pairs / (models * (models - 1)) / 2;
  return coefficientsFrom(universeVariance(study), relative, absolute, size);
}
