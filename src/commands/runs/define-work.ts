/** Commands that ask models: run a study, a stage of it, another instrument. */
import { type Command, Option } from 'commander';
import { presetNames } from '../../run/preset-names.ts';
import { withBudgetOptions } from '../budget-options.ts';
import type { CommandContext } from '../command-context.ts';
import { jsonOption } from '../json-option.ts';
import { names, part, positive, runsOption, whereOption, wholeNumber } from '../parse-options.ts';

export function defineRun(program: Command, context: CommandContext): void {
  const command = program
    .command('run')
    .summary('run a study to its end, or continue one')
    .description(
      'Runs a study: a preset, a study file, or a run folder. The same command continues the newest run of the same study, also of one that has grown; nothing that is stored is asked again.',
    )
    .argument('[study]', 'a study.yaml, or the folder or name of a run')
    .addOption(
      new Option('--preset <name>', 'the study to run where none is named').choices(presetNames),
    )
    .option('--name <name>', 'name of a new run (small letters, digits, hyphens)')
    .option('--seed <number>', 'seed of a new run', wholeNumber(0))
    .addOption(runsOption())
    .option('--new', 'start another run of the same study')
    .option('--models <names>', 'the models to ask, with commas between them', names)
    .option(
      '--judges <names>',
      'the judges; on a run that is done, only their ratings are asked',
      names,
    )
    .option(
      '--instruments <names>',
      'other instruments to ask too (valuelex instruments lists them)',
      names,
    )
    .option('--require-judge', 'stop with exit code 7 when a judge does not pass its exam');
  withBudgetOptions(command)
    .option(
      '--shard <i/n>',
      'ask only for the i-th of n parts of the study; see valuelex merge',
      part,
    )
    .option(
      '--until <stage>',
      'stop after this stage: elicit, extract, name, or a step of an instrument, such as complete (default: the last; of a part, the last that needs no other part)',
    )
    .option(
      '--batch [names]',
      'ask these models, or those of these endpoints, in batches at a lower price; all that can be where none is named',
      names,
    )
    .option('--no-batch', 'from now on, ask live what is in no batch yet')
    .addOption(
      new Option(
        '--batch-wait <answer>',
        'stay until the batches have ended, or leave once they are under way (default: yes in a terminal)',
      ).choices(['yes', 'no']),
    )
    .option('--batch-cancel', 'stop the batches under way, and leave')
    .option('--detach', 'work in the background, in a process that needs no terminal')
    .addOption(new Option('--background').hideHelp())
    .option('--json', 'print progress and results as JSON lines')
    .action(async (study: string | undefined, options) => {
      const { runStudy } = await import('./run.ts');
      await runStudy(study, options, context);
    });
}

export function defineStages(program: Command, context: CommandContext): void {
  const stages = [
    [
      'elicit',
      'ask the models which values they hold',
      'Works until every elicitation prompt is answered, and prints what came in.',
    ],
    [
      'scores',
      'the scores of the study’s test',
      'Works until every completion is rated, and prints the scores.',
    ],
    [
      'report',
      'write the report of a run',
      'Writes report.html, CSV, Markdown, and JSON from what the run holds: into its folder, or, for an example and a folder that is read-only, into <name>-report beside the runs.',
    ],
  ] as const;
  for (const [name, summary, description] of stages) {
    const command = program
      .command(name)
      .summary(summary)
      .description(description)
      .argument('<run>', 'the folder or name of a run')
      .addOption(runsOption())
      .addOption(jsonOption());
    if (name === 'scores') {
      command.option('--system <id>', 'this value system alone');
      command.option('--profile', 'scores centred on each model’s own mean');
      command.addOption(whereOption());
    }
    if (name === 'report')
      command.option(
        '--fit',
        'first compute the slow fits that it lacks, such as the ordinal model of a questionnaire (minutes)',
      );
    if (name === 'report') command.addOption(whereOption());
    command.action(async (run: string, options) => {
      const stage = await import('./stages.ts');
      if (name === 'elicit') await stage.elicit(run, options, context);
      else if (name === 'scores') await stage.scores(run, options, context);
      else await stage.report(run, options, context);
    });
  }
}

export function defineInstruments(program: Command, context: CommandContext): void {
  program
    .command('instruments')
    .summary('what else a run can be asked')
    .description(
      'Lists the instruments: asked or not, and what asking the models of the run would take.',
    )
    .argument('<run>', 'the folder or name of a run')
    .addOption(runsOption())
    .addOption(jsonOption())
    .action(async (run: string, options) => {
      const { listInstruments } = await import('./instruments.ts');
      await listInstruments(run, options, context);
    });
}

export function defineAsk(program: Command, context: CommandContext): void {
  program
    .command('ask')
    .summary('ask a run another instrument')
    .description(
      'Adds instruments to a run, also to one that is finished, and asks its models. What is stored is never asked for again.\n\nvaluelex ask quiet-otter --instrument questionnaire',
    )
    .argument('<run>', 'the folder or name of a run')
    .addOption(
      new Option(
        '--instrument <names>',
        'those to ask, with commas between them (valuelex instruments lists them)',
      )
        .argParser(names)
        .makeOptionMandatory(),
    )
    .option('--budget <dollars>', 'pause before more than this is spent', positive)
    .option(
      '--max-requests <count>',
      'pause before more requests than this are sent',
      wholeNumber(1),
    )
    .addOption(runsOption())
    .addOption(jsonOption())
    .action(async (run: string, { instrument, ...options }) => {
      const { runStudy } = await import('./run.ts');
      await runStudy(run, { ...options, instruments: instrument, asksToFetch: true }, context);
    });
}

export function definePrime(program: Command, context: CommandContext): void {
  const command = program
    .command('prime')
    .summary('do instruments move when values move?')
    .description(
      'Asks the instruments of a run again under twenty role prompts, each of which raises or lowers one of Schwartz’s values, to see how the items of each value move. First it prints what that takes, and asks for a yes. What is stored is never asked for again; a second call with other values, instruments, models, or more items adds these.\n\nvaluelex prime quiet-otter --instrument opposing --items 4',
    )
    .argument('<run>', 'the folder or name of a run')
    .option('--values <ids>', 'the values to raise and lower (default: all ten)', names)
    .option(
      '--instrument <names>',
      'those to ask again: questionnaire, opposing, choice, ladder (default: those of the run)',
      names,
    )
    .option('--items <count>', 'items of each value at most, from 2 (default: 4)', wholeNumber(2))
    .option(
      '--own',
      'under the prompts of a value its own items alone: no side effects, a seventh of the requests',
    )
    .option('--models <names>', 'models of the run (default: all)', names)
    .option('--yes', 'ask the models without a confirmation');
  withBudgetOptions(command)
    .addOption(runsOption())
    .addOption(jsonOption())
    .action(async (run: string, options) => {
      const { prime } = await import('./prime.ts');
      await prime(run, options, context);
    });
}
