/**
 * The planted world: who the simulated models are, what each of them values, how wordy it is, and
 * how often it refuses. Everything follows from the options.
 */

import { UserError } from '../../errors.ts';
import type { Tags, Training } from '../model.ts';
import { type Chance, chanceFor } from './random.ts';
import {
  type Dimension,
  dimensionOf,
  dimensions,
  type PlantedCluster,
  plantedClusters,
  type Subdimension,
  subdimensions,
} from './vocabulary.ts';

export type SimulationOptions = {
  /** Chooses the planted scores; the same seed is the same world. */
  seed?: number;
  /** How many simulated models there are, 1 to 120; 35 by default. */
  models?: number;
  /** Spread (SD) of a setting around its model, in SDs between models; 0.25 by default. Half of it in completions. */
  settingDeviation?: number;
  /** Slope of a cluster's log-odds of being named on its dimension's score; 1 by default. */
  strength?: number;
  /** Spread of the log-odds of every cluster with a model's wordiness; 0.15 by default; 0 plants none. */
  wordiness?: number;
  /** Multiplies every model's refusal rate; 1 by default; 0 plants none. */
  refusals?: number;
};

export type PlantedModel = {
  /** Without the endpoint: `alpha-7b`. */
  id: string;
  /** `sim:alpha-7b`. */
  name: string;
  tags: Tags;
  /** Standard scores over the catalogue: mean 0, SD 1 in each dimension. */
  scores: Readonly<Record<Dimension, number>>;
  /** A dimension's score is the mean of its two subdimensions' scores. */
  subdimensionScores: Readonly<Record<Subdimension, number>>;
  /** Standard score; above 0 names more words and explains longer. */
  wordiness: number;
  /** Share of elicitation prompts that it declines, in [0, 1). */
  refusalRate: number;
};

export type World = {
  options: Required<SimulationOptions>;
  clusters: readonly PlantedCluster[];
  /** Log-odds of each cluster at score 0. */
  base: readonly number[];
  /** clusters × 3: slope of the log-odds on each dimension. */
  loadings: readonly (readonly number[])[];
  models: readonly PlantedModel[];
};

const families = [
  'alpha',
  'beta',
  'gamma',
  'delta',
  'epsilon',
  'zeta',
  'eta',
  'theta',
  'iota',
  'kappa',
  'lambda',
  'mu',
  'nu',
  'xi',
  'omicron',
  'pi',
  'rho',
  'sigma',
  'tau',
  'upsilon',
  'phi',
  'chi',
  'psi',
  'omega',
];

/** Five to a family: size in billions, training, ending of the name. */
const kinds: readonly { sizes: readonly number[]; training: Training; ending: string }[] = [
  { sizes: [7, 8, 6], training: 'instruct', ending: '' },
  { sizes: [7, 8, 6], training: 'base', ending: '-base' },
  { sizes: [1, 2, 3], training: 'instruct', ending: '' },
  { sizes: [14, 13, 27], training: 'aligned', ending: '-chat' },
  { sizes: [70, 32, 65], training: 'reasoning', ending: '-thinking' },
];

/** What training and size do to the planted means, before standardising: the effects a study should find. */
const trainingShift: Readonly<Record<string, Readonly<Record<Dimension, number>>>> = {
  base: { Competence: -0.4, Character: -0.5, Integrity: -0.7 },
  instruct: { Competence: 0, Character: 0, Integrity: 0 },
  aligned: { Competence: 0, Character: 0.7, Integrity: 0.5 },
  reasoning: { Competence: 0.5, Character: -0.2, Integrity: 0.3 },
};

/** Slope of Competence on log10 of the size. */
const sizeSlope = 0.6;

const refusalByTraining: Readonly<Record<string, number>> = {
  base: 0,
  instruct: 0.03,
  aligned: 0.1,
  reasoning: 0.04,
};

/** The world of the given options; throws UserError on an option out of range. */
export function plantWorld(options: SimulationOptions = {}): World {
  const settled = {
    seed: options.seed ?? 1,
    models: options.models ?? 35,
    settingDeviation: options.settingDeviation ?? 0.25,
    strength: options.strength ?? 1,
    wordiness: options.wordiness ?? 0.15,
    refusals: options.refusals ?? 1,
  };
  if (
    !Number.isInteger(settled.models) ||
    settled.models < 1 ||
    settled.models > families.length * kinds.length
  )
    throw new UserError(`sim: cannot have ${settled.models} models`, {
      hint: `Ask for 1 to ${families.length * kinds.length} simulated models.`,
    });
  for (const field of ['settingDeviation', 'strength', 'wordiness', 'refusals'] as const) {
    if (!(settled[field] >= 0 && settled[field] <= 5))
      throw new UserError(`sim: ${field} is ${settled[field]}`, {
        hint: `${field} lies between 0 and 5.`,
      });
  }
  const chance = chanceFor(`planted|${settled.seed}`);
  const base = plantedClusters.map(() => -0.75 + 0.7 * (chance.uniform() - 0.5));
  const loadings = plantedClusters.map((cluster) => {
    const slope = settled.strength * (0.85 + 0.3 * chance.uniform());
    return dimensions.map((dimension) => (dimension === cluster.dimension ? slope : 0));
  });
  return {
    options: settled,
    clusters: plantedClusters,
    base,
    loadings,
    models: plantModels(settled.models, settled.refusals, chance),
  };
}

function plantModels(count: number, refusals: number, chance: Chance): PlantedModel[] {
  const raw = Array.from({ length: count }, (_, index) => {
    const family = Math.floor(index / kinds.length);
    const kind = kinds[index % kinds.length] as (typeof kinds)[number];
    const size = kind.sizes[family % kind.sizes.length] as number;
    return { family: families[family] as string, size, kind };
  });
  const familyEffects = new Map<string, readonly number[]>();
  const columns = dimensions.map(() => new Float64Array(count));
  raw.forEach(({ family, size, kind }, index) => {
    let effect = familyEffects.get(family);
    if (!effect) {
      effect = dimensions.map(() => 0.3 * chance.normal());
      familyEffects.set(family, effect);
    }
    dimensions.forEach((dimension, d) => {
      const shift = trainingShift[kind.training]?.[dimension] ?? 0;
      const grown = dimension === 'Competence' ? sizeSlope * (Math.log10(size) - 0.9) : 0;
      (columns[d] as Float64Array)[index] =
        shift + grown + (effect?.[d] ?? 0) + 0.75 * chance.normal();
    });
  });
  const wordiness = Float64Array.from(raw, () => chance.normal());
  correlateExactly([...columns, wordiness]);

  return raw.map(({ family, size, kind }, index) => {
    const scores = {} as Record<Dimension, number>;
    const deviations = {} as Record<Dimension, number>;
    dimensions.forEach((dimension, d) => {
      scores[dimension] = (columns[d] as Float64Array)[index] as number;
      deviations[dimension] = 0.15 * chance.normal();
    });
    const subdimensionScores = {} as Record<Subdimension, number>;
    subdimensions.forEach((subdimension, s) => {
      const dimension = dimensionOf[subdimension];
      subdimensionScores[subdimension] =
        scores[dimension] + (s % 2 === 0 ? 1 : -1) * deviations[dimension];
    });
    const usual = refusalByTraining[kind.training] ?? 0;
    const id = `${family}-${size}b${kind.ending}`;
    return {
      id,
      name: `sim:${id}`,
      tags: { family, size, training: kind.training },
      scores,
      subdimensionScores,
      wordiness: wordiness[index] as number,
      refusalRate: Math.min(0.9, refusals * usual * (0.5 + chance.uniform())),
    };
  });
}

/** Correlation between any two planted dimensions, over the catalogue. */
const dimensionCorrelation = 0.2;

/**
 * In place: the columns (the three dimensions, then wordiness) get mean 0 and SD 1; with models
 * enough, the dimensions correlate by exactly .2 and wordiness with none of them, so that what a
 * study finds is not the chance of this catalogue.
 */
function correlateExactly(columns: readonly Float64Array[]): void {
  for (const column of columns) standardise(column);
  if ((columns[0]?.length ?? 0) < 8) return;
  for (const [i, column] of columns.entries()) {
    for (const other of columns.slice(0, i)) {
      const shared = dot(column, other) / dot(other, other);
      for (let m = 0; m < column.length; m++)
        column[m] = (column[m] as number) - shared * (other[m] as number);
    }
    standardise(column);
  }
  // The Cholesky factor of the 3 × 3 matrix with r off its diagonal.
  const r = dimensionCorrelation;
  const [a, b, c] = columns as [Float64Array, Float64Array, Float64Array];
  const l22 = Math.sqrt(1 - r * r);
  const l32 = (r - r * r) / l22;
  const l33 = Math.sqrt(1 - r * r - l32 * l32);
  for (let m = 0; m < a.length; m++) {
    const [x, y, z] = [a[m] as number, b[m] as number, c[m] as number];
    b[m] = r * x + l22 * y;
    c[m] = r * x + l32 * y + l33 * z;
  }
}

function dot(a: Float64Array, b: Float64Array): number {
  return a.reduce((sum, value, i) => sum + value * (b[i] as number), 0);
}

/** In place, to mean 0 and SD 1 (n − 1); a single value becomes 0. */
function standardise(values: Float64Array): void {
  const n = values.length;
  const mean = values.reduce((sum, v) => sum + v, 0) / n;
  const sd = Math.sqrt(values.reduce((sum, v) => sum + (v - mean) ** 2, 0) / Math.max(1, n - 1));
  for (let i = 0; i < n; i++) values[i] = sd > 0 ? ((values[i] as number) - mean) / sd : 0;
}
