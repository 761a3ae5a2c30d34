/**
 * `node bench/inference/null-factors.ts [sets] [draws] [row]`: how often parallel analysis finds a factor where columns have
 * nothing in common but lie in models, and models in families; and how often it finds three that are there.
 */
import { parallelAnalysis } from '../../src/factor-analysis/parallel-analysis.ts';
import { argument, type Draw, drawFrom, markdown, rate } from './independent.ts';

const sets = argument(0, 400);
const draws = argument(1, 199);
/** Only rows whose name and share hold this text, as "2-2-1 50 %". */
const wanted = process.argv[4] ?? '';
const columns = 12;
const rowsEach = 6;
/** Share of a column’s variance that lies between models, families included. */
const between = 0.4;

type Design = { name: string; families: number[] };
const designs: Design[] = [
  { name: '35 models, each a family', families: new Array(35).fill(1) },
  { name: '7 families of 5', families: new Array(7).fill(5) },
  { name: '14-8-5-3-2-2-1', families: [14, 8, 5, 3, 2, 2, 1] },
  { name: '20 single, 3 of 5', families: [...new Array(20).fill(1), 5, 5, 5] },
];

function table(draw: Draw, families: readonly number[], familyShare: number, factors: number) {
  const rows: number[][] = [];
  const groups: string[] = [];
  const labels: string[] = [];
  const vector = (length: number) => Array.from({ length }, draw.normal);
  const family = Math.sqrt(between * familyShare);
  const model = Math.sqrt(between * (1 - familyShare));
  const rest = Math.sqrt(1 - between);
  families.forEach((size, f) => {
    const ofFamily = vector(columns);
    const factorsOfFamily = vector(factors);
    for (let m = 0; m < size; m++) {
      const ofModel = vector(columns);
      const factorsOfModel = vector(factors);
      for (let r = 0; r < rowsEach; r++) {
        const ofRow = vector(columns);
        const factorsOfRow = vector(factors);
        rows.push(
          ofRow.map((one, j) => {
            const own = family * ofFamily[j]! + model * ofModel[j]! + rest * one;
            if (factors === 0) return own;
            const k = j % factors;
            const common =
              family * factorsOfFamily[k]! + model * factorsOfModel[k]! + rest * factorsOfRow[k]!;
            return 0.6 * common + 0.8 * own;
          }),
        );
        groups.push(`${f}-${m}`);
        labels.push(String(f));
      }
    }
  });
  return { rows, groups, labels };
}

function found(design: Design, share: number, factors: number, seed: number) {
  const draw = drawFrom(seed);
  let [byModel, byFamily] = [0, 0];
  for (let set = 0; set < sets; set++) {
    const { rows, groups, labels } = table(draw, design.families, share, factors);
    const options = { groups, iterations: draws, lines: ['pc'] as const, seed: set };
    const models = parallelAnalysis({ rows }, options).pc.suggested;
    const families = parallelAnalysis({ rows }, { ...options, families: labels }).pc.suggested;
    const counts = (k: number) => (factors === 0 ? k > 0 : k === factors);
    if (counts(models)) byModel++;
    if (counts(families)) byFamily++;
  }
  return [rate(byModel, sets), rate(byFamily, sets)];
}

const rows: string[][] = [];
for (const [d, design] of designs.entries())
  for (const share of d === 0 ? [0] : [0.2, 0.5, 0.8])
    if (`${design.name} ${100 * share} %`.includes(wanted))
      rows.push([
        design.name,
        `${100 * share} %`,
        ...found(design, share, 0, 100 * d + 10 * share),
      ]);
for (const [d, design] of designs.entries())
  if (`${design.name}, three factors 20 %`.includes(wanted))
    rows.push([`${design.name}, three factors`, '20 %', ...found(design, 0.2, 3, 900 + d)]);
process.stdout.write(
  `${markdown(['families', 'of the variance between models shared in families', 'models exchanged', 'as the program does'], rows)}\n\n${sets} sets a row of ${columns} columns, 35 models × ${rowsEach} rows, ${100 * between} % of the variance between models, ${draws} draws. Shares of sets with a false factor; in the last rows, with exactly the three that are there (loadings .6).\n`,
);
