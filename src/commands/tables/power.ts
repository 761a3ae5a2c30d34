/** `valuelex power`: how many models a study needs to recover its factors, simulated from the factors found. */
import {
  type ExtractionName,
  type FactorOptions,
  type FactorResult,
  factorAnalysis,
} from '../../factor-analysis/factor-analysis.ts';
import {
  type NestedPopulation,
  nestedPopulation,
  populationOfRows,
} from '../../factor-analysis/nested-simulation.ts';
import { parallelAnalysis } from '../../factor-analysis/parallel-analysis.ts';
import type { Power } from '../../factor-analysis/power.ts';
import type { RotationName } from '../../factor-analysis/rotation/rotation-names.ts';
import { independentUnits } from '../../run/derive/independent-units.ts';
import { powerInWorkers } from '../../run/derive/power-in-workers.ts';
import { matrixOfSession } from '../../run/derive/session-matrix.ts';
import { isComputed } from '../../run/derive/stage.ts';
import type { Session } from '../../run/session.ts';
import { capital } from '../../safe-text/capital.ts';
import { readTable } from '../../table-files/read-table.ts';
import { percent, plural, share } from '../../tables/numbers.ts';
import { type Layout, tableLines, wrapText } from '../../tables/text-lines.ts';
import type { CommandContext, SharedOptions } from '../command-context.ts';
import { isTableFile } from '../is-table-file.ts';
import { columnNames } from '../measures/scale-items.ts';
import { progressMeter } from '../progress-meter.ts';
import { withRunUntil } from '../runs/open-run.ts';
import { type TableCommandOptions, tableOptionsOf } from '../table-options.ts';
import { readFactorTable } from './factor-table.ts';

export type PowerCommandOptions = SharedOptions &
  TableCommandOptions & {
    /** Sizes to try; by default around the usual ones. */
    models?: number[];
    /** Rows per model; by default as many as now. */
    rows?: number;
    draws: number;
    factors: number | 'auto';
    extraction?: ExtractionName;
    rotation?: RotationName;
    groups?: string;
    /** The columns of a file that are variables. */
    columns?: string;
    input: 'raw' | 'correlation';
    n?: number;
    shapes: 'data' | 'normal';
    parallel?: boolean;
    seed: number;
  };

const modelsTried = [10, 20, 35, 60, 100];
const rowsTried = [50, 100, 200, 400, 800];
/** Draws of the parallel analysis in each simulated study. */
const parallelDraws = 40;
/** Loadings from fewer models than this are too uncertain for planning. */
const modelsToStandOn = 25;

/** What is known, from a run or a file. */
type Ground = {
  fit: FactorResult;
  options: FactorOptions;
  population: NestedPopulation;
  groups: number | null;
  rowsEach: number;
  /** How a file was read. */
  readingNotes?: string[];
};

export type PowerJson = Power & {
  from: {
    rows: number;
    /** Models, or families of models as `unit` says; `null` where rows are independent. */
    models: number | null;
    unit: string;
    columns: string[];
    loadings: number[][];
    phi: number[][] | null;
    extraction: string;
    rotation: string;
    /** Share of variance between models: of each column, and of the factors. */
    icc: number[];
    factorIcc: number;
    shapes: 'data' | 'normal';
    seed: number;
  };
  notes: string[];
};

export async function power(
  source: string,
  options: PowerCommandOptions,
  context: CommandContext,
): Promise<void> {
  if (isTableFile(source, options.runs))
    await printPower(await groundOfFile(source, options), options, context);
  else
    await withRunUntil(source, 'name', options, context, (session) =>
      printPower(groundOfRun(session, options), options, context),
    );
}

async function groundOfFile(source: string, options: PowerCommandOptions): Promise<Ground> {
  const { groups: column, columns, n } = options;
  const read = await readTable(source, tableOptionsOf(options));
  const table = readFactorTable(read, {
    input: options.input,
    missing: 'listwise',
    ...(column === undefined ? {} : { groups: column }),
    ...(columns === undefined ? {} : { columns: columnNames(columns, read) }),
    ...(n === undefined ? {} : { n }),
  });
  const readingNotes = table.warnings.map(({ message }) => sentenceOf(message));
  if (table.input === 'raw')
    return {
      ...groundOfRows(table.rows, table.groups, table.variables, options, {}),
      readingNotes,
    };
  const { correlation, variables } = table;
  const suggested = () =>
    parallelAnalysis({ correlation, n: table.n }, { seed: options.seed, lines: ['pc'] }).pc
      .suggested;
  const settings = settingsOf(options, {}, variables.length, suggested);
  const fit = factorAnalysis({ correlation, n: table.n, variables }, settings);
  return {
    fit,
    readingNotes,
    options: settings,
    population: nestedPopulation(fit),
    groups: null,
    rowsEach: 1,
  };
}

function groundOfRun(session: Session, options: PowerCommandOptions): Ground {
  const { results, study } = session.getState();
  const matrix = matrixOfSession(session);
  const view = isComputed(results.factors) ? results.factors : null;
  const { unit, labels } = independentUnits(matrix, study);
  return groundOfRows(
    matrix.cells,
    labels,
    matrix.columns.map((cluster) => cluster.name),
    options,
    {
      ...(view && {
        factors: view.k,
        extraction: view.extraction as ExtractionName,
        rotation: view.rotation as RotationName,
      }),
      seed: study.seed,
      unit,
    },
  );
}

function groundOfRows(
  rows: number[][],
  groups: string[] | null,
  variables: string[],
  options: PowerCommandOptions,
  known: Partial<FactorOptions>,
): Ground {
  const count = groups ? new Set(groups).size : null;
  const nested = groups && count !== null && count > 1 ? groups : null;
  const suggested = () =>
    parallelAnalysis(
      { rows },
      { seed: options.seed, lines: ['pc'], ...(nested ? { groups: nested } : {}) },
    ).pc.suggested;
  const settings = settingsOf(options, known, variables.length, suggested);
  // Two clusters of a run can have one name.
  const fit = factorAnalysis({ rows }, settings);
  return {
    fit: { ...fit, variables },
    options: settings,
    population: populationOfRows(rows, nested, fit, options.shapes),
    groups: nested ? count : null,
    rowsEach: nested ? Math.max(1, Math.round(rows.length / count!)) : 1,
  };
}

function settingsOf(
  options: PowerCommandOptions,
  known: Partial<FactorOptions>,
  columns: number,
  suggested: () => number,
): FactorOptions {
  const asked = options.factors === 'auto' ? known.factors : options.factors;
  return {
    factors: asked ?? Math.max(1, Math.min(columns - 1, suggested())),
    extraction: options.extraction ?? known.extraction ?? 'minres',
    rotation: options.rotation ?? known.rotation ?? 'oblimin',
    unit: known.unit ?? 'models',
    seed: options.seed,
  };
}

async function printPower(
  ground: Ground,
  options: PowerCommandOptions,
  context: CommandContext,
): Promise<void> {
  const { fit, population, groups } = ground;
  const rowsEach = options.rows ?? ground.rowsEach;
  const meter = progressMeter(context);
  const found = await powerInWorkers(
    population,
    fit.loadings,
    {
      ...ground.options,
      models: options.models ?? (rowsEach > 1 ? modelsTried : rowsTried),
      rowsEach,
      draws: options.draws,
      parallelDraws: options.parallel ? parallelDraws : 0,
    },
    { onProgress: (done, total) => meter.step('simulated studies', done, total) },
  );
  meter.end();
  const notes = notesOn(ground, rowsEach);
  if (options.json) {
    const whole: PowerJson = {
      ...found,
      from: {
        rows: fit.n,
        models: groups,
        unit: ground.options.unit ?? 'models',
        columns: fit.variables,
        loadings: fit.loadings,
        phi: fit.phi,
        extraction: fit.extraction,
        rotation: fit.rotation,
        icc: population.icc,
        factorIcc: population.factorIcc,
        shapes: options.shapes,
        seed: options.seed,
      },
      notes,
    };
    context.out(JSON.stringify(whole, null, 1));
    return;
  }
  context.out(powerText(found, ground, notes, context.layout).join('\n'));
}

/** "columns without numbers are left out: a" as a sentence. */
function sentenceOf(message: string): string {
  return `${capital(message)}.`;
}

function notesOn(
  { fit, population, groups, options, readingNotes = [] }: Ground,
  rowsEach: number,
): string[] {
  const notes = [...readingNotes];
  if (groups !== null && groups < modelsToStandOn)
    notes.push(
      `The loadings come from ${groups} ${options.unit ?? 'models'}, so they are a guess, and too high rather than too low: plan with more.`,
    );
  if (groups === null && rowsEach > 1)
    notes.push(
      'Nothing says which rows belong together, so rows of one model are simulated as independent: name the column with --groups.',
    );
  if (fit.heywood.length > 0)
    notes.push(
      `The analysis itself is a Heywood case (${fit.heywood.join(', ')}): try fewer factors first.`,
    );
  if (population.unreachable > 0)
    notes.push(
      `${plural(population.unreachable, 'pair')} of columns cannot correlate as the model has them, given how rare their values are; they correlate less in the simulation.`,
    );
  return notes;
}

function powerText(found: Power, ground: Ground, notes: string[], layout: Layout): string[] {
  const { fit, population, groups } = ground;
  const { paint, width } = layout;
  const right = (title: string) => ({ title, align: 'right' }) as const;
  const unit = found.sizes[0]?.rowsEach === 1 ? 'rows' : (ground.options.unit ?? 'models');
  const isRuleTested = found.sizes.some((size) => size.foundNumber !== null);
  const failed = found.sizes.some((size) => size.failed > 0);
  const mean = population.icc.reduce((sum, icc) => sum + icc, 0) / population.p;
  const from = `Simulated from ${plural(found.factors, 'factor')} of ${plural(fit.n, 'row')}${
    groups === null
      ? ''
      : ` of ${groups} ${unit}; between ${unit} lies ${percent(mean)} of the columns’ variance and ${percent(population.factorIcc)} of the factors’`
  } (${fit.extraction}${fit.rotation === 'none' ? '' : `, ${fit.rotation}`}).`;
  return [
    ...wrapText(from, width),
    '',
    ...tableLines(
      [
        right(unit),
        ...(unit === 'rows' ? [] : [right('rows')]),
        ...found.sizes[0]!.factors.map(({ factor }) => right(`F${factor} (5 %)`)),
        right('all ≥ .95'),
        right('Heywood'),
        ...(isRuleTested ? [right(`${found.factors} found`)] : []),
        ...(failed ? [right('failed')] : []),
      ],
      found.sizes.map((size) => [
        String(size.models),
        ...(unit === 'rows' ? [] : [String(size.rows)]),
        ...size.factors.map((factor) => ({
          text: size.draws === 0 ? '—' : `${share(factor.mean)} (${share(factor.lower)})`,
          paint: factor.mean >= found.wanted ? paint.good : paint.dim,
        })),
        percent(size.allRecovered),
        percent(size.heywood),
        ...(isRuleTested ? [percent(size.foundNumber ?? 0)] : []),
        ...(failed ? [String(size.failed)] : []),
      ]),
      layout,
    ),
    '',
    ...wrapText(
      `Tucker’s congruence with the planted loadings: mean, and what 95 of 100 studies exceed; ${plural(found.sizes[0]!.draws + found.sizes[0]!.failed, 'study', 'studies')} a size. All ≥ .95, and Heywood: share of studies.`,
      width,
    ).map(paint.dim),
    ...notes.flatMap((note) => wrapText(`▲ ${note}`, width, '  ').map(paint.warning)),
    ...wrapText(found.words, width).map(paint.bold),
  ];
}
