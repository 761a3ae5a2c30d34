/** Where the examples that come with the program are opened, and how far they are there. */
import { existsSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { hashOf } from '../asking/identity.ts';
import { type RunSummary, summariseRun } from './list-runs.ts';
import { readStudy } from './study-file.ts';

/** Where an example is opened: itself, or, where it holds a study and no facts, its place in the cache. */
export function placeOf(folder: string, cache: string, version: string): string {
  if (existsSync(join(folder, 'responses.jsonl'))) return resolve(folder);
  // Another program, or another study, answers differently: it gets a folder of its own.
  const hash = hashOf([version, readStudy(join(folder, 'study.yaml'))]).slice(0, 8);
  return join(cache, 'examples', `${basename(folder)}-${hash}`);
}

/** The folder that a user names for the run in `folder`: an example is named by its own, not by its place in the cache. */
export function namedFolder(
  folder: string,
  examples: readonly string[],
  cache: string,
  version: string,
): string {
  // Most runs lie elsewhere: then no study is read.
  if (dirname(folder) !== join(resolve(cache), 'examples')) return folder;
  return examples.find((one) => placeOf(one, resolve(cache), version) === folder) ?? folder;
}

/** How far an example is where it is opened, under its own folder and name; as it is while it was never opened. */
export function summaryOfExample(example: RunSummary, cache: string, version: string): RunSummary {
  const place = placeOf(example.folder, cache, version);
  if (place === resolve(example.folder) || !existsSync(join(place, 'study.yaml'))) return example;
  return { ...summariseRun(place), folder: example.folder, name: example.name };
}
