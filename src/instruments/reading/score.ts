/** From readings to profiles. Pure. */
import { subdimensionsOf } from '../../values/value-system.ts';
import type { Facts, NoScores } from '../contract.ts';
import { compareGroups, grouperOf } from './groups.ts';
import type { Items } from './items.ts';
import { hashOfModel, type ModelFile } from './offline/model-file.ts';
import { profilesOf, withVerdicts } from './profile.ts';
import {
  knowsValue,
  type ReaderReadings,
  type Reading,
  readingsOf,
  textsOfFacts,
} from './readings.ts';
import type { ReadingResult, Result } from './result.ts';
import type { Settings } from './settings.ts';
import { distancesOf } from './target.ts';

/** The most texts listed in which no value was found. */
const mostListed = 100;

export function scoreReadings(facts: Facts<Items>, settings: Settings): Result | NoScores {
  const all = readingsOf(facts);
  if (all.length === 0)
    return textsOfFacts(facts).length === 0
      ? {
          unavailable: 'There are no texts to read.',
          hint: 'Bring a file: valuelex read texts.csv',
        }
      : { unavailable: 'No text has been read yet.', hint: null };
  return {
    systems: facts.items.systems.map((system) => ({
      ...{ id: system.id, title: system.title },
      values: subdimensionsOf(system).map(({ id, name }) => ({ id, name })),
    })),
    readings: all.map((one) => resultOf(one, facts, settings)),
  };
}

function resultOf(one: ReaderReadings, facts: Facts<Items>, settings: Settings): ReadingResult {
  const { system, reader, readings, exam, proven, trained } = one;
  const read = withVerdicts(readings);
  const profiles = profilesOf(one);
  const { target } = facts.items;
  const values = subdimensionsOf(system).flatMap(({ id }) => (knowsValue(one, id) ? [id] : []));
  const texts = read.map(({ text }) => text);
  const silent = read.filter(isSilent);
  return {
    ...{ system: system.id, reader, exam, proven, trained: trained && recordOf(trained) },
    answers: [...Map.groupBy(readings, ({ text }) => text.model)].map(([model, own]) => ({
      ...{ model, texts: own.length, read: withVerdicts(own).length },
      refused: own.filter(({ missing }) => missing === 'refused').length,
      unread: own.filter(({ missing }) => missing === 'unread').length,
      silent: withVerdicts(own).filter(isSilent).length,
      quoted: own.reduce((sum, { quoted }) => sum + quoted, 0),
      absent: own.reduce((sum, { absent }) => sum + absent.length, 0),
    })),
    profiles,
    groups: compareGroups(read, values, grouperOf(texts, facts, settings), facts.seed),
    target: target?.system === system.id ? distancesOf(profiles, target) : null,
    silent: silent.slice(0, mostListed).map(({ text: { id, name, model, text } }) => ({
      ...{ id, name, model, text },
    })),
  };
}

function recordOf(model: ModelFile): ReadingResult['trained'] {
  const { embedding, presence } = model;
  return {
    ...{ hash: hashOfModel(model), embedding: embedding.name, embeddingHash: embedding.hash },
    values: presence.map(({ value }) => value),
  };
}

/** Whether a reader finds no value of the system in a text. */
export function isSilent({ verdicts }: Reading): boolean {
  return verdicts !== null && Object.values(verdicts).every(({ expressed }) => !expressed);
}
