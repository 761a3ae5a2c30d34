/** Options that say how a table file is read or worked on: a run has its own settings, and refuses them. */
import type { Command } from 'commander';
import { UserError } from '../errors.ts';
import { findRun } from '../run/list-runs.ts';
import { isTableFile } from './is-table-file.ts';
import { shellWord } from './shell-word.ts';

/** The edit that changes a run as such an option changes the work on a file. */
const edits: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  clusters: { k: 'clusters <k>' },
  factors: {
    factors: 'factors <k>',
    extraction: 'extraction <name>',
    rotation: 'rotation <name>',
  },
};

/**
 * Throws UserError (exit `usage`) where `source` is a run and one of the options given holds for files alone;
 * `forRuns` names those of the command that a run takes too, beside --runs and --json.
 */
export function refuseFileOptions(
  command: Command,
  source: string,
  forRuns: readonly string[] = [],
): void {
  const { runs } = command.opts<{ runs: string }>();
  const taken = ['runs', 'json', ...forRuns];
  const given = command.options.filter(
    (one) =>
      !taken.includes(one.attributeName()) &&
      command.getOptionValueSource(one.attributeName()) === 'cli',
  );
  const [first] = given;
  if (!first || isTableFile(source, runs)) return;
  findRun(source, runs);
  const edit = edits[command.name()]?.[first.attributeName()];
  throw new UserError(`${first.long} is for a table file, and ${source} is a run.`, {
    hint:
      edit === undefined
        ? 'Leave it out, or name a file.'
        : `To change the run: valuelex curate ${shellWord(source)} ${edit}`,
    exit: 'usage',
  });
}

/** Throws UserError (exit `usage`) where a part of a file is asked for: parts are of runs. */
export function refuseWhere(source: string, where: readonly string[] | undefined): void {
  if (where === undefined) return;
  throw new UserError(`--where is for a run, and ${source} is a table file.`, {
    hint: 'Leave it out, or put only the rows that you mean into the file.',
    exit: 'usage',
  });
}
