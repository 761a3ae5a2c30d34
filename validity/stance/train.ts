/**
 * Trains the stance head on the texts of training/, and examines it on texts that are not among them. Writes
 * src/instruments/stance/head.json, and prints the tables of docs/instruments/stance.md. States are kept with the
 * vectors of all runs; the first time takes 0.2 s an ending on a free core.
 *
 *     valuelex models pull gemma-3-270m-q4_k_m stance
 *     node validity/stance/train.ts
 */
import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { batches } from '../../src/embedding/embedder.ts';
import { realOutside } from '../../src/environment.ts';
import { type Figure, type StanceHead, shortfalls } from '../../src/instruments/stance/head.ts';
import { statePrompt, stateText } from '../../src/instruments/stance/state-text.ts';
import { stanceModel } from '../../src/models/local/derived-models.ts';
import { sharedEmbedder } from '../../src/run/derive/shared-vectors.ts';
import { type Case, examCases, trainingCases } from './cases.ts';
import { scaleOf, trainHead } from './fit.ts';
import { figuresOf, type Pair, pairsOf } from './pairs.ts';

/** Values are left out in this many parts, with all their stems. */
const folds = 5;
const penalties = [30, 100, 300, 1000];

const outside = realOutside({ endpoints: () => ({}) });
const name = `local:${stanceModel.id}`;
const embedder = sharedEmbedder(
  await outside.openEmbedder(name, { endpoints: {} }),
  stanceModel.sha256,
  outside.vectorsFolder,
);
const prompt = statePrompt(outside.prompts);
const textOf = (one: Case, ending: string) => stateText(prompt, one, one.stem, ending);
const training = trainingCases();
const exam = examCases();
const all = [...training, ...exam.judges, ...exam.own, ...exam.plain];
const texts = [...new Set(all.flatMap((one) => one.endings.map(({ text }) => textOf(one, text))))];
const states = new Map<string, Float32Array>();
// Each batch is kept: what is stopped goes on from there.
for (const batch of batches(texts, 64)) {
  const vectors = await embedder.embed(batch);
  for (const [i, text] of batch.entries()) states.set(text, vectors[i]!);
  console.error(`${states.size} of ${texts.length} states`);
}
await embedder.close();
const stateOf = (one: Case, ending: string) => states.get(textOf(one, ending))!;

const pairs = pairsOf(training, stateOf);
const values = [...new Set(training.map((one) => one.value))];
const foldOf = new Map(values.map((value, i) => [value, i % folds]));
const oddsOf = (among: readonly Pair[], weights: ArrayLike<number>) =>
  among.map(({ difference }) => difference.reduce((sum, x, i) => sum + x * weights[i]!, 0));
/** Of every training pair by a head that has seen no text of its value. */
function leftOut(penalty: number): number[] {
  const odds = new Array<number>(pairs.length);
  for (let fold = 0; fold < folds; fold++) {
    const isHeld = (pair: Pair) => foldOf.get(pair.case.value) === fold;
    const known = pairs.filter((pair) => !isHeld(pair));
    const weights = trainHead(known, scaleOf(known), penalty);
    pairs.forEach((pair, i) => {
      if (isHeld(pair)) odds[i] = oddsOf([pair], weights)[0]!;
    });
  }
  return odds;
}
const lossOf = (odds: readonly number[]) =>
  odds.reduce((sum, one) => sum + Math.log1p(Math.exp(-one)), 0) / odds.length;
const tried = penalties.map((penalty) => ({ penalty, odds: leftOut(penalty) }));
const best = tried.reduce((a, b) => (lossOf(b.odds) < lossOf(a.odds) ? b : a));
for (const { penalty, odds } of tried)
  console.log(
    `penalty ${penalty}: log loss ${lossOf(odds).toFixed(4)}${penalty === best.penalty ? ' *' : ''}`,
  );

const weights = trainHead(pairs, scaleOf(pairs), best.penalty);
const judges = pairsOf(exam.judges, stateOf);
const own = pairsOf(exam.own, stateOf);
const plain = pairsOf(exam.plain, stateOf);
const allExams = [...judges, ...own, ...plain];
const figures = {
  leftOut: figuresOf(pairs, best.odds),
  exam: figuresOf(allExams, oddsOf(allExams, weights)),
};
tell('Training texts, value left out', figures.leftOut);
tell('Exam: the judges’ sets', figuresOf(judges, oddsOf(judges, weights)));
tell('Exam: crossed sets of its own', figuresOf(own, oddsOf(own, weights)));
tell('Exam: pairs in plain words', figuresOf(plain, oddsOf(plain, weights)));
tell('Exam: all', figures.exam);
for (const { part, value, needed } of shortfalls(figures.exam))
  console.log(`falls short: ${part} ${value.toFixed(2)} of ${needed}`);

const bytes = Buffer.alloc(4 * weights.length);
weights.forEach((weight, i) => {
  bytes.writeFloatLE(weight, 4 * i);
});
const head: StanceHead = {
  kind: 'valuelex stance head',
  version: 1,
  model: {
    id: stanceModel.id,
    sha256: stanceModel.sha256,
    parent: stanceModel.parent.sha256,
  },
  prompt: prompt.hash,
  trainedOn: {
    hash: createHash('sha256').update(JSON.stringify(training)).digest('hex'),
    stems: training.length,
    endings: training.reduce((sum, one) => sum + one.endings.length, 0),
    values: values.length,
  },
  penalty: best.penalty,
  weights: bytes.toString('base64'),
  figures,
};
writeFileSync(
  new URL('../../src/instruments/stance/head.json', import.meta.url),
  `${JSON.stringify(head, null, 2)}\n`,
);

function tell(title: string, found: readonly Figure[]): void {
  console.log(title);
  for (const { part, value, low, high, pairs: n, stems } of found)
    console.log(
      `  ${part.padEnd(9)} ${value.toFixed(3)} [${low.toFixed(2)}, ${high.toFixed(2)}]  ${n} pairs of ${stems} stems`,
    );
}
