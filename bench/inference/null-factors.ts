/**
 * `node bench/inference/null-factors.ts [sets] [draws] [row] [program]`: how often parallel analysis finds a factor where columns
 * have nothing in common but lie in models, and models in families; and how often it finds three that are there. With
 * `program` models are not exchanged as well, which takes half the time.
 */
import { eigenvaluesOf, eigenvaluesOfDraw } from '../../src/factor-analysis/parallel/draws.ts';
import { type ParallelPlan, planParallel } from '../../src/factor-analysis/parallel/plan.ts';
import { parallelAnalysis } from '../../src/factor-analysis/parallel-analysis.ts';
import { argument, type Draw, drawFrom, markdown, rate } from './independent.ts';

const sets = argument(0, 400);
const draws = argument(1, 199);
/** Only rows whose name and share hold this text, as "2-2-1 50 %". */
const wanted = process.argv[4] ?? '';
const programAlone = process.argv[5] === 'program';
const columns = 12;
const rowsEach = 6;
/** Share of a column’s variance that lies between models, families included. */
const between = 0.4;

type Design = { name: string; families: number[]; of?: (column: number) => Shares };
/** Of a column’s variance between models, and of that between families. */
type Shares = { between: number; family: number };
const designs: Design[] = [
  { name: '35 models, each a family', families: new Array(35).fill(1) },
  { name: '7 families of 5', families: new Array(7).fill(5) },
  { name: '14-8-5-3-2-2-1', families: [14, 8, 5, 3, 2, 2, 1] },
  { name: '20 single, 3 of 5', families: [...new Array(20).fill(1), 5, 5, 5] },
];
const uneven = designs[2]!.families;
/** Columns that are not alike. */
const differing: Required<Design>[] = [
  {
    name: '14-8-5-3-2-2-1, columns differ',
    families: uneven,
    of: (j) => ({ between: [0.1, 0.3, 0.5, 0.7][j % 4]!, family: [0.2, 0.5, 0.8][j % 3]! }),
  },
  {
    name: '14-8-5-3-2-2-1, one column nearly without rest',
    families: uneven,
    of: (j) => (j === 0 ? { between: 0.99, family: 0.5 } : { between, family: 0.5 }),
  },
];

/** Standard deviations of family, model, and rest. */
function deviations({ between, family }: Shares) {
  return {
    family: Math.sqrt(between * family),
    model: Math.sqrt(between * (1 - family)),
    rest: Math.sqrt(1 - between),
  };
}

function table(draw: Draw, { families, of }: Design, familyShare: number, factors: number) {
  const rows: number[][] = [];
  const groups: string[] = [];
  const labels: string[] = [];
  const vector = (length: number) => Array.from({ length }, draw.normal);
  const { family, model, rest } = deviations({ between, family: familyShare });
  const ownOf = Array.from({ length: columns }, (_, j) =>
    deviations(of?.(j) ?? { between, family: familyShare }),
  );
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
            const sd = ownOf[j]!;
            const own = sd.family * ofFamily[j]! + sd.model * ofModel[j]! + sd.rest * one;
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

/** As `parallelAnalysis` says it of the first factor; draws end where more cannot change that. */
function findsAny(plan: ParallelPlan<'pc'>): boolean {
  const [first] = eigenvaluesOf(plan.observed, plan.p, plan.lines).pc!;
  let reached = 0;
  for (let draw = 0; draw < draws; draw++) {
    if (eigenvaluesOfDraw(plan, draw).pc![0]! < first!) continue;
    reached++;
    if ((1 + reached) / (draws + 1) > 0.05) return false;
  }
  return true;
}

function found(design: Design, share: number, factors: number, seed: number) {
  const draw = drawFrom(seed);
  let [byModel, byFamily] = [0, 0];
  for (let set = 0; set < sets; set++) {
    const { rows, groups, labels } = table(draw, design, share, factors);
    const options = { groups, iterations: draws, lines: ['pc'] as const, seed: set };
    const says = (own: typeof options & { families?: string[] }) =>
      factors === 0
        ? findsAny(planParallel({ rows }, own))
        : parallelAnalysis({ rows }, own).pc.suggested === factors;
    if (says({ ...options, families: labels })) byFamily++;
    if (!programAlone && says(options)) byModel++;
  }
  return [programAlone ? '' : rate(byModel, sets), rate(byFamily, sets)];
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
for (const [d, design] of differing.entries())
  if (design.name.includes(wanted)) rows.push([design.name, '–', ...found(design, 0, 0, 500 + d)]);
for (const [d, design] of designs.entries())
  for (const share of d === 0 ? [0.2] : [0.2, 0.5, 0.8])
    if (`${design.name}, three factors ${100 * share} %`.includes(wanted))
      rows.push([
        `${design.name}, three factors`,
        `${100 * share} %`,
        ...found(design, share, 3, 900 + d + Math.round(1000 * (share - 0.2))),
      ]);
process.stdout.write(
  `${markdown(['families', 'of the variance between models shared in families', 'models exchanged', 'as the program does'], rows)}\n\n${sets} sets a row of ${columns} columns, 35 models × ${rowsEach} rows, ${100 * between} % of the variance between models, ${draws} draws. Shares of sets with a false factor; in the last rows, with exactly the three that are there (loadings .6).\n`,
);
