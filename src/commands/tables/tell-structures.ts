/** Tables of target-rotated ESEM solutions with 1, 2, … factors, and of the bifactor solution. */
import { salient } from '../../factor-analysis/structure/esem.ts';
import { loadingColumn } from '../../report/solution-tables.ts';
import { fixed, probability, share } from '../../tables/numbers.ts';
import { type Table, tableOf } from '../../tables/table.ts';
import type { FactorsJson } from './factors-json.ts';

type StructureInput = Pick<FactorsJson, 'structures' | 'variables'>;

/** Empty where there are none. */
export function structureTables({ structures, variables }: StructureInput): Table[] {
  if (!structures) return [];
  return [esemTable(structures), ...bifactorTables(structures, variables)];
}

function esemTable({ esem }: NonNullable<StructureInput['structures']>): Table {
  return tableOf(
    'esem',
    'Target-rotated ESEM: maximum likelihood, each column free on one factor',
    {
      factors: 'Factors',
      chisq: 'χ²',
      df: 'df',
      p: 'p',
      rmsea: 'RMSEA [90 %]',
      cfi: 'CFI',
      rmsr: 'RMSR',
      fewest: 'Fewest',
      cross: 'Cross',
      distance: 'Off',
    },
    esem.map(({ factors, fit, columns, crossLoadings, distance }) => [
      ...[String(factors), fixed(fit.chisq, 1), String(fit.dof)],
      fit.withheld === null ? probability(fit.p) : 'withheld',
      rmseaWords(fit.rmsea),
      ...[share(fit.cfi, 3), share(fit.rmsr, 3)],
      ...[String(Math.min(...columns)), String(crossLoadings), share(distance, 3)],
    ]),
    [
      `Fewest: columns of the smallest factor, with their highest loading on it and at least ${share(salient)}. Cross: loadings of that size on another factor. Off: root mean square of the loadings that are aimed at 0.`,
    ],
  );
}

function rmseaWords(rmsea: { value: number; lower: number | null; upper: number | null } | null) {
  if (!rmsea) return '–';
  const value = share(rmsea.value, 3);
  return rmsea.lower === null
    ? value
    : `${value} [${share(rmsea.lower, 3)}, ${share(rmsea.upper, 3)}]`;
}

function bifactorTables(
  { bifactor }: NonNullable<StructureInput['structures']>,
  variables: readonly string[],
): Table[] {
  if (!bifactor) return [];
  const { general, group, groups } = bifactor;
  return [
    {
      id: 'bifactor',
      title: `Bifactor solution: a general factor and ${groups} group factors, rotated towards Schmid and Leiman’s`,
      columns: [
        { id: 'variable', title: 'Variable' },
        loadingColumn('general', 'General'),
        ...group[0]!.map((_, m) => loadingColumn(`group ${m + 1}`, `Group ${m + 1}`)),
      ],
      rows: variables.map((name, i) => ({ id: name, cells: [name, general[i]!, ...group[i]!] })),
      notes: [],
    },
  ];
}
