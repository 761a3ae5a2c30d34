/** Opens the run that a command names: to work on it, or to read what it holds. */

import type { Outside } from '../../environment.ts';
import { lockOwner } from '../../facts/lock.ts';
import { copyRun } from '../../run/copy-run.ts';
import { openableExample } from '../../run/example.ts';
import { findRun, summariseRun } from '../../run/list-runs.ts';
import { type OpenedSession, openSession } from '../../run/open-session.ts';
import type { Session } from '../../run/session.ts';
import { isShippedExample } from '../../run/shipped-example.ts';
import { stepText } from '../../run/state.ts';
import type { CommandContext, SharedOptions } from '../command-context.ts';
import { fetchMissingModels } from '../models/fetch-missing-models.ts';
import { shellWord } from '../shell-word.ts';
import { workOnRun } from './work-on-run.ts';

/**
 * Opens the run that `name` names, works to the end or the stage `until`, calls `show` with the session, and closes
 * it. A finished run, one that is read-only, and one that another process writes are only read.
 */
export async function withRunUntil(
  name: string,
  until: string | undefined,
  options: SharedOptions,
  context: CommandContext,
  show: (session: Session, outside: Outside) => Promise<void> | void,
  needs: Needs = 'all',
): Promise<void> {
  const folder = findRun(name, options.runs);
  const summary = summariseRun(folder);
  const outside = await context.outside();
  if (isExample(folder, outside)) {
    const place = await openableExample(folder, outside, outside.cache);
    await withRunRead(place, outside, (session) => show(session, outside), needs);
    return;
  }
  const owner = lockOwner(folder);
  if (owner)
    context.note(
      `This run is open in another valuelex (process ${owner.pid} on ${owner.host}): here is what it holds now.`,
    );
  if (summary.finished || summary.readOnly || owner) {
    await withRunRead(folder, outside, (session) => show(session, outside), needs);
    return;
  }
  const session = await openSession(folder, outside);
  try {
    await fetchMissingModels(session.getState().study, outside, context);
    await workOnRun(
      session,
      { until, json: false, resume: `valuelex run ${shellWord(folder)}` },
      context,
      async () => show(session, outside),
    );
  } finally {
    await session.close();
  }
}

/** What has to be computed before a run is shown: its clusters, all that follows from its facts, or slow fits too. */
type Needs = 'clusters' | 'all' | 'fits';

/** Reads a run without writing to it; calls `show` once the needed results are computed. */
export async function withRunRead<T>(
  folder: string,
  outside: Outside,
  show: (session: Session) => Promise<T> | T,
  needs: Needs = 'all',
  /** Gets the progress of a slow fit, and null at the end. */
  progress: (text: string | null) => void = () => {},
): Promise<T> {
  const session = await openSession(folder, outside, { readOnly: true, followed: false });
  try {
    await (needs === 'clusters' ? session.clustered() : session.computed);
    if (needs === 'fits') await fitted(session, progress);
    return await show(session);
  } finally {
    await session.close();
  }
}

async function fitted(
  session: OpenedSession,
  progress: (text: string | null) => void,
): Promise<void> {
  const unsubscribe = session.subscribe(() => {
    const { computing } = session.getState();
    if (computing) progress(`computing ${stepText(computing)}`);
  });
  try {
    await session.fitted();
  } finally {
    unsubscribe();
    progress(null);
  }
}

/** A finished run or an example: neither is continued. */
export function isDone(folder: string, outside: Outside): boolean {
  return isExample(folder, outside) || summariseRun(folder).finished;
}

/** The examples that come with the program are never written to. */
export function isExample(folder: string, outside: Outside): boolean {
  return isShippedExample(folder, outside.prompts);
}

/** False for the examples and for runs whose files are write-protected. */
export function isWritable(folder: string, outside: Outside): boolean {
  return !isExample(folder, outside) && !summariseRun(folder).readOnly;
}

/** The folder itself or, where it is write-protected, a copy of it in `runs`. */
export async function writableRun(
  folder: string,
  options: SharedOptions,
  outside: Outside,
  context: CommandContext,
): Promise<string> {
  if (isWritable(folder, outside)) return folder;
  const copy = await copyRun(folder, options.runs, outside.now);
  context.note(`This run is read-only; here is a copy of it to change: ${copy}`);
  return copy;
}
