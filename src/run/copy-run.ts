/** Copies of runs: the study alone, to change and run again, or with all facts, to edit what is read-only. */
import { constants, existsSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { chmod, copyFile } from 'node:fs/promises';
import { join } from 'node:path';
import { UserError } from '../errors.ts';
import { refuseLinks } from '../facts/plain-file.ts';
import { makeFolder } from '../make-folder.ts';
import { createRunFolder, freeRunFolder, nameOfFolder } from './run-folder.ts';
import type { Study } from './study.ts';
import { readStudy, writeStudy } from './study-file.ts';

/** A new run folder in `runs` with the study of `folder` and none of its facts; returns it. */
export function duplicateRun(folder: string, runs: string, now: () => number): string {
  return createRunFolder(runs, readStudy(join(folder, 'study.yaml')), now);
}

/**
 * A new run folder in `runs` with the study and all logs of `folder`, named as a copy; returns it. The
 * folder appears only when it is complete: an incomplete copy would ask its models again.
 */
export async function copyRun(folder: string, runs: string, now: () => number): Promise<string> {
  if (!existsSync(join(folder, 'study.yaml')))
    throw new UserError('This folder is not a run: it has no study.yaml.', { where: folder });
  refuseLinks(folder);
  const study = readStudy(join(folder, 'study.yaml'));
  return makeWhole(runs, namedCopy(study, 'copy'), now, async (draft) => {
    for (const part of ['', 'items', ...Object.keys(study.instruments)])
      if (existsSync(join(folder, part))) await copyFacts(join(folder, part), join(draft, part));
  });
}

async function copyFacts(from: string, to: string): Promise<void> {
  makeFolder(to);
  for (const name of readdirSync(from)) {
    if (!/\.(jsonl|yaml)$/.test(name) || name === 'study.yaml') continue;
    await copyFile(join(from, name), join(to, name), constants.COPYFILE_FICLONE);
    // Files that come with the program may be read-only.
    await chmod(join(to, name), 0o644);
  }
}

/**
 * A new run folder in `runs` with the files that `write` makes, and `study`; returns it. Throws UserError
 * (exit `disk`) if it cannot be written.
 */
export async function makeWhole(
  runs: string,
  study: Study,
  now: () => number,
  write: (draft: string) => unknown,
): Promise<string> {
  const draft = join(runs, `.new-${process.pid}-${study.name}`);
  try {
    makeFolder(join(draft, 'derived'));
    await write(draft);
    const folder = freeRunFolder(runs, study.name, now);
    writeStudy(join(draft, 'study.yaml'), { ...study, name: nameOfFolder(folder) });
    renameSync(draft, folder);
    return folder;
  } catch (cause) {
    rmSync(draft, { recursive: true, force: true });
    if (cause instanceof UserError) throw cause;
    throw new UserError('The copy of the run cannot be written.', {
      where: runs,
      hint: 'Check the permissions and the free space, or name another place with --runs <folder>.',
      exit: 'disk',
      cause,
    });
  }
}

/** The study with a name that states which run it copies. */
export function namedCopy(study: Study, what: 'copy' | 'saved'): Study {
  return { ...study, name: `${study.name}-${what}` };
}
