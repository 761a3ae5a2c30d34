/** Two runs side by side: the scores of their common models, and the words of each. */

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
  /** Models of one run alone. */
  onlyA: string[];
  onlyB: string[];
  /** Share of the answers (refusals left out) that name the word, most changed first. */
  words: { word: string; a: number; b: number }[];
};

/**
 * Compares the results of two runs. Scores are compared on systems, columns, and models that both have; the intervals
 * of the two runs are treated as independent. Words: at most `most`, those with the largest difference in share.
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
            a: left.value,
            b: right.value,
            difference: right.value - left.value,
            half:
              left.se === null || right.se === null ? null : 1.96 * Math.hypot(left.se, right.se),
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
    onlyA: inA.filter((model) => !inB.includes(model)),
    onlyB: inB.filter((model) => !inA.includes(model)),
    words,
  };
}

function modelsOf(results: Results): string[] {
  return [
    ...new Set(ratedIn(results).scores.flatMap((one) => one.models.map((model) => model.model))),
  ];
}

function sharesOf({ lexicon }: Results): Map<string, number> {
  const answered = lexicon ? lexicon.answers.count - unansweredIn(lexicon.answers).refused : 0;
  return new Map(
    (lexicon?.descriptors ?? []).map(({ word, count }) => [word, count / Math.max(1, answered)]),
  );
}
