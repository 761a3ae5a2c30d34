/** Assembles a questionnaire from the shipped files and the researcher's own. */
import { join } from 'node:path';
import * as z from 'zod';
import { UserError } from '../../errors.ts';
import { nearest } from '../../models/nearest.ts';
import type { PromptFiles } from '../../prompts/load.ts';
import { readYaml } from '../../prompts/read-yaml.ts';
import { listOf } from '../../tables/numbers.ts';
import { valueNamed } from './check-items.ts';
import {
  type Condition,
  type ItemSet,
  type Items,
  type Language,
  languageSchema,
} from './items.ts';
import { readNorms } from './norms.ts';
import { inNewForm } from './old-items.ts';
import { readItemsYaml, readOwnItems } from './own-items.ts';
import { conditionSchema, type Settings, shippedSets } from './settings.ts';

const folder = 'questionnaire';

/**
 * The items of these settings. Texts stored in the run (`before`) stay as they were asked. Throws
 * UserError (file, line) for what does not fit, and for a condition whose language an item lacks.
 */
export function loadItems(settings: Settings, prompts: PromptFiles, earlier: Items | null): Items {
  const before = earlier && inNewForm(earlier);
  const ships = settings.sets ?? (settings.items === undefined ? byExtent(settings) : []);
  const sets = [
    ...ships.map((name) => shippedSet(name, prompts)),
    ...(settings.items === undefined ? [] : [readOwnItems(settings.items, settings)]),
  ].map((set) => asAsked(set, before));
  if (sets.length === 0)
    throw new UserError('The questionnaire has no items.', {
      hint: `Name sets (${shippedSets.join(', ')}), or a file of your own as items.`,
    });
  refuseSharedIds(sets);
  refuseUnknownPairs(settings, sets);
  const conditions = conditionsOf(settings, prompts);
  const languages = [...new Set(conditions.map(({ language }) => language))].map(
    (id) => before?.languages.find((one) => one.id === id) ?? loadLanguage(id, prompts),
  );
  for (const { id, language } of conditions)
    for (const set of sets) refuseWithout(language, set, id);
  const norms = settings.norms === undefined ? [] : readNorms(settings.norms, sets);
  return { sets, languages, conditions, norms };
}

function byExtent({ extent }: Settings): readonly (typeof shippedSets)[number][] {
  return extent === 'quick' ? ['schwartz'] : shippedSets;
}

function shippedSet(name: string, prompts: PromptFiles): ItemSet {
  const path = `${folder}/${name}.yaml`;
  const rule = { rule: 'positive', least: 0, leaveOut: [] } as const;
  return readItemsYaml(prompts.read(path), join(prompts.root, path), name, {
    ...rule,
    leaveOut: [],
  });
}

/** The set with the texts of items that were asked already as they were asked. */
function asAsked(set: ItemSet, before: Items | null): ItemSet {
  const asked = new Map(
    before?.sets.find(({ id }) => id === set.id)?.items.map((item) => [item.id, item]),
  );
  return {
    ...set,
    items: set.items.map((item) => {
      const old = asked.get(item.id);
      if (!old?.text || !item.text) return item;
      return { ...item, text: old.text, ...(old.situation && { situation: old.situation }) };
    }),
  };
}

function refuseSharedIds(sets: readonly ItemSet[]): void {
  const owner = new Map<string, string>();
  for (const set of sets)
    for (const { id } of set.items) {
      const other = owner.get(id);
      if (other !== undefined)
        throw new UserError(`Two items have the id ${id}: one of ${other}, one of ${set.id}.`, {
          hint: 'Give each an id of its own.',
        });
      owner.set(id, set.id);
    }
}

/** A misspelt pair would stay in unnoticed. */
function refuseUnknownPairs({ leaveOut }: Settings, sets: readonly ItemSet[]): void {
  for (const { item, value } of leaveOut) {
    const set = sets.find(({ items }) => items.some(({ id }) => id === item));
    const what = !set
      ? `There is no item ${item} to leave out.`
      : valueNamed(value, set.values)
        ? null
        : `There is no value ${value} to leave the item ${item} out of.`;
    if (what === null) continue;
    const known = set ? set.values.map(({ id }) => id) : sets.flatMap(itemIds);
    const near = nearest(set ? value : item, known);
    throw new UserError(what, {
      where: 'instruments.questionnaire, leaveOut',
      hint: near.length > 0 ? `Nearest: ${listOf(near)}.` : 'Name it as the file of items does.',
    });
  }
}

function itemIds({ items }: ItemSet): string[] {
  return items.map(({ id }) => id);
}

export function loadLanguage(id: string, prompts: PromptFiles): Language {
  const path = `${folder}/language/${id}.yaml`;
  const known = prompts.list(`${folder}/language`).map((name) => name.replace(/\.yaml$/, ''));
  if (!known.includes(id))
    throw new UserError(`The questionnaire has no wordings in the language ${id}.`, {
      hint: `It has ${listOf(known)}; another is a file like language/en.yaml in ${join(prompts.root, folder)}.`,
    });
  return readYaml(prompts.read(path), languageSchema, join(prompts.root, path));
}

function conditionsOf({ conditions }: Settings, prompts: PromptFiles): Condition[] {
  const path = `${folder}/conditions.yaml`;
  const shipped = readYaml(prompts.read(path), z.array(conditionSchema), join(prompts.root, path));
  const found = conditions.map((told) => {
    if (typeof told !== 'string') return told;
    const one = shipped.find(({ id }) => id === told);
    if (one) return one;
    const names = shipped.map(({ id }) => id);
    const near = nearest(told, names);
    throw new UserError(`There is no condition ${told}.`, {
      where: 'instruments.questionnaire, conditions',
      hint:
        near.length > 0
          ? `Nearest: ${near.join(', ')}.`
          : `There are ${listOf(names)}; another is told with its id and its system message or language.`,
    });
  });
  const twice = found.find(({ id }, i) => found.findIndex((one) => one.id === id) !== i);
  if (twice)
    throw new UserError(`The condition ${twice.id} appears twice.`, {
      where: 'instruments.questionnaire, conditions',
      hint: 'Give each an id of its own.',
    });
  return found.map(({ id, system, language }) => ({
    ...{ id, language },
    ...(system !== undefined && { system }),
  }));
}

function refuseWithout(language: string, set: ItemSet, condition: string): void {
  const lacking = set.items.find(
    ({ text, situation }) =>
      text && (text[language] === undefined || (situation && situation[language] === undefined)),
  );
  if (lacking)
    throw new UserError(
      `The item ${lacking.id} has no text in the language ${language}, which the condition ${condition} asks in.`,
      {
        where: set.id,
        hint: `Write it as text: { en: …, ${language}: … }, or leave the condition out.`,
      },
    );
}
