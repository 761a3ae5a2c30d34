/** One row per text and reader: presence, side, and strength of each value, and the words that show it. */
import type { Cell } from '../../tables/csv-lines.ts';
import { subdimensionsOf } from '../../values/value-system.ts';
import type { Facts } from '../contract.ts';
import type { Items } from './items.ts';
import { knowsValue, readingsOf } from './readings.ts';
import { whyUnproven } from './why-unproven.ts';

/** Columns of values are named `<value>.present`, and so on; with several systems `<system>.<value>.present`. */
export function vectorsOf(facts: Facts<Items>): { columns: string[]; rows: Cell[][] } {
  const { systems } = facts.items;
  const all = readingsOf(facts);
  const parts = ['present', 'side', 'strength', 'words'];
  const nameOf = (system: string, value: string) =>
    systems.length > 1 ? `${system}.${value}` : value;
  const columns = systems.flatMap((system) =>
    subdimensionsOf(system).flatMap(({ id }) =>
      parts.map((part) => `${nameOf(system.id, id)}.${part}`),
    ),
  );
  const readers = [...new Set(all.map(({ reader }) => reader))];
  const rows = readers.flatMap((reader) => {
    const own = all.filter((one) => one.reader === reader);
    const texts = new Map(
      own.flatMap(({ readings }) => readings.map(({ text }) => [text.id, text] as const)),
    );
    const bySystem = new Map(
      own.map(({ system, readings }) => [
        system.id,
        new Map(readings.map((one) => [one.text.id, one])),
      ]),
    );
    const why = own.flatMap((one) => whyUnproven(one)?.short ?? []);
    const proof = why.length === 0 ? 'passed' : 'unproven';
    const reads = (system: string, value: string) =>
      own.some((one) => one.system.id === system && knowsValue(one, value));
    return [...texts.values()].map((text): Cell[] => {
      const cells = systems.flatMap((system) => {
        const found = bySystem.get(system.id)?.get(text.id);
        return subdimensionsOf(system).flatMap(({ id }): Cell[] => {
          if (!found?.verdicts || !reads(system.id, id)) return [null, null, null, null];
          const verdict = found.verdicts[id];
          if (!verdict?.expressed) return [0, 0, null, ''];
          const shown = verdict.words.filter((one) => !found.absent.includes(one));
          return [1, verdict.side, verdict.strength, shown.join(' | ')];
        });
      });
      const missing = systems.flatMap((system) => {
        const found = bySystem.get(system.id)?.get(text.id);
        return found?.missing ?? (found ? [] : 'not read');
      });
      return [
        ...[
          text.name,
          text.model,
          text.group,
          text.prompt,
          reader,
          proof,
          [...new Set(why)].join('; '),
        ],
        ...[missing[0] ?? null, ...cells],
      ];
    });
  });
  return {
    columns: [
      'id',
      'model',
      'group',
      'prompt',
      'reader',
      'exam',
      'why_unproven',
      'missing',
      ...columns,
    ],
    rows,
  };
}
