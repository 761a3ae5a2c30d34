/** Copies of runs: the study alone, to change and run again, or with all facts, to edit what is read-only. */
import { copyFileSync, existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { UserError } from '../errors.ts';
import { refuseLinks } from './plain-file.ts';
import { createRunFolder } from './run-folder.ts';
import { readStudy } from './study-file.ts';

/** A new run folder in `runs` with the study of `folder` and none of its facts; returns it. */
export function duplicateRun(folder: string, runs: string, now: () => number): string {
  return createRunFolder(runs, readStudy(join(folder, 'study.yaml')), now);
}

/** A new run folder in `runs` with the study and all logs of `folder`; returns it. */
export function copyRun(folder: string, runs: string, now: () => number): string {
  if (!existsSync(join(folder, 'study.yaml')))
    throw new UserError('This folder is no run: it has no study.yaml.', { where: folder });
  refuseLinks(folder);
  const copy = createRunFolder(runs, readStudy(join(folder, 'study.yaml')), now);
  for (const name of readdirSync(folder))
    if (name.endsWith('.jsonl')) copyFileSync(join(folder, name), join(copy, name));
  return copy;
}
