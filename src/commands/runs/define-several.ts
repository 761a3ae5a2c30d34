/** Commands that put runs together, compare them, or place a model among those of one; and that make one of a table. */
import { type Command, Option } from 'commander';
import { withBudgetOptions } from '../budget-options.ts';
import type { CommandContext } from '../command-context.ts';
import { jsonOption } from '../json-option.ts';
import { mapping, names, runsOption, whereOption } from '../parse-options.ts';
import { tableFormats, withTextOptions } from '../table-options.ts';

export function defineMerge(program: Command, context: CommandContext): void {
  program
    .command('merge')
    .summary('put the parts of a study together as one run')
    .description(
      'Makes a new run with the facts of all: parts made with --shard, or runs of one study with other models, prompts, stems, or judges. The runs stay as they are.',
    )
    .argument('<runs...>', 'two or more runs')
    .option('--name <name>', 'name of the new run (small letters, digits, hyphens)')
    .option('--edits <run>', 'the run whose edits are kept, where those of several differ')
    .addOption(runsOption())
    .addOption(jsonOption())
    .action(async (named: string[], options) => {
      const { merge } = await import('./merge.ts');
      await merge(named, options, context);
    });
}

export function defineCompare(program: Command, context: CommandContext): void {
  program
    .command('compare')
    .summary('compare two runs, or two models of one run')
    .description(
      'Two runs: their scores and words side by side. One run with --models: the paired difference of two models, and the other analyses that it holds with.',
    )
    .argument('<run>', 'the folder or name of a run')
    .argument('[other]', 'the run to compare it with')
    .option('--models <a,b>', 'two models of the run', names)
    .option('--system <id>', 'the value system to compare on')
    .addOption(runsOption())
    .addOption(jsonOption())
    .action(async (run: string, other: string | undefined, options) => {
      const { compare } = await import('./compare.ts');
      await compare(run, other, options, context);
    });
}

export function defineLens(program: Command, context: CommandContext): void {
  program
    .command('lens')
    .summary('a part of a run beside the whole')
    .description(
      'Looks at part of a run, chosen by tags of models, settings, prompts, or languages: which words are its own, how alike its clusters and loadings are to those of the whole and of random parts like it, its own factors, its scores. Edits by hand hold for both. Without --where: what parts can be chosen by.\n\nvaluelex lens quiet-otter --where training=base --where "size<10"',
    )
    .argument('<run>', 'the folder or name of a run')
    .addOption(whereOption())
    .addOption(runsOption())
    .addOption(jsonOption())
    .action(async (run: string, options) => {
      const { lens } = await import('./lens.ts');
      await lens(run, options, context);
    });
}

export function defineCheck(program: Command, context: CommandContext): void {
  program
    .command('check')
    .summary('place a new model among those of a finished run')
    .description(
      'Asks the new model alone, in a small run of its own, and places it among the models of the finished run.',
    )
    .argument('<model>', 'the new model')
    .requiredOption('--against <run>', 'the finished run')
    .option('--new', 'ask again, in another run')
    .addOption(runsOption())
    .addOption(jsonOption())
    .action(async (model: string, options) => {
      const { checkModel } = await import('./check.ts');
      await checkModel(model, options, context);
    });
}

export function defineImport(program: Command, context: CommandContext): void {
  const importCommand = program
    .command('import')
    .summary('take in answers that were collected elsewhere')
    .description(
      'Adds the rows of a table to a run: columns model, prompt (or stem), answer, and setting and form where known. A stem may be any beginning of a sentence: it is judged and scored with its own words. A row without an answer is left out and counted. The same file twice adds nothing. Answers to an instrument take the columns that its page in docs/instruments lists.',
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
    .addOption(jsonOption())
    .action(async (file: string, options) => {
      const { importFile } = await import('./import.ts');
      await importFile(file, options, context);
    });
}

export function defineRead(program: Command, context: CommandContext): void {
  const read = program
    .command('read')
    .summary('which values texts express')
    .description(
      'Reads texts: which values each expresses, on which side, how strongly, and by which words. A file of texts (columns id and text; model, group, and prompt where known) makes a run, which the same command continues: no text is asked for twice. Of a run, its completions are read.\n\nvaluelex read essays.csv --readers openai:gpt-4o-mini --out vectors.csv',
    )
    .argument('<source>', `a ${tableFormats} of texts, or the folder or name of a run`)
    .option(
      '--readers <names>',
      'the models that read, or offline:<file> of valuelex reading train; of a run, its judges unless given',
      names,
    )
    .option(
      '--system <names>',
      'value systems: schwartz, moral-foundations (mft), valuelex, or a YAML file; schwartz unless given',
      names,
    )
    .option(
      '--compare <what>',
      'groups to compare: group (a column of the file), model, family, or training; the first of these that is known unless given',
    )
    .option('--no-exam', 'read without the exam of readers, which is taken once for all runs')
    .option('--target <file>', 'a profile to compare texts with')
    .option('--out <file>', 'write one row per text: presence, side, strength, and words by value');
  withTextOptions(
    withBudgetOptions(read)
      .option('--new', 'start another run of the same file')
      .option('--name <name>', 'name of a new run')
      .option(
        '--map <column=name>',
        'the name that the file gives a column; may be repeated',
        mapping,
      ),
  )
    .addOption(runsOption())
    .addOption(jsonOption())
    .action(async (source: string, options) => {
      const { readTexts } = await import('./read-texts.ts');
      await readTexts(source, options, context);
    });
}
