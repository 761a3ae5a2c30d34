/** Compares the pipeline's results with the planted structure. Pure. */
import type { Wordiness } from '../factor-analysis/wordiness.ts';
import type { ScoreInput } from '../instruments/shared/cells.ts';
import { scoreModels } from '../instruments/shared/score-models.ts';
import type { SystemScores } from '../instruments/shared/scores.ts';
import type { PlantedTruth } from '../models/simulated/truth.ts';
import type { Dimension, Subdimension } from '../models/simulated/vocabulary.ts';
import type { FactorView } from '../run/factor-view.ts';
import { pearson } from '../statistics/correlation.ts';
import { adjustedRandIndex } from '../statistics/partition-agreement.ts';
import { matchFactors } from '../statistics/tucker.ts';

export type ClusterFigures = {
  /** Adjusted Rand index over the words in both partitions. */
  agreement: number;
  words: number;
  found: number;
  planted: number;
  /** Clustered words that were never planted. */
  foreign: string[];
};

/** Clusters found compared with known groups. */
export function clusterFigures(
  found: readonly (readonly string[])[],
  planted: readonly (readonly string[])[],
): ClusterFigures {
  const groupOf = new Map(planted.flatMap((words, g) => words.map((word) => [word, g] as const)));
  const placed = found.flatMap((words, c) => words.map((word) => ({ word, c })));
  const both = placed.filter(({ word }) => groupOf.has(word));
  return {
    agreement: adjustedRandIndex(
      both.map(({ c }) => c),
      both.map(({ word }) => groupOf.get(word)!),
    ),
    words: both.length,
    found: new Set(both.map(({ c }) => c)).size,
    planted: new Set(both.map(({ word }) => groupOf.get(word)!)).size,
    foreign: placed.filter(({ word }) => !groupOf.has(word)).map(({ word }) => word),
  };
}

export type StructureFigures = {
  rows: FactorView['rows'];
  n: number;
  columns: number;
  models: number;
  k: number;
  suggested: number;
  suggestedWithoutTotal: number | null;
  /** Mean correlation between factors; the planted dimensions correlate .2. */
  factorCorrelation: number | null;
  dimensions: {
    dimension: Dimension;
    /** 1-based; 0 where no factor is left to match. */
    factor: number;
    /** Tucker's congruence of the pattern loadings with the planted ones. */
    congruence: number;
    /** Correlation over models of factor scores with planted scores. */
    scores: number;
    /** Congruence between halves of the models. */
    replicates: number | null;
  }[];
  factors: {
    name: string;
    /** What the program says of it: its scores follow words per answer, do not, or that cannot be told. */
    label: Wordiness;
    /** Correlation over models of its scores with the planted wordiness. */
    wordiness: number;
  }[];
};

/** Columns are matched to the planted clusters that hold most of their words. */
export function structureFigures(view: FactorView, truth: PlantedTruth): StructureFigures {
  const planted = view.columns.map((column) => {
    const shared = truth.clusters.map(
      (cluster) => cluster.words.filter((word) => column.words.includes(word)).length,
    );
    const most = Math.max(...shared);
    return most > 0 ? truth.loadings[shared.indexOf(most)]! : truth.dimensions.map(() => 0);
  });
  const match = matchFactors(planted, view.loadings);
  const models = truth.models.filter((model) =>
    view.modelScores.some((one) => one.model === model.name),
  );
  const scoresOf = (factor: number) =>
    models.map(
      (model) => view.modelScores.find((one) => one.model === model.name)!.scores[factor]!,
    );
  return {
    rows: view.rows,
    n: view.n,
    columns: view.columns.length,
    models: models.length,
    k: view.k,
    suggested: view.suggestedK,
    suggestedWithoutTotal: view.suggestedKWithoutTotal,
    factorCorrelation: meanOffDiagonal(view.phi),
    dimensions: truth.dimensions.map((dimension, d) => {
      const factor = match.order[d]!;
      const own = factor < 0 ? null : scoresOf(factor).map((score) => score * match.signs[d]!);
      return {
        dimension,
        factor: factor + 1,
        congruence: match.congruence[d]!,
        scores: own
          ? pearson(
              own,
              models.map((model) => model.scores[dimension]),
            )
          : 0,
        replicates: factor < 0 ? null : view.factors[factor]!.replicates,
      };
    }),
    factors: view.factors.map((factor, f) => ({
      name: factor.name,
      label: factor.wordiness,
      wordiness: pearson(
        scoresOf(f),
        models.map((model) => model.wordiness),
      ),
    })),
  };
}

function meanOffDiagonal(matrix: readonly (readonly number[])[]): number | null {
  const values = matrix.flatMap((row, i) => row.filter((_, j) => j < i));
  return values.length > 0 ? values.reduce((sum, one) => sum + one, 0) / values.length : null;
}

export type ScoreFigures = {
  columns: {
    name: string;
    kind: 'dimension' | 'subdimension';
    /** Correlation over models with the planted scores. */
    correlation: number;
    /** Mean of score − planted level, in points of 100. */
    bias: number;
    /** Models whose interval contains the planted level, and the number of models. */
    covered: number;
    of: number;
    /** Eρ². */
    generalizability: number | null;
  }[];
  /** Share of all intervals that contain the planted level. */
  coverage: number;
};

export type PlantedLevels = readonly { model: string; levels: Record<Subdimension, number> }[];

/** Scores against planted scores (correlation) and against planted levels (bias, coverage). */
export function scoreFigures(
  scores: SystemScores,
  truth: PlantedTruth,
  levels: PlantedLevels,
): ScoreFigures {
  const levelsOf = new Map(levels.map((one) => [one.model, one.levels]));
  const columns = scores.columns.flatMap((column, c) => {
    const parts = truth.subdimensions.filter(({ name, dimension }) =>
      sameName(column.kind === 'dimension' ? dimension : name, column.name),
    );
    if (parts.length === 0) return [];
    const rows = truth.models.flatMap((model) => {
      const estimate = scores.models.find((one) => one.model === model.name)?.raw[c];
      if (!estimate || !Number.isFinite(estimate.value)) return [];
      const own = levelsOf.get(model.name)!;
      const mean = (of: (name: Subdimension) => number) =>
        parts.reduce((sum, part) => sum + of(part.name), 0) / parts.length;
      return [
        {
          estimate,
          planted: mean((name) => model.subdimensionScores[name]),
          level: (100 / 6) * mean((name) => own[name]),
        },
      ];
    });
    const held = rows.filter(
      ({ estimate: { low, high }, level }) =>
        low !== null && high !== null && low <= level && level <= high,
    );
    return [
      {
        name: column.name,
        kind: column.kind,
        correlation: pearson(
          rows.map((row) => row.estimate.value),
          rows.map((row) => row.planted),
        ),
        bias: rows.reduce((sum, row) => sum + row.estimate.value - row.level, 0) / rows.length,
        covered: held.length,
        of: rows.length,
        generalizability: scores.reliability[c]!.generalizability,
      },
    ];
  });
  const sum = (of: 'covered' | 'of') => columns.reduce((total, one) => total + one[of], 0);
  return { columns, coverage: sum('covered') / sum('of') };
}

/** The figures of one judge alone; `linked` false uses its ratings as given, without the map of its exam. */
export function judgeFigures(
  input: ScoreInput,
  judge: string,
  linked: boolean,
  truth: PlantedTruth,
  levels: PlantedLevels,
): ScoreFigures {
  const exams = input.exams
    .filter((exam) => exam.rater === judge)
    .map((exam) =>
      linked
        ? exam
        : { ...exam, map: exam.map.map(({ subdimension }) => ({ subdimension, a: 0, b: 1 })) },
    );
  const ratings = input.ratings.filter((rating) => rating.rater === judge);
  return scoreFigures(scoreModels({ ...input, exams, ratings }), truth, levels);
}

function sameName(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase();
}
