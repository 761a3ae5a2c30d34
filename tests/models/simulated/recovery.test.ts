import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { factorAnalysis } from '../../../src/factor-analysis/factor-analysis.ts';
import { factorScores } from '../../../src/factor-analysis/factor-scores.ts';
import { simulatedEndpoint } from '../../../src/models/simulated/endpoint.ts';
import { plantedTruth } from '../../../src/models/simulated/truth.ts';
import { pearson } from '../../../src/statistics/correlation.ts';

const folder = new URL('../../../prompts/elicitation/', import.meta.url);
const prompts = readdirSync(folder)
  .filter((file) => /^\d/.test(file))
  .sort()
  .slice(0, 15)
  .map((file) => readFileSync(new URL(file, folder), 'utf8').split('---\n')[2]?.trim() ?? '');

function congruence(a: number[], b: number[]): number {
  const dot = (x: number[], y: number[]): number =>
    x.reduce((sum, value, i) => sum + value * (y[i] as number), 0);
  return dot(a, b) / Math.sqrt(dot(a, a) * dot(b, b));
}

test('minres and oblimin find the planted loadings and scores in 35 × 15 × 15 answers', async () => {
  const endpoint = simulatedEndpoint();
  const truth = plantedTruth();
  const rows: number[][] = [];
  const owner: number[] = [];
  for (const [m, planted] of truth.models.entries()) {
    const model = await endpoint.open(planted.name.slice('sim:'.length));
    for (let setting = 0; setting < 15; setting++) {
      const sampling = {
        temperature: 0.2 + 0.2 * (setting % 5),
        topP: [0.5, 0.8, 1][Math.floor(setting / 5)] as number,
        maxTokens: 300,
      };
      const counts = truth.clusters.map(() => 0);
      let answered = 0;
      for (const [p, content] of prompts.entries()) {
        const { text } = await model.ask({
          kind: 'chat',
          messages: [{ role: 'user', content }],
          sampling: { ...sampling, seed: 100 * setting + p },
        });
        const said = new Set(text.toLowerCase().match(/[a-z]+/g) ?? []);
        let named = false;
        for (const [c, cluster] of truth.clusters.entries()) {
          if (!cluster.words.some((word) => said.has(word))) continue;
          counts[c] = (counts[c] ?? 0) + 1;
          named = true;
        }
        if (named) answered++;
      }
      rows.push(counts.map((count) => count / Math.max(1, answered)));
      owner.push(m);
    }
  }
  const found = factorAnalysis({ rows }, { factors: 3 });
  const scores = factorScores(rows, found.weights);
  const taken = new Set<number>();
  for (let f = 0; f < 3; f++) {
    const column = found.loadings.map((row) => row[f] as number);
    const match = truth.dimensions
      .map((_, d) =>
        congruence(
          column,
          truth.loadings.map((row) => row[d] as number),
        ),
      )
      .map((value, d) => ({ value, d }))
      .sort((a, b) => b.value - a.value)[0] as { value: number; d: number };
    expect(match.value).toBeGreaterThan(0.95);
    taken.add(match.d);
    const means = truth.models.map((_, m) => {
      const own = scores.filter((_, i) => owner[i] === m);
      return own.reduce((sum, row) => sum + (row[f] as number), 0) / own.length;
    });
    const dimension = truth.dimensions[match.d] as (typeof truth.dimensions)[number];
    const planted = truth.models.map((model) => model.scores[dimension]);
    expect(pearson(means, planted)).toBeGreaterThan(0.95);
  }
  expect(taken.size).toBe(3);
});
