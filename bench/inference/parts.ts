/**
 * `node bench/inference/parts.ts [sets]`: how often a factor is called weaker, or said to load otherwise, in a part that
 * was chosen by chance, and how often where base models hardly name the words of one factor.
 */
import type { Clustering } from '../../src/clustering/clusters.ts';
import { replayEdits } from '../../src/clustering/curate.ts';
import { UserError } from '../../src/errors.ts';
import { factorAnalysis } from '../../src/factor-analysis/factor-analysis.ts';
import { buildAnswerColumns } from '../../src/lexicon/answer-columns.ts';
import { buildMatrix } from '../../src/run/derive/matrix.ts';
import type { FactorView } from '../../src/run/factor-view.ts';
import { lensOf } from '../../src/run/lens/lens.ts';
import { parseCondition } from '../../src/run/lens/where.ts';
import { studySchema } from '../../src/run/study.ts';
import { argument, drawFrom, markdown, rate } from './independent.ts';

const sets = argument(0, 100);
const themes = 3;
const clustersEach = 4;
const settings = [0, 0.3, 0.6, 0.9];
const prompts = 8;

type Design = {
  name: string;
  /** Base and other models of each family. */
  families: readonly (readonly [number, number])[];
  /** How much less base models lean to the third theme, on the logit scale. */
  lack: number;
};

/** A word a cluster; models of one family lean alike. */
function world({ families, lack }: Design, seed: number) {
  const draw = drawFrom(seed);
  const models = families.flatMap(([base, others], f) =>
    Array.from({ length: base + others }, (_, m) => ({
      id: `lab:f${f}-${m}`,
      tags: {
        ...{ family: `F${f}`, size: 1 },
        training: m < base ? ('base' as const) : ('instruct' as const),
      },
    })),
  );
  const study = studySchema.parse({
    ...{ name: 'parts', models, seed },
    settings: settings.map((temperature) => ({ id: `t${temperature}`, temperature })),
    prompts: Array.from({ length: prompts }, (_, i) => ({ id: `p${i}` })),
    test: { stems: ['a', 'b'], judges: ['sim:judge'] },
    factors: { rows: 'respondents' },
    clusters: { minCount: 1 },
  });
  const builder = buildAnswerColumns();
  const names = Array.from({ length: themes * clustersEach }, (_, i) => ({
    word: `t${Math.floor(i / clustersEach)}c${i % clustersEach}`,
    theme: Math.floor(i / clustersEach),
  }));
  const byFamily = new Map<string, number[]>();
  for (const { id, tags } of models) {
    const family = byFamily.get(tags.family) ?? names.map(() => 0.3 * draw.normal());
    byFamily.set(tags.family, family);
    const own = names.map(() => 0.3 * draw.normal());
    for (const setting of study.settings) {
      const lean = Array.from({ length: themes }, () => draw.normal());
      const chances = names.map(({ theme }, w) => {
        const less = theme === 2 && tags.training === 'base' ? lack : 0;
        return 1 / (1 + Math.exp(0.5 + less - lean[theme]! - family[w]! - own[w]!));
      });
      for (let p = 0; p < prompts; p++)
        builder.add(
          {
            ...{ id: `${id}|${setting.id}|${p}`, text: '', model: id },
            ...{ respondent: `${id} ${setting.id}`, prompt: `p${p}` },
          },
          {
            words: names.flatMap(({ word }, w) => (draw.uniform() < chances[w]! ? [word] : [])),
            refused: false,
          },
        );
    }
  }
  return { study, columns: builder.columns(), names };
}

async function looked(design: Design, seed: number) {
  const { study, columns, names } = world(design, seed);
  const n = names.length;
  const counts = new Map<string, number>();
  for (const at of columns.named) {
    const word = columns.words[at]!;
    counts.set(word, (counts.get(word) ?? 0) + 1);
  }
  const words = names.map(({ word }) => ({ word, count: counts.get(word)!, models: 2 }));
  const clusters = words.map(({ word, count }) => ({
    ...{ name: word, named: false, words: [word], cohesion: null, count },
  }));
  const clustering: Clustering = {
    ...{ words, method: 'average', space: 'none', k: n, suggestedK: n, clusters },
    ...{ quality: [], map: [] },
    similarity: Float32Array.from({ length: n * n }, (_, at) => (at % (n + 1) === 0 ? 1 : 0)),
  };
  const matrix = buildMatrix({ columns, idAt: String }, clusters, study.factors);
  const { loadings } = factorAnalysis({ rows: matrix.cells }, { factors: themes, seed: 1 });
  // The third theme’s.
  const sums = Array.from({ length: themes }, (_, f) =>
    matrix.columns.reduce(
      (sum, { name }, j) => sum + (name.startsWith('t2') ? loadings[j]![f]! : 0),
      0,
    ),
  );
  const factors = {
    ...{ rows: 'respondents', k: themes, extraction: 'minres', rotation: 'oblimin', loadings },
    columns: matrix.columns.map(({ name, words: own, count }) => ({
      ...{ cluster: name, words: own, count, reliability: null },
    })),
    factors: sums.map((sum, f) => ({ name: sum === Math.max(...sums) ? 'third' : `F${f}` })),
  } as unknown as FactorView;
  const { loadings: found } = await lensOf(
    {
      ...{ where: [parseCondition('training=base')], study, columns, clustering, factors },
      ...{ curated: replayEdits(clustering, []), profiles: [] },
    },
    async () => {
      throw new UserError('not asked');
    },
  );
  return 'factors' in found ? found.factors : [];
}

const even = (families: number, base: number, others: number) =>
  Array.from({ length: families }, () => [base, others] as const);
const designs: Design[] = [
  { name: '7 of 35 models, 1 of 5 in each family', families: even(7, 1, 4), lack: 0 },
  {
    name: '10 of 35 models, 2 whole families of 7',
    families: [...even(2, 5, 0), ...even(5, 0, 5)],
    lack: 0,
  },
  {
    name: '8 of 24 models without families',
    families: [...even(8, 1, 0), ...even(16, 0, 1)],
    lack: 0,
  },
  { name: '7 of 35 models, 1 of 5 in each family', families: even(7, 1, 4), lack: 3 },
  {
    name: '8 of 24 models without families',
    families: [...even(8, 1, 0), ...even(16, 0, 1)],
    lack: 3,
  },
];

const rows: string[][] = [];
for (const [d, design] of designs.entries()) {
  let [told, any, third, others] = [0, 0, 0, 0];
  for (let set = 0; set < sets; set++) {
    const factors = await looked(design, 1000 * d + set);
    if (factors.every(({ congruence }) => congruence.corrected === null)) continue;
    told += 1;
    const differs = factors.filter(({ congruence, variance }) =>
      [congruence, variance].some(({ corrected }) => corrected !== null && corrected <= 0.05),
    );
    if (differs.length > 0) any += 1;
    if (differs.some(({ name }) => name === 'third')) third += 1;
    if (differs.some(({ name }) => name !== 'third')) others += 1;
  }
  const { lack } = design;
  rows.push([
    design.name,
    String(lack),
    `${told} of ${sets}`,
    lack === 0 && told > 0 ? rate(any, told) : '–',
    lack > 0 ? rate(third, told) : '–',
    lack > 0 ? rate(others, told) : '–',
  ]);
}
console.log(
  markdown(
    [
      'part',
      'lack',
      'sets that can be told',
      'any factor falsely',
      'the factor that is lacking',
      'another one',
    ],
    rows,
  ),
);
console.log(
  `\n${sets} sets a row, 4 settings, 8 prompts, 12 clusters, 3 factors, 199 random parts.`,
);
