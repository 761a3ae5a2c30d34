/** How similarity of meaning is computed, where a study leaves it open: chosen when its run is made, kept from then on. Pure. */
import { newestRecipe } from '../clustering/recipes.ts';
import type { Study } from './study.ts';

/** The study of a new run: what it leaves open is chosen now. */
export function withMeaningChosen(study: Study): Study {
  return {
    ...study,
    clusters: { ...study.clusters, recipe: study.clusters.recipe ?? newestRecipe },
  };
}

/** The study with the choice of a run that it is to go on in, where it names none of its own. */
export function withMeaningOf(run: Study, study: Study): Study {
  if (study.clusters.recipe !== undefined || run.clusters.recipe === undefined) return study;
  return { ...study, clusters: { ...study.clusters, recipe: run.clusters.recipe } };
}
