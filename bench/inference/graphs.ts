/**
 * `node bench/inference/graphs.ts [sets]`: how often exploratory graph analysis finds the number of dimensions, and how
 * many it finds where columns share nothing but that rows of one model are alike; beside block-permuted parallel analysis.
 */
import { exploratoryGraph } from '../../src/factor-analysis/exploratory-graph.ts';
import { nesting } from '../../src/factor-analysis/nesting.ts';
import { parallelAnalysis } from '../../src/factor-analysis/parallel-analysis.ts';
import { argument, correlationOf, drawFrom, markdown, rate } from './independent.ts';

const sets = argument(0, 50);
const models = 35;
const rowsEach = 15;
const columns = 20;

type Cell = {
  factors: number;
  loading: number;
  /** Share of a column’s variance that rows of one model share. */
  between: number;
  /** Share of ones, after a cut; null for normal columns. */
  ones: number | null;
};

function table({ factors, loading, between, ones }: Cell, seed: number) {
  const draw = drawFrom(seed);
  const rows: number[][] = [];
  const labels: string[] = [];
  for (let m = 0; m < models; m++) {
    const own = Array.from({ length: columns }, () => draw.normal());
    for (let i = 0; i < rowsEach; i++) {
      const scores = Array.from({ length: factors }, () => draw.normal());
      labels.push(`m${m}`);
      rows.push(
        Array.from({ length: columns }, (_, j) => {
          const common = factors === 0 ? 0 : loading * scores[j % factors]!;
          const left = 1 - (factors === 0 ? 0 : loading ** 2);
          return (
            common +
            Math.sqrt(left * between) * own[j]! +
            Math.sqrt(left * (1 - between)) * draw.normal()
          );
        }),
      );
    }
  }
  if (ones !== null) {
    for (let j = 0; j < columns; j++) {
      const sorted = rows.map((row) => row[j]!).sort((a, b) => b - a);
      const cut = sorted[Math.round(ones * rows.length)]!;
      for (const row of rows) row[j] = row[j]! > cut ? 1 : 0;
    }
  }
  return { rows, labels };
}

const kinds: [string, number | null][] = [
  ['normal', null],
  ['0/1, .15 ones', 0.15],
];
const cells: Cell[] = kinds.flatMap(([, ones]) =>
  [0, 1, 3].flatMap((factors) =>
    [0, 0.3].map((between) => ({ factors, loading: 0.6, between, ones })),
  ),
);

const lines = cells.map((cell, c) => {
  const right = { rows: 0, effective: 0, tmfg: 0, parallel: 0 };
  let [dimensions, filtered] = [0, 0];
  for (let set = 0; set < sets; set++) {
    const { rows, labels } = table(cell, 100_000 * c + set);
    const r = Float64Array.from(correlationOf(rows).flat());
    const effective = nesting(rows, labels).effectiveRowsForCorrelations ?? rows.length;
    const found = {
      rows: exploratoryGraph(r, columns, rows.length).dimensions,
      effective: exploratoryGraph(r, columns, effective).dimensions,
      tmfg: exploratoryGraph(r, columns, effective, { network: 'tmfg' }).dimensions,
      parallel: parallelAnalysis(
        { rows },
        { groups: labels, iterations: 99, seed: set, lines: ['pc'] },
      ).pc.suggested,
    };
    for (const name of ['rows', 'effective', 'tmfg', 'parallel'] as const)
      if (found[name] === cell.factors) right[name] += 1;
    dimensions += found.effective / sets;
    filtered += found.tmfg / sets;
  }
  return [
    cell.ones === null ? 'normal' : `0/1, ${cell.ones} ones`,
    String(cell.factors),
    `${100 * cell.between} %`,
    rate(right.parallel, sets),
    rate(right.effective, sets),
    rate(right.rows, sets),
    rate(right.tmfg, sets),
    dimensions.toFixed(1),
    filtered.toFixed(1),
  ];
});
console.log(
  markdown(
    [
      'columns',
      'true dimensions',
      'between models',
      'parallel analysis, blocks',
      'EBIC glasso, effective rows',
      'EBIC glasso, all rows',
      'TMFG',
      'EBIC glasso finds',
      'TMFG finds',
    ],
    lines,
  ),
);
console.log(
  `\n${sets} sets a row: ${models} models × ${rowsEach} rows, ${columns} columns, loadings .6.`,
);
