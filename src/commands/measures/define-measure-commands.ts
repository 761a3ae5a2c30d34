/** Commands for the quality of a measurement: reliability, agreement, comparison of methods. */
import { type Command, Option } from 'commander';
import type { CommandContext } from '../command-context.ts';
import { jsonOption } from '../json-option.ts';
import { names, runsOption, wholeNumber } from '../parse-options.ts';
import { missingOption, tableFormats, withNumberOptions } from '../table-options.ts';

export function defineMeasureCommands(program: Command, context: CommandContext): void {
  const reliabilityCommand = program
    .command('reliability')
    .summary('how well the items of a table measure one thing')
    .description(
      `Rows are cases, numeric columns are items. Prints Cronbach’s α with intervals and all item statistics of psych::alpha, McDonald’s ω, split halves, and, for several scales, HTMT. Items that run against the others are named, and turned over only with --reverse.\n\nRatings of models by raters, on items: a table with columns model, item, rater, and rating (one rating a row), or with --raters (a column each). Prints whose variance it is, Eρ² and Φ, what repeats show, and the many-facet model: severity and slope of raters, levels of models with intervals that stay on the scale. Columns value, family, and occasion are read where the table has them.\n\nvaluelex reliability ratings.csv\nvaluelex reliability bfi.csv --scales 'agreeable=A1,A2,A3,A4,A5;diligent=C1,C2,C3,C4,C5' --reverse auto`,
    )
    .argument('<file>', `a ${tableFormats} with a heading`)
    .option('--items <names>', 'the columns that are items; all numeric ones unless given')
    .option('--scales <scales>', 'name=item,item;name=…, or a file with columns scale and item')
    .option('--reverse <names>', 'items to turn over, or auto: those that run against the others')
    .option('--groups <column>', 'column that says which rows belong together (models)')
    .addOption(missingOption())
    .option(
      '--factors <number>',
      'group factors of ω (default: 3, below six items 1)',
      wholeNumber(1),
    )
    .option('--draws <number>', 'draws of the interval over groups', wholeNumber(100), 2000)
    .option('--seed <number>', 'seed', wholeNumber(0), 1)
    .option('--rating <column>', 'of ratings: where a row is one rating')
    .option('--raters <names>', 'of ratings: the columns that are raters, where they have one each')
    .option('--model <column>', 'of ratings: the model rated', 'model')
    .option('--item <column>', 'of ratings: the item', 'item')
    .option('--rater <column>', 'of ratings: who rated', 'rater')
    .option(
      '--value <column>',
      'of ratings: what was rated; each value is studied by itself',
      'value',
    )
    .option('--family <column>', 'of ratings: which models belong together', 'family')
    .option('--occasion <column>', 'of ratings: which of a model’s texts on an item', 'occasion')
    .option('--no-facets', 'of ratings: leave out the many-facet model, which takes minutes');
  withNumberOptions(reliabilityCommand)
    .addOption(jsonOption())
    .action(async (file: string, options) => {
      const { reliability } = await import('./reliability.ts');
      await reliability(file, options, context);
    });

  const agreementCommand = program
    .command('agreement')
    .summary('how far raters agree on the same things')
    .description(
      'Rows are things, columns are raters; with --unit, --rater, and --value one rating a row. Ratings are numbers or labels. Prints Krippendorff’s α with intervals, Cohen’s κ plain and weighted, intraclass correlations, and which of them fits.\n\nvaluelex agreement ratings.csv --unit completion --rater judge --value rating --level interval',
    )
    .argument('<file>', `a ${tableFormats} with a heading`)
    .addOption(
      new Option('--level <name>', 'what the ratings are; auto looks at them')
        .choices(['auto', 'nominal', 'ordinal', 'interval', 'ratio'])
        .default('auto'),
    )
    .option('--raters <names>', 'the columns that are raters; all with ratings unless given')
    .option('--unit <column>', 'column that names the thing rated')
    .option('--rater <column>', 'column that names the rater, where a row is one rating')
    .option('--value <column>', 'column of the ratings, where a row is one rating')
    .option(
      '--draws <number>',
      'draws of the intervals of Krippendorff’s α',
      wholeNumber(100),
      2000,
    )
    .option('--seed <number>', 'seed', wholeNumber(0), 1);
  withNumberOptions(agreementCommand)
    .addOption(jsonOption())
    .action(async (file: string, options) => {
      const { agreement } = await import('./agreement.ts');
      await agreement(file, options, context);
    });

  const methodsCommand = program
    .command('methods')
    .summary('whether ways of asking agree on what models value')
    .description(
      'A run: compares its instruments, wherever two score the same values on the same models. Tables, one a way of asking: columns model, value, score (and family), or a column for each value beside model, or for each model beside value. Three agreements, never one figure: on the order of values, on which model has more of a value (the multitrait–multimethod matrix), on what is distinctive of a model. Intervals over families of models, by their names unless a column family says otherwise; below 8 families they are withheld.\n\nvaluelex methods self-report.csv completions.csv --same models.csv --score score,mean',
    )
    .argument('<sources...>', 'a run, or two tables or more')
    .option(
      '--same <file>',
      'table with a column for each file: a row names one model; by their letters unless given',
    )
    .option(
      '--criterion <file>',
      'what else is known of models: a table with columns model, criterion, score, or a column for each criterion',
    )
    .option(
      '--score <names>',
      'the column of the score: one for all files, or one for each',
      names,
    );
  withNumberOptions(methodsCommand)
    .addOption(runsOption())
    .addOption(jsonOption())
    .action(async (files: string[], options) => {
      const { methods } = await import('./methods.ts');
      await methods(files, options, context);
    });
}
