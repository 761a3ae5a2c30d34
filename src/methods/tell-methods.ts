/** Comparisons of methods as tables, plots, and sentences. */
import { percent, plural, shortName, signed } from '../tables/numbers.ts';
import { type Cell, estimateCell, type Plot, type Table, tableOf } from '../tables/table.ts';
import { manyFamilies } from './attenuation.ts';
import type { MethodComparison, ModelsOnValues } from './compare-methods.ts';
import { type FamilyEstimate, leastFamilies } from './family-jackknife.ts';
import type { MethodPair, ModelInBoth, RunMethods } from './run-methods.ts';

/** With at most this many models each is drawn value by value. */
const mostDrawn = 4;

export type ToldMethods = { headline: string; tables: Table[]; plots: Plot[]; notes: string[] };

const correlation = ({ value, low, high }: FamilyEstimate): Cell => ({ value, low, high });

/** "35 models of 7 families, 10 values." */
export function sharedText({ models, families, values }: MethodComparison): string {
  const count = new Set(families).size;
  return `${plural(models.length, 'model')} of ${plural(count, 'family', 'families')}, ${plural(values.length, 'value')}. Intervals: 95 % over families.`;
}

/** Two methods: three agreements, the values one by one, and the conclusions. */
export function comparisonTables(one: MethodComparison, id = 'methods'): Table[] {
  const { values, order, onValues, distinctive, shares } = one;
  const column = (name: string, title: string) => ({
    id: name,
    title,
    form: 'correlation' as const,
  });
  const { raw, centred } = onValues;
  const corrected = raw.values.some((value) => value.corrected !== null);
  return [
    {
      ...tableOf(id, one.methods.join(' · '), {}, []),
      so: sayings(one).join(' '),
      columns: [{ id: 'on', title: 'They agree on' }, column('r', 'r')],
      rows: [
        ['order', 'the order of values (mean profiles)', order] as const,
        ['models', 'which model has more of a value (mean)', raw.convergent] as const,
        ['centred', 'the same, models’ own means removed', centred.convergent] as const,
        ['distinctive', 'what is distinctive of a model (mean)', distinctive] as const,
      ].map(([row, title, estimate]) => ({ id: row, cells: [title, correlation(estimate)] })),
      notes: [sharedText(one), ...sayings(one), ...(shares ? [sharesText(shares)] : [])],
    },
    {
      ...tableOf(`${id}-values`, 'Models on each value', {}, []),
      columns: [
        { id: 'value', title: 'Value' },
        column('r', 'r'),
        ...(corrected ? [column('corrected', 'Corrected')] : []),
        column('others', 'Others'),
        column('centred', 'Centred'),
        column('centred-others', 'Others, centred'),
        { id: 'verdict', title: 'Verdict' },
      ],
      rows: values.map((value, v) => {
        const [own, off] = [raw.values[v]!, centred.values[v]!];
        return {
          id: value,
          cells: [
            value,
            correlation(own.convergent),
            ...(corrected ? [own.corrected && correlation(own.corrected)] : []),
            own.heterotrait,
            off.convergent.value,
            off.heterotrait,
            own.verdict,
          ],
        };
      }),
      notes: [
        `Others: mean correlation with other values, within and between methods. Between the methods it is ${signed(raw.heterotrait)}, and ${signed(centred.heterotrait)} after removing the models’ own means (${signed(centred.expected)} by centring alone). ${highestText(raw)}`,
        ...(corrected
          ? [
              'Corrected: for unreliability of both, where both reliabilities lie above .5; it may pass 1. Verdicts are by r.',
            ]
          : []),
        'A value agrees where its r lies above 0 and above its correlation with others, and disagrees where it lies below .3; otherwise it is undecided. Holm’s correction over the values.',
      ],
    },
  ];
}

function sharesText(shares: NonNullable<MethodComparison['shares']>): string {
  return `Of the differences between models ${percent(shares.level)} are one level over all values, ${percent(shares.value)} the value, ${percent(shares.method)} the way of asking, ${percent(shares.rest)} the rest.`;
}

function highestText({ values }: ModelsOnValues): string {
  const found = values.filter((value) => value.highest).map(({ value }) => value);
  return found.length === 0
    ? 'No value’s agreement is the highest of its row and column.'
    : `Highest of row and column: ${found.join(', ')}.`;
}

/** The agreements in words, and what the number of families does not support. */
export function sayings({ order, onValues, withheld, families }: MethodComparison): string[] {
  const count = new Set(families).size;
  if (withheld !== null)
    return [
      `Intervals and verdicts are withheld: ${withheld}. The correlations describe these models and no others.`,
    ];
  const mean = onValues.raw.convergent;
  const said = [
    order.low !== null && order.low > 0
      ? 'They agree on the order of values.'
      : 'The data do not show whether they agree on the order of values.',
  ];
  if (mean.low !== null && mean.low > 0)
    said.push('They agree on which model has more of a value.');
  else if (mean.high !== null && mean.high < 0.3)
    said.push('They do not agree on which model has more of a value.');
  else
    said.push(
      'The data do not show whether they agree on which model has more of a value: the interval is too wide.',
    );
  if (count < manyFamilies)
    said.push(
      `There are ${count} families of models. At least ${manyFamilies} are needed to say that a correlation is 0, to correct for unreliability, or to say that two values differ in agreement; below ${leastFamilies}, no intervals are given.`,
    );
  return said;
}

/** All pairs of methods of a run, with what is known about its models. */
export function tellMethods({ ways, pairs }: RunMethods): ToldMethods {
  return {
    headline: headlineOf(ways, pairs),
    tables: pairs.flatMap((pair, at) => pairTables(pair, at)),
    plots: pairs.flatMap((pair, at) =>
      pair.models.length <= mostDrawn
        ? pair.models
            // A model with equal scores on all values by a method has no profile to draw.
            .filter(({ spearman }) => Number.isFinite(spearman))
            .map((model) => modelPlot(pair, at, model))
        : [],
    ),
    notes: [
      ...(pairs.some(({ rated }) => rated === 2)
        ? ['▲ Methods with the same raters also agree through the raters’ shared bias.']
        : []),
      'Each way of asking has its own answers. Values and models are matched by name.',
    ],
  };
}

function headlineOf(ways: number, pairs: readonly MethodPair[]): string {
  if (pairs.length === 0)
    return ways < 2
      ? 'Agreement needs two methods: ask another instrument too.'
      : 'No two instruments score the same values on the same models yet.';
  const [first] = pairs;
  const about = `${first!.titles.join(' and ')} (${first!.system})`;
  const said =
    first!.comparison?.withheld === null
      ? sayings(first!.comparison)[0]!
      : withheldNotes(first!)[0]!;
  return `${ways} ways of asking are compared. ${about}: ${said}`;
}

function pairTables(pair: MethodPair, at: number): Table[] {
  const { titles, system, models, comparison, leftOut, valuesLeftOut, rated } = pair;
  const id = `pair-${at + 1}`;
  const name = `${titles.join(' · ')} (${system})`;
  const left = [
    ...(valuesLeftOut.length > 0
      ? [`Left out, since too many models lack them: ${valuesLeftOut.join(', ')}.`]
      : []),
    ...(leftOut.length > 0
      ? [`Left out, since only one of the two scores them on all values: ${leftOut.join(', ')}.`]
      : []),
  ];
  const marked = rated === 2 ? ['▲ The same raters read both.'] : [];
  const overModels = comparison?.withheld === null ? comparison : null;
  const own: Table = {
    ...tableOf(`${id}-models`, overModels ? 'Order of values in each model' : name, {}, []),
    columns: [
      { id: 'model', title: 'Model' },
      { id: 'r', title: 'Rank correlation', form: 'correlation' },
    ],
    rows: models.map((model) => ({
      id: model.model,
      cells: [shortName(model.model), estimateCell(model.spearman, model.low, model.high)],
    })),
    notes: [
      `Of the model’s two profiles over ${plural(pair.values.length, 'value')}. ${models.some(({ low }) => low !== null) ? 'Interval: how far it moves when each score is redrawn within its standard error.' : ''}`.trim(),
      ...(overModels ? [] : [...withheldNotes(pair), ...marked, ...left]),
    ],
  };
  if (!overModels) return [own];
  const [main, values] = comparisonTables(overModels, id) as [Table, Table];
  return [{ ...main, title: name, notes: [...main.notes, ...marked, ...left] }, values, own];
}

/** Why agreement over models is withheld, and what holds for all models. */
function withheldNotes({ comparison, models }: MethodPair): string[] {
  if (!comparison)
    return [
      `${plural(models.length, 'model is', 'models are')} too few for agreement over models.`,
    ];
  return [
    `Correlations over models are withheld: ${comparison.withheld}. The two mean profiles over the values correlate by ${signed(comparison.order.value)}.`,
  ];
}

/** The values of one model by both methods, the highest of the first method first. */
function modelPlot(pair: MethodPair, at: number, { model, scores, spearman }: ModelInBoth): Plot {
  const order = pair.values.map((_, v) => v).sort((a, b) => scores[0][b]! - scores[0][a]!);
  return {
    id: `pair-${at + 1}-${model}`,
    kind: 'dots',
    title: `${shortName(model)}: ${pair.titles.join(' and ')} (${pair.system}), rank correlation ${signed(spearman)}`,
    unit: 'standard deviations of the model over the values',
    form: 'signed',
    rows: order.flatMap((v) =>
      scores.map((own, way) => ({
        label: `${pair.values[v]} · ${pair.titles[way]}`,
        value: own[v]!,
        low: null,
        high: null,
      })),
    ),
  };
}
