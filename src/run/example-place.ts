/** The folders in which the examples that come with the program are opened, and their progress. */
import { existsSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { hashOf } from '../asking/identity.ts';
import { type RunSummary, summariseRun } from './list-runs.ts';
import { readStudy } from './study-file.ts';

/** The folder in which an example is opened: its own or, if it has a study and no facts, one in the cache. */
export function placeOf(folder: string, cache: string, version: string): string {
  if (existsSync(join(folder, 'responses.jsonl'))) return resolve(folder);
  // Another version of the program, or another study, gives other answers and so gets another folder.
  const hash = hashOf([version, readStudy(join(folder, 'study.yaml'))]).slice(0, 8);
  return join(cache, 'examples', `${basename(folder)}-${hash}`);
}

/** The folder by which a user names the run in `folder`: an example's own, not the one in the cache. */
export function namedFolder(
  folder: string,
  examples: readonly string[],
  cache: string,
  version: string,
): string {
  // Most runs are elsewhere: their study need not be read.
  if (dirname(folder) !== join(resolve(cache), 'examples')) return folder;
  return examples.find((one) => placeOf(one, resolve(cache), version) === folder) ?? folder;
}

/** The summary of an example with the progress of its opened copy, under its own folder and name; unchanged if it was never opened. */
export function summaryOfExample(example: RunSummary, cache: string, version: string): RunSummary {
  const place = placeOf(example.folder, cache, version);
  if (place === resolve(example.folder) || !existsSync(join(place, 'study.yaml'))) return example;
  return { ...summariseRun(place), folder: example.folder, name: example.name };
}
