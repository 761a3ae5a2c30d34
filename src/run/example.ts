/**
 * The examples that come with the program: a real run, which is read in place, and a simulated one of
 * which only the study ships: opening it makes the rest in the user's cache folder.
 */
import { copyFileSync, existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { UserError } from '../errors.ts';
import { lockOwner } from '../facts/lock.ts';
import { makeFolder } from '../make-folder.ts';
import type { RunEnvironment } from './environment.ts';
import { placeOf } from './example-place.ts';
import { summariseRun } from './list-runs.ts';
import { type OpenedSession, openSession } from './open-session.ts';
import { isShippedExample } from './shipped-example.ts';

/**
 * Opens an example. One with facts opens read-only, at once. A study alone is copied to
 * `<cache>/examples/<name>-<hash>/` and run: the session is returned while it works, and can be
 * watched like any other run, or awaited by `finished`; later openings find it complete and
 * read-only. Throws UserError if the cache cannot be written to.
 */
export async function openExample(
  folder: string,
  environment: RunEnvironment,
  cache: string,
): Promise<OpenedSession & { finished: Promise<void> }> {
  const place = placeOf(folder, cache, environment.version);
  if (place !== resolve(folder) && !existsSync(join(place, 'study.yaml'))) {
    try {
      makeFolder(place);
      copyFileSync(join(folder, 'study.yaml'), join(place, 'study.yaml'));
    } catch (cause) {
      throw new UserError('The example cannot be made in the cache folder.', {
        where: place,
        hint: 'Make room there, or name another cache folder in VALUELEX_CACHE.',
        exit: 'disk',
        cause,
      });
    }
  }
  const whole = place === resolve(folder) || summariseRun(place).finished;
  if (whole || lockOwner(place)) {
    const session = await openSession(place, environment, { readOnly: true });
    return { ...session, finished: session.computed };
  }
  const session = await openSession(place, environment);
  const finished = session.computed.then(() => session.work());
  // Watchers see a failure in the state.
  finished.catch(() => {});
  return { ...session, finished };
}

/** Completes an example if necessary, and gives its folder, to be opened read-only. */
export async function openableExample(
  folder: string,
  environment: RunEnvironment,
  cache: string,
): Promise<string> {
  const place = placeOf(folder, cache, environment.version);
  if (place === resolve(folder)) return place;
  if (existsSync(join(place, 'study.yaml')) && summariseRun(place).finished) return place;
  const session = await openExample(folder, environment, cache);
  try {
    await session.finished;
  } finally {
    await session.close();
  }
  return place;
}

/** The folder to read the run in `folder` from: the place of an example, which is made whole first, else the folder itself. */
export async function readableFolder(
  folder: string,
  environment: RunEnvironment,
  cache: string,
): Promise<string> {
  return isShippedExample(folder, environment.prompts)
    ? openableExample(folder, environment, cache)
    : folder;
}
