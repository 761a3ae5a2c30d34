/**
 * The examples that come with the program: a real run, which is read where it lies, and a simulated
 * study, of which only the study ships: opening it makes the rest in the user's cache folder.
 */
import { copyFileSync, existsSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { hashOf } from '../asking/identity.ts';
import { UserError } from '../errors.ts';
import { lockOwner } from '../facts/lock.ts';
import { makeFolder } from '../make-folder.ts';
import type { RunEnvironment } from './environment.ts';
import { summariseRun } from './list-runs.ts';
import { type OpenedSession, openSession } from './open-session.ts';
import { readStudy } from './study-file.ts';

/** Where an example is opened: itself, or, where it holds a study and no facts, its place in the cache. */
function placeOf(folder: string, cache: string, version: string): string {
  if (existsSync(join(folder, 'responses.jsonl'))) return resolve(folder);
  // Another program, or another study, answers differently: it gets a folder of its own.
  const hash = hashOf([version, readStudy(join(folder, 'study.yaml'))]).slice(0, 8);
  return join(cache, 'examples', `${basename(folder)}-${hash}`);
}

/**
 * Opens an example. One with facts opens read-only, at once. A study alone is copied to
 * `<cache>/examples/<name>-<hash>/` and worked through: the session is handed over while it works,
 * and is to be watched like any other run, or awaited by `finished`; later openings find it whole
 * and read-only. Throws UserError where the cache cannot be written to.
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
  // Whoever only watches sees a failure in the state.
  finished.catch(() => {});
  return { ...session, finished };
}

/** Makes an example whole where it is not yet, and gives the folder that holds it, to be opened read-only. */
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
