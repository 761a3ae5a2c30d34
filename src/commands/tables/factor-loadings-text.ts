/** Tables of a solution: loadings sorted by factor, what factors explain, how they correlate. */
import { sortedByFactor } from '../../factor-analysis/sorted-by-factor.ts';
import { fixed, percent, share, signed } from '../../tables/numbers.ts';
import {
  type Layout,
  type TextCell,
  type TextColumn,
  tableLines,
} from '../../tables/text-lines.ts';
import type { FactorsJson } from './factors-json.ts';

const right = (title: string): TextColumn => ({ title, align: 'right' });
const factorColumns = (count: number) =>
  Array.from({ length: count }, (_, f) => right(`F${f + 1}`));

/** From this size on a loading is coloured by its sign. */
const salient = 0.3;

/**
 * Pattern loadings with h², u², and complexity; each variable under the factor that it loads on most, the largest
 * first. Loadings below `cut` are dim, or blank where there is no colour. After a bootstrap over groups, the interval
 * (BCa) of each variable's largest loading.
 */
export function loadingLines(result: FactorsJson, cut: number, layout: Layout): string[] {
  const { loadings, variables } = result;
  const { paint } = layout;
  const bounds = result.bootstrap?.withheld === false ? result.bootstrap : null;
  const colour = paint.dim('.') !== '.';
  const cell = (value: number): TextCell => {
    const size = Math.abs(value);
    if (size < cut) return colour ? { text: signed(value), paint: paint.dim } : '';
    return size < salient
      ? signed(value)
      : { text: signed(value), paint: (text) => paint.heat(text, value) };
  };
  return tableLines(
    [
      { title: 'variable', least: 16 },
      ...factorColumns(loadings[0]!.length),
      right('h²'),
      right('u²'),
      right('com'),
      ...(bounds ? [right(`${percent(bounds.level)} of largest`)] : []),
    ],
    sortedByFactor(loadings).map(({ variable: i, factor }) => [
      variables[i]!,
      ...loadings[i]!.map(cell),
      share(result.communality[i]!),
      share(result.uniquenesses[i]!),
      fixed(result.complexity[i]!, 1),
      ...(bounds ? [boundsText(bounds.loadings[i]![factor]!.bca)] : []),
    ]),
    layout,
  );
}

function boundsText({ lower, upper }: { lower: number; upper: number }): string {
  return `${signed(lower)} to ${signed(upper)}`;
}

/** SS loadings and shares, single and cumulated, then how far the data determine the scores. */
export function varianceLines(result: FactorsJson, layout: Layout): string[] {
  const several = result.ssLoadings.length > 1;
  const cumulated = (values: readonly number[]) => {
    let sum = 0;
    return values.map((value) => {
      sum += value;
      return share(sum);
    });
  };
  // At a Heywood case it comes out beyond 1, which means nothing.
  const possible = result.scoreR2.map((r2) =>
    r2 !== null && r2 >= 0 && r2 < 1 + 1e-6 ? Math.min(1, r2) : null,
  );
  const rows: [string, string[]][] = [
    ['SS loadings', result.ssLoadings.map((value) => fixed(value, 2))],
    ['proportion of variance', result.proportionVar.map((value) => share(value))],
    ...(several
      ? ([
          ['cumulative', cumulated(result.proportionVar)],
          ['of what is explained', result.proportionExplained.map((value) => share(value))],
          ['cumulative', cumulated(result.proportionExplained)],
        ] satisfies [string, string[]][])
      : []),
    [
      'correlation of scores with factor',
      possible.map((r2) => share(r2 === null ? null : Math.sqrt(r2))),
    ],
    ['its square (determinacy)', possible.map((r2) => share(r2))],
    [
      'least correlation of two such scores',
      possible.map((r2) => share(r2 === null ? null : 2 * r2 - 1)),
    ],
  ];
  return tableLines(
    [{ title: '', least: 20 }, ...factorColumns(result.ssLoadings.length)],
    rows.map(([title, cells]) => [title, ...cells]),
    layout,
  );
}

/** Correlations of oblique factors, the lower triangle. */
export function phiLines(phi: readonly (readonly number[])[], layout: Layout): string[] {
  return tableLines(
    [{ title: '' }, ...factorColumns(phi.length)],
    phi.map((row, f) => [
      `F${f + 1}`,
      ...row.map((value, g) => (g < f ? signed(value) : g === f ? '1' : '')),
    ]),
    layout,
  );
}
