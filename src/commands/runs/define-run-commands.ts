/** Commands that make, run, read, and change runs. */
import { Argument, type Command, Option } from 'commander';
import { recipes } from '../../clustering/recipe-numbers.ts';
import { mostRequests } from '../../run/control/most-requests.ts';
import { presetNames } from '../../run/preset-names.ts';
import type { CommandContext, SharedOptions } from '../command-context.ts';
import { mapping, names, part, positive, runsOption, wholeNumber } from '../parse-options.ts';
import { tableFormats, withTextOptions } from '../table-options.ts';
import { helpList } from './help-lists.ts';

const json = () => new Option('--json', 'print JSON on standard output');
export function defineRunCommands(program: Command, context: CommandContext): void {
  program
    .command('run')
    .summary('run a study to its end, or go on with one')
    .description(
      'Runs a study: a preset, a study file, or a run folder. The same command goes on with the newest run of the same study, also of one that has grown; nothing that is stored is asked again.',
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
    .option('--require-judge', 'stop with exit code 7 when a judge does not pass its exam')
    .option('--budget <dollars>', 'pause before more than this is spent', positive)
    .option('--max-tokens <count>', 'pause before more tokens than this are used', wholeNumber(1))
    .option(
      '--max-requests <count>',
      'pause before more requests than this are sent',
      wholeNumber(1),
    )
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
    .option('--no-batch', 'ask what is in no batch yet at once from now on')
    .addOption(
      new Option(
        '--batch-wait <answer>',
        'stay until the batches have ended, or leave once they are under way (default: yes in a terminal)',
      ).choices(['yes', 'no']),
    )
    .option('--batch-cancel', 'have the batches under way stopped, and leave')
    .option('--detach', 'work in the background, in a process that needs no terminal')
    .addOption(new Option('--background').hideHelp())
    .option('--json', 'print progress and results as JSON lines')
    .action(async (study: string | undefined, options) => {
      const { runStudy } = await import('./run.ts');
      await runStudy(study, options, context);
    });

  const stages = [
    [
      'elicit',
      'ask the models which values they hold',
      'Works until every elicitation prompt is answered, and prints what came in.',
    ],
    [
      'scores',
      'the scores of the sentence-completion test',
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
      .addOption(json());
    if (name === 'scores') {
      command.option('--system <id>', 'this value system alone');
      command.option('--profile', 'scores centred on each model’s own mean');
    }
    if (name === 'report')
      command.option(
        '--fit',
        'first the slow fits that it lacks, as the ordinal model of a questionnaire: minutes',
      );
    command.action(async (run: string, options) => {
      const stage = await import('./stages.ts');
      if (name === 'elicit') await stage.elicit(run, options, context);
      else if (name === 'scores') await stage.scores(run, options, context);
      else await stage.report(run, options, context);
    });
  }

  program
    .command('attach')
    .summary('watch and steer a run that another process works on')
    .description(
      'Opens the interface on a run that works elsewhere, in the background or in another terminal. Leaving it leaves the run going.',
    )
    .argument('<run>', 'the folder or name of a run')
    .addOption(runsOption())
    .action(async (run: string, options: SharedOptions) => {
      const { attach } = await import('./attach.ts');
      await attach(run, options, context);
    });

  program
    .command('ctl')
    .summary('ask and steer a run that another process works on')
    .description('Speaks to the process that works on a run, over a socket that only you can open.')
    .addHelpText('after', helpList)
    .argument('<run>', 'the folder or name of a run')
    .addArgument(new Argument('<what>', 'what to do').choices(controlNames))
    .addArgument(
      new Argument('[number]', 'requests at once, for limit').argParser(
        wholeNumber(1, mostRequests),
      ),
    )
    .addOption(runsOption())
    .addOption(json())
    .action(
      async (
        run: string,
        what: ControlName,
        number: number | undefined,
        options: SharedOptions,
      ) => {
        const { control } = await import('./ctl.ts');
        await control(run, what, number, options, context);
      },
    );

  defineCurate(program, context);

  program
    .command('merge')
    .summary('put the parts of a study together as one run')
    .description(
      'Makes a new run with the facts of all: parts made with --shard, or runs of one study with other models, prompts, stems, or judges. The runs stay as they are.',
    )
    .argument('<runs...>', 'two or more runs')
    .option('--name <name>', 'name of the new run (small letters, digits, hyphens)')
    .option('--edits <run>', 'whose edits hold, where those of several differ')
    .addOption(runsOption())
    .addOption(json())
    .action(async (named: string[], options) => {
      const { merge } = await import('./merge.ts');
      await merge(named, options, context);
    });

  program
    .command('compare')
    .summary('compare two runs, or two models of one run')
    .description(
      'Two runs: their scores and words side by side. One run with --models: the paired difference of two models, and what would overturn it.',
    )
    .argument('<run>', 'the folder or name of a run')
    .argument('[other]', 'the run to compare it with')
    .option('--models <a,b>', 'two models of the run', names)
    .option('--system <id>', 'the value system to compare on')
    .addOption(runsOption())
    .addOption(json())
    .action(async (run: string, other: string | undefined, options) => {
      const { compare } = await import('./compare.ts');
      await compare(run, other, options, context);
    });

  program
    .command('check')
    .summary('place a new model among those of a finished run')
    .description(
      'Asks the new model alone, in a small run of its own, and says where it stands among the models of the finished run.',
    )
    .argument('<model>', 'the new model')
    .requiredOption('--against <run>', 'the finished run')
    .option('--new', 'ask again, in another run')
    .addOption(runsOption())
    .addOption(json())
    .action(async (model: string, options) => {
      const { checkModel } = await import('./check.ts');
      await checkModel(model, options, context);
    });

  defineRuns(program, context);

  program
    .command('instruments')
    .summary('what else a run can be asked')
    .description(
      'Lists the instruments: asked or not, and what asking the models of the run would take.',
    )
    .argument('<run>', 'the folder or name of a run')
    .addOption(runsOption())
    .addOption(json())
    .action(async (run: string, options) => {
      const { listInstruments } = await import('./instruments.ts');
      await listInstruments(run, options, context);
    });

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
    .addOption(json())
    .action(async (run: string, { instrument, ...options }) => {
      const { runStudy } = await import('./run.ts');
      await runStudy(run, { ...options, instruments: instrument }, context);
    });

  const importCommand = program
    .command('import')
    .summary('take in answers that were collected elsewhere')
    .description(
      'Adds the rows of a table to a run: columns model, prompt (or stem), answer, and setting and form where known. A stem may be any beginning of a sentence: it is judged and scored with its own words. A row without an answer is left out and counted. The same file twice adds nothing. Answers to an instrument go by the columns that its page in docs/instruments tells.',
    )
    .argument('<file>', `a ${tableFormats}`)
    .addOption(
      new Option(
        '--as <kind>',
        'responses to elicitation prompts, completions of stems, or answers to an instrument',
      ).makeOptionMandatory(),
    )
    .option('--into <run>', 'add to this run instead of making one')
    .option('--name <name>', 'name of the new run')
    .option('--judges <names>', 'judges of the new run', names)
    .option('--items <file>', 'your own items that were answered, for an instrument')
    .option('--settings <file>', 'settings of the instrument: its part of study.yaml')
    .option(
      '--map <column=name>',
      'the name that the file gives a column; may be repeated',
      mapping,
    );
  withTextOptions(importCommand)
    .addOption(runsOption())
    .addOption(json())
    .action(async (file: string, options) => {
      const { importFile } = await import('./import.ts');
      await importFile(file, options, context);
    });
}

function defineRuns(program: Command, context: CommandContext): void {
  const group = program
    .command('runs')
    .summary('list, rename, put away, and bring back runs')
    .description('The runs of a folder: lists, names, archive, and trash.');
  group
    .command('list', { isDefault: true })
    .summary('list the runs')
    .description('Lists the runs of the folder, newest first; `valuelex runs` alone does the same.')
    .option('--archived', 'those in the archive')
    .option('--trash', 'those in the trash')
    .addOption(runsOption())
    .addOption(json())
    .action(async (options) => {
      const { showRuns } = await import('./runs.ts');
      await showRuns(options, context);
    });
  group
    .command('rename')
    .summary('give a run another name')
    .description(
      'Changes the name of a run in its study.yaml and that of its folder, which keeps its date. Checks of models against it are told. A study file of your own that grows with the run needs the new name too.',
    )
    .argument('<run>', 'the folder or name of a run')
    .argument('<name>', 'small letters, digits, hyphens')
    .addOption(runsOption())
    .addOption(json())
    .action(async (run: string, name: string, options: SharedOptions) => {
      const { rename } = await import('./manage-runs.ts');
      await rename(run, name, options, context);
    });
  const places = [
    [
      'archive',
      'archive',
      'put runs away',
      'Moves runs into the folder .archive beside the others.',
    ],
    [
      'delete',
      'trash',
      'move runs to the trash',
      'Moves runs into the folder .trash beside the others, from where they can be brought back.',
    ],
    [
      'restore',
      null,
      'bring runs back from the archive or the trash',
      'Moves runs back among the others; where their name is taken by now, a number is added.',
    ],
  ] as const;
  for (const [name, shelf, summary, description] of places)
    group
      .command(name)
      .summary(summary)
      .description(description)
      .argument('<runs...>', 'folders or names of runs')
      .addOption(runsOption())
      .addOption(json())
      .action(async (named: string[], options: SharedOptions) => {
        const { shelve } = await import('./manage-runs.ts');
        await shelve(named, shelf, options, context);
      });
  group
    .command('empty-trash')
    .summary('delete what is in the trash for good')
    .description('Deletes the runs in the trash, which cannot be undone. It asks first.')
    .option('--yes', 'do not ask')
    .addOption(runsOption())
    .addOption(json())
    .action(async (options) => {
      const { deleteForGood } = await import('./manage-runs.ts');
      await deleteForGood(options, context);
    });
}

function defineCurate(program: Command, context: CommandContext): void {
  program
    .command('recluster')
    .summary('compute the clusters of a run by another recipe or embedding')
    .description(
      'Writes the recipe and the embedding into the run’s study, computes its clusters anew without asking any model of the study, replays the edits by hand, and lists the words that stand with others than before. What a run has does not change otherwise.',
    )
    .argument('<run>', 'the folder or name of a run')
    .option(
      '--embedding <model>',
      'use-lite, auto (what is best here), or a model that embeds; the run’s own by default',
    )
    .addOption(
      new Option('--recipe <number>', 'how similarity is computed; the newest by default').choices(
        recipes.map(String),
      ),
    )
    .addOption(runsOption())
    .addOption(json())
    .action(async (run: string, options) => {
      const module = await import('./recluster.ts');
      await module.recluster(run, options, context);
    });
  const curate = program
    .command('curate')
    .summary('change clusters, factors, and names of a run')
    .description(
      'Appends one edit to the run and prints what it changed; undo and redo have no limit. A cluster is named by its name or by a word in it.',
    )
    .addHelpText('after', helpList)
    .argument('<run>', 'the folder or name of a run')
    .argument('<edit>', 'what to do')
    .argument('[words...]', 'clusters, words, names, as the edit wants them')
    .option('--name <name>', 'what the cluster that merge or split makes is called')
    .option('--alone', 'gather: the words make a cluster of their own')
    .option('--onward', 'clusters, factors: one step of undo with the one before it')
    .addOption(runsOption())
    .addOption(json());
  curate.action(async (run: string, edit: string, words: string[], options) => {
    const module = await import('./curate.ts');
    await module.curate(run, edit, words, options, context);
  });
  program
    .command('log')
    .summary('print what was done with a run by hand, as command lines')
    .description(
      'Prints the session log of a run: its edits by hand in order, each as the command line that makes it, ready for the appendix of a paper and for replay.',
    )
    .argument('<run>', 'the folder or name of a run')
    .addOption(runsOption())
    .addOption(json())
    .action(async (run: string, options) => {
      const module = await import('./replay.ts');
      await module.log(run, options, context);
    });
  program
    .command('replay')
    .summary('make the edits of a session log again')
    .description(
      'Makes the edits of a session log again, on a run of the same answers that has none. Where a line does not fit, it names the line; the edits before it are made.',
    )
    .argument('<log>', 'a file that valuelex log printed')
    .argument('<run>', 'the folder or name of a run')
    .addOption(runsOption())
    .addOption(json())
    .action(async (file: string, run: string, options) => {
      const module = await import('./replay.ts');
      await module.replay(file, run, options, context);
    });
}

const controlNames = ['status', 'pause', 'resume', 'limit'] as const;
export type ControlName = (typeof controlNames)[number];
