/**
 * Somebody's script that uses the package, run by index.test.ts in a folder where it is installed:
 * node library-user.mjs <tests/reference> <a run> ; prints what it computed as JSON.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as valuelex from 'valuelex';

const [reference, run] = process.argv.slice(2);
const known = (name) => JSON.parse(readFileSync(join(reference, `${name}.json`), 'utf8'));
/** The rows of a table of numbers with a header; the first `skip` columns are left out. */
const table = (name, skip = 0) =>
  readFileSync(join(reference, `${name}.csv`), 'utf8')
    .trim()
    .split('\n')
    .slice(1)
    .map((line) => line.split(',').slice(skip).map(Number));

const { alpha: _, icc, kappa, krippendorff } = known('reliability');
const attitude = table('attitude');
const { correlation, variables, meta } = known('thurstone9');
const thurstone = { correlation, n: meta.nObs, variables };

const { communality, loadings } = valuelex.factorAnalysis(thurstone, {
  factors: meta.nFactors,
  rotation: 'none',
});
const parallel = valuelex.parallelAnalysis({ rows: attitude }, { iterations: 20, seed: 'face' });
const inWorkers = await valuelex.parallelAnalysisInWorkers(
  { rows: attitude },
  { iterations: 20, seed: 'face' },
  { threads: 2 },
);

const scaled = (rows) => {
  const columns = rows[0].map((_, j) => rows.map((row) => row[j]));
  const means = columns.map((x) => x.reduce((a, b) => a + b) / x.length);
  const sds = columns.map((x, j) =>
    Math.sqrt(x.reduce((sum, one) => sum + (one - means[j]) ** 2, 0) / (x.length - 1)),
  );
  return rows.map((row) => row.map((x, j) => (x - means[j]) / sds[j]));
};
const arrests = scaled(table('usarrests').map((row) => row.slice(-4)));
const merges = valuelex.agglomerate(valuelex.euclideanDistances(arrests), 'average');

const wordnet = await valuelex.loadWordNet();
const answers = ['1. Honesty\n2. Kindness\n3. Truthfulness', 'I value being kind and honest.'];
const lexicon = valuelex.lexiconOfTexts(
  answers.map((answer, i) => ({ id: String(i), answer })),
  { wordnet },
);
const words = ['honesty', 'truthfulness', 'kindness', 'compassion', 'efficiency', 'productivity'];
const embedder = valuelex.openUseLite();
const space = await valuelex.meaningSpace(words, embedder, wordnet);
await embedder.close();
const clusters = valuelex.clusterWords(
  words.map((word) => ({ word, count: 2, models: 1 })),
  space,
  { k: 3 },
);

const outside = valuelex.realOutside({ endpoints: () => ({}) });
const session = await valuelex.openSession(run, outside, { readOnly: true });
await session.computed;
const [scores] = valuelex.ratedIn(session.getState().results).scores;
const [a, b] = scores.models.map(({ model }) => model);
const comparison = await session.compareModels(scores.system, a, b);
await session.close();

const respondent = await valuelex.simulatedEndpoint().open('alpha-7b');
const request = {
  kind: 'chat',
  messages: [{ role: 'user', content: 'Which values matter to you? Name five.' }],
  sampling: { temperature: 0.7, topP: 1, maxTokens: 80, seed: 1 },
};
const refused = (() => {
  try {
    valuelex.loadSystem('no such system', () => undefined);
    return null;
  } catch (error) {
    return {
      isUserError: error instanceof valuelex.UserError,
      lines: valuelex.explainError(error),
    };
  }
})();

process.stdout.write(
  JSON.stringify({
    names: Object.keys(valuelex),
    factor: { communality, loadings },
    kmo: valuelex.adequacy(correlation, meta.nObs).kmo.overall,
    parallel: parallel.pc.observed,
    sameInWorkers: JSON.stringify(parallel) === JSON.stringify(inWorkers),
    alpha: valuelex.coefficientAlpha(attitude).raw,
    omega: valuelex.omega(thurstone, { factors: meta.nFactors }).omegaTotal,
    icc: Object.values(valuelex.intraclassCorrelation(icc[0].data).forms).map(({ value }) => value),
    kappa: valuelex.cohenKappa(
      kappa[0].data.map(([x]) => x),
      kappa[0].data.map(([, y]) => y),
    ).weightedKappa,
    krippendorff: valuelex.krippendorffAlpha(
      krippendorff[0].data.map((coder) => coder.map((x) => x ?? Number.NaN)),
      'interval',
    ),
    hclust: valuelex.hclustForm(merges),
    cophenetic: valuelex.copheneticCorrelation(valuelex.euclideanDistances(arrests), merges),
    lexicon: lexicon.descriptors.map(({ word, count }) => [word, count]),
    clusters: clusters.clusters.map((cluster) => [...cluster.words].sort()),
    comparison,
    answer: (await respondent.ask(request)).text,
    systems: valuelex.shippedSystems.map(({ id }) => id),
    random: valuelex.createRandom(1).next(),
    refused,
  }),
);
