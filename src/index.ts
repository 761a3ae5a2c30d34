/**
 * The library: the stages as pure functions, models, and runs.
 *
 * @example
 * import { factorAnalysis, parallelAnalysis } from 'valuelex';
 * const { pc } = parallelAnalysis({ rows });
 * const result = factorAnalysis({ rows, variables }, { factors: pc.suggested });
 */
export { clusterWords } from './clustering/clustering.ts';
export type { Clustering } from './clustering/clusters.ts';
export { meaningSpace } from './clustering/embedding.ts';
export { openUseLite } from './embedding/use-lite.ts';
export { realOutside } from './environment.ts';
export { CorruptRunError, EndpointError, explainError, UserError } from './errors.ts';
export { adequacy } from './factor-analysis/adequacy.ts';
export { confirmatoryFactorAnalysis } from './factor-analysis/confirmatory/confirmatory-factor-analysis.ts';
export { confirmOnOtherHalf } from './factor-analysis/confirmatory/other-half.ts';
export { empiricalKaiser } from './factor-analysis/empirical-kaiser.ts';
export {
  type FactorOptions,
  type FactorResult,
  factorAnalysis,
} from './factor-analysis/factor-analysis.ts';
export { factorScores } from './factor-analysis/factor-scores.ts';
export { loadingStability } from './factor-analysis/loading-stability.ts';
export { minimumAveragePartial } from './factor-analysis/map.ts';
export { nesting } from './factor-analysis/nesting.ts';
export { numberOfFactors } from './factor-analysis/number-of-factors.ts';
export { omega } from './factor-analysis/omega.ts';
export { parallelAnalysis } from './factor-analysis/parallel-analysis.ts';
export { power } from './factor-analysis/power.ts';
export { replication } from './factor-analysis/replication.ts';
export { procrustes } from './factor-analysis/rotation/procrustes.ts';
export { rotateToTarget } from './factor-analysis/rotation/target.ts';
export { schmidLeiman } from './factor-analysis/schmid-leiman.ts';
export { verySimpleStructure } from './factor-analysis/vss.ts';
export type { ScoreInput } from './instruments/shared/cells.ts';
export { compareModels } from './instruments/shared/compare-models.ts';
export { scoreModels } from './instruments/shared/score-models.ts';
export type { SystemScores } from './instruments/shared/scores.ts';
export { lexiconOfTexts } from './lexicon/build-lexicon.ts';
export type { TextLexicon } from './lexicon/lexicon.ts';
export { compareMethods } from './methods/compare-methods.ts';
export { criterionAgreement } from './methods/criterion.ts';
export { createLocalEndpoint } from './models/local/endpoint.ts';
export type { Endpoint, Model, Request } from './models/model.ts';
export { openaiEndpoint } from './models/openai/endpoint.ts';
export { simulatedEndpoint } from './models/simulated/endpoint.ts';
export { parallelAnalysisInWorkers } from './run/derive/parallel-in-workers.ts';
export { importAnswers } from './run/import-answers.ts';
export { findRun, listRuns } from './run/list-runs.ts';
export { openSession } from './run/open-session.ts';
export { presetStudy } from './run/presets.ts';
export { ratedIn } from './run/rated-results.ts';
export { createRunFolder } from './run/run-folder.ts';
export type { Session } from './run/session.ts';
export { openOrCreateRun, settleStudy } from './run/start-run.ts';
export type { Results, RunState } from './run/state.ts';
export { type Study, studySchema } from './run/study.ts';
export { agglomerate } from './statistics/agglomerate.ts';
export { intraclassCorrelation } from './statistics/agreement/icc.ts';
export { cohenKappa, fleissKappa, type Kappa } from './statistics/agreement/kappa.ts';
export { krippendorffAlpha, krippendorffInterval } from './statistics/agreement/krippendorff.ts';
export { correlationMatrix } from './statistics/correlation.ts';
export { decisionStudy } from './statistics/decision-study.ts';
export { copheneticCorrelation, cutTree, hclustForm } from './statistics/dendrogram.ts';
export { descriptives } from './statistics/descriptives.ts';
export { correlationDistances, euclideanDistances } from './statistics/dissimilarity.ts';
export { gapStatistic } from './statistics/gap-statistic.ts';
export { generalizabilityStudy } from './statistics/generalizability.ts';
export { iccByReml } from './statistics/icc-reml.ts';
export { kMeans } from './statistics/k-means.ts';
export { adjustedRandIndex } from './statistics/partition-agreement.ts';
export { polychoricOfColumns } from './statistics/polychoric.ts';
export { createRandom } from './statistics/random.ts';
export { coefficientAlpha } from './statistics/reliability/alpha.ts';
export { htmt } from './statistics/reliability/htmt.ts';
export { spearmanBrown } from './statistics/reliability/spearman-brown.ts';
export { splitHalf } from './statistics/reliability/split-half.ts';
export { fitReml } from './statistics/reml.ts';
export { silhouette } from './statistics/silhouette.ts';
export { loadSystem, shippedSystems } from './values/load-systems.ts';
export type { ValueSystem } from './values/value-system.ts';
export { loadWordNet } from './wordnet/load.ts';
