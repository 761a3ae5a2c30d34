/** A factor analysis of a table as tables: what psych prints, and what groups of rows change. */
import { sortedByFactor } from '../../factor-analysis/sorted-by-factor.ts';
import { invarianceTables, withheldWords } from '../../report/invariance-tables.ts';
import {
  correlationTable,
  type FactorPart,
  loadingColumn,
  nestingTable,
  stabilityNotes,
  stabilityTables,
  type Unit,
} from '../../report/solution-tables.ts';
import { intervalView, replicationView } from '../../run/factor-figures.ts';
import { plural, share } from '../../tables/numbers.ts';
import { type Column, estimateCell, type Table } from '../../tables/table.ts';
import type { FactorsJson } from './factors-json.ts';
import { fitPart } from './tell-fit.ts';
import { numberPart } from './tell-number-of-factors.ts';

const groups: Unit = { one: 'group', many: 'groups', short: (name) => name };

const namesOf = ({ ssLoadings }: FactorsJson) => ssLoadings.map((_, f) => `F${f + 1}`);
const shareColumn = (id: string, title: string): Column => ({ ...{ id, title, form: 'share' } });

/** The number of factors, the solution, its fit, and its stability over groups of rows. Loadings below `cut` are faint. */
export function tellFactors(result: FactorsJson, cut: number): FactorPart[] {
  return [
    ...[numberPart(result), solutionPart(result, cut), fitPart(result)],
    ...[...groupParts(result), ...invariancePart(result)],
  ];
}

function solutionPart(result: FactorsJson, cut: number): FactorPart {
  return {
    title: 'Loadings',
    tables: [
      loadingTable(result, cut),
      varianceTable(result),
      ...(result.phi ? [correlationTable(result.phi, namesOf(result))] : []),
    ],
    plots: [],
    notes: [],
  };
}

/** Pattern loadings with h², u², and complexity; variables sorted by the factor they load on most, the largest loading first. */
function loadingTable(result: FactorsJson, cut: number): Table {
  const { loadings, variables, phi } = result;
  return {
    id: 'loadings',
    title: phi
      ? 'Standardised loadings (pattern)'
      : 'Standardised loadings (also correlations with the factors)',
    columns: [
      { id: 'variable', title: 'Variable' },
      ...namesOf(result).map((name) => ({ ...loadingColumn(name, name), faint: cut, blank: true })),
      { ...shareColumn('h2', 'h²'), meaning: 'Communality' },
      { ...shareColumn('u2', 'u²'), meaning: 'Variance of its own' },
      { id: 'complexity', title: 'com', digits: 1, meaning: 'Hofmann’s: 1 is one factor' },
    ],
    rows: sortedByFactor(loadings).map(({ variable: i }) => ({
      id: variables[i]!,
      cells: [
        ...[variables[i]!, ...loadings[i]!],
        ...[result.communality[i]!, result.uniquenesses[i]!, estimateCell(result.complexity[i]!)],
      ],
    })),
    notes: [],
  };
}

/** SS loadings, shares of variance (also cumulative), then factor score determinacy. */
function varianceTable(result: FactorsJson): Table {
  const several = result.ssLoadings.length > 1;
  const cumulated = (values: readonly number[]) =>
    values.map((_, f) => values.slice(0, f + 1).reduce((sum, value) => sum + value, 0));
  // Beyond 1 in a Heywood case, which has no meaning.
  const possible = result.scoreR2.map((r2) =>
    r2 !== null && r2 >= 0 && r2 < 1 + 1e-6 ? Math.min(1, r2) : null,
  );
  const rows: [string, (number | null)[]][] = [
    ['SS loadings', result.ssLoadings],
    ['proportion of variance', result.proportionVar],
    ...(several
      ? ([
          ['cumulative', cumulated(result.proportionVar)],
          ['of what is explained', result.proportionExplained],
          ['cumulative, of what is explained', cumulated(result.proportionExplained)],
        ] satisfies [string, number[]][])
      : []),
    [
      'correlation of scores with factor',
      possible.map((r2) => (r2 === null ? null : Math.sqrt(r2))),
    ],
    ['its square (determinacy)', possible],
    [
      'least correlation of two such scores',
      possible.map((r2) => (r2 === null ? null : 2 * r2 - 1)),
    ],
  ];
  return {
    id: 'variance',
    title: 'What the factors explain',
    columns: [
      { id: 'measure', title: 'Measure' },
      ...namesOf(result).map((name) => shareColumn(name, name)),
    ],
    rows: rows.map(([name, cells]) => ({ id: name, cells: [name, ...cells] })),
    notes: [],
  };
}

/** Empty where it was not asked for. */
function invariancePart(result: FactorsJson): FactorPart[] {
  const { invariance: found } = result;
  if (!found) return [];
  const { by, unit } = found;
  return [
    {
      title: 'Invariance',
      tables: found.withheld ? [] : invarianceTables({ by, found, names: namesOf(result), unit }),
      plots: [],
      notes: found.withheld ? [withheldWords(by, found.reason)] : [],
    },
  ];
}

/** Empty where rows are not grouped. */
function groupParts(result: FactorsJson): FactorPart[] {
  const { nesting, replication, bootstrap, loadings, variables } = result;
  const checks = {
    replication: replication && replicationView(replication),
    intervals: bootstrap && intervalView(bootstrap),
  };
  const most = nesting?.columns
    .filter(({ icc }) => icc !== null)
    .toSorted((a, b) => b.icc! - a.icc!)
    .slice(0, 5)
    .map(({ variable, icc }) => `${variable} ${share(icc)}`);
  return [
    ...(nesting
      ? [
          {
            title: 'Rows in groups',
            tables: [
              nestingTable(
                nesting,
                { name: 'rows', n: nesting.rows, of: plural(nesting.groups, 'group') },
                groups,
              ),
            ],
            plots: [],
            notes: [
              ...nesting.words,
              ...(most!.length > 0 ? [`Most alike within groups: ${most!.join(', ')}.`] : []),
            ],
          },
        ]
      : []),
    ...(replication || bootstrap
      ? [
          {
            title: 'Stability over groups',
            tables: stabilityTables(
              { ...{ checks, loadings, variables }, names: namesOf(result), variable: 'Variable' },
              groups,
            ),
            plots: [],
            notes: stabilityNotes(checks, groups),
          },
        ]
      : []),
  ];
}
