/** Ways of asking compared, as text. */
import { leastFamilies } from '../../methods/family-jackknife.ts';
import { comparisonTables } from '../../methods/tell-methods.ts';
import { notesText, tableText } from '../../tables/as-text.ts';
import type { Table } from '../../tables/table.ts';
import type { Layout } from '../../tables/text-lines.ts';
import type { MethodsJson } from './methods.ts';

/** Pairs, the criterion, and the names that were matched. */
export function methodsText(result: MethodsJson, layout: Layout): string[] {
  const tables = [
    ...result.comparisons.flatMap((one) => comparisonTables(one)),
    ...(result.criteria ? [criterionTable(result.criteria)] : []),
    ...matchedTable(result),
  ];
  return [
    ...tables.flatMap((table, at) => [...(at > 0 ? [''] : []), ...tableText(table, layout)]),
    ...notesText(
      result.notes.map((note) => `▲ ${note}`),
      layout,
    ),
  ];
}

function criterionTable(criteria: NonNullable<MethodsJson['criteria']>): Table {
  return {
    id: 'criterion',
    title: 'Criterion',
    columns: [
      { id: 'way', title: 'Way' },
      { id: 'value', title: 'Value' },
      { id: 'criterion', title: 'Criterion' },
      { id: 'r', title: 'r', form: 'correlation' },
      { id: 'models', title: 'Models', digits: 0 },
    ],
    rows: criteria.map(({ method, value, criterion, r, low, high, models, holm }) => ({
      id: `${method} ${value} ${criterion}`,
      cells: [
        method,
        value,
        criterion,
        { value: r, low, high, ...(holm !== null && holm < 0.05 ? { mark: '✓' } : {}) },
        models,
      ],
    })),
    notes: [
      '✓: not chance after Holm’s correction over all rows.',
      ...(criteria.some(({ low }) => low === null)
        ? [`Without an interval: models of fewer than ${leastFamilies} families.`]
        : []),
    ],
  };
}

/** Names of models and values that differ between the files. */
function matchedTable({ files, matched }: MethodsJson): Table[] {
  const renamed = matched.values
    .concat(matched.models)
    .filter(([, ...names]) => new Set(names.filter(Boolean)).size > 1);
  if (renamed.length === 0) return [];
  return [
    {
      id: 'matched',
      title: 'Taken for the same',
      columns: files.map((file, at) => ({
        id: String(at),
        title: file.split('/').slice(-2).join('/'),
      })),
      rows: renamed.map(([name, ...names]) => ({ id: name!, cells: names })),
      notes: [],
    },
  ];
}
