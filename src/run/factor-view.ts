/** The factor analysis as screens and reports draw it, everything in the order of `columns` and of `factors`: one shape for the program and for its files. */
import * as z from 'zod';
import type { FigureSchema } from '../tables/figure-schema.ts';
import { factorChecksSchema } from './factor-checks-schema.ts';

const column = <Figure extends FigureSchema>(number: Figure) =>
  z.object({
    cluster: z.string(),
    words: z.array(z.string()),
    count: z.number(),
    reliability: number.nullable().describe('Odd–even over prompts, Spearman–Brown'),
  });

const numberOfFactors = z.object({
  rules: z.array(
    z.object({
      id: z.string(),
      name: z.string(),
      suggested: z.number().nullable().describe('null: withheld, for the reason in why'),
      standing: z.enum(['counts', 'shown', 'warning']),
      why: z.string().nullable(),
    }),
  ),
  agreement: z.enum(['all', 'most', 'split']),
  summary: z.string(),
});

const factor = <Figure extends FigureSchema>(number: Figure) =>
  z.object({
    name: z.string(),
    named: z.boolean(),
    clusters: z.array(z.string()),
    variance: number.describe('Share of 1'),
    replicates: number
      .nullable()
      .describe('Tucker congruence with the truth, expected from halves by model; null: withheld'),
    flipped: z.boolean().describe('Turned round by hand'),
    wordiness: z
      .enum(['follows', 'apart', 'untold'])
      .describe(
        'Whether its scores follow the words per answer outside its own columns; untold: hardly a word lies outside',
      ),
    wordinessCorrelation: number.nullable(),
    like: z.string().nullable(),
  });

/** How similar the rows of one model are, and the effective number of rows. */
function nesting<Figure extends FigureSchema>(number: Figure) {
  const maybe = number.nullable();
  return z.object({
    icc: maybe.describe('Mean intraclass correlation of the columns'),
    designEffect: maybe,
    effectiveRows: maybe.describe('What the rows count like, for a mean'),
    effectiveRowsForCorrelations: maybe,
    words: z.array(z.string()),
  });
}

function modelFit<Figure extends FigureSchema>(number: Figure) {
  const maybe = number.nullable();
  return z.object({
    chisq: maybe.describe('Adjusted for mean and variance where there are groups'),
    df: number,
    groups: maybe.describe('Of rows that are not independent; null where they are'),
    p: maybe,
    rmsea: maybe,
    rmseaLow: maybe.describe('90 % interval'),
    rmseaHigh: maybe,
    tli: maybe,
    cfi: maybe,
    bic: maybe,
    withheld: z.string().nullable().describe('Why figures are null'),
  });
}

/** Whether the data suit a factor analysis: sampling adequacy and sphericity. */
function adequacy<Figure extends FigureSchema>(number: Figure) {
  const maybe = number.nullable();
  return {
    kmo: z.object({ overall: number, perColumn: z.array(maybe) }).nullable(),
    bartlett: z.object({ chisq: maybe, df: z.number(), p: maybe, groups: maybe }).nullable(),
  };
}

/** Whether clusters of similar meaning are also named together. */
function meaningAgainstCompany<Figure extends FigureSchema>(number: Figure) {
  const pair = z.object({ a: z.string(), b: z.string(), meaning: number, together: number });
  return z.object({ r: number, p: number, disagree: z.array(pair) });
}

/** `number` is a figure that may be missing; the descriptions document the keys of `run.json`. */
export function factorsSchema<Figure extends FigureSchema>(number: Figure) {
  const maybe = number.nullable();
  return z.object({
    rows: z.enum(['respondents', 'responses']),
    n: z.number(),
    models: z.number(),
    columns: z.array(column(number)),
    dropped: z.array(z.object({ cluster: z.string(), why: z.string() })),
    k: z.number(),
    maxK: z.number().describe('The largest number that can be chosen'),
    suggestedK: z.number(),
    suggestedKWithoutTotal: maybe.describe('With the row total partialled out'),
    families: z
      .number()
      .nullable()
      .describe('Families of the models, where some have several: what is independent'),
    numberOfFactors: numberOfFactors.describe(
      'Every rule for the number of factors, and what they agree on',
    ),
    extraction: z.string(),
    rotation: z.string(),
    factors: z.array(factor(number)),
    loadings: z.array(z.array(number)).describe('Pattern, columns × factors'),
    structure: z.array(z.array(number)),
    communalities: z.array(number),
    complexity: z.array(number),
    phi: z.array(z.array(number)).describe('Correlations of the factors'),
    eigenvalues: z.array(number),
    parallel: z.object({ kind: z.string(), criterion: z.array(number), draws: z.number() }),
    ordinary: z
      .object({ criterion: z.array(number), suggestedK: z.number() })
      .nullable()
      .describe('The same with rows taken for independent'),
    nesting: nesting(number)
      .nullable()
      .describe('What rows of one model share; null with one model'),
    logDeterminant: number.describe('Natural log of |det R|'),
    condition: maybe.describe('Largest over smallest eigenvalue of R; null: singular'),
    ...adequacy(number),
    rmsr: number,
    fit: modelFit(number),
    heywood: z.array(z.string()),
    checks: factorChecksSchema(number).describe(
      'What takes long: stability over models, the other half, power',
    ),
    warnings: z.array(z.string()),
    modelScores: z.array(z.object({ model: z.string(), scores: z.array(number) })),
    meaning: meaningAgainstCompany(number)
      .nullable()
      .describe('Meaning against co-occurrence, frequency partialled out'),
  });
}

export type FactorView = z.infer<ReturnType<typeof factorsSchema<z.ZodType<number>>>>;
