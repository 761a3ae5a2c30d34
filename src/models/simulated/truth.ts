/** What was planted, as data: for the validity table, and for lists of the simulated models. */

import type { Tags } from '../model.ts';
import { type Dimension, dimensionOf, dimensions, type Subdimension } from './vocabulary.ts';
import { plantWorld, type SimulationOptions } from './world.ts';

export type PlantedTruth = {
  dimensions: readonly Dimension[];
  subdimensions: readonly { name: Subdimension; dimension: Dimension }[];
  clusters: readonly {
    name: string;
    words: readonly string[];
    dimension: Dimension;
    subdimension: Subdimension;
  }[];
  /** clusters × dimensions: slopes of the log-odds of being named; simple structure. */
  loadings: readonly (readonly number[])[];
  models: readonly {
    name: string;
    tags: Tags;
    /** Standard scores over the catalogue. */
    scores: Readonly<Record<Dimension, number>>;
    subdimensionScores: Readonly<Record<Subdimension, number>>;
    wordiness: number;
    refusalRate: number;
  }[];
};

/** The planted value system and the planted models, for the options that the endpoint was opened with. */
export function plantedTruth(options: SimulationOptions = {}): PlantedTruth {
  const world = plantWorld(options);
  return {
    dimensions,
    subdimensions: (Object.keys(dimensionOf) as Subdimension[]).map((name) => ({
      name,
      dimension: dimensionOf[name],
    })),
    clusters: world.clusters,
    loadings: world.loadings,
    models: world.models.map(({ id: _, ...planted }) => planted),
  };
}

/** `sim:alpha-7b`, …: the names of the planted models, 35 by default. */
export function simulatedModelNames(count = 35): string[] {
  return plantWorld({ models: count }).models.map((model) => model.name);
}
