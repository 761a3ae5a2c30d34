/**
 * `node bench/inference/coefficients.ts [sets]`: how far Eρ² wanders with few models, and how often the intervals of Eρ² and Φ
 * hold the truth.
 */
import { coefficientIntervals } from '../../src/statistics/coefficient-intervals.ts';
import { generalizabilityStudy } from '../../src/statistics/generalizability.ts';
import { argument, type Draw, drawFrom, markdown, rate } from './independent.ts';

const sets = argument(0, 1000);
const noise = 1;
const stemSd = 0.6;
const judgeSd = 0.3;

type Cell = { models: number; stems: number; judges: number; relative: number };

/** Model × stem × judge, the models’ variance such that Eρ² is as wanted with judges as a sample (from four on). */
function ratings(draw: Draw, { models, stems, judges }: Cell, modelSd: number) {
  const lean = judges >= 4 ? judgeSd : 0;
  const ofStem = Array.from({ length: stems }, () => stemSd * draw.normal());
  const ofJudge = Array.from({ length: judges }, () => lean * draw.normal());
  return Array.from({ length: models }, () => {
    const level = modelSd * draw.normal();
    const own = ofJudge.map(() => lean * draw.normal());
    return ofStem.map((stem) => {
      const answer = level + stem + noise * draw.normal();
      return ofJudge.map((judge, j) => answer + judge + own[j]! + 0.3 * draw.normal());
    });
  });
}

function measured(cell: Cell, seed: number): string[] {
  const draw = drawFrom(seed);
  const { stems, judges } = cell;
  const lean = judges >= 4 ? judgeSd ** 2 / judges : 0;
  const error = (noise ** 2 + 0.09 / judges) / stems + lean;
  const signal = cell.relative < 1 ? (error * cell.relative) / (1 - cell.relative) : 0;
  const absolute = error + stemSd ** 2 / stems + lean;
  const truth = { relative: signal / (signal + error), absolute: signal / (signal + absolute) };
  const estimates: number[] = [];
  let [held, heldAbsolute] = [0, 0];
  for (let set = 0; set < sets; set++) {
    const study = generalizabilityStudy(ratings(draw, cell, Math.sqrt(signal)));
    estimates.push(study.coefficients.relative);
    const found = coefficientIntervals(study);
    const holds = ({ low, high }: { low: number; high: number }, x: number) =>
      low <= x + 1e-9 && x <= high + 1e-9;
    if (holds(found.relative, truth.relative)) held++;
    if (holds(found.absolute, truth.absolute)) heldAbsolute++;
  }
  estimates.sort((a, b) => a - b);
  const at = (p: number) => estimates[Math.floor(p * (sets - 1))]!.toFixed(2);
  return [`${at(0.05)}–${at(0.95)}`, rate(held, sets), rate(heldAbsolute, sets)];
}

const cells: Cell[] = [
  ...[2, 5, 10, 35].flatMap((models) =>
    [0, 0.5, 0.8].map((relative) => ({ models, stems: 12, judges: 1, relative })),
  ),
  ...[5, 35].flatMap((models) =>
    [0.5, 0.8].map((relative) => ({ models, stems: 12, judges: 4, relative })),
  ),
];
process.stdout.write(
  `${markdown(
    ['models', 'judges', 'true Eρ²', 'estimates, 5–95 %', 'interval of Eρ² holds it', 'of Φ'],
    cells.map((cell, i) => [
      String(cell.models),
      String(cell.judges),
      String(cell.relative),
      ...measured(cell, 300 + i),
    ]),
  )}\n\n${sets} sets a row, 12 stems.\n`,
);
