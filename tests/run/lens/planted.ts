/** Answers of models that exist nowhere: eight families of four, whose base models name nothing of the third theme. */

import { drawFrom } from '../../../bench/inference/independent.ts';
import type { Clustering } from '../../../src/clustering/clusters.ts';
import { factorAnalysis } from '../../../src/factor-analysis/factor-analysis.ts';
import { buildAnswerColumns } from '../../../src/lexicon/answer-columns.ts';
import type { AnswerColumns } from '../../../src/lexicon/lexicon.ts';
import { buildMatrix } from '../../../src/run/derive/matrix.ts';
import type { FactorView } from '../../../src/run/factor-view.ts';
import { type Study, studySchema } from '../../../src/run/study.ts';

const themes = ['craft', 'warmth', 'duty'];
const clustersEach = 4;
const wordsEach = 3;

/** Of each word its theme and cluster, by its place. */
const words = themes.flatMap((theme, t) =>
  Array.from({ length: clustersEach }, (_, c) =>
    Array.from({ length: wordsEach }, (_, w) => ({ word: `${theme}${c}${'abc'[w]}`, t, c })),
  ).flat(),
);

export const families = 8;
const trainings = ['base', 'instruct', 'aligned', 'reasoning'] as const;

export const plantedStudy: Study = studySchema.parse({
  name: 'planted',
  models: Array.from({ length: families }, (_, f) =>
    trainings.map((training) => ({
      id: `lab:f${f}-${training}`,
      tags: { family: `F${f}`, size: f + 1, training },
    })),
  ).flat(),
  settings: [0, 0.2, 0.4, 0.6, 0.8, 1].map((temperature) => ({
    id: `t${temperature}`,
    temperature,
  })),
  prompts: Array.from({ length: 6 }, (_, i) => ({ id: `0${i + 1}-ask` })),
  test: { stems: ['a', 'b'], judges: ['sim:judge'] },
  factors: { rows: 'respondents', draws: 40 },
  clusters: { minCount: 1 },
});

/** An answer names each word by chance; which themes it leans to differs from respondent to respondent. */
export function plantedAnswers(seed = 5): AnswerColumns {
  const draw = drawFrom(seed);
  const builder = buildAnswerColumns();
  for (const { id, tags } of plantedStudy.models)
    for (const setting of plantedStudy.settings) {
      const lean = themes.map(() => 1.2 * draw.normal());
      const chances = words.map(({ t }) =>
        t === 2 && tags?.training === 'base' ? 0.02 : 1 / (1 + Math.exp(1.5 - lean[t]!)),
      );
      for (const prompt of plantedStudy.prompts) {
        const named = words.flatMap(({ word }, w) => (draw.uniform() < chances[w]! ? [word] : []));
        builder.add(
          {
            ...{ id: `${id}|${setting.id}|${prompt.id}`, text: '', model: id },
            ...{ respondent: `${id} ${setting.id}`, prompt: prompt.id },
          },
          { words: named, refused: false },
        );
      }
    }
  return builder.columns();
}

/** Words of one cluster are alike, those of one theme a little. */
export function plantedClusters(columns: AnswerColumns): Clustering {
  const counts = new Map(columns.words.map((word) => [word, 0]));
  for (const at of columns.named) {
    const word = columns.words[at]!;
    counts.set(word, counts.get(word)! + 1);
  }
  const known = words.filter(({ word }) => counts.has(word));
  const n = known.length;
  const similarity = Float32Array.from({ length: n * n }, (_, at) => {
    const [a, b] = [known[Math.floor(at / n)]!, known[at % n]!];
    if (a === b) return 1;
    return a.t === b.t ? (a.c === b.c ? 0.8 : 0.1) : 0;
  });
  const clusters = Map.groupBy(known, ({ t, c }) => `${themes[t]}${c}`);
  return {
    words: known.map(({ word }) => ({ word, count: counts.get(word)!, models: 2 })),
    ...{ method: 'average', space: 'planted', similarity, quality: [], map: [] },
    ...{ k: clusters.size, suggestedK: clusters.size },
    clusters: [...clusters].map(([name, members]) => ({
      ...{ name, named: false, cohesion: 0.8 },
      words: members.map(({ word }) => word),
      count: members.reduce((sum, { word }) => sum + counts.get(word)!, 0),
    })),
  };
}

/** As much of the view of the whole as a part is compared with. */
export function plantedFactors(columns: AnswerColumns, clustering: Clustering): FactorView {
  const answers = { columns, idAt: String };
  const matrix = buildMatrix(answers, clustering.clusters, plantedStudy.factors);
  const found = factorAnalysis({ rows: matrix.cells }, { factors: 3, seed: 1 });
  return {
    ...{ rows: 'respondents', k: 3, extraction: 'minres', rotation: 'oblimin', suggestedK: 3 },
    columns: matrix.columns.map(({ name, words, count }) => ({
      ...{ cluster: name, words, count, reliability: null },
    })),
    loadings: found.loadings,
    factors: [0, 1, 2].map((f) => ({ name: themeOf(matrix.columns, found.loadings, f) })),
  } as unknown as FactorView;
}

function themeOf(
  columns: readonly { name: string }[],
  loadings: readonly (readonly number[])[],
  f: number,
): string {
  const means = themes.map((theme) => {
    const own = columns.flatMap(({ name }, j) =>
      name.startsWith(theme) ? [loadings[j]![f]!] : [],
    );
    return own.reduce((sum, x) => sum + x, 0) / own.length;
  });
  return themes[means.indexOf(Math.max(...means))]!;
}
