/** The results of raters' ratings, of all instruments with raters. */
import { isRated, type Rated } from '../instruments/shared/rated.ts';
import { shownTables, type Table } from '../tables/table.ts';
import type { Results } from './state.ts';

const none: Pick<Rated, 'exams' | 'scores'> = { exams: [], scores: [] };

/** The same results give the same lists, so that callers can compare them by identity. */
const known = new WeakMap<Results['instruments'], Pick<Rated, 'exams' | 'scores'>>();

/** Exams, and scores by value system. */
export function ratedIn({
  instruments,
}: Pick<Results, 'instruments'>): Pick<Rated, 'exams' | 'scores'> {
  const found = known.get(instruments) ?? gather(instruments);
  known.set(instruments, found);
  return found;
}

function gather(instruments: Results['instruments']): Pick<Rated, 'exams' | 'scores'> {
  const rated = Object.values(instruments).flatMap((one) =>
    'result' in one && isRated(one.result) ? [one.result] : [],
  );
  if (rated.length < 2) return rated[0] ?? none;
  return {
    exams: rated.flatMap(({ exams }) => exams),
    scores: rated.flatMap(({ scores }) => scores),
  };
}

/** All tables of the instruments. */
export function resultTables({ instruments }: Pick<Results, 'instruments'>): Table[] {
  return Object.values(instruments).flatMap((one) =>
    'told' in one ? shownTables(one.told.tables) : [],
  );
}

/** One table, by its id; null if no instrument has it. */
export function resultTable(results: Pick<Results, 'instruments'>, id: string): Table | null {
  return resultTables(results).find((table) => table.id === id) ?? null;
}

/** The instrument that has the table of this id; null where none has. */
export function instrumentOfTable(
  { instruments }: Pick<Results, 'instruments'>,
  table: string,
): string | null {
  const found = Object.entries(instruments).find(
    ([, one]) => 'told' in one && one.told.tables.some(({ id }) => id === table),
  );
  return found?.[0] ?? null;
}
