/** Two runs side by side: the scores of their common models, and the words of each. */

import { isRated } from '../instruments/shared/rated.ts';
import { unansweredIn } from '../lexicon/answer-columns.ts';
import { ratedIn } from './rated-results.ts';
import type { Results } from './state.ts';

export type RunComparison = {
  scores: {
    system: string;
    model: string;
    /** Id of the dimension or subdimension. */
    column: string;
    name: string;
    a: number;
    b: number;
    /** b − a in points of orientation, with half of its 95 % interval; null where it cannot be computed. */
    difference: number;
    half: number | null;
  }[];
  /** Of the other instruments that both runs have, on value systems that both score; each in its own unit. */
  instruments: {
    instrument: string;
    system: string;
    model: string;
    value: string;
    a: number;
    b: number;
    difference: number;
    half: number | null;
  }[];
  /** Models of one run alone. */
  onlyA: string[];
  onlyB: string[];
  /** Share of the answers (refusals left out) that name the word, most changed first. */
  words: { word: string; a: number; b: number }[];
};

/**
 * Compares the results of two runs. Scores are compared on systems, columns, and models that both have; the intervals
 * of the two runs are treated as independent, which makes them wide where both ask the same items. Words: at most `most`, those with the largest difference in share.
 */
export function compareRuns(a: Results, b: Results, most = 30): RunComparison {
  const scores = ratedIn(a).scores.flatMap((one) => {
    const other = ratedIn(b).scores.find((system) => system.system === one.system);
    if (!other) return [];
    return one.models.flatMap((model) => {
      const twin = other.models.find((candidate) => candidate.model === model.model);
      if (!twin) return [];
      return one.columns.flatMap((column, c) => {
        const d = other.columns.findIndex(
          (each) => each.kind === column.kind && each.id === column.id,
        );
        const [left, right] = [model.raw[c], twin.raw[d]];
        if (!left || !right) return [];
        return [
          {
            system: one.system,
            model: model.model,
            column: column.id,
            name: column.kind === 'dimension' ? column.name : `· ${column.name}`,
            ...apart(left, right),
          },
        ];
      });
    });
  });
  const [inA, inB] = [modelsOf(a), modelsOf(b)];
  const [sharesA, sharesB] = [sharesOf(a), sharesOf(b)];
  const words = [...new Set([...sharesA.keys(), ...sharesB.keys()])]
    .map((word) => ({ word, a: sharesA.get(word) ?? 0, b: sharesB.get(word) ?? 0 }))
    .sort((x, y) => Math.abs(y.b - y.a) - Math.abs(x.b - x.a) || (x.word < y.word ? -1 : 1))
    .slice(0, most);
  return {
    scores,
    instruments: instrumentScores(a, b),
    onlyA: inA.filter((model) => !inB.includes(model)),
    onlyB: inB.filter((model) => !inA.includes(model)),
    words,
  };
}

type Score = { value: number; se: number | null };

/** Two scores and their difference, with half of its 95 % interval where both have an error. */
function apart(a: Score, b: Score) {
  const half = a.se === null || b.se === null ? null : 1.96 * Math.hypot(a.se, b.se);
  return { a: a.value, b: b.value, difference: b.value - a.value, half };
}

/** Profiles of instruments without raters, whose scores have columns of their own. */
function profilesIn({ instruments }: Results) {
  return Object.entries(instruments).flatMap(([instrument, found]) =>
    'profiles' in found && !isRated(found.result)
      ? found.profiles.map((profile) => ({ instrument, ...profile }))
      : [],
  );
}

function instrumentScores(a: Results, b: Results): RunComparison['instruments'] {
  const others = profilesIn(b);
  return profilesIn(a).flatMap(({ instrument, system, scores }) => {
    const twin = others.find((one) => one.instrument === instrument && one.system === system);
    return scores.flatMap(({ model, value, estimate, se }) => {
      const same = twin?.scores.find((one) => one.model === model && one.value === value);
      if (!same) return [];
      const found = apart({ value: estimate, se }, { value: same.estimate, se: same.se });
      return [{ instrument, system, model, value, ...found }];
    });
  });
}

function modelsOf(results: Results): string[] {
  return [
    ...new Set([
      ...ratedIn(results).scores.flatMap((one) => one.models.map(({ model }) => model)),
      ...profilesIn(results).flatMap(({ scores }) => scores.map(({ model }) => model)),
    ]),
  ];
}

function sharesOf({ lexicon }: Results): Map<string, number> {
  const answered = lexicon ? lexicon.answers.count - unansweredIn(lexicon.answers).refused : 0;
  return new Map(
    (lexicon?.descriptors ?? []).map(({ word, count }) => [word, count / Math.max(1, answered)]),
  );
}
