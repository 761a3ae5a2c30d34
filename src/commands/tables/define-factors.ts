/** The commands on factors: the analysis of a run or a table, and the models that its factors need. */
import { type Command, InvalidArgumentError, Option } from 'commander';
import type { ParallelLineName } from '../../factor-analysis/parallel-analysis.ts';
import { rotationNames } from '../../factor-analysis/rotation/rotation-names.ts';
import type { CommandContext } from '../command-context.ts';
import { positive, wholeNumber, wholeNumbers } from '../parse-options.ts';
import { missingOption, tableFormats, withNumberOptions } from '../table-options.ts';
import { forRunOrFile } from './run-or-file.ts';

export function defineFactors(program: Command, context: CommandContext): void {
  const factorsCommand = program
    .command('factors')
    .summary('the factor analysis of a run, or of a table')
    .description(
      'A run: works until its answers are read, and prints its loadings. A table: analyses its columns of numbers (or its correlation matrix) in the conventions of R’s psych. Columns that measure nothing (row numbers, ids, times) are left out and named; TRUE and FALSE are 1 and 0, words of a known scale of answers (never … always) its steps.',
    )
    .argument('<run-or-file>', `a run, or a ${tableFormats} with a heading`)
    .option(
      '--factors <number>',
      'number of factors, or auto: by parallel analysis of components at 95 %, block-permuted where groups are given',
      numberOrAuto,
      'auto',
    )
    .addOption(
      new Option('--extraction <name>', 'how factors are extracted')
        .choices(['minres', 'ml', 'pa', 'pca'])
        .default('minres'),
    )
    .addOption(
      new Option('--rotation <name>', 'how they are rotated; promax and Promax as in psych')
        .choices([...rotationNames])
        .default('oblimin'),
    )
    .option('--kaiser', 'rotate rows of unit length (the custom for varimax, promax)')
    .option('--no-kaiser', 'rotate rows as they are (the custom for oblimin, geomin, quartimax)')
    .option('--groups <column>', 'column that says which rows belong together (models)')
    .option(
      '--invariance <column>',
      'column of groups (training, language): is the structure the same in each (configural, metric, scalar)',
    )
    .option(
      '--repeated <column>',
      'column that names the unit of a row, where the same units are in several groups of --invariance',
    )
    .addOption(columnsOption())
    .addOption(inputOption())
    .addOption(matrixRowsOption())
    .addOption(
      new Option('--correlation <kind>', 'of raw data')
        .choices(['pearson', 'spearman', 'tetrachoric', 'polychoric'])
        .default('pearson'),
    )
    .addOption(missingOption())
    .option(
      '--empty-cell <count>',
      'what a combination of two-valued columns that never occurs counts as (tetrachoric)',
      fromNoughtToOne,
      0.5,
    )
    .option('--draws <number>', 'draws of each parallel analysis', wholeNumber(20), 999)
    .option(
      '--lines <names>',
      'eigenvalues of the parallel analyses: pc, smc, fa (psych’s common factors, dearer)',
      parallelLines,
      ['pc', 'smc'],
    )
    .option('--bootstrap <draws>', 'intervals of loadings by resampling groups', wholeNumber(0), 0)
    .option(
      '--graph <draws>',
      'how stable the communities of networks are, by resampling groups, or rows (EGAnet takes 500)',
      wholeNumber(0),
      0,
    )
    .addOption(
      new Option('--scores <method>', 'write factor scores to a CSV file').choices([
        'Thurstone',
        'Bartlett',
        'tenBerge',
        'Anderson',
      ]),
    )
    .option('--scores-to <file>', 'where; <table>-scores.csv unless given')
    .option('--seed <number>', 'seed', wholeNumber(0), 1)
    .option('--tight', 'continue to the exact optimum instead of R’s earlier stop')
    .option(
      '--cut <size>',
      'loadings below this size are dimmed, without colour blank',
      positive,
      0.3,
    );
  forRunOrFile(
    withNumberOptions(factorsCommand),
    context,
    async () => (await import('./factors.ts')).factors,
  );
}

export function definePower(program: Command, context: CommandContext): void {
  const powerCommand = program
    .command('power')
    .summary('how many models a study needs for its factors to come back')
    .description(
      'Simulates studies of several sizes from the factors of a run, or of a table (same loadings, shapes of columns, and likeness of rows of one model), factors each, and reports how well the planted factors are recovered.',
    )
    .argument('<run-or-file>', `a run, or a ${tableFormats} with a heading`)
    .option('--models <numbers>', 'sizes to try, like 10,20,35,60', wholeNumbers(2))
    .option('--rows <number>', 'rows of each model; as many as now unless given', wholeNumber(1))
    .option('--draws <number>', 'simulated studies of each size', wholeNumber(10), 100)
    .option(
      '--factors <number>',
      'number of factors, or auto: that of the run, of a file by parallel analysis',
      numberOrAuto,
      'auto',
    )
    .addOption(
      new Option('--extraction <name>', 'that of the run, else minres').choices([
        'minres',
        'ml',
        'pa',
        'pca',
      ]),
    )
    .addOption(
      new Option('--rotation <name>', 'that of the run, else oblimin').choices([
        'none',
        'varimax',
        'quartimax',
        'equamax',
        'promax',
        'oblimin',
        'geomin',
      ]),
    )
    .option('--groups <column>', 'column of a file that says which rows belong together (models)')
    .addOption(columnsOption())
    .addOption(inputOption())
    .addOption(matrixRowsOption())
    .addOption(
      new Option('--shapes <how>', 'columns as they are (0/1, shares, counts), or normal')
        .choices(['data', 'normal'])
        .default('data'),
    )
    .option('--parallel', 'count too how often parallel analysis finds the number (slower)')
    .option('--seed <number>', 'seed', wholeNumber(0), 1);
  forRunOrFile(
    withNumberOptions(powerCommand),
    context,
    async () => (await import('./power.ts')).power,
    powerOfRuns,
  );
}

function columnsOption(): Option {
  return new Option(
    '--columns <names>',
    'the columns of a file to use; all that measure something unless given',
  );
}

function inputOption(): Option {
  return new Option('--input <kind>', 'rows of data, or a correlation or covariance matrix')
    .choices(['raw', 'correlation'])
    .default('raw');
}

function matrixRowsOption(): Option {
  return new Option('--n <number>', 'number of rows behind a matrix').argParser(wholeNumber(3));
}

/** Options of `power` that hold for runs too. */
const powerOfRuns = [
  'models',
  'rows',
  'draws',
  'factors',
  'extraction',
  'rotation',
  'shapes',
  'parallel',
  'seed',
];

function fromNoughtToOne(text: string): number {
  const value = Number(text);
  if (text.trim() !== '' && value >= 0 && value <= 1) return value;
  throw new InvalidArgumentError('Give a number from 0 to 1.');
}

/** "pc,fa", in the order in which they are printed; components are always included. */
function parallelLines(text: string): ParallelLineName[] {
  const names = text.split(',').map((name) => name.trim());
  const known: readonly ParallelLineName[] = ['pc', 'smc', 'fa'];
  if (names.some((name) => !known.some((one) => one === name)))
    throw new InvalidArgumentError('Name some of pc, smc, fa, with commas between.');
  return known.filter((name) => name === 'pc' || names.includes(name));
}

function numberOrAuto(text: string): number | 'auto' {
  return text === 'auto' ? 'auto' : wholeNumber(1)(text);
}
