/** Stages as commands of their own: for a run they print that stage, for a file they work on the file. */
import { type Command, Option } from 'commander';
import type { CommandContext } from '../command-context.ts';
import { wholeNumber } from '../parse-options.ts';
import { tableFormats, withNumberOptions, withTextOptions } from '../table-options.ts';
import { defineFactors, definePower } from './define-factors.ts';
import { defineJudge } from './define-judge.ts';
import { defineReading } from './define-reading.ts';
import { forRunOrFile } from './run-or-file.ts';

/** In the order in which the help lists them. */
export function defineTableCommands(program: Command, context: CommandContext): void {
  defineLexicon(program, context);
  defineClusters(program, context);
  defineFactors(program, context);
  definePower(program, context);
  defineJudge(program, context);
  defineReading(program, context);
}

function defineLexicon(program: Command, context: CommandContext): void {
  const lexiconCommand = program
    .command('lexicon')
    .summary('the value words of a run, or of a file of answers')
    .description(
      'A run: works until its answers are read, and prints its value words. A table (columns id, answer): prints the value words of each answer, and with --json their places.',
    )
    .argument('<run-or-file>', `a run, or a ${tableFormats}`);
  forRunOrFile(
    withTextOptions(lexiconCommand),
    context,
    async () => (await import('./lexicon.ts')).lexicon,
  );
}

function defineClusters(program: Command, context: CommandContext): void {
  const clustersCommand = program
    .command('clusters')
    .summary('the clusters of a run, or of a file of words')
    .description(
      'A run: works until its answers are read, and prints its clusters. A table (columns word, frequency): clusters the words by meaning; spellings of one word are counted together, and listed.',
    )
    .argument('<run-or-file>', `a run, or a ${tableFormats}`)
    .option(
      '--k <number>',
      'number of clusters of a file; by the cut rule unless given',
      wholeNumber(1),
    )
    .addOption(
      new Option('--method <name>', 'how the words of a file are clustered')
        .choices(['average', 'ward', 'k-means'])
        .default('average'),
    )
    .option(
      '--embedding <model>',
      'vectors of a file: use-lite, auto (MiniLM where it was fetched), or a model that embeds',
      'use-lite',
    )
    .option('--seed <number>', 'seed for a file', wholeNumber(0), 1);
  forRunOrFile(
    withNumberOptions(clustersCommand),
    context,
    async () => (await import('./clusters.ts')).clusters,
  );
}
