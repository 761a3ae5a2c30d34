/** Options for reading a table, the same for every command that reads one. */
import { type Command, Option } from 'commander';
import type { TableOptions } from '../table-files/table-file.ts';
import { names } from './parse-options.ts';

export type TableCommandOptions = Omit<TableOptions, 'gaps'> & { gaps?: string[] };

/** `.csv, .tsv, …`: the formats that the commands read. */
export const tableFormats = '.csv, .tsv, .jsonl, .json, .xlsx, or .sav file';

/** Options for tables of texts. */
export function withTextOptions(command: Command): Command {
  return command
    .option('--sheet <name>', 'worksheet of an .xlsx file; the first with cells unless given')
    .option('--encoding <name>', 'of a text file, like windows-1251; found out unless given');
}

/** Options for tables of numbers. */
export function withNumberOptions(command: Command): Command {
  return withTextOptions(
    command
      .option(
        '--gaps <values>',
        'cells that say that nothing is known, beside empty ones and NA, like -99,999',
        names,
      )
      .addOption(
        new Option(
          '--decimal <mark>',
          'the decimal mark where 1.635 may be 1635; found out unless given',
        ).choices(['.', ',']),
      )
      .option('--no-header', 'the first line of the file is data'),
  );
}

/** What becomes of gaps in tables of numbers. */
export const missingOption = (): Option =>
  new Option('--missing <how>', 'gaps: left out pair by pair (as psych does), or with their rows')
    .choices(['pairwise', 'listwise'])
    .default('pairwise');

/** The options in the shape that the reader of tables takes. */
export function tableOptionsOf(options: TableCommandOptions): TableOptions {
  const { encoding, sheet, decimal, gaps, header } = options;
  return {
    ...(encoding === undefined ? {} : { encoding }),
    ...(sheet === undefined ? {} : { sheet }),
    ...(decimal === undefined ? {} : { decimal }),
    ...(gaps === undefined ? {} : { gaps }),
    ...(header === false ? { header } : {}),
  };
}
