/** What exploratory graph analysis says of the number of factors, as a rule beside the others. */
import { percent, plural, share } from '../tables/numbers.ts';
import { type GraphNetwork, type GraphStability, leastUnits } from './exploratory-graph.ts';
import type { NumberRule } from './number-of-factors.ts';

const networkNames: Record<GraphNetwork, string> = { glasso: 'EBIC glasso', tmfg: 'TMFG' };

/** Below it a variable does not keep to its community (Christensen and Golino 2021). */
const settled = 0.7;
const mostNamed = 3;

/**
 * It is shown beside the rules that count: networks have no parameter for what rows of one model share.
 * A filtered graph keeps its edges whether or not columns share anything, so it finds communities always. Columns that are
 * mostly one value make one factor look like two or three (docs/inference.md).
 * @param names of the variables
 * @param unit what was resampled, in the plural
 */
export function graphRule(
  { network, dimensions, draws, units, frequency, items }: GraphStability,
  names: readonly string[],
  unit: string,
  sparse: boolean,
): NumberRule {
  const rule = {
    id: `graph.${network}`,
    name: `exploratory graph analysis (${networkNames[network]})`,
    suggested: dimensions,
    standing: network === 'tmfg' ? ('warning' as const) : ('shown' as const),
  };
  const caution = [
    ...(network === 'tmfg' ? ['it finds communities also where columns share nothing'] : []),
    ...(sparse ? ['of columns that are mostly one value it may part one factor'] : []),
  ];
  const because = (...stability: string[]) => ({
    ...rule,
    why: [...caution, ...stability].join('; '),
  });
  if (units < leastUnits && draws === 0 && units > 0)
    return because(
      `its stability cannot be computed from ${plural(units, unit.replace(/ies$/, 'y').replace(/s$/, ''), unit)}`,
    );
  if (draws === 0) return because('its stability was not computed');
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
  return because(
    `${percent(same / draws)} of ${draws} resamples of ${units} ${unit} say so`,
    ...(most && most.dimensions !== dimensions ? [`most say ${most.dimensions}`] : []),
    moving.length === 0
      ? 'every column keeps to its community'
      : `${moving.length} of ${plural(names.length, 'column')} ${moving.length === 1 ? 'does' : 'do'} not keep to ${moving.length === 1 ? 'its' : 'their'} community (${named}${moving.length > mostNamed ? ', …' : ''})`,
  );
}
