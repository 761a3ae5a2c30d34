/** A factor analysis of a table, told as tables: what psych prints before anybody believes it, and what it does not ask. */
import { graphNetworks } from '../../factor-analysis/exploratory-graph.ts';
import type { ParallelMethod } from '../../factor-analysis/parallel-analysis.ts';
import { sortedByFactor } from '../../factor-analysis/sorted-by-factor.ts';
import {
  correlationTable,
  type FactorPart,
  fitTable,
  loadingColumn,
  nestingTable,
  ruleNotes,
  ruleTable,
  screePlot,
  stabilityNotes,
  stabilityTables,
  type Unit,
} from '../../report/solution-tables.ts';
import {
  bartlettOf,
  fitOf,
  intervalView,
  kmoOf,
  replicationView,
} from '../../run/factor-figures.ts';
import { fixed, plural, share } from '../../tables/numbers.ts';
import { type Cell, type Column, estimateCell, type Table } from '../../tables/table.ts';
import type { FactorsJson } from './factors-json.ts';

const groups: Unit = { one: 'group', short: (name) => name };

const namesOf = ({ ssLoadings }: FactorsJson) => ssLoadings.map((_, f) => `F${f + 1}`);
const shareColumn = (id: string, title: string): Column => ({ ...{ id, title, form: 'share' } });

/** How many factors, the solution, how well it fits, what groups of rows do to it. Loadings below `cut` are faint. */
export function tellFactors(result: FactorsJson, cut: number): FactorPart[] {
  return [numberPart(result), solutionPart(result, cut), fitPart(result), ...groupParts(result)];
}

const methodWords: Record<ParallelMethod, string> = {
  normal: 'normal data',
  resampled: 'resampled columns',
  permuted: 'permuted columns',
  blocks: 'groups exchanged',
  components: 'own variance components',
};

/** Every rule beside the others, the eigenvalues beside those of unrelated data, communities of networks, and what was taken. */
function numberPart(result: FactorsJson): FactorPart {
  const { parallel, meta, numberOfFactors, eigenvalues } = result;
  const methods = (['blocks', 'resampled', 'permuted', 'normal'] as const).filter(
    (method) => parallel[method]?.pc,
  );
  const [leading] = methods;
  return {
    title: 'Number of factors',
    tables: [
      ruleTable(numberOfFactors, meta.nFactors),
      eigenvalueTable(result, methods),
      ...communityTables(result),
    ],
    plots: leading
      ? [screePlot(eigenvalues, parallel[leading]!.pc!.q95, methodWords[leading], meta.nFactors)]
      : [],
    notes: [
      ...ruleNotes(numberOfFactors),
      meta.nFactorsBy === 'asked'
        ? `Taken: ${meta.nFactors}, as asked.`
        : `Taken: ${meta.nFactors}, by the components’ parallel analysis${parallel.blocks ? ' with whole groups exchanged' : ''}.`,
    ],
  };
}

function eigenvalueTable(
  { parallel, meta }: FactorsJson,
  methods: readonly ParallelMethod[],
): Table {
  const common = methods.filter((method) => parallel[method]?.smc);
  const { observed } = parallel[methods[0]!]!.pc!;
  const most = Math.max(meta.nFactors, ...methods.map((m) => parallel[m]!.pc!.suggested));
  const first = common[0];
  const figure = (id: string, title: string) => ({ id, title });
  return {
    id: 'eigenvalues',
    title: 'Eigenvalues, and the 95 % line of unrelated data',
    columns: [
      { id: 'at', title: '' },
      figure('components', 'Components'),
      ...methods.map((method) => figure(`components ${method}`, method)),
      ...(first
        ? [
            figure('factors', 'Factors (SMC)'),
            ...common.map((method) => figure(`factors ${method}`, method)),
          ]
        : []),
    ],
    rows: observed.slice(0, Math.max(5, most + 2)).map((value, i) => ({
      id: String(i + 1),
      cells: [
        String(i + 1),
        ...[value, ...methods.map((method) => parallel[method]!.pc!.q95[i]!)],
        ...(first
          ? [
              parallel[first]!.smc!.observed[i]!,
              ...common.map((method) => parallel[method]!.smc!.q95[i]!),
            ]
          : []),
      ].map((cell): Cell => (typeof cell === 'number' ? estimateCell(cell) : cell)),
    })),
    notes: [],
  };
}

/** The communities of each variable, and how often it is in them; nothing without resamples. */
function communityTables({ graphs, variables }: FactorsJson): Table[] {
  const told = graphNetworks.flatMap((network) => {
    const one = graphs[network];
    return one && one.draws > 0 ? [one] : [];
  });
  if (told.length === 0) return [];
  return [
    {
      id: 'communities',
      title:
        'Communities of the networks, and the share of resamples in which a variable keeps to its own',
      columns: [
        { id: 'variable', title: 'Variable' },
        ...told.flatMap(({ network, draws }) => [
          { id: network, title: network === 'glasso' ? 'EBIC glasso' : 'TMFG' },
          shareColumn(`${network} kept`, `in ${draws} resamples`),
        ]),
      ],
      rows: variables.map((name, i) => ({
        id: name,
        cells: [
          name,
          ...told.flatMap(({ communities, items }): Cell[] => [
            communities[i] === null ? 'alone' : String(communities[i]! + 1),
            items[i]!,
          ]),
        ],
      })),
      notes: [],
    },
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

/** Pattern loadings with h², u², and complexity; each variable under the factor that it loads on most, the largest first. */
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

/** SS loadings and shares, single and cumulated, then how far the data determine the scores. */
function varianceTable(result: FactorsJson): Table {
  const several = result.ssLoadings.length > 1;
  const cumulated = (values: readonly number[]) =>
    values.map((_, f) => values.slice(0, f + 1).reduce((sum, value) => sum + value, 0));
  // At a Heywood case it comes out beyond 1, which means nothing.
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

/** Adequacy and fit in one table, with what psych tells beyond that of a run. */
function fitPart(result: FactorsJson): FactorPart {
  const { meta, complexity } = result;
  const singular =
    result.kmo.overall === null && result.fit.chisq !== null && meta.extraction !== 'pca';
  // psych prints figures here that are in --json, and describe the rounding of a number near 0.
  const fit = singular
    ? {
        ...result.fit,
        chisq: null,
        p: null,
        rmsea: null,
        tli: null,
        cfi: null,
        bic: null,
        sabic: null,
      }
    : result.fit;
  const figures = fitOf({ fit });
  const mean = complexity.reduce((sum, value) => sum + value, 0) / complexity.length;
  const row = (name: string, value: string | null, remark = '') =>
    value === null ? [] : [[name, value, remark]];
  const known = (value: number | null, text: string) => (value === null ? null : text);
  const more = [
    ...row('BIC, sample-size adjusted', known(fit.sabic, fixed(fit.sabic, 1))),
    ...row(
      'RMSR, corrected',
      known(fit.rmsrCorrected, share(fit.rmsrCorrected, 3)),
      'for degrees of freedom',
    ),
    ...row('fit off the diagonal', share(fit.fitOffDiagonal)),
    ...row(
      'χ² without factors',
      fit.nested || singular ? null : known(fit.nullChisq, fixed(fit.nullChisq, 1)),
      `df ${fit.nullDof}`,
    ),
    ...row('mean complexity', fixed(mean, 1), 'of the variables'),
    ...row('smallest eigenvalue', scientific(result.eigenvalues.at(-1)!)),
  ];
  return {
    title: 'Adequacy and fit',
    tables: [
      fitTable(
        {
          ...{ kmo: kmoOf(result), bartlett: bartlettOf(result), fit: figures },
          ...{ logDeterminant: result.logDeterminant, condition: result.condition },
          rmsr: fit.rmsr,
        },
        result.variables,
        more,
      ),
    ],
    plots: [],
    notes: singular
      ? ['χ², RMSEA, TLI, CFI, and BIC mean nothing: the matrix has no proper inverse.']
      : figures.withheld
        ? [`Not told: ${figures.withheld}.`]
        : [],
  };
}

function scientific(value: number): string {
  const size = Math.abs(value);
  const text =
    size === 0 || (size >= 1e-3 && size < 1e4) ? fixed(value, 4) : value.toExponential(1);
  return text.replace(/-/g, '−');
}

/** Nothing where rows are not grouped. */
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
