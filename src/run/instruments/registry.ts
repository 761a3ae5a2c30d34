/** The instruments that a run may use, found by their id. */
import { resolve } from 'node:path';
import { UserError } from '../../errors.ts';
import { allInstruments } from '../../instruments/all.ts';
import {
  type Instrument,
  type Step,
  stepsOf,
  type TextReading,
} from '../../instruments/contract.ts';
import { nearest } from '../../models/nearest.ts';

/** A list of instruments, and the module that exports it as `instruments`, for other threads. */
export type Registry = { list: readonly Instrument[]; module?: string };

export const ownRegistry: Registry = { list: allInstruments };

/** The instruments of every study, whichever list its others come from. */
export const inEveryStudy = allInstruments.filter(({ studyKey }) => studyKey !== undefined);

/** The instruments of a list that a study may name. */
export function optionalIn({ list }: Registry): readonly Instrument[] {
  return list.filter(({ studyKey }) => studyKey === undefined);
}

/** The settings of an instrument that is added to a study. */
export function addedSettings(id: string, { instruments }: StudyPart, registry: Registry): object {
  return (
    optionalIn(registry)
      .find((one) => one.id === id)
      ?.within?.(instruments) ?? {}
  );
}

export type ReadingInstrument = Instrument & { reads: TextReading };

/** The instrument that reads texts. Throws UserError if there is none. */
export function readerIn(registry: Registry): ReadingInstrument {
  const found = optionalIn(registry).find(
    (one): one is ReadingInstrument => one.reads !== undefined,
  );
  if (!found) throw new UserError('This program has no instrument that reads texts.');
  return found;
}

/** The instruments that a study with this list can name, and those of every study. */
export function allIn(registry: Registry): readonly Instrument[] {
  return [...inEveryStudy, ...optionalIn(registry)];
}

/** The settings of instruments with absolute paths, relative ones taken from `folder`. */
export function withWholePaths(
  instruments: Readonly<Record<string, unknown>>,
  registry: Registry,
  folder: string,
): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(instruments).map(([id, given]) => {
      const { files = [] } = optionalIn(registry).find((one) => one.id === id) ?? {};
      if (typeof given !== 'object' || given === null) return [id, given];
      const whole = Object.entries(given).map(([field, value]) => [
        field,
        files.includes(field) && typeof value === 'string' ? resolve(folder, value) : value,
      ]);
      return [id, Object.fromEntries(whole)];
    }),
  );
}

type StudyPart = { instruments: Readonly<Record<string, unknown>> };

/**
 * The instruments of a study with their settings, each after those whose texts it reads; with null for the list, only
 * those that every study has. Throws UserError for an unknown instrument, and for settings that do not fit.
 */
export function instrumentsOf(
  study: StudyPart,
  registry: Registry | null,
  where: string,
): { instrument: Instrument; settings: unknown }[] {
  const list = registry ? optionalIn(registry) : [];
  const known = [
    ...inEveryStudy.map((instrument) => {
      const given = (study as unknown as Record<string, unknown>)[instrument.studyKey!];
      return { instrument, settings: settingsOf(instrument, given, where) };
    }),
    ...Object.entries(registry ? study.instruments : {}).map(([id, given]) => {
      const instrument = list.find((one) => one.id === id);
      if (!instrument) throw unknownInstrument(id, list, where);
      return { instrument, settings: settingsOf(instrument, given, where) };
    }),
  ];
  const sorted: typeof known = [];
  const add = (one: (typeof known)[number], way: readonly string[]) => {
    if (sorted.includes(one)) return;
    for (const id of readBy(one, known)) {
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

/** The ids of the instruments whose texts one of a study reads. */
export function readBy(
  { instrument, settings }: { instrument: Instrument; settings: unknown },
  all: readonly { instrument: Instrument }[],
): readonly string[] {
  const telling = all.flatMap(({ instrument: { id, texts } }) =>
    texts && id !== instrument.id ? [id] : [],
  );
  return instrument.after?.(settings, telling) ?? [];
}

/** The steps of the run itself, which come before those of instruments. */
export const hostStages = ['elicit', 'extract', 'name'] as const;
export type HostStage = (typeof hostStages)[number];

/** The steps of these instruments, in their order. */
export function stepsOfAll(instruments: readonly { instrument: Instrument }[]): Step[] {
  return instruments.flatMap(({ instrument }) => stepsOf(instrument));
}

/** Throws UserError where `until` is not a stage of a study with these steps. */
export function refuseUnknownStage(until: string | undefined, steps: readonly Step[]): void {
  const known = [...hostStages, ...steps.map(({ id }) => id)];
  if (until === undefined || known.includes(until)) return;
  throw new UserError(`This study has no stage ${until}.`, {
    hint: `Its stages are ${known.join(', ')}.`,
    exit: 'usage',
  });
}

/** Whether a run that stops after `until` (undefined: the end) asks raters and models of the whole study. */
export function asksOfWhole(until: string | undefined, steps: readonly Step[]): boolean {
  if (until === undefined) return true;
  return steps.find(({ id }) => id === until)?.whole ?? false;
}

/** The settings of an instrument, with their defaults. Throws UserError for invalid ones. */
export function settingsOf(instrument: Instrument, given: unknown, where: string): unknown {
  const read = instrument.settings.safeParse(given ?? {});
  if (read.success) return read.data;
  const issue = read.error.issues[0]!;
  throw new UserError(`${issue.path.join('.') || 'settings'}: ${issue.message}`, {
    where: `${where}, ${instrument.studyKey ?? `instruments.${instrument.id}`}`,
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
        ? `Nearest: ${near.join(', ')}. If the name is right, a newer valuelex made the study.`
        : 'The study may be made by a newer valuelex.',
  });
}
