/** Tables of the ordinal model: scores, use of the scale, and variance components. */
import { listOf, shortName } from '../../tables/numbers.ts';
import type { Table } from '../../tables/table.ts';
import { chainsNote, type PosteriorFigure, posteriorCell } from '../shared/posterior-figure.ts';
import type { OrdinalScores } from './ordinal-scores.ts';
import type { SystemResult } from './score.ts';

export function ordinalTables(system: SystemResult): Table[] {
  const { ordinal } = system;
  if (!ordinal) return [];
  const kinds = ordinal.acquiescenceKnown
    ? (['scores', 'absolute'] as const)
    : (['scores'] as const);
  return [
    ...kinds.map((kind) => scoresTable(system, ordinal, kind)),
    usesTable(ordinal),
    partsTable(system, ordinal),
  ];
}

function scoresTable(
  { values, scale }: SystemResult,
  ordinal: OrdinalScores,
  kind: 'scores' | 'absolute',
): Table {
  return {
    id: kind === 'scores' ? 'ordinal' : 'ordinal-absolute',
    title:
      kind === 'scores'
        ? 'Values by the ordinal model, against each model’s own mean'
        : 'Values by the ordinal model',
    more: true,
    columns: [
      { id: 'model', title: 'Model' },
      ...values.map(({ id, name }) => ({ id, title: name })),
    ],
    rows: ordinal.models.map((one) => ({
      id: one.model,
      cells: [shortName(one.model), ...one[kind]!.map(posteriorCell)],
    })),
    notes:
      kind === 'scores'
        ? [
            `Cumulative probit of the ratings 1–${scale} with common thresholds, a spread for each model, and effects of items, model × item, wording, and order; unit: the typical rating’s noise. 95 % posterior intervals.`,
            ...(ordinal.acquiescenceKnown
              ? []
              : [
                  'No item is keyed against its value: agreement with any statement cannot be told from the values, so each model’s values are told against their mean alone.',
                ]),
            chainsNote(ordinal),
          ]
        : [
            'Agreement with any statement (acquiescence) is taken off: the items keyed against their values tell it apart.',
          ],
  };
}

function usesTable({ models, acquiescenceKnown }: OrdinalScores): Table {
  const [first] = models;
  const wordings = first?.wordings ?? [];
  const unfit = models.filter(({ thresholdsFit }) => thresholdsFit < 0.05);
  return {
    id: 'ordinal-use',
    title: 'How models use the scale, by the ordinal model',
    more: true,
    columns: [
      { id: 'model', title: 'Model' },
      { id: 'spread', title: 'Noise' },
      ...(acquiescenceKnown ? [{ id: 'acquiescence', title: 'Acquiescence', digits: 2 }] : []),
      ...(first?.order ? [{ id: 'order', title: 'Order of options' }] : []),
      ...wordings.map((_, j) => ({ id: `wording-${j + 1}`, title: `Wording ${j + 1}` })),
      { id: 'thresholds', title: 'Common thresholds, p', form: 'share' as const },
    ],
    rows: models.map((one) => ({
      id: one.model,
      cells: [
        shortName(one.model),
        posteriorCell(one.spread),
        ...(acquiescenceKnown ? [posteriorCell(one.acquiescence)] : []),
        ...(one.order ? [posteriorCell(one.order)] : []),
        ...(one.wordings ?? []).map(posteriorCell),
        one.thresholdsFit,
      ],
    })),
    notes: [
      'Noise: of a model’s ratings of one item, 1 for the typical model. Order: options upward minus downward. Thresholds: share of draws in which replicated ratings lie at least as far from the expected counts of the options as the model’s own.',
      ...(unfit.length > 0
        ? [
            `▲ Below .05 the common thresholds do not describe how a model uses the options: ${listOf(unfit.map(({ model }) => shortName(model)))}. One such model moves the thresholds of all, so the lowest p counts first; a model that always takes the middle option is not seen.`,
          ]
        : []),
    ],
  };
}

const effectNames = {
  item: 'Items',
  deviation: 'Model × item',
  acquiescence: 'Acquiescence of models',
  wordings: 'Model × wording',
  orders: 'Model × order of options',
  spread: 'Noise of models (its logarithm)',
};

function partsTable({ values }: SystemResult, ordinal: OrdinalScores): Table {
  const row = (
    id: string,
    name: string,
    one: PosteriorFigure,
    reliability: number | null = null,
  ) => ({
    id,
    cells: [name, posteriorCell(one), reliability],
  });
  return {
    id: 'ordinal-parts',
    title: 'What ratings differ by, by the ordinal model',
    more: true,
    columns: [
      { id: 'what', title: 'Standard deviation of' },
      { id: 'sd', title: 'SD' },
      { id: 'reliability', title: 'Reliability', form: 'share' },
    ],
    rows: [
      ...ordinal.values.map((one) =>
        row(
          one.id,
          `Models on ${values.find(({ id }) => id === one.id)!.name}`,
          ...([one.between, one.reliability] as const),
        ),
      ),
      ...ordinal.deviations.map((one) => row(one.of, effectNames[one.of], one.sd)),
    ],
    notes: [
      'In units of the typical rating’s noise. Reliability: of the scores above, over models.',
      ...(ordinal.familyShare?.converged
        ? [
            `Of the variance between models, ${Math.round(100 * ordinal.familyShare.value)} % [${Math.round(100 * ordinal.familyShare.low)} to ${Math.round(100 * ordinal.familyShare.high)}] lies between families.`,
          ]
        : []),
      `Thresholds between the options: ${ordinal.thresholds.map((one) => (one.converged ? one.value.toFixed(2) : 'not converged')).join(', ')}.`,
    ],
  };
}
