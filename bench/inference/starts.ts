/**
 * `node bench/inference/starts.ts [sets]`: how often one start of an extraction ends in a worse minimum than many do,
 * and what is left of that with the starts that the program takes.
 */
import { maximumLikelihood } from '../../src/factor-analysis/extraction/maximum-likelihood.ts';
import { minres } from '../../src/factor-analysis/extraction/minres.ts';
import { lowestOfStarts } from '../../src/factor-analysis/extraction/several-starts.ts';
import { argument, correlationOf, type Draw, drawFrom, markdown, rate } from './independent.ts';

const sets = argument(0, 400);
const rows = 525;
const columns = 24;
const loading = 0.4;
const trueFactors = 3;
const asked = 5;
/** What the best is taken from, beside the program’s own. */
const referenceStarts = 30;

type Solution = { loadings: Float64Array; objective: number | null; converged: boolean };

function dataSet(draw: Draw): Float64Array {
  const unique = Math.sqrt(1 - loading ** 2);
  const table = Array.from({ length: rows }, () => {
    const factors = Array.from({ length: trueFactors }, draw.normal);
    return Array.from(
      { length: columns },
      (_, j) => loading * factors[j % trueFactors]! + unique * draw.normal(),
    );
  });
  return Float64Array.from(correlationOf(table).flat());
}

function communalities({ loadings }: Solution): number[] {
  return Array.from({ length: columns }, (_, i) => {
    let sum = 0;
    for (let m = 0; m < asked; m++) sum += loadings[i * asked + m]! ** 2;
    return sum;
  });
}

function worse(one: Solution, best: Solution): boolean {
  const [a, b] = [communalities(one), communalities(best)];
  return Math.max(...a.map((value, i) => Math.abs(value - b[i]!))) > 0.05;
}

const table = (['minres', 'ml'] as const).map((name) => {
  const draw = drawFrom(20261129);
  const extract = name === 'minres' ? minres : maximumLikelihood;
  let [single, several, starts, told] = [0, 0, 0, 0];
  for (let set = 0; set < sets; set++) {
    const r = dataSet(draw);
    const run = (start?: Float64Array) => extract(r, columns, asked, undefined, start);
    const first = run();
    const kept = lowestOfStarts(r, columns, asked, name);
    let best: Solution = kept;
    for (let i = 0; i < referenceStarts; i++) {
      const other = run(Float64Array.from({ length: columns }, () => 0.02 + 0.97 * draw.uniform()));
      if (other.converged && other.objective! < best.objective! * (1 - 1e-7)) best = other;
    }
    if (worse(first, best)) single++;
    if (worse(kept, best)) several++;
    if (kept.minima.close && kept.minima.close.communality > 0.05) told++;
    starts += kept.minima.starts;
  }
  return [
    name,
    rate(single, sets),
    rate(several, sets),
    (starts / sets).toFixed(1),
    rate(told, sets),
  ];
});

process.stdout.write(
  `${markdown(['extraction', 'one start is worse', 'the program’s starts are worse', 'starts, mean', 'two close minima, told'], table)}\n\n${sets} sets of ${rows} rows × ${columns} columns, loadings ${loading}, ${trueFactors} factors true, ${asked} asked; worse: a communality is off by more than .05 from the lowest of ${referenceStarts} starts more.\n`,
);
