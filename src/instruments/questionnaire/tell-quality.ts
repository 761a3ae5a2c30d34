/** Tables on the quality of the scores: reliability, the circle, ways of reading, conditions, groups of people. */
import { shortName } from '../../tables/numbers.ts';
import { type Table, tableOf } from '../../tables/table.ts';
import type { Circle } from './circle.ts';
import type { SystemResult } from './score.ts';

export function reliabilityTable({ values, reliability }: SystemResult): Table {
  return {
    id: 'reliability',
    title: 'Reliability of the values',
    more: true,
    columns: [
      { id: 'value', title: 'Value' },
      { id: 'alpha', title: 'α', form: 'share' },
      { id: 'items', title: 'Items', digits: 0 },
      { id: 'models', title: 'Models', digits: 0 },
      { id: 'why', title: 'Withheld because' },
    ],
    rows: reliability.map(({ value, alpha, low, high, items, models, reason }) => ({
      id: value,
      cells: [
        values.find(({ id }) => id === value)!.name,
        alpha === null ? null : { value: alpha, low, high },
        ...[items, models, reason ?? ''],
      ],
    })),
    notes: [
      'α: Cronbach’s, over models; the 95 % interval (Feldt) takes models as independent, which those of one family are not.',
      ...flatNotes(reliability),
    ],
  };
}

function flatNotes(reliability: SystemResult['reliability']): string[] {
  const flat = reliability.flatMap((one) => one.flat);
  return flat.length > 0 ? [`Rated alike by all models, and left out: ${flat.join(', ')}.`] : [];
}

export function circleTable({ values }: SystemResult, circle: Circle): Table {
  const degrees = (x: number, y: number) => ((Math.atan2(y, x) * 180) / Math.PI + 360) % 360;
  const table = tableOf(
    'circle',
    'Schwartz’s circle',
    {
      value: 'Value',
      angle: ['On the map, degrees', 0],
      radius: 'Distance from the middle',
      theory: ['In theory, degrees', 0],
    },
    circle.map.map(({ value, x, y }) => {
      const at = values.findIndex(({ id }) => id === value);
      return [values[at]!.name, degrees(x, y), Math.hypot(x, y), (360 * at) / values.length];
    }),
    [
      circle.r === null
        ? `The fit is not told: ${circle.reason}.`
        : `r = ${circle.r.toFixed(2)}${intervalOf(circle)}: the correlations between values over models (their own means taken off) against the cosine of the angle between them in theory.`,
      ...(circle.r !== null && circle.low === null
        ? [`No interval: it needs 8 families of models; there are ${circle.families}.`]
        : []),
    ],
  );
  return {
    ...table,
    more: true,
    rows: table.rows.map((row, i) => ({ ...row, id: circle.map[i]!.value })),
  };
}

function intervalOf({ low, high }: Circle): string {
  return low === null || high === null
    ? ''
    : ` [${low.toFixed(2)} to ${high.toFixed(2)}, 95 % over families]`;
}

export function readingsTable({ readings }: SystemResult): Table {
  const table = tableOf(
    'readings',
    'Text and probabilities',
    {
      model: 'Model',
      questions: ['Read both ways', 0],
      difference: 'Probabilities minus text',
      absolute: 'Its size',
      r: 'r',
    },
    readings.map(({ model, questions, difference, absolute, r }) => [
      ...[shortName(model), questions, difference, absolute, r],
    ]),
    [
      'Of the same questions: the expected rating by the probabilities of the options, and the rating in the text.',
    ],
  );
  return {
    ...table,
    more: true,
    rows: table.rows.map((row, i) => ({ ...row, id: readings[i]!.model })),
  };
}

export function effectsTable({ values, effects }: SystemResult): Table {
  return {
    id: 'conditions',
    title: 'What conditions do to values',
    columns: [
      { id: 'condition', title: 'Condition' },
      { id: 'against', title: 'Against' },
      { id: 'models', title: 'Models', digits: 0 },
      ...values.map(({ id, name }) => ({ id, title: name, form: 'signed' as const, digits: 2 })),
    ],
    rows: effects.map((effect) => ({
      id: effect.condition,
      cells: [
        ...[effect.condition, effect.against, effect.models],
        ...effect.values.map((one) => one && { value: one.d, low: one.low, high: one.high }),
      ],
    })),
    notes: [
      'Cohen’s d: the mean difference of ratings in standard deviations of ratings, with its 95 % interval over items. Best and worst impression are compared with honest answers where these were asked: what they move is what a model takes to be desirable.',
    ],
  };
}

export function distancesTable({ distances }: SystemResult): Table {
  return {
    id: 'people',
    title: 'Distance from groups of people',
    columns: [
      { id: 'model', title: 'Model' },
      { id: 'group', title: 'Group' },
      { id: 'distance', title: 'Distance', unit: 'SD', digits: 2 },
      { id: 'r', title: 'r', form: 'correlation' },
      { id: 'values', title: 'Values', digits: 0 },
    ],
    rows: distances.map(({ model, group, distance, low, high, r, values }) => ({
      id: `${model}|${group}`,
      cells: [shortName(model), group, { value: distance, low, high }, r, values],
    })),
    notes: [
      'Profiles as shapes, each against its own mean: root mean square difference over values in standard deviations of the people of a group, and the correlation over values. Intervals: items resampled.',
    ],
  };
}
