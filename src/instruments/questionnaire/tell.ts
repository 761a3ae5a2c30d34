/** Results of the questionnaire: models' values with their uncertainty, and missing answers. */
import { listOf, plural, shortName, signed } from '../../tables/numbers.ts';
import type { Plot, Table } from '../../tables/table.ts';
import type { Told } from '../contract.ts';
import type { Items } from './items.ts';
import { leastModels } from './ordinal-scores.ts';
import type { Result, SystemResult } from './score.ts';
import { ordinalTables } from './tell-ordinal.ts';
import {
  circleTable,
  distancesTable,
  effectsTable,
  readingsTable,
  reliabilityTable,
} from './tell-quality.ts';
import { answersTable, boundsTable, scoresTable } from './tell-scores.ts';

export function tellQuestionnaire({ systems }: Result, items: Items): Told {
  const parts = systems.map((system, at) => ({
    id: at === 0 ? 'questionnaire' : `questionnaire-${system.id}`,
    title: at === 0 ? 'Questionnaire' : `Questionnaire: ${system.title}`,
    lead: leadOf(system),
  }));
  const placed = <T extends Table | Plot>(at: number, own: T): T => ({
    ...own,
    ...(at > 0 && {
      id: `${systems[at]!.id}-${own.id}`,
      title: `${own.title} (${systems[at]!.title})`,
    }),
    part: parts[at]!.id,
  });
  return {
    headline: parts[0]?.lead ?? 'No answers',
    parts,
    tables: systems.flatMap((system, at) =>
      tablesOf(system, items).map((table) => placed(at, table)),
    ),
    plots: systems.flatMap((system, at) => plotsOf(system).map((plot) => placed(at, plot))),
    notes: [
      'This is what models say of themselves, not what they do.',
      ...systems.flatMap(withheldNotes),
      ...(systems.some(isUnfitted)
        ? [
            'The ordinal model is not fitted (yet): the interface fits it while a run is open, the command report with --fit.',
          ]
        : []),
    ],
  };
}

function isUnfitted({ ordinal, under }: SystemResult): boolean {
  return ordinal === null && under[0]!.models.length >= leastModels;
}

function leadOf({ title, values, under, circle }: SystemResult): string {
  const { models } = under[0]!;
  const overall = values
    .map(({ name }, at) => {
      const told = models.flatMap((one) => one.centred[at]?.value ?? []);
      const mean = told.reduce((sum, one) => sum + one, 0) / Math.max(1, told.length);
      return { name, mean, n: told.length };
    })
    .filter(({ n }) => n > 0)
    .sort((a, b) => b.mean - a.mean);
  const [first, last] = [overall[0], overall.at(-1)];
  const most =
    first && last && first !== last
      ? `${plural(models.length, 'model')}: ratings are highest on ${first.name} (${signed(first.mean)} around a model’s mean), lowest on ${last.name} (${signed(last.mean)})`
      : `${plural(models.length, 'model')} answered`;
  const ring =
    circle && circle.r !== null ? `; fit to Schwartz’s circle r = ${circle.r.toFixed(2)}` : '';
  return `${most}${ring} (${title}).`;
}

function tablesOf(system: SystemResult, { norms }: Items): Table[] {
  const [plain, ...others] = system.under;
  return [
    scoresTable(system, plain!, 'centred'),
    answersTable(system, plain!),
    ...(system.effects.length > 0 ? [effectsTable(system)] : []),
    ...(norms.length > 0 && system.distances.length > 0 ? [distancesTable(system)] : []),
    scoresTable(system, plain!, 'raw'),
    ...(plain!.models.some(({ bounds }) => bounds !== null) ? [boundsTable(system, plain!)] : []),
    ...others.map((under) => scoresTable(system, under, 'centred')),
    ...others.map((under) => answersTable(system, under)),
    ...ordinalTables(system),
    reliabilityTable(system),
    ...(system.circle ? [circleTable(system, system.circle)] : []),
    ...(system.readings.length > 0 ? [readingsTable(system)] : []),
  ];
}

function plotsOf({ values, under, circle }: SystemResult): Plot[] {
  const nameOf = new Map(values.map(({ id, name }) => [id, name]));
  return [
    ...(circle && circle.map.length > 0
      ? [
          {
            kind: 'map' as const,
            id: 'circle',
            title:
              'Values by their correlations over models, turned to Schwartz’s circle (the ring)',
            ring: true,
            points: circle.map.map(({ value, x, y }) => ({ label: nameOf.get(value)!, x, y })),
          },
        ]
      : []),
    ...under[0]!.models.map((one) => ({
      kind: 'dots' as const,
      id: `profile-${one.model}`,
      title: shortName(one.model),
      folded: 'The profile of each model',
      unit: 'rating minus the model’s mean',
      rows: values.flatMap(({ name }, at) => {
        const told = one.centred[at];
        return told ? [{ label: name, value: told.value, low: told.low, high: told.high }] : [];
      }),
    })),
  ];
}

function withheldNotes({ title, under }: SystemResult): string[] {
  return under.flatMap(({ condition, withheld }, at) =>
    withheld.map(({ model, missing }) => {
      const where = listOf([title, ...(at === 0 ? [] : [`condition ${condition}`])]);
      return `${shortName(model)}: withheld, ${Math.round(missing * 100)} % of its ratings are missing (${where}).`;
    }),
  );
}
