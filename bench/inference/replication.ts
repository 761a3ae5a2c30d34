/**
 * `node bench/inference/replication.ts [sets]`: what is said of factors that are there, and of one that is not, and whether the
 * congruence of halves, stepped up, is that of the whole solution with the truth. Before, the bounds .95 and .85 were held
 * against the halves themselves.
 */
import { factorAnalysis } from '../../src/factor-analysis/factor-analysis.ts';
import { replication } from '../../src/factor-analysis/replication.ts';
import { argument, type Draw, drawFrom, markdown, rate } from './independent.ts';

const sets = argument(0, 100);
const columns = 24;
const factors = 3;
const rowsEach = 15;
/** Of factors and of what is unique. */
const between = 0.2;

type Cell = { models: number; loading: number; asked: number };

function table(draw: Draw, { models, loading }: Cell) {
  const rows: number[][] = [];
  const groups: string[] = [];
  const vector = (length: number, size: number) =>
    Array.from({ length }, () => size * draw.normal());
  const [a, b] = [Math.sqrt(between), Math.sqrt(1 - between)];
  const unique = Math.sqrt(1 - loading ** 2);
  for (let m = 0; m < models; m++) {
    const ofModel = vector(factors, a);
    const own = vector(columns, a);
    for (let r = 0; r < rowsEach; r++) {
      const f = vector(factors, b).map((x, k) => x + ofModel[k]!);
      rows.push(own.map((x, j) => loading * f[j % factors]! + unique * (x + b * draw.normal())));
      groups.push(`m${m}`);
    }
  }
  return { rows, groups };
}

/** Congruence of each found factor with the true one it is most like. */
function withTruth(loadings: readonly (readonly number[])[]): number[] {
  return loadings[0]!.map((_, f) => {
    const length = Math.sqrt(loadings.reduce((sum, row) => sum + row[f]! ** 2, 0));
    const sums = Array.from({ length: factors }, (__, k) =>
      Math.abs(loadings.reduce((sum, row, j) => (j % factors === k ? sum + row[f]! : sum), 0)),
    );
    return Math.max(...sums) / (length * Math.sqrt(columns / factors));
  });
}

function measured(cell: Cell, seed: number): string[] {
  const draw = drawFrom(seed);
  let [all, before, not, unclear, none, noneBack, truth, expected] = [0, 0, 0, 0, 0, 0, 0, 0];
  for (let set = 0; set < sets; set++) {
    const { rows, groups } = table(draw, cell);
    const options = { factors: cell.asked, seed: set, splits: 20, chanceDraws: 30 };
    const found = replication(rows, groups, options);
    if (found.withheld) continue;
    const { loadings } = factorAnalysis({ rows }, { factors: cell.asked, seed: set });
    const real = withTruth(loadings);
    // The factor that is there least, where more are asked than there are.
    const false_ = cell.asked > factors ? real.indexOf(Math.min(...real)) : -1;
    found.factors.forEach(({ verdict, splitHalf, steppedUp }, f) => {
      if (f === false_) {
        none++;
        if (verdict === 'replicates' || verdict === 'fair') noneBack++;
        return;
      }
      all++;
      if (splitHalf.median < 0.85 || splitHalf.median <= found.chance!.criterion) before++;
      if (verdict === 'does not replicate') not++;
      if (verdict === 'unclear') unclear++;
      truth += real[f]!;
      expected += steppedUp;
    });
  }
  return [
    rate(before, all),
    rate(not, all),
    rate(unclear, all),
    none > 0 ? rate(noneBack, none) : '–',
    (truth / all).toFixed(3),
    (expected / all).toFixed(3),
  ];
}

const cells: Cell[] = [17, 35].flatMap((models) =>
  [0.4, 0.6].flatMap((loading) => [3, 4].map((asked) => ({ models, loading, asked }))),
);
process.stdout.write(
  `${markdown(
    [
      'models',
      'loadings',
      'factors asked',
      'true factor “does not replicate” before',
      'now',
      'halves too few',
      'false factor fair or better',
      'congruence with the truth',
      'as the halves say',
    ],
    cells.map((cell, i) => [
      String(cell.models),
      String(cell.loading),
      String(cell.asked),
      ...measured(cell, 70 + i),
    ]),
  )}\n\n${sets} sets a row of ${columns} columns, ${factors} true factors, ${rowsEach} rows a model, ${100 * between} % of the variance between models.\n`,
);
