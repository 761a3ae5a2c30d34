/** The evidence for a cell of its tables: texts, with the reader's verdict on each. */

import { shortName } from '../../tables/numbers.ts';
import { subdimensionsOf } from '../../values/value-system.ts';
import type { Evidence, Facts, Place } from '../contract.ts';
import { grouperOf } from './groups.ts';
import type { Items } from './items.ts';
import { allTexts, isExpressed, sideWord } from './profile.ts';
import { type ReaderReadings, type Reading, readingsOf } from './readings.ts';
import { isSilent } from './score.ts';
import type { Settings } from './settings.ts';
import { idAt } from './tell.ts';

export function traceReadings(
  facts: Facts<Items>,
  settings: Settings,
  { table, row, column }: Place,
): Evidence[] {
  return readingsOf(facts).flatMap((one, at) => {
    const chosen = chosenAt(one, table, row, column, at, facts, settings);
    return chosen.readings.map((reading) => evidenceOf(reading, one, chosen.value));
  });
}

type Chosen = { readings: readonly Reading[]; value: string | null };

function chosenAt(
  { system, readings }: ReaderReadings,
  table: string,
  row: string,
  column: string | null,
  at: number,
  facts: Facts<Items>,
  settings: Settings,
): Chosen {
  const is = (id: string) => table === idAt(id, at);
  const known = new Set(subdimensionsOf(system).map(({ id }) => id));
  const of = (model: string) =>
    model === allTexts ? readings : readings.filter(({ text }) => text.model === model);
  const on = (own: readonly Reading[], value: string, side: string | null): Chosen => ({
    value,
    readings: own.filter(
      ({ verdicts }) =>
        verdicts !== null &&
        isExpressed(verdicts, value) &&
        (side === null || sideWord(verdicts[value]!) === side),
    ),
  });
  if (is('reading-profile'))
    return on(
      readings,
      row,
      column === 'for' || column === 'against' || column === 'unclear' ? column : null,
    );
  if (is('reading-expressed') || is('reading-side'))
    return column !== null && known.has(column)
      ? on(of(row), column, null)
      : { readings: of(row), value: null };
  if (is('reading-groups')) {
    const place = row.lastIndexOf('|');
    const { groupOf } = grouperOf(
      readings.map(({ text }) => text),
      facts,
      settings,
    );
    const own = readings.filter(({ text }) => groupOf(text) === row.slice(0, place));
    return on(own, row.slice(place + 1), null);
  }
  if (is('reading-target')) return { readings: of(row), value: null };
  if (is('reading-silent'))
    return { readings: readings.filter(({ text }) => text.id === row), value: null };
  if (is('reading-answers')) {
    const own = of(row);
    const kept =
      column === 'refused' || column === 'unread'
        ? own.filter(({ missing }) => missing === column)
        : column === 'silent'
          ? own.filter(isSilent)
          : column === 'absent'
            ? own.filter(({ absent }) => absent.length > 0)
            : own;
    return { readings: kept, value: null };
  }
  return { readings: [], value: null };
}

/** The text, and below it the reader's verdict. */
function evidenceOf(
  { text, line, verdicts, concept, missing, absent }: Reading,
  { system, reader }: ReaderReadings,
  value: string | null,
): Evidence {
  const names = new Map(subdimensionsOf(system).map(({ id, name }) => [id, name]));
  const present = Object.entries(verdicts ?? {}).filter(([, { expressed }]) => expressed);
  const shown = value === null ? present : present.filter(([id]) => id === value);
  return {
    ...{ log: 'readings', id: line.id, by: text.model },
    item: { id: text.name, text: text.prompt ?? text.name },
    text: text.text,
    figure:
      missing ??
      (value !== null && shown[0]
        ? sideWord(shown[0][1])
        : present.map(([id]) => names.get(id)).join(', ') || 'no value'),
    notes: [
      `read by ${shortName(reader)}${concept === '' ? '' : `: ${concept}`}`,
      ...shown.flatMap(([id, { side, strength, words }]) => [
        `${names.get(id)}: ${sideWord({ side })}, strength ${strength ?? '–'}`,
        ...words.map((one) =>
          absent.includes(one) ? `  not in the text: “${one}”` : `  “${one}”`,
        ),
      ]),
      ...(missing === null ? [] : [`the reader’s answer: ${line.text.trim().slice(0, 200)}`]),
    ],
    under: [],
  };
}
