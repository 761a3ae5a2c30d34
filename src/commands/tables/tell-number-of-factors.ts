/** How many factors a table has: every rule, the eigenvalues, communities of networks, ESEM and bifactor solutions. */
import { graphNetworks } from '../../factor-analysis/exploratory-graph.ts';
import type { ParallelMethod } from '../../factor-analysis/parallel-analysis.ts';
import { type FactorPart, ruleNotes, ruleTable, screePlot } from '../../report/solution-tables.ts';
import { type Cell, estimateCell, type Table } from '../../tables/table.ts';
import type { FactorsJson } from './factors-json.ts';
import { structureTables } from './tell-structures.ts';

const methodWords: Record<ParallelMethod, string> = {
  normal: 'normal data',
  resampled: 'resampled columns',
  permuted: 'permuted columns',
  blocks: 'groups exchanged',
  components: 'own variance components',
};

/** All rules side by side, eigenvalues next to those of unrelated data, communities of networks, and the number taken. */
export function numberPart(result: FactorsJson): FactorPart {
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
      ...structureTables(result),
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

/** The community of each variable, and how often resamples put it there; empty without resamples. */
function communityTables({ graphs, variables }: FactorsJson): Table[] {
  const resampled = graphNetworks.flatMap((network) => {
    const one = graphs[network];
    return one && one.draws > 0 ? [one] : [];
  });
  if (resampled.length === 0) return [];
  return [
    {
      id: 'communities',
      title:
        'Communities of the networks, and the share of resamples in which a variable keeps to its own',
      columns: [
        { id: 'variable', title: 'Variable' },
        ...resampled.flatMap(({ network, draws }) => [
          { id: network, title: network === 'glasso' ? 'EBIC glasso' : 'TMFG' },
          { id: `${network} kept`, title: `in ${draws} resamples`, form: 'share' as const },
        ]),
      ],
      rows: variables.map((name, i) => ({
        id: name,
        cells: [
          name,
          ...resampled.flatMap(({ communities, items }): Cell[] => [
            communities[i] === null ? 'alone' : String(communities[i]! + 1),
            items[i]!,
          ]),
        ],
      })),
      notes: [],
    },
  ];
}
