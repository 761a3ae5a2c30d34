/**
 * Simulated readers: they find only the wordings of simulated models in a text. `judge` never errs; others sometimes
 * miss a value, and more rarely take the wrong side.
 */
import { objects, readExpressions } from '../../models/simulated/expressions.ts';
import { chanceFor } from '../../models/simulated/random.ts';
import { promptFiles } from '../../prompts/load.ts';
import type { Speaker } from '../contract.ts';
import { lastAsked } from '../shared/answer-round.ts';
import { loadFrame } from './items.ts';

/** The shares of values that a reader other than `judge` misses, and whose side it reverses. */
export const plantedErrors = { missed: 0.1, turned: 0.05 };

let known: string | null = null;

/** The first words of its own requests. */
function beginning(): string {
  known ??= loadFrame(promptFiles()).text.split('{values}')[0]!.trim();
  return known;
}

export const speaker: Speaker = (request, { id }) => {
  const asked = lastAsked(request);
  const text = /"""\n([\s\S]*)\n"""/.exec(asked)?.[1];
  if (!asked.includes(beginning()) || text === undefined) return null;
  const listed = new Map(
    [...asked.matchAll(/^([a-z][a-z0-9-]*): ([^.]+)\./gm)].map(([, value, name]) => [
      name!,
      value!,
    ]),
  );
  const values = readExpressions(text).flatMap(({ subdimension, grade }) => {
    const value = listed.get(subdimension);
    if (value === undefined) return [];
    const chance = chanceFor(`${id}|reads ${subdimension}|${text}`);
    const errs = id !== 'judge';
    if (errs && chance.uniform() < plantedErrors.missed) return [];
    const turned = errs && chance.uniform() < plantedErrors.turned;
    const found = objects[subdimension].find((one) => text.toLowerCase().includes(one));
    return [
      {
        ...{ words: found === undefined ? [] : [found], value },
        side: (grade === 0) === turned ? 'for' : 'against',
        strength: grade === 0 ? 2 : Math.ceil(grade / 2),
      },
    ];
  });
  return JSON.stringify({ concept: 'what a simulated model says', values });
};
