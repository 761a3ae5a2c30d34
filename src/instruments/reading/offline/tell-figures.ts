/** How well a trained reader predicts texts that it has not seen, as tables. */

import type { Estimate } from '../../../tables/table.ts';
import { type Table, tableOf } from '../../../tables/table.ts';
import type { Figure, PresenceFigures, SideFigures } from './figures.ts';
import type { ModelFile } from './model-file.ts';

const mean = 'mean over values';

/** A figure as a cell; null where it cannot be computed. */
function cellOf({ estimate, lower, upper }: Figure): Estimate | null {
  return estimate === null ? null : { value: estimate, low: lower, high: upper };
}

export function presenceTable(
  id: string,
  title: string,
  figures: readonly PresenceFigures[],
  beside: readonly PresenceFigures[],
): Table {
  const words = new Map(beside.map((one) => [one.value, one]));
  return tableOf(
    id,
    title,
    {
      ...{ value: 'Value', texts: ['Texts', 0], expressed: ['Expressed', 0] },
      ...{ f1: 'F1', averagePrecision: 'Average precision' },
      ...{ wordsF1: 'F1 by words', wordsAp: 'AP by words' },
    } as const,
    figures.map((one) => [
      one.value ?? mean,
      one.texts,
      one.expressed,
      cellOf(one.f1),
      cellOf(one.averagePrecision),
      words.get(one.value)?.f1.estimate ?? null,
      words.get(one.value)?.averagePrecision.estimate ?? null,
    ]),
  );
}

/** One row per value and way of predicting. */
export function sideTable(
  id: string,
  title: string,
  ways: readonly (readonly [name: string, figures: readonly SideFigures[]])[],
): Table {
  return tableOf(
    id,
    title,
    {
      ...{ way: 'Predicted by', value: 'Value', for: ['For', 0], against: ['Against', 0] },
      ...{ balanced: 'Balanced accuracy', matthews: 'Matthews’ correlation' },
    } as const,
    ways.flatMap(([name, figures], at) =>
      figures
        // For the other ways of predicting the mean suffices.
        .filter(({ value }) => value === null || at < 2)
        .map((one) => [
          name,
          one.value ?? mean,
          one.for,
          one.against,
          cellOf(one.balancedAccuracy),
          cellOf(one.matthews),
        ]),
    ),
  );
}

/** Both tables of a model file. */
export function figureTables({ figures }: Pick<ModelFile, 'figures'>): Table[] {
  const { presence, side } = figures;
  const tables = [
    presenceTable(
      'presence',
      'Presence, on texts of writers and scenes held back',
      presence.heads,
      presence.keywords,
    ),
    sideTable('side', 'Side, on texts of writers and scenes held back', [
      ['one head, value left out', side.valueLeftOut],
      ['one head, value seen', side.valueSeen],
      ['one sign for the text', side.oneSign],
      ['the more frequent side', side.majority],
      ['words of refusal', side.refusals],
      ['words of the value', side.keywords],
    ]),
  ];
  return tables.filter((table) => table.rows.length > 0);
}
