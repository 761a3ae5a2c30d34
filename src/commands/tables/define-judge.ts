/** The commands on judges: their exam, and the ratings of a file's completions. */
import { type Command, Option } from 'commander';
import type { CommandContext } from '../command-context.ts';
import { jsonOption } from '../json-option.ts';
import { tableFormats, withTextOptions } from '../table-options.ts';

export function defineJudge(program: Command, context: CommandContext): void {
  const judge = program
    .command('judge')
    .summary('examine judges, or have completions rated')
    .description('What a judge can do on its own.');
  defineExam(judge, context);
  defineRate(judge, context);
}

function defineExam(judge: Command, context: CommandContext): void {
  judge
    .command('exam')
    .summary('examine judges')
    .description(
      'Has judges rate the exam’s same-stem sets and prints how often they are right about subject and side. Ratings are kept; an exam is taken once.',
    )
    .argument('[models...]', 'the judges; the two default local models unless named')
    .option('--system <id>', 'the value system of the exam', 'valuelex')
    .option('--require-judge', 'exit with code 7 when one does not pass')
    .addOption(jsonOption())
    .action(async (models: string[], options) => {
      const { judgeExam } = await import('./judge-exam.ts');
      await judgeExam(models, options, context);
    });
}

function defineRate(judge: Command, context: CommandContext): void {
  const rate = judge
    .command('rate')
    .summary('rate the completions of a file')
    .description(
      'Columns id, stem, completion, subdimension; without a subdimension a row is rated on all of the system. With an exam on record, ratings are mapped to 0–6 too.',
    )
    .argument('<file>', `a ${tableFormats}`)
    .requiredOption('--judge <model>', 'who rates')
    .option('--system <id>', 'the value system: a shipped one, or a YAML file', 'valuelex')
    .addOption(
      new Option(
        '--protocol <name>',
        'how the judge is asked; that of its exam unless given',
      ).choices(['digits', 'cares-about', 'stance']),
    );
  withTextOptions(rate)
    .addOption(jsonOption())
    .action(async (file: string, options) => {
      const { judgeRate } = await import('./judge-rate.ts');
      await judgeRate(file, options, context);
    });
}
