/** `valuelex log <run>` prints the edits by hand as command lines; `valuelex replay <log> <run>` makes them again. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { type Edit, editSchema } from '../../clustering/edits.ts';
import { UserError } from '../../errors.ts';
import { givenText } from '../../facts/given-text.ts';
import { openLog } from '../../facts/log.ts';
import { isComputed } from '../../run/derive/stage.ts';
import { findRun } from '../../run/list-runs.ts';
import { openSession } from '../../run/open-session.ts';
import { readStudy } from '../../run/study-file.ts';
import { plural } from '../../tables/numbers.ts';
import type { CommandContext, SharedOptions } from '../command-context.ts';
import { factored } from './curate.ts';
import { editOfWords } from './edit-lines.ts';
import { writableRun } from './open-run.ts';
import { factorEdits } from './read-edit.ts';
import { loggedEdits, sessionLog } from './session-log.ts';

/** Prints the session log of a run. */
export async function log(
  run: string,
  options: SharedOptions,
  context: CommandContext,
): Promise<void> {
  const outside = await context.outside();
  const folder = findRun(run, options.runs);
  const text = sessionLog(
    readStudy(join(folder, 'study.yaml')),
    editsOf(folder),
    folder,
    outside.version,
  );
  context.out(options.json ? JSON.stringify(loggedEdits(text), null, 1) : text.trimEnd());
}

/** The edits of a run, as they are stored. */
function editsOf(folder: string): readonly Edit[] {
  const file = join(folder, 'curation.jsonl');
  return existsSync(file) ? openLog(file, editSchema, false).lines : [];
}

/**
 * Makes the edits of a session log again, each on the result of the one before. Throws UserError where the run has
 * edits already, and, with its place in the log, for a line that cannot be made again; the lines before it are made.
 */
export async function replay(
  file: string,
  run: string,
  options: SharedOptions,
  context: CommandContext,
): Promise<void> {
  const edits = loggedEdits(
    givenText(file, 'This session log', { hint: 'valuelex log <run> prints one.' }),
  );
  const outside = await context.outside();
  const folder = await writableRun(findRun(run, options.runs), options, outside, context);
  const session = await openSession(folder, outside, { listen: false, followed: false });
  try {
    await session.clustered();
    const there = editsOf(folder).length;
    if (there > 0)
      throw new UserError(`This run has ${plural(there, 'edit')} by hand already.`, {
        where: folder,
        hint: 'A log is replayed on a run without edits: move its curation.jsonl away, or replay on a copy.',
        exit: 'usage',
      });
    for (const { line, words } of edits) {
      await session.clustered();
      if (factorEdits.some((name) => name === words[0])) await factored(session);
      const { curated, factors } = session.getState().results;
      if (!curated) throw new UserError('This run has no clusters yet.', { where: folder });
      const held = isComputed(factors) ? factors.factors.map((one) => one.clusters) : [];
      try {
        await session.edit(editOfWords(words, curated, held));
      } catch (cause) {
        if (!(cause instanceof UserError)) throw cause;
        throw new UserError(cause.message, {
          where: `${file}:${line}`,
          cause,
          ...(cause.hint && { hint: cause.hint }),
        });
      }
    }
    await session.clustered();
    const clusters = session.getState().results.curated?.clusters ?? [];
    const text = `${plural(edits.length, 'edit')} made again: ${plural(clusters.length, 'cluster')}`;
    context.out(
      options.json ? JSON.stringify({ folder, edits: edits.length, clusters }, null, 1) : text,
    );
  } finally {
    await session.close();
  }
}
