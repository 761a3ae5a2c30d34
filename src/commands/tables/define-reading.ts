/** The commands on readers of texts that run on this machine. */
import type { Command } from 'commander';
import type { CommandContext } from '../command-context.ts';
import { jsonOption } from '../json-option.ts';
import { tableFormats, withTextOptions } from '../table-options.ts';

export function defineReading(program: Command, context: CommandContext): void {
  const reading = program
    .command('reading')
    .summary('train a reader of texts that runs on this machine')
    .description('Readers of texts that need no generative model.');
  const train = reading
    .command('train')
    .summary('train a reader on labelled texts')
    .description(
      'Columns text, value (an id of the system; empty where a text is silent on all), side (1, -1, or 0 where it is silent on the value), writer, scene; unsure names values that a text leaves open. A value that no row of a text names counts as not expressed. Prints how well the reader predicts writers, scenes, and values that it has not seen.\n\nvaluelex reading train labelled.jsonl --out model.json',
    )
    .argument('<files...>', `a ${tableFormats} each`)
    .option('--system <id>', 'the value system: a shipped one, or a YAML file', 'schwartz')
    .option(
      '--embedding <model>',
      'vectors of texts: auto (MiniLM where it was fetched), use-lite, or a model that embeds',
      'auto',
    )
    .option('--out <file>', 'write the reader there');
  withTextOptions(train)
    .addOption(jsonOption())
    .action(async (files: string[], options) => {
      const { readingTrain } = await import('./reading-train.ts');
      await readingTrain(files, options, context);
    });
}
