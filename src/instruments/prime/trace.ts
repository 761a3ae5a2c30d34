/** The evidence of a cell: the answers to the items of a value, without a prompt and under the two prompts of a value. */
import { shortName } from '../../tables/numbers.ts';
import type { Evidence, Facts, Line, Place } from '../contract.ts';
import { conditionId, directions } from '../shared/primes/primes.ts';
import { type AskedAgain, askedAgain, type Items, logName } from './items.ts';
import { conditionOf, promptIds } from './score.ts';
import type { PrimableInstrument, Settings } from './settings.ts';

/**
 * For a cell of the matrix the answers behind the shift of a column's items by a row's prompts; for a row of a model
 * that model's answers; for an item its own. The instrument says how it reads each answer.
 */
export function tracePrimed(
  list: readonly PrimableInstrument[],
  facts: Facts<Items>,
  settings: Settings,
  { table, row, column }: Place,
): Evidence[] {
  const found = askedAgain(list, settings, facts.items).find(
    ({ instrument: { id } }) => table.endsWith(`-${id}`) || (table === 'primed' && row === id),
  );
  if (!found) return [];
  const values = facts.items.primes.map(({ value }) => value);
  const isValue = (one: string | null) => one !== null && values.includes(one);
  const isItems = table.startsWith('items-');
  const about = isItems ? null : isValue(column) ? column! : isValue(row) ? row : null;
  const primed = isItems ? values : isValue(row) ? [row] : about === null ? values : [about];
  const model = table.startsWith('models-') ? row : null;
  const evidence = primed.flatMap((value) =>
    answersUnder(found, facts, { value, about: about ?? value, model }),
  );
  return isItems
    ? evidence.filter(({ item }) => item.id === row || item.id.startsWith(`${row}.`))
    : evidence;
}

/** The condition of a plain answer: an instrument may have named its own. */
function plainOf(line: Line | undefined): { condition?: string } {
  const { condition } = (line ?? {}) as { condition?: string };
  return condition === undefined ? {} : { condition };
}

/** Answers to items on `about` under the prompts of `value`. */
function answersUnder(
  { instrument, settings, items }: AskedAgain,
  facts: Facts<Items>,
  { value, about, model }: { value: string; about: string; model: string | null },
): Evidence[] {
  const prompts = promptIds(facts.items);
  const prime = facts.items.primes.find((one) => one.value === value)!;
  const told = [
    { id: 'none', note: 'without a role prompt' },
    ...directions.map((direction) => ({
      id: conditionId(value, direction),
      note: `"${prime[direction]}"`,
    })),
  ];
  return told.flatMap(({ id, note }) => {
    const lines = Object.entries(instrument.logs).map(([log, { modelOf }]) => {
      const all = facts.lines[logName(instrument.id, log)] ?? [];
      const plain = all.find((line) => conditionOf(line, prompts) === 'none');
      const own = all.filter(
        (line) =>
          conditionOf(line, prompts) === id &&
          (model === null || modelOf(line) === model || shortName(modelOf(line)) === model),
      );
      // The instrument takes them for plain answers.
      return [log, own.map((line) => ({ ...line, condition: 'none', ...plainOf(plain) }))];
    });
    const own = { ...facts, items, lines: Object.fromEntries(lines) as Record<string, Line[]> };
    // The instrument's own way from the reliability of a value to the answers to its items.
    const place = { table: 'reliability', row: about, column: null };
    return (instrument.trace?.(own, settings, place) ?? []).map((one) => ({
      ...one,
      log: logName(instrument.id, one.log),
      notes: [note, ...one.notes],
    }));
  });
}
