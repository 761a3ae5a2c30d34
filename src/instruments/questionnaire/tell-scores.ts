/** Tables of scores, and of how models answered. */
import { percent, shortName } from '../../tables/numbers.ts';
import type { Cell, Column, Table } from '../../tables/table.ts';
import type { ModelScores } from './model-scores.ts';
import { whyMissing } from './read.ts';
import type { SystemResult, Under } from './score.ts';

/** The id and title of a table under a condition; the plain one is not named. */
function named({ under }: SystemResult, { condition }: Under, id: string, title: string) {
  const isPlain = under[0]!.condition === condition;
  return {
    id: isPlain ? id : `${id}-${condition}`,
    title: isPlain ? title : `${title}, condition ${condition}`,
    ...(isPlain ? {} : { more: true }),
  };
}

const missingOf = ({ asked, missing }: ModelScores) =>
  Object.values(missing).reduce((sum, one) => sum + one, 0) / asked;

const readingNotes = {
  text: 'Read by text.',
  probabilities: 'Read by the probabilities of the options (expected rating).',
  mixed:
    '▲ Mixed: not all models can be read in one way. Compare models only within one way of reading.',
};

function readingColumn({ reading }: Under): Column[] {
  return reading === 'mixed' ? [{ id: 'reading', title: 'Read by' }] : [];
}

function row(one: ModelScores, { reading }: Under, cells: Cell[]): Table['rows'][number] {
  const read = reading === 'mixed' ? [one.reading] : [];
  return { id: one.model, cells: [shortName(one.model), ...read, ...cells] };
}

export function scoresTable(system: SystemResult, under: Under, kind: 'centred' | 'raw'): Table {
  const { values, scale } = system;
  const about =
    kind === 'centred'
      ? named(system, under, 'centred', 'Values, against each model’s own mean')
      : { ...named(system, under, 'raw', 'Values, as rated'), more: true };
  return {
    ...about,
    columns: [
      { id: 'model', title: 'Model' },
      ...readingColumn(under),
      ...values.map(({ id, name }) => ({ id, title: name })),
      { id: 'missing', title: 'Missing' },
    ],
    rows: under.models.map((one) =>
      row(one, under, [
        ...one[kind].map((told) => told && { value: told.value, low: told.low, high: told.high }),
        percent(missingOf(one)),
      ]),
    ),
    notes: [
      kind === 'centred'
        ? `On 1–${scale}, minus the model’s mean over all items: its values relative to each other. ± is the 95 % interval over the items of a value.`
        : `Means on 1–${scale} over items, those keyed against turned over. Models use the scale differently: compare values within a model, not models on a value.`,
      readingNotes[under.reading],
    ],
  };
}

/** Scores between the worst and the best that the missing ratings could have been. */
export function boundsTable(system: SystemResult, under: Under): Table {
  const models = under.models.filter(({ bounds }) => bounds !== null);
  return {
    ...named(system, under, 'bounds', 'Values, with missing ratings at the worst and the best'),
    more: true,
    columns: [
      { id: 'model', title: 'Model' },
      ...readingColumn(under),
      ...system.values.map(({ id, name }) => ({ id, title: name })),
    ],
    rows: models.map((one) =>
      row(
        one,
        under,
        one.bounds!.map((ends) => ends && `${ends.low.toFixed(2)}–${ends.high.toFixed(2)}`),
      ),
    ),
    notes: [
      'Models with more than 5 % of their ratings missing: refusals are not missing at random.',
    ],
  };
}

const whyTitles = {
  refused: 'Refused',
  depends: 'It depends',
  outside: 'No option',
  unread: 'Unread',
  empty: 'Empty',
};

export function answersTable(system: SystemResult, under: Under): Table {
  const hasAgainst = system.values.some(({ against }) => against > 0);
  const wordings = Math.max(0, ...under.models.map((one) => one.wordings?.length ?? 0));
  const hasKinds = under.models.some(({ kinds }) => kinds !== null);
  const signed = { form: 'signed' as const, digits: 2 };
  return {
    ...named(system, under, 'answers', 'How models answered'),
    columns: [
      { id: 'model', title: 'Model' },
      ...readingColumn(under),
      { id: 'asked', title: 'Asked', digits: 0 },
      ...whyMissing.map((why) => ({ id: why, title: whyTitles[why], digits: 0 })),
      { id: 'acquiescence', title: 'Acquiescence', ...signed },
      { id: 'order', title: 'Order of options', ...signed },
      ...Array.from({ length: wordings }, (_, i) => ({
        ...{ id: `wording-${i + 1}`, title: `Wording ${i + 1}`, ...signed },
      })),
      ...(hasKinds
        ? [{ id: 'kinds', title: 'Portraits and replies (r)', form: 'correlation' as const }]
        : []),
    ],
    rows: under.models.map((one) =>
      row(one, under, [
        one.asked,
        ...whyMissing.map((why) => one.missing[why]),
        ends(one.acquiescence),
        ends(one.order),
        ...Array.from({ length: wordings }, (_, i) => ends(one.wordings?.[i] ?? null)),
        ...(hasKinds ? [one.kinds] : []),
      ]),
    ),
    notes: [
      hasAgainst
        ? 'Acquiescence: the middle of the items for a value and those against it, minus the middle of the scale; above 0 the model agrees with both.'
        : '▲ No item is keyed against its value: whether a model agrees with everything cannot be told, so raw scores of models are not compared.',
      'Order: mean rating with the options upward minus downward; 0 means that their order does not matter.',
      ...(wordings > 0 ? ['Wording: minus the mean of all wordings of an item.'] : []),
      ...(hasKinds
        ? [
            'Portraits and replies: correlation over values of statements about oneself with replies to everyday questions.',
          ]
        : []),
    ],
  };
}

function ends(told: { value: number; low: number; high: number } | null): Cell {
  return told && { value: told.value, low: told.low, high: told.high };
}
