/** The researcher's choices before a study starts: a preset, and changes to it. Pure. */
import { type Setting, settingsAsked } from '../asking/respondents.ts';
import type { PresetName } from './preset-names.ts';
import { type Study, studySchema } from './study.ts';

/** The changes to the preset; absent fields are those of the preset. */
export type StudyChanges = {
  settings?: readonly Setting[];
  repeats?: number;
  prompts?: readonly string[];
  stems?: readonly string[];
  /** The texts of the researcher's own prompts; a study has those that it names. */
  ownPrompts?: readonly { id: string; text: string }[];
  ownStems?: readonly { id: string; text: string }[];
  systems?: readonly string[];
  judges?: readonly string[];
  /** Ids of instruments beside the sentence test, with their usual settings. */
  instruments?: readonly string[];
};

export type StudyChoice = {
  preset: PresetName;
  models: readonly Study['models'][number][];
  changes: StudyChanges;
  /** Dollars; null is no limit. */
  budget: number | null;
};

/** The parts of a study that are chosen from lists. */
export type StudyPart = 'prompts' | 'stems' | 'systems' | 'judges' | 'instruments';

/** Something that a study may have or not. */
export type Offer = { id: string; title: string; text: string };

/** The choices other than models. */
export type StudyOffers = Readonly<Record<Exclude<StudyPart, 'judges'>, readonly Offer[]>>;

/**
 * The study of a preset with these changes. `added` gives the settings of an instrument that is added. A model
 * keeps those of its own settings that the study still has.
 */
export function changedStudy(
  base: Study,
  { settings, repeats, prompts, ownPrompts = [], instruments, ...test }: StudyChanges,
  added: (id: string) => unknown,
): Study {
  const asked = settings ?? base.settings;
  const texts = new Map(ownPrompts.map(({ id, text }) => [id, text]));
  return studySchema.parse({
    ...base,
    settings: asked,
    models: base.models.map((model) => withSettings(model, asked)),
    repeats: repeats ?? base.repeats,
    prompts:
      prompts?.map((id) => {
        const text = texts.get(id);
        return text === undefined ? { id } : { id, text };
      }) ?? base.prompts,
    test: { ...base.test, ...testChanges(test) },
    instruments:
      instruments === undefined
        ? base.instruments
        : Object.fromEntries(instruments.map((id) => [id, base.instruments[id] ?? added(id)])),
  });
}

type TestChanges = Pick<StudyChanges, 'stems' | 'ownStems' | 'systems' | 'judges'>;

function testChanges({ ownStems, ...test }: TestChanges): TestChanges {
  const own = ownStems?.filter(({ id }) => test.stems?.includes(id)) ?? [];
  return own.length > 0 ? { ...test, ownStems: own } : test;
}

function withSettings(model: Study['models'][number], all: readonly Setting[]) {
  const { settings: _, ...entry } = model;
  const own = settingsAsked(model, all);
  return own.length === 0 || own.length === all.length
    ? entry
    : { ...entry, settings: own.map(({ id }) => id) };
}

/** The settings of all combinations, named as the presets name theirs. */
export function settingsFrom(temperatures: readonly number[], topPs: readonly number[]): Setting[] {
  return temperatures.flatMap((temperature) =>
    topPs.map((topP) => ({ id: settingId(temperature, topP), temperature, topP })),
  );
}

function settingId(temperature: number, topP: number): string {
  const warm = `t${Number.isInteger(temperature) ? temperature.toFixed(1) : temperature}`;
  return topP === 1 ? warm : `${warm}-p${topP}`;
}
