/** The traits by which the answers of a run can be divided: tags of the model, sampling settings, the prompt, the language. */
import type { AnswerColumns } from '../../lexicon/lexicon.ts';
import { settingIn } from '../derive/answers.ts';
import { tagsIn } from '../model-tags.ts';
import type { Study } from '../study.ts';

/** The kind of thing with the trait: conditions on models leave other models out everywhere, also from scores. */
export type TraitLevel = 'model' | 'setting' | 'prompt' | 'answer';

export type TraitValue = string | number;

export type Trait = {
  name: string;
  level: TraitLevel;
  /** The trait of the answer at a position; null if it is unknown. */
  at(place: number): TraitValue | null;
  /** The trait of a model; null if it is unknown, or not a trait of models. */
  ofModel(model: string): TraitValue | null;
};

/** Answers, and their study. */
export type Traited = {
  columns: AnswerColumns;
  study: Pick<Study, 'models' | 'settings'>;
};

/** All traits of a run, whether its answers differ in them or not. */
export function traitsOf({ columns, study }: Traited): Trait[] {
  const tagsOf = tagsIn(study);
  const settings = new Map(study.settings.map((setting) => [setting.id, setting]));
  const settingIds = settingsIn(columns);
  const ofModels = (name: string, of: (model: string) => TraitValue | null): Trait => {
    const values = columns.models.map(of);
    return {
      name,
      level: 'model',
      ofModel: of,
      at: (place) => values[columns.respondent[place]!]!,
    };
  };
  const ofSettings = (name: string, of: (id: string) => TraitValue | null): Trait => {
    const values = settingIds.map(of);
    return {
      ...{ name, level: 'setting' },
      ofModel: () => null,
      at: (place) => values[columns.respondent[place]!]!,
    };
  };
  return [
    ofModels('family', (model) => known(tagsOf(model).family)),
    ofModels('training', (model) => known(tagsOf(model).training)),
    ofModels('size', (model) => tagsOf(model).size),
    ofModels('endpoint', (model) => model.slice(0, model.indexOf(':'))),
    ofModels('model', (model) => model),
    ofSettings('setting', (id) => id),
    ofSettings('temperature', (id) => settings.get(id)?.temperature ?? null),
    ofSettings('top-p', (id) => settings.get(id)?.topP ?? null),
    {
      ...{ name: 'prompt', level: 'prompt' },
      ofModel: () => null,
      at: (place) => columns.prompts[columns.prompt[place]!]!,
    },
    {
      ...{ name: 'language', level: 'answer' },
      ofModel: () => null,
      at: (place) =>
        columns.language[place] === 0 ? 'en' : columns.languages[columns.language[place]! - 1]!,
    },
  ];
}

function known(value: string): string | null {
  return value === '' || value === 'unknown' ? null : value;
}

/** The sampling setting of each respondent. */
export function settingsIn({
  respondents,
  models,
}: Pick<AnswerColumns, 'respondents' | 'models'>): string[] {
  return respondents.map((name, i) => settingIn(name, models[i]!));
}

/** The models, settings, and prompts of a part's answers. */
export type Held = { models: Set<string>; settings: Set<string>; prompts: Set<string> };

export function heldIn(columns: AnswerColumns, inPart: Uint8Array): Held {
  const settings = settingsIn(columns);
  const held: Held = { models: new Set(), settings: new Set(), prompts: new Set() };
  for (let place = 0; place < columns.count; place++) {
    if (inPart[place] === 0) continue;
    const who = columns.respondent[place]!;
    held.models.add(columns.models[who]!);
    held.settings.add(settings[who]!);
    held.prompts.add(columns.prompts[columns.prompt[place]!]!);
  }
  return held;
}

/** A value of a trait, and how many models and answers have it. */
export type TraitCount = { value: TraitValue; models: number; answers: number };

/** The values of a trait, numbers by size, others by name; and for how many answers it is unknown. */
export function countsOf(
  { at }: Trait,
  columns: AnswerColumns,
): { values: TraitCount[]; unknown: number } {
  const found = new Map<TraitValue, { models: Set<string>; answers: number }>();
  let unknown = 0;
  for (let place = 0; place < columns.count; place++) {
    const value = at(place);
    if (value === null) {
      unknown += 1;
      continue;
    }
    const one = found.get(value) ?? { models: new Set(), answers: 0 };
    found.set(value, one);
    one.models.add(columns.models[columns.respondent[place]!]!);
    one.answers += 1;
  }
  const values = [...found].map(([value, { models, answers }]) => ({
    value,
    models: models.size,
    answers,
  }));
  return { values: values.sort(byValue), unknown };
}

/** The counts of all traits. */
export function traitCounts(
  traited: Traited,
): { name: string; level: TraitLevel; values: TraitCount[]; unknown: number }[] {
  return traitsOf(traited).map((trait) => ({
    ...{ name: trait.name, level: trait.level },
    ...countsOf(trait, traited.columns),
  }));
}

function byValue({ value: a }: TraitCount, { value: b }: TraitCount): number {
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  return String(a) < String(b) ? -1 : 1;
}
