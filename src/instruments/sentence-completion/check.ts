/** A new model against a finished run: what is carried over, what is rated again, and where it stands. */

import { createRandom } from '../../statistics/random.ts';
import { namedSystems } from '../../values/named-systems.ts';
import type { Check } from '../contract.ts';
import type { RawRating } from '../shared/cells.ts';
import { placeModel, raterDrift } from '../shared/place-model.ts';
import { amongBefore, type SentenceRun } from './compare.ts';
import type { Completion } from './records.ts';
import { type SentenceFacts, scoreInputOf, sentenceLines } from './score.ts';
import type { SentenceItems } from './sentence-context.ts';
import type { TestSettings } from './settings.ts';

/** Old completions that a judge behind an endpoint rates again, to see whether it has moved. */
const ratedAgain = 30;

export const check: Check<TestSettings, SentenceItems> = {
  logs: ['completions', 'ratings', 'exams'],
  asked: (facts) => {
    const { completions, ratings } = sentenceLines(facts);
    return { completions: completions.length, ratings: ratings.length };
  },
  settings({ facts, settings }) {
    const rated = new Set(sentenceLines(facts).ratings.map((line) => line.system));
    return {
      ...settings,
      // The old run's own system follows from its own words, which a check does not have.
      systems: settings.systems.filter((system) => system !== 'own' && rated.has(system)),
    };
  },
  // The maps of the exams stay frozen.
  carried: ({ facts, settings: { judges } }) =>
    sentenceLines(facts)
      .exams.filter(({ result }) => judges.includes(result.rater))
      .map((line) => ({ log: 'exams', line })),
  again,
  place(facts, settings, before, model) {
    const input = namedSystems(settings.systems, facts.derived.ownSystem)
      .map((system) => scoreInputOf(facts, settings, system))
      .find(({ ratings }) => ratings.length > 0);
    if (!input) return { verdict: null, drift: [] };
    const then = scoreInputOf(before.facts, before.settings, input.system).ratings;
    const drift = settings.judges.flatMap((judge) => {
      const after = ratedAnew(again(before, judge, model), judge, facts, input.system.id);
      return after.length > 0 ? [raterDrift(judge, then, after, input)] : [];
    });
    const isRated = input.ratings.some((rating) => rating.model === model);
    const stops = drift.some((one) => one.stops);
    const verdict = isRated && !stops ? placeModel(amongBefore(input, facts, before), model) : null;
    return { verdict, drift };
  },
};

/** The check's own ratings of old completions. */
function ratedAnew(
  completions: readonly Completion[],
  judge: string,
  facts: SentenceFacts,
  system: string,
): RawRating[] {
  const chosen = new Map(completions.map((line) => [line.id, line]));
  return sentenceLines(facts).ratings.flatMap((line): RawRating[] => {
    const completion = chosen.get(line.completion);
    if (!completion || line.judge !== judge || line.system !== system) return [];
    const { model, stem, form } = completion;
    return [{ ...line, model, item: stem, rater: judge, form }];
  });
}

/** None for local and simulated judges, which cannot move. */
function again({ facts }: SentenceRun, judge: string, newcomer: string): Completion[] {
  if (/^(local|sim):/.test(judge)) return [];
  const lines = sentenceLines(facts).completions.filter((line) => line.model !== newcomer);
  createRandom(facts.seed).fork('rated again').shuffle(lines);
  return lines.slice(0, ratedAgain);
}
