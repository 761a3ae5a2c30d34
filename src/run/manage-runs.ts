/**
 * Runs are renamed, put into the archive or the trash, and brought back: each is one rename on one disk, so
 * that it has happened or not. Only `emptyTrash` deletes.
 */
import { existsSync, lstatSync, readdirSync, realpathSync, renameSync, rmSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { dropFile } from '../drop-file.ts';
import { UserError } from '../errors.ts';
import { type Lock, lockOwner, takeLock } from '../facts/lock.ts';
import { makePlainFolder } from '../facts/plain-file.ts';
import type { RunEnvironment } from './environment.ts';
import { listRuns, runsPutAway, summariseRun } from './list-runs.ts';
import { runsFolderOf, type Shelf, shelfFolder, shelfOf, shelves } from './shelves.ts';
import { isShippedExample } from './shipped-example.ts';
import { studySchema } from './study.ts';
import { readStudy, setStudyFields } from './study-file.ts';

export type Moved = {
  /** Where it is now. */
  folder: string;
  /** Checks of a model against it, which name its new place from now on. */
  checks: string[];
  /** Checks that name its old place still, since they cannot be written to. */
  stale: string[];
};

type Environment = Pick<RunEnvironment, 'now' | 'prompts'>;

/**
 * Gives a run another name, in its study and in that of its folder, which keeps its date. Throws UserError
 * for a name that is none or that is taken, and what `movable` and `move` throw.
 */
export function renameRun(run: string, name: string, environment: Environment): Moved {
  const folder = movable(run, environment);
  if (!studySchema.shape.name.safeParse(name).success)
    throw new UserError(`"${name}" is not a name for a run.`, {
      hint: 'Names have lower-case letters, digits, and hyphens, like quiet-otter.',
      exit: 'usage',
    });
  const [date = ''] = /^\d{4}-\d{2}-\d{2}-/.exec(basename(folder)) ?? [];
  const target = join(dirname(folder), `${date}${name}`);
  const file = join(folder, 'study.yaml');
  const before = readStudy(file).name;
  if (before === name && target === folder)
    throw new UserError(`The run is named ${name} already.`, { where: folder, exit: 'usage' });
  const taken =
    target !== folder && existsSync(target)
      ? target
      : listRuns(dirname(folder)).find((one) => one.name === name && one.folder !== folder)?.folder;
  if (taken)
    throw new UserError(`Another run is named ${name}.`, {
      where: taken,
      hint: 'Choose another name.',
      exit: 'usage',
    });
  return move(folder, target, environment, (moved) =>
    setStudyFields(join(moved, 'study.yaml'), { name }),
  );
}

/**
 * Puts a run into the archive or the trash, or back among the others (`shelf` null); where its name is taken
 * there, a number is added. Throws UserError where it is there already, for a run in the trash whose batches
 * are under way, and what `movable` and `move` throw.
 */
export function shelveRun(run: string, shelf: Shelf | null, environment: Environment): Moved {
  const folder = movable(run, environment);
  if (shelfOf(folder) === shelf)
    throw new UserError(
      shelf === null
        ? 'The run is neither in the archive nor in the trash.'
        : `The run is in the ${shelf} already.`,
      { where: folder, exit: 'usage' },
    );
  if (shelf === 'trash') refuseBatches(folder);
  const runs = runsFolderOf(folder);
  const into = shelf === null ? runs : shelfFolder(runs, shelf);
  if (shelf !== null) makePlainFolder(into);
  return move(folder, freePlace(join(into, basename(folder))), environment);
}

/** The run on a shelf that a person names by its folder or its name. Throws UserError with the nearest names. */
export function findShelved(name: string, runs: string): string {
  const path = resolve(name);
  if (shelfOf(path) !== null && existsSync(join(path, 'study.yaml'))) return path;
  const found = runsPutAway(name, runs);
  if (found.length === 1) return found[0]!.folder;
  if (found.length > 1)
    throw new UserError(`${found.length} runs in the archive and the trash are named ${name}.`, {
      hint: `Name one folder: ${found.map((run) => run.folder).join(', ')}.`,
      exit: 'usage',
    });
  const all = shelves.flatMap((shelf) => listRuns(shelfFolder(runs, shelf)));
  throw new UserError(`Neither the archive nor the trash holds a run ${name}.`, {
    where: runs,
    hint:
      all.length > 0
        ? `They hold ${all.map((run) => basename(run.folder)).join(', ')}.`
        : 'Both are empty.',
    exit: 'usage',
  });
}

/** Deletes what lies in the trash of `runs`, but for what another process works on; gives both, by folder. */
export function emptyTrash(runs: string): { deleted: string[]; held: string[] } {
  const trash = shelfFolder(resolve(runs), 'trash');
  const about = lstatSync(trash, { throwIfNoEntry: false });
  // A link in its place may lead anywhere.
  if (!about?.isDirectory()) return { deleted: [], held: [] };
  const folders = readdirSync(trash).map((name) => join(trash, name));
  const held = folders.filter((folder) => lockOwner(folder) !== null);
  const deleted = folders.filter((folder) => !held.includes(folder));
  for (const folder of deleted) rmSync(folder, { recursive: true, force: true });
  return { deleted, held };
}

/**
 * Renames the folder, and calls `after` with its new place; where that throws, the folder goes back. Checks
 * against the run get its new place. Throws UserError for a place that is taken, and where another
 * process works on the run or on a check against it.
 */
function move(
  folder: string,
  target: string,
  environment: Environment,
  after: (moved: string) => void = () => {},
): Moved {
  const against = checksAgainst(folder);
  const locks: Lock[] = [];
  const checks: string[] = [];
  const stale: string[] = [];
  try {
    // Held until its folder has another name, so that no other process opens it.
    locks.push(takeLock(folder, environment.now));
    for (const check of against) {
      try {
        locks.push(takeLock(check, environment.now));
        checks.push(check);
      } catch (error) {
        // A check that is only read continues as it is, and says that its run is gone.
        if (!(error instanceof UserError) || error.exit !== 'disk') throw heldCheck(check, error);
        stale.push(check);
      }
    }
    renameFolder(folder, target);
    try {
      after(target);
    } catch (error) {
      renameSync(target, folder);
      throw error;
    }
    dropFile(join(target, 'lock'));
    for (const check of checks) setStudyFields(join(check, 'study.yaml'), { against: target });
    return { folder: target, checks, stale };
  } finally {
    for (const lock of locks) lock.release();
  }
}

function renameFolder(folder: string, target: string): void {
  if (folder === target) return;
  if (existsSync(target))
    throw new UserError('There is something else in its place.', { where: target });
  try {
    renameSync(folder, target);
  } catch (cause) {
    throw new UserError('The run folder cannot be moved.', {
      where: folder,
      hint: 'Check the permissions of the folder that holds it.',
      exit: 'disk',
      cause,
    });
  }
}

/** The folder, absolute. Throws UserError for the examples of the program, a link, and what is not a run. */
function movable(run: string, { prompts }: Environment): string {
  const folder = resolve(run);
  if (isShippedExample(folder, prompts))
    throw new UserError('An example of the program stays where it is.', {
      where: folder,
      hint: 'Copy its study with d on the runs screen, or: valuelex run <example> --new',
    });
  const about = lstatSync(folder, { throwIfNoEntry: false });
  if (!about?.isDirectory() || !existsSync(join(folder, 'study.yaml')))
    throw new UserError(
      about?.isSymbolicLink()
        ? `${basename(folder)} is a link: name the folder itself.`
        : `${basename(folder)} is not a run: it has no study.yaml.`,
      { where: folder },
    );
  return folder;
}

function refuseBatches(folder: string): void {
  const { batches } = summariseRun(folder);
  if (batches === 0) return;
  throw new UserError(
    `${batches === 1 ? '1 batch of this run is' : `${batches} batches of this run are`} under way, and will be paid for.`,
    {
      where: folder,
      hint: `Let it run until they have ended, or stop them: valuelex run ${folder} --batch-cancel`,
    },
  );
}

function heldCheck(check: string, error: unknown): unknown {
  if (!(error instanceof UserError)) return error;
  return new UserError(`${basename(check)} is a check against this run, and is open elsewhere.`, {
    where: join(check, 'lock'),
    hint: 'Close it there first.',
    cause: error,
  });
}

/** The checks of models against the run in `folder`, wherever they lie beside it. */
export function checksAgainst(folder: string): string[] {
  const runs = runsFolderOf(folder);
  const real = realpathSync(folder);
  return [runs, ...shelves.map((shelf) => shelfFolder(runs, shelf))]
    .flatMap((place) => listRuns(place))
    .map((run) => run.folder)
    .filter((check) => {
      const { against } = readStudy(join(check, 'study.yaml'));
      if (against === undefined) return false;
      return resolve(against) === folder || (existsSync(against) && realpathSync(against) === real);
    });
}

/** The place itself, or, where it is taken, with a number behind. */
function freePlace(place: string): string {
  for (let number = 1; ; number++) {
    const one = number === 1 ? place : `${place}-${number}`;
    if (!existsSync(one)) return one;
  }
}
