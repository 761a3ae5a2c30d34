/** Exploratory graph analysis of a table: of its correlations, and of resamples of its groups or rows. */
import {
  exploratoryGraph,
  type GraphNetwork,
  type GraphStability,
  graphDraw,
  graphNetworks,
  leastUnits,
  leastVariables,
  mostVariables,
  rowsOfUnits,
  summariseGraphs,
} from '../../factor-analysis/exploratory-graph.ts';
import { graphRule } from '../../factor-analysis/graph-rule.ts';
import type { NumberRule } from '../../factor-analysis/number-of-factors.ts';
import type { ProgressMeter } from '../progress-meter.ts';
import type { FactorSettings } from './factor-settings.ts';
import type { CompleteRows } from './parallel-json.ts';

export type GraphsJson = Record<GraphNetwork, GraphStability | null>;

/**
 * Null where there are too few columns, or too many. Resamples take Pearson correlations of rows without gaps; of other
 * kinds, and of a matrix, there are none.
 * @param n rows, or their effective number
 */
export function graphsOf(
  { correlation, n }: { correlation: readonly (readonly number[])[]; n: number },
  complete: CompleteRows | null,
  settings: Pick<FactorSettings, 'graph' | 'seed' | 'correlation'>,
  meter: ProgressMeter,
): GraphsJson {
  const p = correlation.length;
  const r = Float64Array.from(correlation.flat());
  const rows = settings.correlation === 'pearson' ? complete?.rows : undefined;
  const units = rows ? rowsOfUnits(complete?.groups ?? rows.map((_, i) => i)) : [];
  const found = graphNetworks.map((network): [GraphNetwork, GraphStability | null] => {
    if (p < leastVariables || (network === 'glasso' && p > mostVariables)) return [network, null];
    const { weights: _, ...whole } = exploratoryGraph(r, p, n, { network });
    if (!rows || settings.graph === 0 || units.length < leastUnits)
      return [network, summariseGraphs({ whole, units }, [])];
    const plan = { rows, units, n, network, seed: settings.seed, whole };
    const draws = Array.from({ length: settings.graph }, (_, i) => {
      meter.step(`resampled networks (${network})`, i + 1, settings.graph);
      return graphDraw(plan, i);
    });
    return [network, summariseGraphs(plan, draws)];
  });
  return Object.fromEntries(found) as GraphsJson;
}

/** Shown next to the rules that decide. */
export function graphRules(
  graphs: GraphsJson,
  variables: readonly string[],
  unit: 'groups' | 'rows',
  sparse: boolean,
): NumberRule[] {
  return graphNetworks.flatMap((network) => {
    const one = graphs[network];
    return one ? [graphRule(one, variables, unit, sparse)] : [];
  });
}
