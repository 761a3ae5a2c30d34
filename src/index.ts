/**
 * The library: the stages as pure functions, models, and runs.
 *
 * @example
 * import { factorAnalysis, parallelAnalysis } from 'valuelex';
 * const { pc } = parallelAnalysis({ rows });
 * const result = factorAnalysis({ rows, variables }, { factors: pc.suggestedByQuantile });
 */
export { type ClusterOptions, clusterWords } from './clustering/clustering.ts';
export type { Cluster, Clustering, ClusterMethod, WordCount } from './clustering/clusters.ts';
export { type Curated, replayEdits } from './clustering/curate.ts';
export type { Edit } from './clustering/edits.ts';
export {
  type EmbedTexts,
  type MeaningSpace,
  meaningSpace,
  type SpaceOptions,
} from './clustering/embedding.ts';
export type { Embedder, EmbedOptions } from './embedding/embedder.ts';
export { embedderOf } from './embedding/model-embedder.ts';
export { openUseLite } from './embedding/use-lite.ts';
export { type Outside, realOutside } from './environment.ts';
export {
  CorruptRunError,
  EndpointError,
  type EndpointFault,
  exitCodes,
  explainError,
  UserError,
} from './errors.ts';
export { type Adequacy, adequacy, type Bartlett, type Kmo } from './factor-analysis/adequacy.ts';
export { type ColumnCheck, checkColumns } from './factor-analysis/columns.ts';
export {
  type Confirmatory,
  type ConfirmatoryInput,
  type ConfirmatoryOptions,
  confirmatoryFactorAnalysis,
} from './factor-analysis/confirmatory/confirmatory-factor-analysis.ts';
export type { ConfirmatoryFit } from './factor-analysis/confirmatory/fit-measures.ts';
export {
  confirmOnOtherHalf,
  type OtherHalf,
  type OtherHalfOptions,
} from './factor-analysis/confirmatory/other-half.ts';
export { type ChanceCongruence, chanceCongruence } from './factor-analysis/congruence-null.ts';
export { type CongruenceVerdict, congruenceVerdict } from './factor-analysis/congruence-verdict.ts';
export {
  type EmpiricalKaiser,
  empiricalKaiser,
  kaiserGuttman,
} from './factor-analysis/empirical-kaiser.ts';
export {
  type ExtractionName,
  type FactorOptions,
  type FactorResult,
  factorAnalysis,
} from './factor-analysis/factor-analysis.ts';
export {
  factorScores,
  type ScoreMethod,
  type ScoreWeights,
  scoreMethods,
  scoreWeights,
} from './factor-analysis/factor-scores.ts';
export type { Fit } from './factor-analysis/fit.ts';
export type { FactorInput } from './factor-analysis/input.ts';
export {
  type LoadingStability,
  type LoadingStabilityOptions,
  loadingStability,
} from './factor-analysis/loading-stability.ts';
export { type MinimumAveragePartial, minimumAveragePartial } from './factor-analysis/map.ts';
export {
  drawNested,
  type NestedPopulation,
  nestedPopulation,
  type PopulationModel,
  populationOfRows,
} from './factor-analysis/nested-simulation.ts';
export { type ColumnNesting, type Nesting, nesting } from './factor-analysis/nesting.ts';
export {
  type NumberOfFactors,
  type NumberRule,
  numberOfFactors,
  type ParallelFound,
} from './factor-analysis/number-of-factors.ts';
export {
  type Omega,
  type OmegaGroup,
  type OmegaOptions,
  omega,
} from './factor-analysis/omega.ts';
export {
  type ParallelAnalysis,
  type ParallelInput,
  type ParallelOptions,
  parallelAnalysis,
} from './factor-analysis/parallel-analysis.ts';
export { type Power, type PowerAtSize, type PowerOptions, power } from './factor-analysis/power.ts';
export {
  type FactorStability,
  oddEvenReliability,
  type Replication,
  type ReplicationOptions,
  replication,
} from './factor-analysis/replication.ts';
export { type ResidualPair, type Residuals, residualsOf } from './factor-analysis/residuals.ts';
export { type Procrustes, procrustes } from './factor-analysis/rotation/procrustes.ts';
export type { RotationName, RotationOptions } from './factor-analysis/rotation/rotate.ts';
export {
  rotateToTarget,
  type Target,
  type TargetOptions,
  type TargetRotation,
} from './factor-analysis/rotation/target.ts';
export { type RowTotals, rowTotals } from './factor-analysis/row-totals.ts';
export { type SchmidLeiman, schmidLeiman } from './factor-analysis/schmid-leiman.ts';
export type { Smoothing } from './factor-analysis/smoothing.ts';
export { type VerySimpleStructure, verySimpleStructure } from './factor-analysis/vss.ts';
export type { FactorWarning } from './factor-analysis/warnings.ts';
export {
  factorsWithAndWithoutTotal,
  type WordyFactor,
  wordyFactors,
} from './factor-analysis/wordiness.ts';
export type {
  ExamResult,
  Protocol,
  RawRating,
  Stem,
} from './instruments/sentence-completion/items.ts';
export {
  type JudgePrompts,
  planRatings,
  type RatingTask,
  rateTask,
} from './instruments/sentence-completion/judge.ts';
export type { ScoredModel, ScoreInput } from './instruments/shared/cells.ts';
export { type Cells, cellsOf } from './instruments/shared/cells.ts';
export { compareModels, type ModelComparison } from './instruments/shared/compare-models.ts';
export {
  type StemGroupEffect,
  type StemGroups,
  stemGroups,
} from './instruments/shared/item-groups.ts';
export { placeModel, type Verdict } from './instruments/shared/place-model.ts';
export { scoreModels } from './instruments/shared/score-models.ts';
export type { Estimate, SystemScores } from './instruments/shared/scores.ts';
export { buildLexicon, type LexiconOptions, lexiconOfTexts } from './lexicon/build-lexicon.ts';
export type { AnswerText, Descriptor, Extraction, Lexicon, Mention } from './lexicon/lexicon.ts';
export {
  compareMethods,
  type MethodComparison,
  type ModelsOnValues,
  type ValueAgreement,
} from './methods/compare-methods.ts';
export {
  type CriterionAgreement,
  type CriterionScore,
  criterionAgreement,
} from './methods/criterion.ts';
export type { FamilyEstimate } from './methods/family-jackknife.ts';
export type { MethodProfile, ProfileScore } from './methods/profiles.ts';
export { createLocalEndpoint } from './models/local/endpoint.ts';
export type {
  Answer,
  AskOptions,
  Endpoint,
  Model,
  ModelInfo,
  NextToken,
  Request,
  Sampling,
} from './models/model.ts';
export { openaiEndpoint } from './models/openai/endpoint.ts';
export { openModel, type Registry } from './models/registry.ts';
export { simulatedEndpoint } from './models/simulated/endpoint.ts';
export type { OwnEndpoint } from './own-endpoints.ts';
export { parallelAnalysisInWorkers } from './run/derive/parallel-in-workers.ts';
export type { ThreadOptions } from './run/derive/replicates.ts';
export type { RunEnvironment } from './run/environment.ts';
export { type Imported, type ImportOptions, importAnswers } from './run/import-answers.ts';
export { findRun, listRuns, type RunSummary } from './run/list-runs.ts';
export { openSession } from './run/open-session.ts';
export { type PresetName, presetNames } from './run/preset-names.ts';
export { presetStudy } from './run/presets.ts';
export { createRunFolder } from './run/run-folder.ts';
export type { Session } from './run/session.ts';
export { findSameRun, openOrCreateRun, settleStudy } from './run/start-run.ts';
export type { Finding, Results, RunState } from './run/state.ts';
export { type Study, studySchema } from './run/study.ts';
export { readStudy } from './run/study-file.ts';
export { agglomerate, type Linkage, type Merge } from './statistics/agglomerate.ts';
export {
  type Icc,
  type IccForm,
  type IccResult,
  intraclassCorrelation,
} from './statistics/agreement/icc.ts';
export {
  cohenKappa,
  type FleissKappa,
  fleissKappa,
  type Kappa,
  type KappaWeights,
  kappaOfTable,
  type LightKappa,
  lightKappa,
} from './statistics/agreement/kappa.ts';
export {
  type KrippendorffInterval,
  krippendorffAlpha,
  krippendorffInterval,
  type MeasurementLevel,
} from './statistics/agreement/krippendorff.ts';
export { bivariateNormalCdf } from './statistics/bivariate-normal.ts';
export {
  type CorrelationKind,
  correlationKinds,
  correlationMatrix,
} from './statistics/correlation.ts';
export { crossedFacets } from './statistics/crossed-facets.ts';
export {
  type Coefficients,
  coefficientsAt,
  decisionStudy,
  stemsNeeded,
} from './statistics/decision-study.ts';
export {
  copheneticCorrelation,
  copheneticDistances,
  cutTree,
  type HclustForm,
  hclustForm,
} from './statistics/dendrogram.ts';
export { type Descriptives, descriptives } from './statistics/descriptives.ts';
export {
  type Condensed,
  correlationDistances,
  euclideanDistances,
} from './statistics/dissimilarity.ts';
export {
  type ClusterEach,
  type GapOptions,
  type GapRule,
  type GapStatistic,
  gapStatistic,
  gapSuggestion,
} from './statistics/gap-statistic.ts';
export {
  type GeneralizabilityStudy,
  generalizabilityStudy,
  type Ratings,
} from './statistics/generalizability.ts';
export { iccByReml, type RemlIcc } from './statistics/icc-reml.ts';
export { type KMeans, type KMeansOptions, kMeans } from './statistics/k-means.ts';
export { type KMedoids, kMedoids } from './statistics/k-medoids.ts';
export {
  adjustedRandIndex,
  type PartitionAgreement,
  partitionAgreement,
} from './statistics/partition-agreement.ts';
export { type OrdinalCorrelation, polychoricOfColumns } from './statistics/polychoric.ts';
export { createRandom, type Random } from './statistics/random.ts';
export {
  type AlphaOptions,
  type AlphaResult,
  coefficientAlpha,
  cronbachAlpha,
  feldtInterval,
} from './statistics/reliability/alpha.ts';
export { type AlphaOverGroups, alphaOverGroups } from './statistics/reliability/group-alpha.ts';
export { type Htmt, htmt, type ScaleItems } from './statistics/reliability/htmt.ts';
export { spearmanBrown } from './statistics/reliability/spearman-brown.ts';
export {
  type SplitHalf,
  type SplitHalfOptions,
  splitHalf,
} from './statistics/reliability/split-half.ts';
export { fitReml, type Grouping, type RemlFit } from './statistics/reml.ts';
export { type Silhouette, silhouette } from './statistics/silhouette.ts';
export { loadSystem, shippedSystems } from './values/load-systems.ts';
export type { Subdimension, ValueSystem } from './values/value-system.ts';
export { loadWordNet } from './wordnet/load.ts';
export type { WordNet } from './wordnet/wordnet.ts';
