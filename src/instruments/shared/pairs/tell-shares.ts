/** Shares of items by model and value, as tables, plots, and a sentence: the same for every way of asking pairs. */
import { percent, plural, shortName } from '../../../tables/numbers.ts';
import type { Column, Estimate, Plot, Row, Table } from '../../../tables/table.ts';
import { shippedSystems } from '../../../values/load-systems.ts';
import type { ToldPart } from '../../contract.ts';
import type { MeanOverItems, PairReliability, PairValue, Share } from './pair-estimates.ts';

type ModelShares = { model: string; family: string; values: readonly { won: Share | null }[] };

/** Values of one system, with their places among all values. */
export type SystemValues = {
  system: string;
  /** Of what is told of it: the instrument's id for the first system. */
  part: string;
  title: string;
  values: { id: string; name: string; at: number }[];
};

export function systemsOf(instrument: string, values: readonly PairValue[]): SystemValues[] {
  const placed = values.map((one, at) => ({ ...one, at }));
  return [...Map.groupBy(placed, ({ system }) => system)].map(([system, own], i) => ({
    ...{ system, values: own },
    part: i === 0 ? instrument : `${instrument}-${system}`,
    title: shippedSystems.find(({ id }) => id === system)?.title ?? system,
  }));
}

/** A heading for each system, the first under the title of the instrument. */
export function partsOf(title: string, lead: string, systems: readonly SystemValues[]): ToldPart[] {
  return systems.map((one, i) => ({
    id: one.part,
    title: i === 0 ? title : `${title}: ${one.title}`,
    lead: i === 0 ? lead : `The same on ${one.title}.`,
  }));
}

/** Which values the replies of models serve most and least often, over the models that were read. */
export function mostAndLeast(
  verb: string,
  values: readonly PairValue[],
  models: readonly ModelShares[],
): string {
  const told = values
    .flatMap(({ name }, at) => {
      const shares = models.flatMap((one) => one.values[at]?.won?.value ?? []);
      const sum = shares.reduce((all, one) => all + one, 0);
      return shares.length > 0 ? [{ name, mean: sum / shares.length }] : [];
    })
    .sort((a, b) => b.mean - a.mean);
  const [first, last] = [told[0], told.at(-1)];
  const who = plural(models.length, 'model');
  if (!first || !last || first === last) return `${who} read`;
  return `${who}: the reply that serves ${first.name} ${verb} most often (${percent(first.mean)} of items), the one that serves ${last.name} least (${percent(last.mean)})`;
}

export function cellOf(one: Share | MeanOverItems | null | undefined): Estimate | null {
  return one ? { value: one.value, low: one.low, high: one.high } : null;
}

/** A model's name, and what is told of it. */
export function modelRow(
  { model, family }: { model: string; family: string },
  cells: Row['cells'],
): Row {
  return { id: model, group: family, cells: [shortName(model), ...cells] };
}

/** Models by values. */
export function sharesTable(
  { part, values }: SystemValues,
  models: readonly ModelShares[],
  told: { id: string; title: string; so: string; notes: string[] },
): Table {
  return {
    ...told,
    part,
    columns: [
      { id: 'model', title: 'Model' },
      ...values.map(({ id, name }): Column => ({ id, title: name, form: 'share' })),
    ],
    rows: models.map((one) =>
      modelRow(
        one,
        values.map(({ at }) => cellOf(one.values[at]!.won)),
      ),
    ),
  };
}

/** One model's values, with the line at which neither reply is preferred. */
export function sharesPlot(
  { part, values, system }: SystemValues,
  one: ModelShares,
  { prefix, unit }: { prefix: string; unit: string },
): Plot {
  return {
    kind: 'dots',
    id: `${prefix}-${system}-${one.model}`,
    title: shortName(one.model),
    part,
    unit,
    scale: { low: 0, high: 1 },
    reference: { value: 0.5, name: 'neither reply' },
    form: 'share',
    rows: values.flatMap(({ name, at }) => {
      const cell = cellOf(one.values[at]!.won);
      return cell ? [{ ...cell, label: name }] : [];
    }),
  };
}

/** α of the items of each value of a system. */
export function reliabilityTable(
  { part, values, system }: SystemValues,
  reliability: readonly PairReliability[],
): Table {
  return {
    id: `reliability-${system}`,
    title: 'Reliability',
    so: 'How well the items of a value agree in which models they put high: Cronbach’s α over models.',
    part,
    more: true,
    columns: [
      { id: 'value', title: 'Value' },
      { id: 'alpha', title: 'α', form: 'share' },
      { id: 'models', title: 'Models', digits: 0 },
      { id: 'items', title: 'Items', digits: 0 },
    ],
    rows: values.flatMap(({ id, name }) => {
      const one = reliability.find((told) => told.system === system && told.value === id);
      if (!one) return [];
      const { alpha, low, high, models, items } = one;
      return [
        {
          id,
          cells: [name, alpha === null ? null : { value: alpha, low, high }, models, items],
        },
      ];
    }),
    notes: [
      'α needs five models with all items of the value, and two items that do not say the same of all models. 95 % intervals by Feldt.',
    ],
  };
}
