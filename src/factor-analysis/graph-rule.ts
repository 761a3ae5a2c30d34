/** What exploratory graph analysis says of the number of factors, as a rule beside the others. */
import { percent, plural, share } from '../tables/numbers.ts';
import { type GraphNetwork, type GraphStability, leastUnits } from './exploratory-graph.ts';
import type { NumberRule } from './number-of-factors.ts';

const networkNames: Record<GraphNetwork, string> = { glasso: 'EBIC glasso', tmfg: 'TMFG' };

/** Below it a variable does not keep to its community (Christensen and Golino 2021). */
const settled = 0.7;
const mostNamed = 3;

/**
 * It stands beside the rules that count: networks have no parameter for what rows of one model share.
 * @param names of the variables
 * @param unit what was resampled, in the plural
 */
export function graphRule(
  { network, dimensions, draws, units, frequency, items }: GraphStability,
  names: readonly string[],
  unit: string,
): NumberRule {
  const rule = {
    id: `graph.${network}`,
    name: `exploratory graph analysis (${networkNames[network]})`,
    suggested: dimensions,
    standing: 'shown' as const,
  };
  if (draws === 0)
    return {
      ...rule,
      why:
        units < leastUnits
          ? `how stable it is cannot be told from ${plural(units, unit.replace(/ies$/, 'y').replace(/s$/, ''), unit)}`
          : 'no resample could be computed',
    };
  const same = frequency.find((one) => one.dimensions === dimensions)?.draws ?? 0;
  const [most] = frequency;
  const moving = names
    .map((name, i) => ({ name, stability: items[i]! }))
    .filter(({ stability }) => stability < settled)
    .sort((a, b) => a.stability - b.stability);
  const named = moving
    .slice(0, mostNamed)
    .map(({ name, stability }) => `${name} ${share(stability)}`)
    .join(', ');
  return {
    ...rule,
    why: [
      `${percent(same / draws)} of ${draws} resamples of ${units} ${unit} say so`,
      ...(most && most.dimensions !== dimensions ? [`most say ${most.dimensions}`] : []),
      moving.length === 0
        ? 'every column keeps to its community'
        : `${moving.length} of ${plural(names.length, 'column')} ${moving.length === 1 ? 'does' : 'do'} not keep to ${moving.length === 1 ? 'its' : 'their'} community (${named}${moving.length > mostNamed ? ', …' : ''})`,
    ].join('; '),
  };
}
