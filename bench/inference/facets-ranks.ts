/**
 * `node bench/inference/facets-ranks.ts [sets] [first] [apart]`: is the sampler of the many-facet model right? All unknowns are
 * drawn from what the model takes as known beforehand, then ratings; in each set the rank of every planted figure among
 * 99 draws of its posterior is uniform (Talts et al. 2018, simulation-based calibration). What figures are in terms of the
 * unknowns is the program’s; `facets.ts` counts levels again.
 */
import type { Stretch } from '../../src/statistics/convergence/run-chains.ts';
import { runFacetStretch } from '../../src/statistics/many-facet/chain.ts';
import { facetFiguresOf, readFacetFigures } from '../../src/statistics/many-facet/figures.ts';
import { layOutFacets } from '../../src/statistics/many-facet/layout.ts';
import type { FacetRatings } from '../../src/statistics/many-facet/ratings.ts';
import type { State } from '../../src/statistics/many-facet/state.ts';
import { argument, type Draw, drawFrom, markdown } from './independent.ts';
import { countRanks, rankHead } from './ranks.ts';

const sets = argument(0, 200);
const first = argument(1, 1);
const size = { models: 5, items: 5, raters: 2, values: 2, categories: 4 };
const family = [0, 0, 1, 1, 2];
const families = 3;
const groups = [[0, 1]];
/** Sweeps between two of the 99 draws; slow loadings need more. */
const apart = argument(2, 10);
const tuning = 20 * apart;

/** Of the priors that docs/many-facet-model.md states. */
function drawPlanted(draw: Draw): { ratings: FacetRatings; state: State } {
  const { models, items, raters, values, categories } = size;
  const half = (scale: number) => Math.abs(scale * draw.normal());
  const some = (many: number, sd: number) =>
    Float64Array.from({ length: many }, () => sd * draw.normal());
  const general = some(models * items, 1);
  const halo = some(models * items * raters, 1);
  const ofValue = (): State['values'][number] => {
    const sd = {
      ...{ model: half(2), family: half(2), modelRater: half(1), raterFamily: half(1) },
      ...{ item: half(2), itemRater: half(1), itemFamily: half(1), deviation: half(2) },
      spread: half(0.5),
    };
    const free = some(raters, sd.spread);
    const unit = Math.log(free.reduce((sum, x) => sum + Math.exp(2 * x), 0) / raters) / 2;
    return {
      thresholds: some(categories - 1, 4).sort(),
      spread: free.map((one) => one - unit),
      rater: some(raters, 2),
      effects: {
        model: some(models, sd.model),
        family: some(families, sd.family),
        modelRater: some(models * raters, sd.modelRater),
        raterFamily: some(families * raters, sd.raterFamily),
        item: some(items, sd.item),
        itemRater: some(items * raters, sd.itemRater),
        itemFamily: some(items * families, sd.itemFamily),
      },
      deviations: some(models * items, sd.deviation),
      general: draw.normal(),
      halo: some(raters, 1),
      sd,
      steps: { thresholds: new Float64Array(categories - 1), spread: new Float64Array(raters) },
    };
  };
  const state = { values: Array.from({ length: values }, ofValue), general, halo, tuned: 0 };
  const out = {
    model: [] as number[],
    item: [] as number[],
    rater: [] as number[],
    value: [] as number[],
    rating: [] as number[],
  };
  state.values.forEach((own, v) => {
    for (let m = 0; m < models; m++)
      for (let i = 0; i < items; i++)
        for (let r = 0; r < raters; r++) {
          const f = family[m]!;
          const { effects } = own;
          const cell = m * items + i;
          const latent =
            own.rater[r]! +
            effects.model[m]! +
            effects.family[f]! +
            effects.modelRater[m * raters + r]! +
            effects.raterFamily[f * raters + r]! +
            effects.item[i]! +
            effects.itemRater[i * raters + r]! +
            effects.itemFamily[i * families + f]! +
            own.deviations[cell]! +
            own.general * general[cell]! +
            own.halo[r]! * halo[cell * raters + r]! +
            Math.exp(own.spread[r]!) * draw.normal();
          // A tenth is missing.
          if (draw.uniform() < 0.1) continue;
          out.model.push(m);
          out.item.push(i);
          out.rater.push(r);
          out.value.push(v);
          out.rating.push(own.thresholds.filter((one) => one < latent).length);
        }
  });
  return { ratings: { ...size, family, ...out }, state };
}

const ranks = countRanks();
for (let set = first; set < first + sets; set++) {
  const { ratings, state } = drawPlanted(drawFrom(set));
  const layout = layOutFacets(ratings);
  const figures = facetFiguresOf(layout, groups);
  const planted = new Float64Array(figures.length);
  readFacetFigures(layout, groups, figures, state, planted);
  ranks.add(
    figures,
    (_, k) => planted[k]!,
    (stretch: Stretch<State>) => runFacetStretch(layout, { figures, groups }, stretch),
    { seed: set, tuning, apart },
  );
}
console.log(markdown(rankHead, ranks.rows()));
