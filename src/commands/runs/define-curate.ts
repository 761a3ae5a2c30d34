/** Commands that change the results of a run: by hand, or by another recipe. */
import { type Command, Option } from 'commander';
import { recipes } from '../../clustering/recipe-numbers.ts';
import { UserError } from '../../errors.ts';
import type { CommandContext } from '../command-context.ts';
import { jsonOption } from '../json-option.ts';
import { runsOption, wholeNumber } from '../parse-options.ts';
import { helpList } from './help-lists.ts';

export function defineRecluster(program: Command, context: CommandContext): void {
  program
    .command('recluster')
    .summary('compute the clusters of a run by another recipe or embedding')
    .description(
      'Writes the recipe and the embedding into the run’s study, computes its clusters again without asking any model of the study, replays the edits by hand, and lists the words that moved to another cluster. What a run has does not change otherwise.',
    )
    .argument('<run>', 'the folder or name of a run')
    .option(
      '--embedding <model>',
      'use-lite, auto (what is best here), or a model that embeds; the run’s own by default',
    )
    .addOption(
      new Option(
        '--recipe <number>',
        'how similarity is computed; that of a new run by default',
      ).choices(recipes.map(String)),
    )
    .addOption(runsOption())
    .addOption(jsonOption())
    .action(async (run: string, options) => {
      const module = await import('./recluster.ts');
      await module.recluster(run, options, context);
    });
}

export function defineAnnotate(program: Command, context: CommandContext): void {
  program
    .command('annotate')
    .summary('rate texts of a run by hand, without knowing whose they are')
    .description(
      'Shows completions that judges rated, one at a time and without the names of models; a digit rates how strongly each expresses a value, and is on disk before the next is shown. The same person continues later; several people rate the same texts. The scores then show how far each judge agrees with people.',
    )
    .argument('<run>', 'the folder or name of a run')
    .option('--as <name>', 'who rates', 'person-1')
    .option('--system <id>', 'the value system; default: the first of the study')
    .option('--count <number>', 'how many texts', wholeNumber(1), 60)
    .addOption(
      new Option(
        '--sheet <file.csv>',
        'write the texts to a table to be filled elsewhere',
      ).conflicts(['take', 'calibrate']),
    )
    .addOption(
      new Option('--take <file.csv>', 'take in the ratings of a filled table').conflicts(
        'calibrate',
      ),
    )
    .addOption(
      new Option(
        '--calibrate <by>',
        'put the judges’ scales on people’s ratings (at least 30 texts), or back on the exam’s anchors',
      ).choices(['people', 'anchors']),
    )
    .addOption(runsOption())
    .action(async (run: string, options) => {
      const { annotate } = await import('./annotate.ts');
      await annotate(run, options, context);
    });
}

export function defineCurate(program: Command, context: CommandContext): void {
  const curate = program
    .command('curate')
    .summary('change clusters, factors, and names of a run')
    .description(
      'Appends one edit to the run and prints what it changed; undo and redo have no limit. A cluster is named by its name or by a word in it. With --second another person curates the run blind in a terminal, from the automatic clusters, into a log of their own; --agreement shows how far both agree, and --settle goes through the words that they put into different places.',
    )
    .addHelpText('after', helpList)
    .argument('<run>', 'the folder or name of a run')
    .argument('[edit]', 'what to do')
    .argument('[words...]', 'clusters, words, names, as the edit needs them')
    .option('--name <name>', 'what the cluster that merge or split makes is called')
    .option('--alone', 'gather: the words make a cluster of their own')
    .option('--onward', 'clusters, factors: one step of undo with the one before it')
    .addOption(
      new Option('--second', 'curate the run as a second person, blind').conflicts([
        'agreement',
        'settle',
      ]),
    )
    .addOption(
      new Option(
        '--agreement',
        'how far the curators agree, and on which words they do not',
      ).conflicts('settle'),
    )
    .option('--settle', 'settle the words that two curators put into different places, one by one')
    .option('--as <name>', '--second, --settle: who does it; default: second, or first')
    .option('--with <name>', '--settle: the second curator; default: the only one')
    .addOption(
      new Option(
        '--sheet <file.csv>',
        '--second: write the words to a table to be filled elsewhere',
      ).conflicts('take'),
    )
    .option('--take <file.csv>', '--second: take in the clusters of a filled table')
    .addOption(runsOption())
    .addOption(jsonOption());
  curate.action(async (run: string, edit: string | undefined, words: string[], options) => {
    const way = wayOfCurating(edit, options);
    switch (way) {
      case 'second': {
        const module = await import('./curate-second.ts');
        return module.curateSecond(run, options, context);
      }
      case 'agreement': {
        const module = await import('./curators.ts');
        return module.agreement(run, options, context);
      }
      case 'settle': {
        const module = await import('./settle.ts');
        return module.settle(run, options, context);
      }
      default: {
        const module = await import('./curate.ts');
        return module.curate(run, way.edit, words, options, context);
      }
    }
  });
}

export function defineLog(program: Command, context: CommandContext): void {
  program
    .command('log')
    .summary('print what was done with a run by hand, as command lines')
    .description(
      'Prints the session log of a run: its edits by hand in order, each as the command line that makes it, ready for the appendix of a paper and for replay.',
    )
    .argument('<run>', 'the folder or name of a run')
    .addOption(runsOption())
    .addOption(jsonOption())
    .action(async (run: string, options) => {
      const module = await import('./replay.ts');
      await module.log(run, options, context);
    });
}

export function defineReplay(program: Command, context: CommandContext): void {
  program
    .command('replay')
    .summary('make the edits of a session log again')
    .description(
      'Makes the edits of a session log again, on a run of the same answers that has none. Where a line does not fit, it names the line; the edits before it are made.',
    )
    .argument('<log>', 'a file that valuelex log printed')
    .argument('<run>', 'the folder or name of a run')
    .addOption(runsOption())
    .addOption(jsonOption())
    .action(async (file: string, run: string, options) => {
      const module = await import('./replay.ts');
      await module.replay(file, run, options, context);
    });
}

const ways = ['second', 'agreement', 'settle'] as const;
type Way = (typeof ways)[number];

/** Options for some ways of curating, never for an edit. */
const knownBy = {
  as: ['second', 'settle'],
  with: ['settle'],
  sheet: ['second'],
  take: ['second'],
} as const satisfies Record<string, readonly Way[]>;

type WayOptions = { [way in Way]?: boolean } & { [option in keyof typeof knownBy]?: string };

/** Throws UserError (exit `usage`) where an edit and another way are given at once, or neither. */
function wayOfCurating(edit: string | undefined, options: WayOptions): Way | { edit: string } {
  const way = ways.find((one) => options[one]);
  for (const [option, known] of Object.entries(knownBy))
    if (options[option as keyof typeof knownBy] !== undefined && !known.some((one) => one === way))
      throw new UserError(`--${option} goes with --${known.join(' and --')}.`, { exit: 'usage' });
  if (way && edit !== undefined)
    throw new UserError(`--${way} takes no edit, and ${edit} is one.`, { exit: 'usage' });
  if (way) return way;
  if (edit === undefined)
    throw new UserError(`Name an edit, or --${ways.join(', or --')}.`, {
      hint: 'See valuelex curate --help.',
      exit: 'usage',
    });
  return { edit };
}
