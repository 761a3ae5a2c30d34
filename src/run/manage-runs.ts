/**
 * Renames runs, moves them to the archive or the trash, and brings them back: each is one rename on one disk,
 * which happens as a whole or not at all. Only `emptyTrash` deletes.
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
  /** The present folder. */
  folder: string;
  /** Checks of a model against it, whose studies now name its new folder. */
  checks: string[];
  /** Checks that still name its old folder, since they cannot be written. */
  stale: string[];
};

type Environment = Pick<RunEnvironment, 'now' | 'prompts'>;

/**
 * Renames a run in its study and its folder, whose name keeps the date. Throws what `newNameOf` and `move` throw.
 */
export function renameRun(run: string, name: string, environment: Environment): Moved {
  const { folder, target } = newNameOf(run, name, environment);
  return move(folder, target, environment, (moved) =>
    setStudyFields(join(moved, 'study.yaml'), { name }),
  );
}

/** Where a run with its new name would be. Throws UserError for a name that is invalid or taken, and what `movable` throws. */
export function newNameOf(
  run: string,
  name: string,
  environment: Environment,
): { folder: string; target: string } {
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
  return { folder, target };
}

/**
 * Moves a run to the archive or the trash, or back among the others (`shelf` null); if its name is taken there,
 * a number is added. Throws UserError if it is there already, for moving a run with batches under way to the
 * trash, and what `movable` and `move` throw.
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

/** Deletes the runs in the trash of `runs`, except those that another process works on; gives the folders of both. */
export function emptyTrash(runs: string): { deleted: string[]; held: string[] } {
  const trash = shelfFolder(resolve(runs), 'trash');
  const about = lstatSync(trash, { throwIfNoEntry: false });
  // A link instead of the folder may point anywhere.
  if (!about?.isDirectory()) return { deleted: [], held: [] };
  const folders = readdirSync(trash).map((name) => join(trash, name));
  const held = folders.filter((folder) => lockOwner(folder) !== null);
  const deleted = folders.filter((folder) => !held.includes(folder));
  for (const folder of deleted) rmSync(folder, { recursive: true, force: true });
  return { deleted, held };
}

/**
 * Renames the folder, and calls `after` with the new one; if that throws, the old name is restored. Checks
 * against the run get its new folder. Throws UserError if the new folder exists, or if another process
 * works on the run or on a check against it.
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
    // Locked until the folder is renamed, so that no other process opens it.
    locks.push(takeLock(folder, environment.now));
    for (const check of against) {
      try {
        locks.push(takeLock(check, environment.now));
        checks.push(check);
      } catch (error) {
        // A read-only check stays unchanged, and reports that its run is gone.
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

/** The absolute folder. Throws UserError for the examples of the program, a link, and a folder that is not a run. */
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

/** The checks of models against the run in `folder`, among the runs, the archive, and the trash. */
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

/** The path itself or, if it is taken, with a number after it. */
function freePlace(place: string): string {
  for (let number = 1; ; number++) {
    const one = number === 1 ? place : `${place}-${number}`;
    if (!existsSync(one)) return one;
  }
}
