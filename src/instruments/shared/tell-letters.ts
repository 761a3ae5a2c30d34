/** What instruments say alike of letters that were read: by which way, for whom too little, and within which bounds. */
import { percent, plural, shortName } from '../../tables/numbers.ts';
import type { Table } from '../../tables/table.ts';
import type { LetterReading } from './letters.ts';
import type { Share } from './pairs/pair-estimates.ts';
import { cellOf, modelRow, type SystemValues, sharesTable } from './pairs/tell-shares.ts';

export const readWords = {
  text: 'by text',
  probabilities: 'by the probabilities of the letters',
} as const satisfies Record<LetterReading, string>;

/** Models without scores. */
export function withheldNotes(
  readings: readonly {
    reading: LetterReading;
    withheld: readonly { model: string; missing: number }[];
  }[],
): string[] {
  return readings.flatMap(({ reading, withheld }) =>
    withheld.map(
      ({ model, missing }) =>
        `${shortName(model)}: withheld, ${percent(missing)} of its answers hold no choice (read ${readWords[reading]}).`,
    ),
  );
}

/** None where no model has bounds. */
export function boundsTables(
  system: SystemValues,
  {
    reading,
    models,
  }: {
    reading: LetterReading;
    models: readonly {
      model: string;
      family: string;
      values: readonly { won: Share | null; worst: number | null; best: number | null }[];
    }[];
  },
): Table[] {
  const bounded = models.filter((one) => one.values.some(({ worst }) => worst !== null));
  if (bounded.length === 0) return [];
  return [
    {
      ...sharesTable(system, [], {
        id: `bounds-${reading}-${system.system}`,
        title: `With what is missing lost, and won, read ${readWords[reading]}`,
        so: 'For models with no choice in more than 5 % of their answers.',
        notes: [],
      }),
      rows: bounded.map((one) =>
        modelRow(
          one,
          system.values.map(({ at }) => {
            const { worst, best, won } = one.values[at]!;
            return worst === null || best === null
              ? null
              : { value: won?.value ?? (worst + best) / 2, low: worst, high: best };
          }),
        ),
      ),
    },
  ];
}

/** Models that were read both ways; empty without any. */
export function bothTables(
  both: readonly { model: string; same: Share | null }[],
  { id, so, part }: { id: string; so: string; part: string },
): Table[] {
  if (both.length === 0) return [];
  return [
    {
      id,
      title: 'Text and probabilities',
      so,
      part,
      columns: [
        { id: 'model', title: 'Model' },
        { id: 'same', title: 'The same', form: 'share' },
      ],
      rows: both.map(({ model, same }) => ({
        id: model,
        cells: [shortName(model), cellOf(same)],
      })),
      notes: [`${plural(both.length, 'model')} read both ways.`],
    },
  ];
}
