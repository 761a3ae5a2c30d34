/** A part of a run beside the whole: its words, clusters, loadings, factors, and scores. */
import type { Clustering, WordCount } from '../../clustering/clusters.ts';
import type { Curated } from '../../clustering/curate.ts';
import type { Edit } from '../../clustering/edits.ts';
import type { FactorOptions } from '../../factor-analysis/factor-analysis.ts';
import type { RotationName } from '../../factor-analysis/rotation/rotation-names.ts';
import type { AnswerColumns } from '../../lexicon/lexicon.ts';
import type { Profile } from '../../methods/profiles.ts';
import { quantile } from '../../statistics/describe.ts';
import { groupDifference } from '../../statistics/group-difference.ts';
import { holm } from '../../statistics/holm.ts';
import { createRandom } from '../../statistics/random.ts';
import type { ParallelPair } from '../derive/factor-ground.ts';
import { factorView, unavailable } from '../derive/factors.ts';
import { independentUnits } from '../derive/independent-units.ts';
import type { Matrix } from '../derive/matrix.ts';
import type { FactorView } from '../factor-view.ts';
import type { Study } from '../study.ts';
import type { Chance, Extent, LensResult, PartClusters, PartLoadings } from './lens-result.ts';
import { besideWhole, curatedPart, likeness } from './part-clusters.ts';
import { loadingsOfPart, matrixOfPart, meanSquares } from './part-loadings.ts';
import { ownWords, wordsOfPart } from './part-words.ts';
import { type PartDrawer, randomParts } from './random-parts.ts';
import { heldIn } from './traits.ts';
import { type Condition, conditionText, type Selection, selectPart } from './where.ts';

/** An instrument's scores of the models of the run. */
export type LensProfile = {
  instrument: string;
  title: string;
  names: Record<string, string>;
  profile: Profile;
};

export type LensInput = {
  where: Condition[];
  study: Study;
  columns: AnswerColumns;
  /** Null if the words are not clustered. */
  clustering: Clustering | null;
  /** The clusters with the edits in force; null without clusters. */
  curated: Curated | null;
  /** The factors of the whole; null where there are none. */
  factors: FactorView | null;
  profiles: LensProfile[];
};

/** The most random parts; fewer if each takes long. */
const mostDraws = 199;
/** With fewer different random parts than this, chance cannot be estimated. */
const leastParts = 20;
/** With fewer models than this, a part has no loadings of its own. */
const leastModels = 5;
/** The most answers read for random parts, and the most cells of similarities clustered. */
const mostAnswersDrawn = 100_000_000;
const mostLikenessDrawn = 400_000_000;

/**
 * `parallelOf` computes the parallel analyses of a matrix. Throws UserError (exit `usage`) for conditions that select
 * no part: see `selectPart`.
 */
export async function lensOf(
  input: LensInput,
  parallelOf: (matrix: Matrix, study: Study) => Promise<ParallelPair>,
  onDone: (percent: number) => void = () => {},
): Promise<LensResult> {
  const { where, study, columns, clustering, curated } = input;
  const selection = selectPart({ columns, study }, where);
  const { inPart } = selection;
  const everything = new Uint8Array(columns.count).fill(1);
  const { unit, familyOf } = familiesIn(columns, study);
  const words = wordsOfPart(columns, inPart);
  const wordsOfWhole = wordsOfPart(columns, everything);
  const cluster = (own: readonly WordCount[]) =>
    clustering &&
    curated &&
    curatedPart(clustering, own, editsIn(curated), study.clusters.minCount);
  const part = cluster(words);
  const draw = randomParts(columns, selection, familyOf);
  const clusters = clustersBeside(input, part, cluster, draw, (done) =>
    onDone(Math.round(30 * done)),
  );
  const loadings = loadingsBeside(input, selection, draw, (done) =>
    onDone(30 + Math.round(40 * done)),
  );
  const factors = await factorsOfPart(input, selection, part, parallelOf);
  onDone(100);
  const ofPart = { words, curated: part, factors };
  const ofWhole = { words: wordsOfWhole, curated, factors: input.factors };
  return {
    where: where.map(conditionText),
    part: extentOf(columns, inPart, ofPart, familyOf),
    whole: extentOf(columns, everything, ofWhole, familyOf),
    unit,
    words: ownWords(columns, inPart, wordsToCompare(input, wordsOfWhole), familyOf),
    clusters,
    loadings,
    factors,
    scores: scoresBeside(input, selection, familyOf),
  };
}

/** Families where some have several models, else the models themselves. */
function familiesIn(columns: AnswerColumns, study: Study) {
  const models = [...new Set(columns.models)];
  const { unit, families, labels } = independentUnits({ models }, study);
  const label = new Map(models.map((model, i) => [model, (families ?? labels)[i]!]));
  return { unit, familyOf: (model: string) => label.get(model) ?? model };
}

/** The edits in force, without those undone. */
function editsIn({ applied, unplaced }: Curated): Edit[] {
  return [...applied.map(({ edit }) => edit), ...unplaced];
}

/** The words clustered in the whole, without those in the tray; before clustering, the words that are frequent enough. */
function wordsToCompare(
  { clustering, curated, study }: LensInput,
  wordsOfWhole: readonly WordCount[],
): string[] {
  if (curated && clustering) {
    const discarded = new Set(curated.discarded.map(({ word }) => word));
    return clustering.words.map(({ word }) => word).filter((word) => !discarded.has(word));
  }
  return wordsOfWhole
    .filter(({ count }) => count >= study.clusters.minCount)
    .map(({ word }) => word);
}

function clustersBeside(
  { clustering, curated: whole, columns, study }: LensInput,
  part: Curated | null,
  cluster: (words: readonly WordCount[]) => Curated | null,
  draw: PartDrawer,
  onDone: (share: number) => void,
): LensResult['clusters'] {
  if (!clustering || !whole) return { withheld: 'the words of the run are not clustered' };
  if (!part)
    return {
      withheld:
        clustering.method === 'k-means'
          ? 'clusters by k-means are not recomputed for a part'
          : 'the part names fewer than 4 of the words that are clustered',
    };
  const { shared, adjustedRand } = likeness(part, whole);
  const n = clustering.words.length;
  const draws = drawsOf(Math.min(mostAnswersDrawn / columns.count, mostLikenessDrawn / n ** 2));
  const chance =
    adjustedRand === null
      ? null
      : chanceOf(
          { draws, draw, seed: study.seed, what: 'clusters', onDone },
          [adjustedRand],
          (inPart) => {
            const random = cluster(wordsOfPart(columns, inPart));
            const like = random && likeness(random, whole).adjustedRand;
            return like === null ? null : [like];
          },
        );
  const found: PartClusters = {
    shared,
    adjustedRand,
    chance: chance?.[0] ?? null,
    clusters: besideWhole(part.clusters, whole.clusters),
  };
  return found;
}

function loadingsBeside(
  { columns, factors, study }: LensInput,
  selection: Selection,
  draw: PartDrawer,
  onDone: (share: number) => void,
): LensResult['loadings'] {
  if (!factors) return { withheld: 'the factors of the whole are not computed' };
  const models = heldIn(columns, selection.inPart).models.size;
  if (models < leastModels)
    return { withheld: `loadings need at least ${leastModels} models; the part has ${models}` };
  const options: FactorOptions = {
    factors: factors.k,
    extraction: factors.extraction as NonNullable<FactorOptions['extraction']>,
    rotation: factors.rotation as RotationName,
    seed: study.seed,
  };
  const of = (inPart: Uint8Array) => loadingsOfPart(columns, inPart, factors, study, options);
  const own = of(selection.inPart);
  if (!own)
    return { withheld: 'the part has too few rows or columns for as many factors as the whole' };
  const draws = drawsOf(mostAnswersDrawn / columns.count);
  const figures = (one: NonNullable<typeof own>) => [...one.congruence, ...one.variance];
  const chance = chanceOf(
    { draws, draw, seed: study.seed, what: 'loadings', onDone },
    figures(own),
    (inPart) => {
      const drawn = of(inPart);
      return drawn && figures(drawn);
    },
  );
  const corrected = chance && holm(chance.map(({ p }) => p));
  const compared = figures(own).map((value, i) => ({
    value,
    chance: chance?.[i] ?? null,
    corrected: corrected?.[i] ?? null,
  }));
  const inWhole = meanSquares(factors.loadings);
  const found: PartLoadings = {
    columns: own.matrix.columns.length,
    dropped: own.matrix.dropped.map(({ cluster, why }) => ({
      cluster: factors.columns[Number(cluster)]!.cluster,
      why,
    })),
    rows: own.matrix.rowNames.length,
    factors: factors.factors.map(({ name }, f) => ({
      name,
      congruence: compared[f]!,
      variance: compared[factors.k + f]!,
      wholeVariance: inWhole[f]!,
    })),
  };
  return found;
}

const drawsOf = (most: number) => Math.max(0, Math.min(mostDraws, Math.floor(most)));

type Drawing = {
  draws: number;
  draw: PartDrawer;
  seed: number;
  what: string;
  onDone: (share: number) => void;
};

/**
 * The position of the part's figures among those of random parts; null if too few different ones can be drawn or
 * computed.
 */
function chanceOf(
  { draws, draw, seed, what, onDone }: Drawing,
  own: readonly number[],
  of: (inPart: Uint8Array) => number[] | null,
): Chance[] | null {
  const random = createRandom(seed).fork(`random parts, ${what}`);
  const keys = new Set<string>();
  const found: number[][] = [];
  for (let i = 0; i < draws; i++) {
    const { inPart, key } = draw(random.fork(i));
    keys.add(key);
    const figures = of(inPart);
    if (figures) found.push(figures);
    onDone((i + 1) / draws);
    if (i + 1 === 2 * leastParts && keys.size < leastParts / 2) return null;
  }
  if (keys.size < leastParts || found.length < leastParts) return null;
  return own.map((value, f) => {
    const drawn = found.map((figures) => figures[f]!);
    return {
      draws: drawn.length,
      low: quantile(drawn, 0.05),
      median: quantile(drawn, 0.5),
      p: (1 + drawn.filter((one) => one <= value).length) / (drawn.length + 1),
    };
  });
}

async function factorsOfPart(
  { columns, study, factors }: LensInput,
  { inPart }: Selection,
  part: Curated | null,
  parallelOf: (matrix: Matrix, study: Study) => Promise<ParallelPair>,
): Promise<LensResult['factors']> {
  if (!part) return null;
  try {
    const rows =
      factors?.rows ?? (study.factors.rows === 'responses' ? 'responses' : 'respondents');
    const matrix = matrixOfPart(columns, inPart, part.clusters, study, rows);
    return factorView(matrix, await parallelOf(matrix, study), study, part.settings);
  } catch (error) {
    return unavailable(error);
  }
}

function scoresBeside(
  { profiles }: LensInput,
  { levels, models }: Selection,
  familyOf: (model: string) => string,
): LensResult['scores'] {
  if (!levels.includes('model'))
    return { withheld: 'models are scored as wholes: scores have parts by tags of models alone' };
  if (profiles.length === 0) return { withheld: 'the run has no scores' };
  return profiles.flatMap(({ instrument, title, names, profile }) => {
    const byValue = Map.groupBy(profile.scores, ({ value }) => value);
    const values = [...byValue].flatMap(([value, scores]) => {
      const difference = groupDifference(
        scores.map(({ estimate }) => estimate),
        scores.map(({ model }) => models.has(model)),
        scores.map(({ model }) => familyOf(model)),
      );
      return difference ? [{ value, name: names[value] ?? value, ...difference }] : [];
    });
    if (values.length === 0) return [];
    const corrected = holm(values.map(({ p }) => p ?? 1));
    return [
      {
        ...{ instrument, title, system: profile.system },
        values: values.map((one, i) => ({
          ...one,
          corrected: one.p === null ? null : corrected[i]!,
        })),
      },
    ];
  });
}

function extentOf(
  columns: AnswerColumns,
  inPart: Uint8Array,
  found: {
    words: readonly WordCount[];
    curated: Curated | null;
    factors: LensResult['factors'];
  },
  familyOf: (model: string) => string,
): Extent {
  const held = heldIn(columns, inPart);
  const models = [...held.models];
  const { factors } = found;
  return {
    models: models.length,
    families: models.every((model) => familyOf(model) === model)
      ? null
      : new Set(models.map(familyOf)).size,
    settings: held.settings.size,
    prompts: held.prompts.size,
    answers: inPart.filter((one, place) => one === 1 && columns.refused[place] === 0).length,
    words: found.words.length,
    clusters: found.curated?.clusters.length ?? null,
    factors:
      factors && 'loadings' in factors ? { k: factors.k, suggested: factors.suggestedK } : null,
  };
}
