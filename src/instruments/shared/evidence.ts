/** The evidence for the cells of an instrument's tables. */
import { shortName } from '../../tables/numbers.ts';
import type { Evidence, Facts, Instrument, Line, Place } from '../contract.ts';

type Asked = { instrument: Instrument; settings: unknown; facts: Facts | null };

/**
 * The lines that a cell is based on; empty before the first request, and for a cell that follows from all lines at
 * once.
 */
export function evidenceOf({ instrument, settings, facts }: Asked, place: Place): Evidence[] {
  if (!facts) return [];
  return instrument.trace?.(facts, settings, place) ?? answersOfRow(instrument, facts, place.row);
}

/** The answers of the model that a row is named after, in full or without its endpoint. */
function answersOfRow(instrument: Instrument, { items, lines }: Facts, row: string): Evidence[] {
  const words = instrument.words?.(items);
  return Object.entries(instrument.logs).flatMap(([log, { kind, modelOf }]) =>
    kind !== 'answer'
      ? []
      : (lines[log] ?? []).flatMap((line): Evidence[] => {
          const by = modelOf(line);
          if (row !== by && row !== shortName(by)) return [];
          const { id, text = '', item = id, form } = line as Told;
          return [
            {
              ...{ log, id, by, text, figure: '', under: [] },
              item: { id: item, text: words?.get(item) ?? item },
              notes: form === undefined ? [] : [`asked as ${form}`],
            },
          ];
        }),
  );
}

/** What lines of answers hold as a rule. */
type Told = Line & { text?: string; item?: string; form?: string };
