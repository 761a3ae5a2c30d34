/** `valuelex curate <run> <edit> …`: one edit, appended to the run and replayed. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Curated } from '../../clustering/curate.ts';
import type { Edit } from '../../clustering/edits.ts';
import { UserError } from '../../errors.ts';
import { lockOwner } from '../../facts/lock.ts';
import { attachSession } from '../../run/control/attach-session.ts';
import { describeEdit } from '../../run/describe-edit.ts';
import { findRun } from '../../run/list-runs.ts';
import { type OpenedSession, openSession } from '../../run/open-session.ts';
import type { Results } from '../../run/state.ts';
import type { CommandContext, SharedOptions } from '../command-context.ts';
import type { EditOptions } from './edit-reader.ts';
import { isWritable, withRunRead, writableRun } from './open-run.ts';
import { type EditName, factorEdits, readEdit, refuseUnknownEdit } from './read-edit.ts';

/** Prints what the edit changed. Writes nothing where the edit finds no cluster or word. */
export async function curate(
  run: string,
  name: string,
  words: string[],
  options: SharedOptions & EditOptions,
  context: CommandContext,
): Promise<void> {
  refuseUnknownEdit(name);
  const found = findRun(run, options.runs);
  const outside = await context.outside();
  // An edit without effect makes no copy of a read-only run.
  if (!isWritable(found, outside) && existsSync(join(found, 'responses.jsonl')))
    await withRunRead(
      found,
      outside,
      ({ getState }) => fittingEdit(getState().results, name, words, run, options),
      factorEdits.includes(name) ? 'all' : 'clusters',
    );
  const folder = await writableRun(found, options, outside, context);
  // The process that works on the run writes its edits. A short session need not listen.
  const session = lockOwner(folder)
    ? await attachSession(folder, outside)
    : await openSession(folder, outside, { listen: false, followed: false });
  try {
    await session.clustered();
    if (factorEdits.includes(name)) await factored(session);
    const { edit, curated } = fittingEdit(session.getState().results, name, words, run, options);
    await session.edit(edit);
    await session.clustered();
    const { results } = session.getState();
    const text = whatChanged(edit, curated, results.curated);
    if (options.json)
      context.out(
        JSON.stringify({ folder, edit, text, clusters: results.curated?.clusters ?? [] }, null, 1),
      );
    else context.out(text);
  } finally {
    await session.close();
  }
}

/** The edit, and the clusters before it. Throws UserError where it finds no cluster or word. */
function fittingEdit(
  results: Results,
  name: EditName,
  words: readonly string[],
  run: string,
  options: EditOptions,
) {
  const { curated } = results;
  if (!curated)
    throw new UserError('This run has no clusters yet.', {
      hint: `Ask its models first: valuelex elicit ${run}`,
    });
  return { edit: readEdit(name, words, results, curated, options), curated };
}

/** Waits until the factors are computed or known to be unavailable. */
export async function factored(
  session: Pick<OpenedSession, 'getState' | 'subscribe' | 'computed'>,
): Promise<void> {
  const stands = new Promise<void>((resolve) => {
    const look = () => {
      if (session.getState().results.factors === null) return;
      stop();
      resolve();
    };
    const stop = session.subscribe(look);
    look();
  });
  await Promise.race([stands, session.computed]);
}

/** The number of clusters and unmerged words act through the clustering, which has no text of its own. */
function whatChanged(edit: Edit, before: Curated, after: Curated | null): string {
  if (edit.edit === 'clusters' && after)
    return `${edit.k} clusters asked for: ${before.clusters.length} → ${after.clusters.length} after the edits by hand`;
  if (edit.edit === 'unmerge') return `${edit.from} is a word of its own in the lexicon`;
  if (edit.edit === 'undo' || edit.edit === 'redo') return describeEdit(edit, before, after);
  return after?.applied.at(-1)?.text ?? edit.edit;
}
