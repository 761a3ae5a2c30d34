/** What a cell of its tables stands on: endings, with how they stand to the other endings of their stem. */
import { mean } from '../../statistics/describe.ts';
import { shortName, withSign } from '../../tables/numbers.ts';
import { subdimensionsOf } from '../../values/value-system.ts';
import type { Evidence, Facts, Place } from '../contract.ts';
import type { Items } from './items.ts';
import { endingsOf, type Stance, stancesOf } from './records.ts';
import type { Settings } from './settings.ts';
import { stanceTableId } from './tell.ts';

export function traceStances(
  facts: Facts<Items>,
  _: Settings,
  { table, row, column }: Place,
): Evidence[] {
  const system = facts.items.systems.find(({ id }) => stanceTableId(id) === table);
  if (!system) return [];
  const names = new Map(subdimensionsOf(system).map(({ id, name }) => [id, name]));
  const stances = stancesOf(facts).filter((one) => one.system === system.id);
  const endings = new Map(endingsOf(facts).map((one) => [one.id, one]));
  const key = ({ completion, subdimension }: Stance) =>
    `${subdimension}\n${endings.get(completion)?.stem}`;
  const means = new Map(
    [...Map.groupBy(stances, key)].map(([at, own]) => [at, mean(own.map(({ raw }) => raw))]),
  );
  const byCompletion = Map.groupBy(stances, ({ completion }) => completion);
  return [...byCompletion].flatMap(([completion, own]): Evidence[] => {
    const ending = endings.get(completion);
    if (ending?.model !== row) return [];
    const shown = own.filter(
      ({ subdimension }) => column === null || !names.has(column) || subdimension === column,
    );
    // It has not been read on this value yet.
    if (shown.length === 0) return [];
    const figure = (one: Stance) => withSign(one.raw - means.get(key(one))!, 2);
    return [
      {
        ...{ log: 'stances', id: shown[0]!.id, by: row, text: ending.ending },
        item: { id: ending.stem, text: ending.stem },
        figure: shown.length === 1 ? figure(shown[0]!) : `${shown.length} values`,
        notes: [
          `read by ${shortName(own[0]!.judge)}: log odds above the mean of all endings of this stem`,
          ...shown.map((one) => `${names.get(one.subdimension)}: ${figure(one)}`),
        ],
        under: [],
      },
    ];
  });
}
