/** Ways of asking compared, as text. */
import type { MethodComparison, ModelsOnValues } from '../../methods/compare-methods.ts';
import { type FamilyEstimate, leastFamilies } from '../../methods/family-jackknife.ts';
import { percent, plural, signed } from '../../tables/numbers.ts';
import { type Layout, type TextColumn, tableLines, wrapText } from '../../tables/text-lines.ts';
import type { MethodsJson } from './methods.ts';

const right = (title: string): TextColumn => ({ title, align: 'right' });
/** Families that a correction for unreliability, and talk of a true 0, would need. */
const manyFamilies = 16;

export function methodsText(result: MethodsJson, layout: Layout): string[] {
  const { paint, width } = layout;
  const head = (text: string) => ['', paint.bold(text)];
  const wrapped = (text: string) => wrapText(text, width);
  const renamed = result.matched.values
    .concat(result.matched.models)
    .filter(([, ...names]) => new Set(names.filter(Boolean)).size > 1)
    .map(([, ...names]) => names.filter(Boolean));
  return [
    ...result.comparisons.flatMap((one, i) => [
      ...(i > 0 ? [''] : []),
      ...comparisonText(one, layout),
    ]),
    ...(result.criteria
      ? [
          ...head('Criterion'),
          ...tableLines(
            [
              { title: 'way' },
              { title: 'value' },
              { title: 'criterion' },
              right('r'),
              { title: '95 %' },
              right('models'),
            ],
            result.criteria.map((one) => [
              one.method,
              one.value,
              one.criterion,
              {
                text: signed(one.r),
                paint: one.holm !== null && one.holm < 0.05 ? paint.good : paint.dim,
              },
              bounds(one),
              String(one.models),
            ]),
            layout,
          ),
          ...wrapped('Green: not chance after Holm’s correction over all rows.').map(paint.dim),
        ]
      : []),
    ...(renamed.length > 0
      ? [
          ...head('Taken for the same'),
          ...tableLines(
            result.files.map((file) => ({ title: file.split('/').slice(-2).join('/') })),
            renamed.map((names) => [...names]),
            layout,
          ),
        ]
      : []),
    ...result.notes.flatMap((note) => wrapText(`! ${note}`, width, '  ').map(paint.warning)),
  ];
}

function bounds({ low, high }: Pick<FamilyEstimate, 'low' | 'high'>): string {
  return low === null ? '' : `[${signed(low)}, ${signed(high)}]`;
}

function comparisonText(one: MethodComparison, layout: Layout): string[] {
  const { paint, width } = layout;
  const { models, values, order, onValues, distinctive, shares } = one;
  const families = new Set(one.families).size;
  const head = (text: string) => ['', paint.bold(text)];
  const wrapped = (text: string) => wrapText(text, width);
  const row = (name: string, estimate: FamilyEstimate) => [
    name,
    signed(estimate.value),
    bounds(estimate),
  ];
  return [
    paint.bold(one.methods.join(' · ')),
    ...wrapped(
      `${plural(models.length, 'model')} of ${plural(families, 'family', 'families')}, ${plural(values.length, 'value')}. Intervals: 95 % over families.`,
    ),
    ...head('Three agreements'),
    ...tableLines(
      [{ title: 'on' }, right('r'), { title: '95 %' }],
      [
        row('the order of values (mean profiles)', order),
        row('which model has more of a value (mean)', onValues.raw.convergent),
        row('the same, models’ own means off', onValues.centred.convergent),
        row('what is distinctive of a model (mean)', distinctive),
      ],
      layout,
    ),
    ...head('Models on each value'),
    ...tableLines(
      [
        { title: 'value' },
        right('r'),
        { title: '95 %' },
        right('others'),
        right('centred'),
        right('others'),
        { title: '' },
      ],
      values.map((value, v) => {
        const [raw, centred] = [onValues.raw.values[v]!, onValues.centred.values[v]!];
        return [
          value,
          signed(raw.convergent.value),
          bounds(raw.convergent),
          signed(raw.heterotrait),
          signed(centred.convergent.value),
          signed(centred.heterotrait),
          {
            text: raw.verdict,
            paint: raw.verdict === 'agrees' ? paint.good : paint.dim,
          },
        ];
      }),
      layout,
    ),
    ...wrapped(
      `Others: mean correlation with other values, within and between the ways. Between the ways alone it is ${signed(onValues.raw.heterotrait)}, and ${signed(onValues.centred.heterotrait)} where the models’ own means are off (${signed(onValues.centred.expected)} by centring alone). ${highest(onValues.raw)}`,
    ).map(paint.dim),
    ...(shares
      ? wrapped(
          `Of the differences between models ${percent(shares.level)} are one level over all values, ${percent(shares.value)} the value, ${percent(shares.method)} the way of asking, ${percent(shares.rest)} the rest.`,
        )
      : []),
    ...head('What this says'),
    ...sayings(one, families).flatMap(wrapped),
  ];
}

function highest({ values }: ModelsOnValues): string {
  const found = values.filter((value) => value.highest).map(({ value }) => value);
  return found.length === 0
    ? 'No value’s agreement is the highest of its row and column.'
    : `Highest of row and column: ${found.join(', ')}.`;
}

/** In words, and what so many families do not let one say. */
function sayings(one: MethodComparison, families: number): string[] {
  const { order, onValues, withheld } = one;
  if (withheld !== null)
    return [
      `Intervals and verdicts are withheld: ${withheld}. The correlations above describe these models and no others.`,
    ];
  const mean = onValues.raw.convergent;
  const said = [
    order.low !== null && order.low > 0
      ? 'They agree on the order of values.'
      : 'Whether they agree on the order of values cannot be told.',
  ];
  if (mean.low !== null && mean.low > 0)
    said.push('They agree on which model has more of a value.');
  else if (mean.high !== null && mean.high < 0.3)
    said.push('They do not agree on which model has more of a value.');
  else
    said.push(
      'Whether they agree on which model has more of a value cannot be told: the interval reaches from none to much.',
    );
  if (families < manyFamilies)
    said.push(
      `There are ${families} families of models. At least ${manyFamilies} are needed to say that a correlation is 0, to correct for unreliability, or to say that two values differ in agreement; below ${leastFamilies}, no intervals are given.`,
    );
  return said;
}
