/** The instruments that a run may use, found by their id. */
import { UserError } from '../../errors.ts';
import { allInstruments } from '../../instruments/all.ts';
import type { Instrument } from '../../instruments/contract.ts';
import { nearest } from '../../models/nearest.ts';

/** A list of instruments, and the module that exports it as `instruments`, for other threads. */
export type Registry = { list: readonly Instrument[]; module?: string };

export const ownRegistry: Registry = { list: allInstruments };

/** The instruments of a study with their settings, each after those whose texts it reads. Throws UserError for an unknown one, and for settings that do not fit. */
export function instrumentsOf(
  study: { instruments: Readonly<Record<string, unknown>> },
  { list }: Registry,
  where: string,
): { instrument: Instrument; settings: unknown }[] {
  const known = Object.entries(study.instruments).map(([id, given]) => {
    const instrument = list.find((one) => one.id === id);
    if (!instrument) throw unknownInstrument(id, list, where);
    return { instrument, settings: settingsOf(instrument, given, where) };
  });
  const sorted: typeof known = [];
  const add = (one: (typeof known)[number], way: readonly string[]) => {
    if (sorted.includes(one)) return;
    for (const id of one.instrument.after?.(one.settings) ?? []) {
      const earlier = known.find(({ instrument }) => instrument.id === id);
      if (!earlier)
        throw new UserError(`${one.instrument.id} reads the texts of ${id}, which is not asked.`, {
          where: `${where}, instruments`,
          hint: `Add ${id} to instruments.`,
        });
      if (!way.includes(id)) add(earlier, [...way, id]);
    }
    sorted.push(one);
  };
  for (const one of known) add(one, [one.instrument.id]);
  return sorted;
}

function settingsOf(instrument: Instrument, given: unknown, where: string): unknown {
  const read = instrument.settings.safeParse(given ?? {});
  if (read.success) return read.data;
  const issue = read.error.issues[0]!;
  throw new UserError(`${issue.path.join('.') || 'settings'}: ${issue.message}`, {
    where: `${where}, instruments.${instrument.id}`,
  });
}

function unknownInstrument(id: string, list: readonly Instrument[], where: string): UserError {
  const near = nearest(
    id,
    list.map((one) => one.id),
  );
  return new UserError(`There is no instrument ${id}.`, {
    where: `${where}, instruments`,
    hint:
      near.length > 0
        ? `Nearest: ${near.join(', ')}.`
        : 'The study may be made by a newer valuelex.',
  });
}
