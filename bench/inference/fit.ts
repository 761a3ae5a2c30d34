/**
 * `node bench/inference/fit.ts [sets]`: how often χ² rejects a true model, and Bartlett’s test columns that share nothing, where
 * rows come in models: taken for independent, divided by its mean (Satorra and Bentler), and adjusted for mean and variance.
 */
import { factorAnalysis } from '../../src/factor-analysis/factor-analysis.ts';
import { chiSquareUpperTail } from '../../src/statistics/distributions.ts';
import { argument, drawFrom, markdown, rate } from './independent.ts';
import { nestedTable } from './nested-table.ts';

const sets = argument(0, 400);
const rowsEach = 15;

type Cell = { models: number; columns: number; factors: number; between: number };

function measured(cell: Cell, seed: number): string[] {
  const draw = drawFrom(seed);
  let [plain, scaled, adjusted, told, df, cfi] = [0, 0, 0, 0, 0, 0];
  for (let set = 0; set < sets; set++) {
    const { rows, groups } = nestedTable(draw, { ...cell, rowsEach });
    const options = {
      factors: Math.max(1, cell.factors),
      extraction: 'ml',
      rotation: 'none',
    } as const;
    const naive = factorAnalysis({ rows }, options);
    const nested = factorAnalysis({ rows, groups }, options);
    const [of, now] =
      cell.factors === 0
        ? [{ ...naive.bartlett, dof: naive.bartlett.df }, nested.bartlett]
        : [naive.fit, nested.fit];
    df = of.dof;
    if (of.p! < 0.05) plain++;
    if (now.p === null) continue;
    told++;
    // χ² over its mean: adjusted χ² / its degrees of freedom = χ² / mean.
    const mean = (of.chisq! * now.nested!.chisqDof!) / now.chisq!;
    if (chiSquareUpperTail((of.chisq! * df) / mean, df) < 0.05) scaled++;
    if (now.p < 0.05) adjusted++;
    if (cell.factors > 0) cfi += nested.fit.cfi!;
  }
  return [
    String(df),
    rate(plain, sets),
    told > 0 ? rate(scaled, told) : '–',
    told > 0 ? rate(adjusted, told) : 'withheld',
    cell.factors > 0 && told > 0 ? (cfi / told).toFixed(3) : '–',
  ];
}

const cells: Cell[] = [
  { models: 35, columns: 6, factors: 1, between: 0.2 },
  { models: 35, columns: 6, factors: 1, between: 0.5 },
  { models: 35, columns: 8, factors: 1, between: 0.5 },
  { models: 35, columns: 9, factors: 2, between: 0.5 },
  { models: 100, columns: 9, factors: 2, between: 0.5 },
  { models: 35, columns: 24, factors: 3, between: 0.5 },
  { models: 35, columns: 6, factors: 0, between: 0.5 },
  { models: 35, columns: 8, factors: 0, between: 0.5 },
];
process.stdout.write(
  `${markdown(
    [
      'models',
      'columns',
      'true factors',
      'between models',
      'degrees of freedom',
      'as if independent',
      'divided by its mean',
      'adjusted for mean and variance',
      'CFI, mean',
    ],
    cells.map((cell, i) => [
      String(cell.models),
      String(cell.columns),
      cell.factors === 0 ? 'none (Bartlett)' : String(cell.factors),
      `${100 * cell.between} %`,
      ...measured(cell, 800 + i),
    ]),
  )}\n\n${sets} sets a row, ${rowsEach} rows a model, maximum likelihood. Shares of sets that are rejected at 5 %.\n`,
);
